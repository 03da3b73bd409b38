"""One fact, many faces: a change of the row is a change of all of them, in every language."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.template import Context, Template
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from django_trust.policies.book import book
from django_trust.policies.consistency import differences
from django_trust.policies.faces import faces
from django_trust.policies.widgets import policy_block
from django_trust.policies.withdrawals.services import request_withdrawal
from tests.policies.terms import published_returns

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "ar", "pt-br", "id", "et")
TAGS = {
    "short": '{% load trust %}{% trust_policy "returns" short=True country="EE" %}',
    "block": '{% load trust %}{% trust_policy "returns" country="EE" %}',
    "checkout": '{% load trust %}{% trust_checkout country="EE" %}',
    "mail": '{% load trust %}{% trust_policy "returns" text=True country="EE" %}',
}


def what_shoppers_get(language, letter):
    """Every face as it leaves the shop: rendered tags, pages and API over HTTP, a mail."""
    prefix = "" if language == "en" else f"/{language}"
    client = Client()
    with override(language):
        found = {name: Template(source).render(Context()) for name, source in TAGS.items()}
    page = client.get(f"{prefix}/trust/policies/returns/?country=EE").content.decode()
    found["page"] = page
    found["jsonld"] = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    found["api"] = client.get(f"{prefix}/trust/api/v1/policies/returns/?country=EE").json()["facts"]
    found["letter"] = letter(language)
    return found


@pytest.fixture
def letter(django_capture_on_commit_callbacks):
    """The acknowledgement of a return request, which repeats the terms."""

    def received(language):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True), override(language):
            request_withdrawal(
                kind="return",
                reference=f"{language}-{timezone.now().timestamp()}",
                name="Mari Kask",
                email="mari@example.ee",
                language=language,
                country="EE",
            )
        [message] = [message for message in mail.outbox if message.to == ["mari@example.ee"]]
        return message.body

    return received


@pytest.fixture
def eu_shop(configure, settings):
    configure(MARKETS=["EU"])
    settings.DJANGO_TRUST = {**settings.DJANGO_TRUST, "STAFF_EMAILS": []}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_change_changes_every_face(language, eu_shop, letter):
    published_returns(14)
    before = what_shoppers_get(language, letter)
    published_returns(30)
    after = what_shoppers_get(language, letter)
    assert before["api"]["return_window"] == "14"
    assert after["api"]["return_window"] == "30"
    assert '"merchantReturnDays":14' in before["jsonld"]
    assert '"merchantReturnDays":30' in after["jsonld"]
    for name in ("short", "block", "checkout", "mail", "page"):
        assert "14" in before[name], name
        assert "30" in after[name], name
        assert before[name] != after[name], name
    assert "30" in after["letter"]
    assert after["letter"] != before["letter"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_faces_of_one_version_agree(language, eu_shop):
    published_returns(30)
    version = book("returns").find("returns", "EE")
    assert differences(version, language, "EE") == []


def test_a_face_that_a_shop_broke_is_found(eu_shop):
    """A template that was overridden with the days of old."""
    published_returns(30)
    version = book("returns").find("returns", "EE")
    with override("en"):
        broken = {**faces(version, "EE"), "short": "<p>Return within 14 days, free</p>"}
    found = differences(version, "en", "EE", faces=broken)
    assert {difference.face for difference in found} == {"short"}


def test_data_is_the_same_in_every_language(eu_shop):
    published_returns(30, remorse_fees="fixed", remorse_amount="4.90", currency="EUR")
    with override("en"):
        english = policy_block("returns", country="EE").facts
    for language in LANGUAGES:
        with override(language):
            version = book("returns").find("returns", "EE")
            assert policy_block("returns", country="EE").facts == english
            assert json.loads(faces(version, "EE")["api"])["facts"] == english


@pytest.mark.parametrize("source", TAGS.values(), ids=TAGS)
def test_one_query_cold_and_none_kept(source, eu_shop, configure, django_assert_num_queries):
    configure(FRAGMENT_CACHE="default")
    published_returns(30)
    template = Template(source)
    with django_assert_num_queries(1):
        cold = template.render(Context())
    with django_assert_num_queries(0):
        assert template.render(Context()) == cold


def test_all_tags_of_a_page_ask_once(eu_shop, rf, product, django_assert_num_queries):
    published_returns(30)
    page = Template("{% load trust %}" + "".join(TAGS.values()) + '{% trust_delivery product country="EE" %}')
    with django_assert_num_queries(2):  # the whole block asks for its prose
        page.render(Context({"request": rf.get("/"), "product": product}))


def test_terms_of_later_are_not_shown_yet(eu_shop):
    published_returns(14)
    published_returns(30, effective_from=timezone.now() + timedelta(days=3))
    assert policy_block("returns", country="EE").facts["return_window"] == "14"
    later = datetime.now(UTC) + timedelta(days=4)
    assert policy_block("returns", country="EE", now=later).facts["return_window"] == "30"
