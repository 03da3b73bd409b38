"""The acknowledgement as a mail server receives it, byte by byte, in four languages."""

import re
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.utils.translation import gettext, override, pgettext

from django_trust.mailing import warn_without_address
from django_trust.policies.models import WithdrawalRequest
from django_trust.policies.withdrawals.services import acknowledge_pending
from django_trust.policies.withdrawals.words import confirm_label
from django_trust.shop.adapter import ShopAdapter, ShopIdentity
from django_trust.shop.identity.models import ShopProfile
from tests.markup import read
from tests.policies.withdrawals.conftest import TYPED, confirm
from tests.policies.withdrawals.messages import shopper_messages
from tests.reviews.test_mails import (
    PostOffice,
    body_of,
    free_port,
    require_correct_bytes,
    require_headers,
    send_by_smtp,
)

__all__ = ["free_port"]
LANGUAGES = [("en", "English"), ("de", "German"), ("et", "Estonian"), ("fr", "French"), ("ar", "Arabic")]
NAMES = {"de": "Jörg Müßig", "et": "Õie Jüriööd", "fr": "Hélène d’Œuvre", "ar": "نور الهدى"}
GOODS = "Tea pot “Ümarik”, 2 × 😀"

pytestmark = pytest.mark.django_db


class Answering(ShopAdapter):
    def get_shop(self):
        return ShopIdentity(name="Poe & <Pood>", url="https://shop.example/", email="help@shop.example")


@pytest.fixture
def post_office(settings, free_port):
    office = PostOffice()
    server = Controller(office, hostname="127.0.0.1", port=free_port)
    server.start()
    send_by_smtp(settings, free_port)
    yield office
    server.stop()


@pytest.fixture(autouse=True)
def _shop(configure, settings):
    settings.LANGUAGES = LANGUAGES
    configure(ADAPTER=f"{__name__}.Answering", MARKETS=["EU"])
    warn_without_address.cache_clear()
    ShopProfile.objects.create(legal_name="Tea and Pots OÜ", street="Viru 1", city="Tallinn", country="EE")


@pytest.fixture
def sent(client, post_office, publish, django_capture_on_commit_callbacks):
    """Send a statement by the pages of a language; return the mail and what the last page says."""
    publish(days=30, remorse_fees="free")

    def send(language, **typed):
        form = f"/{language}/trust/withdraw/?kind=withdrawal"
        page = client.post(form, {**TYPED, "name": NAMES[language], "goods": GOODS, **typed})
        with django_capture_on_commit_callbacks(execute=True):
            answer = confirm(client, page)
        return post_office.envelopes[-1], read(page), read(client.get(answer.url))

    return send


@pytest.mark.parametrize("language", list(NAMES))
def test_the_bytes_say_what_was_sent_and_when(sent, post_office, language):
    envelope, confirming, done = sent(language)
    stored = WithdrawalRequest.objects.get()
    message = post_office.only()
    require_correct_bytes(envelope)
    require_headers(message, to="mari@example.ee", language=language)
    assert (envelope.rcpt_tos, stored.language) == (["mari@example.ee"], language)
    assert "List-Unsubscribe" not in message  # the law wants this mail

    body = body_of(message)
    assert stored.statement in body
    assert stored.digest in body
    assert NAMES[language] in body
    assert GOODS in body
    assert "1001" in message["Subject"]
    assert " ".join(done.one("time").words.split()) in " ".join(body.split())
    for entry in done.one("ul", class_="trust-next").all("li"):
        assert "".join(part for part in entry.children if isinstance(part, str)).strip() in body
    assert "Tea and Pots OÜ\n  Viru 1\n  Tallinn\n" in body
    assert body.rstrip().endswith("Poe & <Pood>\nhelp@shop.example")
    assert next(confirming.all("button")).words == confirm_label(language).text
    assert stored.acknowledged_at is not None


@pytest.mark.parametrize("language", ["de", "fr"])
def test_german_and_french_pages_and_mails_hold_no_english(client, sent, language):
    """Their catalogues are for these pages and mails alone, and have all of them."""
    envelope, confirming, done = sent(language)
    paths = ["?kind=withdrawal", "?kind=return", "form/", "order/x/"]
    pages = [read(client.get(f"/{language}/trust/withdraw/{path}")) for path in paths]
    refused = read(client.post(f"/{language}/trust/withdraw/?kind=withdrawal", {}))
    shown = [page.one("main").words for page in (*pages, refused, confirming, done)]
    mail = body_of(message_from_bytes(envelope.original_content, policy=policy.default))
    for text in (*shown, mail):
        for context, original in shopper_messages():
            if isinstance(original, str) and "%" not in original:
                with override(language):
                    same = (pgettext(context, original) if context else gettext(original)) == original
                assert same or not re.search(rf"\b{re.escape(original)}", text), original


def test_later_mails_are_in_the_language_of_the_statement(sent, post_office):
    sent("et")
    WithdrawalRequest.objects.update(acknowledged_at=None, acknowledging_at=None)
    with override("ar"):
        assert acknowledge_pending().sent == 1
    first, second = post_office.received
    assert second["Content-Language"] == "et"
    assert body_of(second) == body_of(first)


def test_a_line_break_adds_no_header(sent, post_office):
    envelope, _, _ = sent("de", reference="1\r\nBcc: all@example.ee", name="A\r\nX-Evil: 1")
    require_correct_bytes(envelope)
    message = post_office.only()
    assert envelope.rcpt_tos == ["mari@example.ee"]
    assert (message["Bcc"], message["X-Evil"]) == (None, None)
