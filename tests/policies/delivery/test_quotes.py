from decimal import Decimal

import pytest

from django_trust.policies.delivery.fitting import Parcel
from django_trust.policies.delivery.quotes import Refusal, answer, quotes
from tests.policies.delivery.terms import at, rate, version

NOW = at("2026-11-23")
NO = {"does_not_ship": True, "price": None, "currency": ""}


def named(code, price="4.90", **terms):
    return rate(code=code, price=None if price is None else Decimal(price), **terms)


def codes(*rates, country="EE", **order):
    for name in ("order_value", "weight"):
        if name in order:
            order[name] = Decimal(order[name])
    return [quote.rate.code for quote in quotes(version(*rates), country=country, now=NOW, **order)]


def refusal(*rates, country="EE", **order):
    found = answer(version(*rates), Parcel(country=country, **order), NOW)
    assert not (found.quotes and found.refusal)
    return found.refusal


def quote_of(terms, **order):
    [quote] = quotes(version(terms), country="EE", now=NOW, **order)
    return quote


def test_the_cheapest_comes_first_then_the_fastest_then_the_order_of_the_terms():
    rates = (
        named("slow", "3.00", transit_max=9),
        named("dear", "9.00", transit_max=1),
        named("fast", "3.00", transit_max=2),
        named("late start", "3.00", transit_min=2, transit_max=2),
        named("as fast", "3.00", transit_max=2),
    )
    assert codes(*rates) == ["fast", "as fast", "late start", "slow", "dear"]


def test_a_destination_is_a_country_a_union_or_everywhere():
    rates = named("ee", countries=("EE", "LV")), named("eu", countries=("EU",)), named("world")
    assert codes(*rates, country="EE") == ["ee", "eu", "world"]
    assert codes(*rates, country="FI") == ["eu", "world"]
    assert codes(*rates, country="US") == ["world"]
    assert codes(*rates, country="") == []


@pytest.mark.parametrize("region, found", [("CA", True), ("us-ca", True), ("NY", False), ("", False)])
def test_a_rate_for_a_region_is_for_that_region_only(region, found):
    rates = (named("west", countries=("US",), regions=("CA", "OR")),)
    assert codes(*rates, country="US", region=region) == ["west"] * found


@pytest.mark.parametrize(
    "postal_code, found",
    [("SW1A 1AA", True), ("sw1a1aa", True), ("SE1 9GF", False), ("S", False), ("", False)],
)
def test_a_rate_for_postal_codes_is_for_those_that_begin_so(postal_code, found):
    rates = (named("london", countries=("GB",), postal_codes=("SW", "EC 1")),)
    assert codes(*rates, country="GB", postal_code=postal_code) == ["london"] * found


@pytest.mark.parametrize(
    "value, found",
    [("9.99", ["small"]), ("10", ["small", "middle"]), ("50", ["middle", "large"]), ("51", ["large"])],
)
def test_both_ends_of_a_band_belong_to_it(value, found):
    rates = (
        named("small", "1", order_max=Decimal(10)),
        named("middle", "2", order_min=Decimal(10), order_max=Decimal(50)),
        named("large", "3", order_min=Decimal(50)),
    )
    assert codes(*rates, order_value=value, currency="EUR") == found


def test_weight_bands():
    rates = named("light", "1", weight_max=Decimal(2)), named("heavy", "5", weight_min=Decimal("2.001"))
    assert codes(*rates, weight="2") == ["light"]
    assert codes(*rates, weight="2.001") == ["heavy"]


def test_what_is_not_known_never_makes_a_rate_fit():
    """For an unknown weight neither the cheap band nor the dear one is the truth."""
    light, courier = named("light", "1", weight_max=Decimal(2)), named("courier", "12")
    big = named("big", "0", order_min=Decimal(50))
    assert codes(light, big, courier) == ["courier"]
    assert codes(light, big) == []
    assert refusal(light, big) is None
    assert codes(big, order_value="60", currency="USD") == []


