from datetime import timedelta
from decimal import Decimal

import pytest

from django_trust.policies.book import PolicyBook, book
from django_trust.policies.delivery import delivery_estimate
from django_trust.policies.delivery.quotes import Refusal
from django_trust.policies.models import ShippingRate
from django_trust.policies.services import publish_policy, start_draft
from django_trust.shop.adapter import Offer
from tests.hostshop.adapter import Adapter as HostAdapter
from tests.hostshop.models import Product
from tests.policies.delivery.terms import at, rate, version

NOW = at("2026-11-23")
TEA_POT = Product(pk=1, name="Tea pot", price=Decimal("19.90"))
BOOK = PolicyBook((version(rate(free_from=Decimal(15)), rate(does_not_ship=True, countries=("FI",))),))


class Adapter(HostAdapter):
    country = currency = ""
    availability = "InStock"
    weight = None

    def get_offer(self, obj):
        return Offer(obj.price, "EUR", self.availability) if self.availability else None

    def get_weight(self, obj):
        return self.weight

    def get_country(self, request):
        return request.GET.get("country", "")

    def get_currency(self, request):
        return "EUR"


@pytest.fixture(autouse=True)
def _adapter(configure):
    configure(ADAPTER=f"{__name__}.Adapter")


@pytest.fixture
def offered(monkeypatch):
    return lambda name, value: monkeypatch.setattr(Adapter, name, value)


def estimate(country="EE", policies=BOOK, **asked):
    return delivery_estimate(TEA_POT, country=country, now=NOW, book=policies, **asked)


def book_with(*rates):
    return PolicyBook((version(*rates),))


def test_the_price_of_the_thing_is_the_value_of_the_order():
    assert estimate().quotes[0].is_free
    assert estimate(order_value=Decimal(10)).quotes[0].free_from_missing == Decimal(5)


def test_its_weight_is_asked_from_the_adapter(offered):
    light = book_with(rate(weight_max=Decimal(1)))
    assert estimate(policies=light) is None
    offered("weight", Decimal("0.8"))
    assert estimate(policies=light).quotes


def test_the_country_comes_from_the_shopper_unless_it_is_given(rf):
    request = rf.get("/", {"country": "fi"})
    assert estimate(country=None, request=request).refusal == Refusal.COUNTRY
    assert estimate(country="ee", request=request).country == "EE"


@pytest.mark.parametrize("country", [None, "", "EU", "ZZ", "Estonia", "E'", "ÄÖ"])
def test_nothing_is_said_about_an_unknown_country(country):
    assert estimate(country) is None


@pytest.mark.parametrize("availability", ["OutOfStock", "SoldOut", "Discontinued", "PreOrder", "BackOrder"])
def test_nothing_is_promised_of_what_cannot_be_sent_now(offered, availability):
    offered("availability", availability)
    assert estimate() is None


def test_without_an_offer_the_value_of_the_order_is_unknown(offered, rf):
    offered("availability", "")
    assert estimate().quotes[0].price == Decimal("4.90")
    given = estimate(order_value=Decimal(15), request=rf.get("/"))
    assert given.quotes[0].is_free


def test_the_shop_says_where_it_does_not_deliver():
    found = estimate("FI")
    assert found.text == "We do not deliver to this country: Finland."
    assert (found.refusal, found.quotes, found.lines) == (Refusal.COUNTRY, (), ())


def test_nothing_is_said_where_no_terms_are_made():
    assert estimate(policies=PolicyBook()) is None


def test_the_best_way_that_is_brought_and_the_best_that_is_collected():
    rates = (
        rate(name={"en": "Courier"}, price=Decimal(9)),
        rate(name={"en": "Parcel machine"}, price=Decimal(3), pickup=True),
        rate(name={"en": "Post"}, price=Decimal(5)),
        rate(name={"en": "Store"}, price=Decimal(4), pickup=True),
    )
    found = estimate(policies=book_with(*rates))
    assert [line.name.text for line in found.lines] == ["Parcel machine", "Post"]
    assert len(found.quotes) == 4
    assert found.text == found.lines[0].text
    assert found.text.startswith("Ready for collection")


def test_what_two_lines_have_in_common_is_said_once():
    found = estimate(policies=book_with(rate(), rate(pickup=True)))
    assert [len(line.details) for line in found.lines] == [1, 0]


def test_part_of_a_country_can_be_named():
    west = book_with(rate(countries=("US",), regions=("CA",)))
    assert estimate("US", west) is None
    assert estimate("US", west, region="CA").quotes


def publish(**terms):
    draft = start_draft(kind="shipping", market="")
    usual = {"name": {"en": "Post"}, "price": Decimal("4.90"), "currency": "EUR", "origin": "EE"}
    ShippingRate.objects.create(version=draft, **{**usual, **terms})
    return publish_policy(version=draft)


@pytest.mark.django_db
def test_published_terms_are_read_with_one_query(django_assert_num_queries):
    published = publish(cutoff="14:00", delivery_weekdays=[1, 2, 3, 4, 5, 6])
    later = published.effective_from + timedelta(minutes=1)
    with django_assert_num_queries(1):
        found = delivery_estimate(TEA_POT, country="LV", now=later)
    [quote] = found.quotes
    assert (quote.price, quote.rate.delivery_weekdays) == (Decimal("4.90"), (1, 2, 3, 4, 5, 6))
    assert quote.window.earliest > later.date()
    with django_assert_num_queries(0):
        assert delivery_estimate(TEA_POT, country="LV", now=later, book=PolicyBook()) is None
    kept = book()
    with django_assert_num_queries(0):
        assert delivery_estimate(TEA_POT, country="LV", now=later, book=kept) == found
