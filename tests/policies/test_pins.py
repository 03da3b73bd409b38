"""What somebody bought under: pinned with the order, shown to the buyer, compared with today."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from django_trust.policies.book import book
from django_trust.policies.models import PolicyPin, PolicyVersion, PrivacyTerms, ReturnTerms, ShippingRate
from django_trust.policies.order_terms import _read as read_both
from django_trust.policies.order_terms import terms_of_order_html, terms_of_order_text
from django_trust.policies.pins import versions_of
from django_trust.policies.services import publish_policy, start_draft
from django_trust.shop.adapter import ShopIdentity
from django_trust.shop.models import Purchase
from django_trust.shop.services import record_purchase
from tests.markup import read
from tests.policies.terms import published_returns

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=timezone.get_default_timezone())
DAY = timedelta(days=1)


@pytest.fixture
def clock(db):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def buy(product):
    def order(reference="1001", country="EE", placed_at=None, **values):
        return record_purchase(
            reference=reference,
            email="mari@example.ee",
            language="et",
            country=country,
            placed_at=placed_at or timezone.now(),
            lines=[{"item": product}],
            **values,
        )

    return order


@pytest.fixture
def shipping(clock):
    draft = start_draft(kind="shipping")
    ShippingRate.objects.create(
        version=draft, name="Courier", price=Decimal("4.90"), currency="EUR", origin="EE"
    )
    return publish_policy(version=draft)


def pinned(purchase):
    return [(one.kind.value, one.market, one.number) for one in versions_of(purchase)]


# Pinning


def test_an_order_pins_one_version_of_each_kind(shipping, buy):
    published_returns(14)
    published_returns(30, market="EE")
    assert pinned(buy("1")) == [("returns", "EE", 1), ("shipping", "", 1)]
    assert pinned(buy("2", country="BR")) == [("returns", "", 1), ("shipping", "", 1)]
    assert pinned(buy("3", country="")) == [("returns", "", 1), ("shipping", "", 1)]


def test_no_policy_no_pin(clock, buy):
    start_draft(kind="returns")
    published_returns(14, market="BR")
    published_returns(14, market="DE", effective_from=NOW + DAY)
    assert pinned(buy(country="DE")) == []
    assert not PolicyPin.objects.exists()


def test_an_order_recorded_late_pins_what_was_in_force_then(clock, buy):
    published_returns(14)
    clock.shift(DAY)
    published_returns(30)
    clock.shift(DAY)
    published_returns(60, effective_from=NOW + 9 * DAY)
    placed = {"before": NOW - DAY, "1": NOW, "1.5": NOW + DAY / 2, "2": NOW + DAY, "now": NOW + 2 * DAY}
    found = {name: pinned(buy(name, placed_at=moment)) for name, moment in placed.items()}
    assert {name: [number for _, _, number in pins] for name, pins in found.items()} == {
        "before": [],
        "1": [1],
        "1.5": [1],
        "2": [2],
        "now": [2],
    }


def test_what_was_pinned_stays_pinned(clock, buy):
    published_returns(14)
    purchase = buy()
    clock.shift(DAY)
    published_returns(30)
    assert buy() == purchase
    assert pinned(purchase) == [("returns", "", 1)]
    assert versions_of(purchase)[0].returns[0].days == 14


def test_pins_are_stored_with_the_order_or_not_at_all(clock, buy, monkeypatch):
    published_returns(14)

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("django_trust.policies.pins._headings_of", broken)
    with pytest.raises(RuntimeError):
        buy()
    assert not Purchase.objects.exists()


def test_pinning_costs_two_queries_and_one_without_policies(clock, buy):
    buy("0")  # makes the item
    with CaptureQueriesContext(connection) as without:
        buy("1")
    published_returns(14)
    draft = start_draft(kind="privacy")
    PrivacyTerms.objects.create(version=draft)
    publish_policy(version=draft)
    with CaptureQueriesContext(connection) as with_two:
        buy("2")
    assert len(with_two) == len(without) + 1
    assert sum("trust_policyversion" in query["sql"] for query in without) == 1


def test_the_prose_of_the_versions_comes_if_asked(clock, buy, django_assert_num_queries):
    published_returns(14, texts={"en": "Keep the receipt."})
    purchase = buy()
    with django_assert_num_queries(1):
        assert versions_of(purchase)[0].prose == {}
    with django_assert_num_queries(1):
        assert versions_of(purchase, prose=True)[0].prose["en"].html == "<p>Keep the receipt.</p>"


# For the buyer


def html(reference="1001", **holder):
    return terms_of_order_html(holder, reference)


def test_the_order_page_says_what_held_and_links_to_exactly_that(shipping, buy, clock):
    first = published_returns(30)
    buy()
    clock.shift(DAY)
    second = published_returns(14)
    page = read(html())
    returns, delivery = page.all("li")
    assert "30" in returns.words
    assert "14" not in returns.words
    assert "in force from November 22, 2026" in returns.words
    links = [link["href"] for link in returns.all("a")]
    assert links == [
        f"/trust/policy-versions/{first.pk}/?country=EE",
        f"/trust/policy-versions/{first.pk}/to/{second.pk}/?country=EE",
    ]
    assert [link["href"] for link in delivery.all("a")] == [
        f"/trust/policy-versions/{shipping.pk}/?country=EE"
    ]


def test_every_link_leads_somewhere(buy, clock, client):
    published_returns(30)
    buy()
    clock.shift(DAY)
    published_returns(14)
    for link in read(html()).all("a"):
        assert client.get(link["href"]).status_code == 200


def test_a_market_that_has_terms_of_its_own_since_links_to_those(buy, clock):
    published_returns(30)
    buy()
    clock.shift(DAY)
    published_returns(14, market="EE")
    assert [link["href"] for link in read(html()).all("a")][
        1
    ] == f"{reverse('trust:policy', args=['returns'])}?country=EE"


@pytest.mark.parametrize("reference", ["unknown", "", None, 7, "x" * 999, "'; --"])
def test_an_order_nobody_knows_shows_nothing(buy, clock, reference):
    published_returns(30)
    buy()
    assert html(reference) == ""


def test_an_order_without_terms_shows_nothing(buy, clock):
    buy()
    published_returns(30)
    assert html() == ""


def test_the_sentence_is_that_of_the_day_of_the_order(buy, clock):
    draft = start_draft(kind="returns")
    row = ReturnTerms.objects.create(version=draft, days=30, remorse_fees="free")
    row.seasons.create(first_day=NOW.date(), last_day=(NOW + DAY).date(), days=90)
    publish_policy(version=draft)
    buy()
    during = html()
    clock.shift(9 * DAY)
    assert html() == during
    assert "90" in during


def test_a_host_without_our_pages_gets_no_links(buy, clock, settings):
    published_returns(30)
    buy()
    settings.ROOT_URLCONF = "tests.urls_without_trust"
    page = read(html())
    assert "30" in page.words
    assert not list(page.all("a"))


def test_the_section_is_in_the_language_of_the_reader(buy, clock):
    published_returns(30)
    buy()
    with override("ar"):
        section = read(html()).one("section")
    assert (section["lang"], section["dir"]) == ("ar", "rtl")
    assert "22 نوفمبر 2026" in section.words


@pytest.mark.parametrize("alias", ["", "default"], ids=["read", "kept"])
def test_one_query_cold_and_none_kept(buy, clock, configure, alias, django_assert_num_queries):
    configure(FRAGMENT_CACHE=alias)
    published_returns(30)
    buy()
    clock.shift(DAY)
    published_returns(14)
    with django_assert_num_queries(1):
        first = html()
    with django_assert_num_queries(1):
        assert html() == first  # now the book of terms is kept too
    with django_assert_num_queries(0 if alias else 1):
        assert html() == first


def test_an_order_recorded_after_somebody_looked_is_shown(buy, clock, configure):
    configure(FRAGMENT_CACHE="default")
    published_returns(30)
    assert html() == ""
    buy()
    assert "30" in html()


def test_a_kept_order_notices_what_changes_today(buy, clock, configure, django_capture_on_commit_callbacks):
    configure(FRAGMENT_CACHE="default")
    published_returns(30)
    buy()
    assert len(list(read(html()).all("a"))) == 1
    clock.shift(DAY)
    with django_capture_on_commit_callbacks(execute=True):
        published_returns(14)
    assert len(list(read(html()).all("a"))) == 2


def at_home(monkeypatch, url):
    shop = ShopIdentity(name="Tea", url=url)
    monkeypatch.setattr("tests.hostshop.adapter.Adapter.get_shop", lambda self: shop)


def test_mails_say_the_same_in_plain_text(shipping, buy, clock, monkeypatch):
    first = published_returns(30)
    purchase = buy()
    clock.shift(DAY)
    published_returns(14)
    at_home(monkeypatch, "https://shop.example/x")
    returns, delivery = terms_of_order_text(purchase).split("\n\n")
    sentence, link = returns.split("\n")
    assert "30" in sentence
    assert link == f"https://shop.example/trust/policy-versions/{first.pk}/?country=EE"
    assert "4.90" in delivery or "4,90" in delivery
    with override("ar"):
        assert f"https://shop.example/ar/trust/policy-versions/{first.pk}/" in terms_of_order_text(purchase)


def test_mails_of_an_order_without_terms_say_nothing(buy, clock):
    assert terms_of_order_text(buy()) == ""


def test_a_mail_without_an_address_of_the_shop_has_no_link(buy, clock, monkeypatch):
    at_home(monkeypatch, "")
    published_returns(30)
    assert "/trust/" not in terms_of_order_text(buy())


def test_terms_of_today_are_those_of_the_book(shipping, buy, clock):
    """The one query reads what ``book`` reads."""
    published_returns(30)
    published_returns(14, market="EE")
    published_returns(20, effective_from=NOW + DAY)
    buy()
    bought, today = read_both("1001", timezone.now())
    assert today == book()
    assert PolicyVersion.objects.published().count() == 4
    assert len(bought.versions) == 2
