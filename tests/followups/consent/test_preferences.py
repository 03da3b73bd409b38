"""The page where readers choose what they get."""

import pytest
from django.test import Client

from django_trust.followups.choices import MARKETING
from django_trust.followups.consent.services import (
    record_bounce,
    record_opt_in,
    record_opt_out,
    record_soft_opt_in,
)
from django_trust.followups.consent.tokens import preferences_url
from django_trust.followups.models import Consent
from django_trust.testing import make_purchase
from tests.followups.consent.conftest import EMAIL
from tests.markup import read

pytestmark = pytest.mark.django_db

ALL = list(map(str, MARKETING))


@pytest.fixture
def url(key):
    return preferences_url(key, "en")


def ticked(page):
    return [box["value"] for box in page.all("input", type="checkbox") if "checked" in box.attributes]


def form_of(page):
    """What a browser would send of the page as it is."""
    return {"wanted": ticked(page), "shown": [field["value"] for field in page.all("input", name="shown")]}


def save(client, url, change=lambda wanted: wanted, **extra):
    """Open the page, change the ticks, press a button, and return what comes."""
    data = form_of(read(client.get(url)))
    response = client.post(url, {**data, "wanted": change(data["wanted"]), **extra})
    assert response.status_code == 200, response.content.decode()
    return read(response)


@pytest.fixture
def customer(product):
    """Mari has bought in Estonia, where she could object and did not."""
    purchase = make_purchase(product, email=EMAIL, country="EE")
    record_soft_opt_in(purchase=purchase)
    return purchase


def test_the_page_shows_what_counts_and_what_always_comes(client, url, customer):
    record_opt_out(email=EMAIL, purpose="tips", source="one-click")
    page = read(client.get(url))
    assert ticked(page) == ["review", "survey", "offers"]
    labels = [label.one("strong").words for label in page.all("label")]
    assert labels == [
        "Requests for reviews",
        "Questions about satisfaction",
        "Tips for use",
        "Coupons and offers",
    ]
    assert "News of an order always comes" in page.words
    assert {label["for"] for label in page.all("label")} == {
        box["id"] for box in page.all("input", type="checkbox")
    }


@pytest.mark.parametrize(("country", "boxes"), [("US", ALL), ("SA", []), ("", [])])
def test_what_counts_depends_on_where_the_last_order_went(client, url, product, country, boxes):
    make_purchase(product, email=EMAIL, country=country)
    assert ticked(read(client.get(url))) == boxes


def test_a_box_that_is_ticked_is_consent_with_its_words(client, url, kinds):
    page = save(client, url, lambda wanted: ["tips"])
    assert "Saved" in page.one("p", role="status").words
    assert ticked(page) == ["tips"]
    entry = Consent.objects.get(kind="opt_in")
    assert (entry.purpose, entry.source) == ("tips", "preference page")
    assert entry.evidence["agreed_to"]["label"] == "Tips for use"
    assert entry.evidence["language"] == "en"
    assert [kind for kind in kinds() if kind[0] == "opt_out"] == [
        ("opt_out", purpose) for purpose in ("review", "survey", "offers")
    ]


def test_a_tick_that_was_there_is_no_consent(client, url, customer, kinds):
    page = save(client, url, lambda wanted: ["review", "survey"])
    assert ticked(page) == ["review", "survey"]
    assert kinds() == [("soft_opt_in", ""), ("opt_out", "tips"), ("opt_out", "offers")]


def test_an_old_page_brings_nothing_back(client, url, customer, standing):
    data = form_of(read(client.get(url)))
    record_opt_out(email=EMAIL, purpose="review", source="one-click")
    page = read(client.post(url, data))
    assert ticked(page) == ["survey", "tips", "offers"]
    assert standing().has_objected("review")


def test_saving_twice_adds_nothing(client, url, customer, kinds):
    for _ in range(2):
        save(client, url, lambda wanted: ["review"])
    assert len(kinds()) == 4


def test_nothing_at_all(client, url, customer, kinds):
    page = save(client, url, nothing="1")
    assert ticked(page) == []
    assert kinds()[1:] == [("opt_out", "")]
    assert save(client, url, lambda wanted: ["offers"])
    assert kinds()[2:] == [("opt_in", "offers")]


def test_an_empty_form_is_an_objection_to_all(client, url, kinds):
    record_opt_in(email=EMAIL, source="form")
    client.post(url, {})
    assert kinds() == [("opt_in", ""), ("opt_out", "")]


def test_what_a_stranger_makes_up_is_ignored(client, url, kinds):
    response = client.post(url, {"wanted": ["order", "x" * 5000, "review"], "shown": ["\x00", "offers"]})
    assert response.status_code == 200
    assert ("opt_in", "review") in kinds()
    assert {purpose for _, purpose in kinds()} == set(ALL)


def test_the_form_is_checked_for_its_token(url):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(url, {"wanted": ["review"]}).status_code == 403
    assert not Consent.objects.exists()


def test_a_throttle_stops_consent_but_no_objection(client, url, configure, standing):
    configure(THROTTLE={"answer": "1/hour"})
    save(client, url, lambda wanted: ["review"])
    response = client.post(url, {"wanted": ["survey", "tips"], "shown": ["review"]})
    page = read(response)
    assert response.status_code == 429
    assert "What you switched off is saved" in page.one("div", role="alert").words
    assert ticked(page) == ["survey", "tips"]
    assert standing().has_objected("review")
    assert not Consent.objects.filter(kind="opt_in", purpose="tips").exists()
    assert client.post(url, {"nothing": "1"}).status_code == 200


def test_who_bounced_reads_so_and_can_choose_all_the_same(client, url, customer):
    record_bounce(email=EMAIL, source="hook")
    page = read(client.get(url))
    assert "came back" in page.words
    assert ticked(page) == ALL


def test_names_of_shops_are_isolated(client, url):
    assert read(client.get(url)).one("bdi").words == "Test Shop"


def test_the_page_speaks_the_language_of_the_message(client, key):
    response = client.get(preferences_url(key, "ar"))
    root = read(response).one("div", class_="trust")
    assert (root["lang"], root["dir"]) == ("ar", "rtl")
