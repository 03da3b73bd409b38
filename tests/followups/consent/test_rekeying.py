"""A new SECRET_KEY makes nobody forget who objected."""

import pytest

from django_trust.followups.choices import Reason
from django_trust.followups.consent.rekeying import rekey_ledger
from django_trust.followups.consent.services import record_opt_in, record_opt_out
from django_trust.followups.consent.tokens import preferences_url, unsubscribe_url
from django_trust.testing import make_purchase
from django_trust.text import email_key
from tests.followups.consent.conftest import EMAIL
from tests.markup import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def rotate(settings):
    def change():
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        settings.SECRET_KEY = f"{settings.SECRET_KEY} and newer"

    return change


def test_objections_follow_the_buyers(product, rotate, standing, kinds):
    for email in (EMAIL, "anu@example.ee"):
        make_purchase(product, email=email, country="US")
    record_opt_out(email=EMAIL, source="one-click")
    record_opt_in(email=EMAIL, purpose="tips", source="page", evidence={"words": "Yes"})
    assert rekey_ledger() == 0
    rotate()
    assert standing().refusal("review", "US") is None  # what happens to those who do nothing
    assert (rekey_ledger(), rekey_ledger()) == (2, 0)
    assert kinds() == [("opt_out", ""), ("opt_in", "tips")]
    assert standing().refusal("review", "US") == Reason.OPTED_OUT
    assert kinds("anu@example.ee") == []
    rotate()
    assert rekey_ledger() == 2
    assert standing().refusal("review", "US") == Reason.OPTED_OUT


def test_many_buyers_are_read_in_parts(product, rotate, standing, monkeypatch):
    monkeypatch.setattr("django_trust.followups.consent.rekeying.BATCH", 2)
    emails = [f"person-{number}@example.test" for number in range(5)]
    for email in [*emails, *emails]:
        make_purchase(product, email=email)
        record_opt_out(email=email, source="page")
    rotate()
    assert rekey_ledger() == 5
    assert all(standing(email).has_objected("review") for email in emails)


def test_the_link_of_an_old_message_still_stops_them(client, plan, rotate, standing, key):
    plan("review")
    stop, choose = unsubscribe_url(key, "review"), preferences_url(key)
    rotate()
    assert email_key(EMAIL) != key
    assert client.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert standing().has_objected("review")
    assert not standing().has_objected("tips")
    assert client.post(choose, {"nothing": "1"}).status_code == 200
    assert standing().has_objected("tips")
    assert read(client.get(stop)).one("h1").words == "You are unsubscribed"