def test_delivery_becomes_free():
    terms = named("post", free_from=Decimal(50))
    below = quote_of(terms, order_value=Decimal("19.90"), currency="EUR")
    assert (below.price, below.is_free) == (Decimal("4.90"), False)
    assert (below.free_from, below.free_from_missing) == (Decimal(50), Decimal("30.10"))
    reached = quote_of(terms, order_value=Decimal(50), currency="EUR")
    assert (reached.price, reached.is_free) == (0, True)
    assert (reached.free_from, reached.free_from_missing) == (None, None)


def test_a_free_rate_goes_before_a_cheap_one():
    rates = named("cheap", "1"), named("dear", "9", free_from=Decimal(50))
    assert codes(*rates, order_value="60", currency="EUR") == ["dear", "cheap"]


def test_an_order_in_another_currency_is_never_compared():
    terms = named("post", free_from=Decimal(50))
    quote = quote_of(terms, order_value=Decimal(6000), currency="JPY")
    assert (quote.price, quote.currency, quote.free_from) == (Decimal("4.90"), "EUR", None)


def test_prices_in_another_currency_stand_behind():
    rates = named("dollar", "1", currency="USD"), named("euro", "9")
    assert codes(*rates, order_value="20", currency="EUR") == ["euro", "dollar"]
    assert codes(*rates, order_value="20", currency="USD") == ["dollar", "euro"]


def test_a_rate_without_a_price_stands_behind():
    assert codes(named("unknown", None), named("dear", "99")) == ["dear", "unknown"]


def test_where_nothing_is_delivered():
    rates = named("eu", countries=("EU",)), rate(**NO, countries=("FI",))
    assert codes(*rates, country="EE") == ["eu"]
    assert codes(*rates, country="FI") == []
    assert refusal(*rates, country="FI") == Refusal.COUNTRY
    assert refusal(*rates, country="EE") is None


@pytest.mark.parametrize("turn", [1, -1])
def test_a_smaller_area_goes_before_a_wider_one_whatever_the_order_of_the_rows(turn):
    rates = (rate(**NO), named("ee", countries=("EE",)))[::turn]
    assert codes(*rates, country="EE") == ["ee"]
    assert refusal(*rates, country="FI") == Refusal.COUNTRY
    alike = (rate(**NO, countries=("EE",)), named("ee", countries=("EE",)))[::turn]
    assert refusal(*alike, country="EE") == Refusal.COUNTRY


def test_a_part_of_a_country_may_be_left_out():
    rates = named("us", countries=("US",)), rate(**NO, countries=("US",), regions=("HI", "AK"))
    assert codes(*rates, country="US") == ["us"]
    assert codes(*rates, country="US", region="CA") == ["us"]
    assert codes(*rates, country="US", region="HI") == []
    assert refusal(*rates, country="US", region="HI") == Refusal.ADDRESS


def test_heavy_things_may_be_left_out():
    rates = named("post"), rate(**NO, weight_min=Decimal(30))
    assert refusal(*rates, weight=Decimal(31)) == Refusal.ADDRESS
    assert codes(*rates, weight="29") == ["post"]
    assert codes(*rates) == ["post"]


def test_a_country_that_no_row_names_is_not_delivered_to():
    rates = named("ee", countries=("EE",)), named("lv", countries=("LV",))
    assert refusal(*rates, country="US") == Refusal.COUNTRY


def test_nothing_is_refused_for_want_of_knowledge():
    assert refusal(named("west", countries=("US",), regions=("CA",)), country="US") is None
    assert refusal(named("west", countries=("US",), regions=("CA",)), country="US", region="NY") is None
    assert refusal(rate(**NO), named("tallinn", countries=("EE",), postal_codes=("10",))) is None
    assert refusal(country="EE") is None
    assert refusal(rate(**NO), country="") is None


def test_a_quote_has_its_window():
    quote = quote_of(named("post"))
    assert f"{quote.window.earliest:%m-%d} {quote.window.latest:%m-%d}" == "11-24 11-26"
