"""What delivery costs and how long it takes: each rate, and what holds for every order."""

from dataclasses import replace
from datetime import time
from decimal import Decimal

import pytest
from django.utils.translation import override

from django_trust.policies.facts import RateFacts
from django_trust.policies.phrases import checkout_line, row_sentence, sections, short_line
from tests.policies.phrases.making import lines, version


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def rate(price="4.90", **values):
    known = {"handling_min": 1, "handling_max": 1, "transit_min": 1, "transit_max": 3, "currency": "EUR"}
    money = ("free_from", "order_min", "order_max", "weight_min", "weight_max")
    values = {name: Decimal(value) if name in money else value for name, value in values.items()}
    return RateFacts(**{**known, "price": None if price is None else Decimal(price), **values})


def shipping(*rates, market=""):
    return version("shipping", market=market, rates=rates)


def short(*rates, country="EE"):
    return short_line(shipping(*rates), country).text


NOT_SENT = RateFacts(does_not_ship=True)
LATEST = " Your order arrives in 2 to 4 business days."


# The sentence beside the buy button


@pytest.mark.parametrize(
    "rates, text",
    [
        ([rate()], "Delivery costs €4.90."),
        ([rate("0")], "Delivery is free."),
        ([rate(free_from=50)], "Delivery costs €4.90 and is free for orders from €50.00."),
        ([rate(), rate("7.90")], "Delivery from €4.90."),
        ([rate("7.90"), rate(free_from=50)], "Delivery from €4.90, free for orders from €50.00."),
        # The same said in two rows.
        (
            [rate(order_max=50), rate("0", order_min=50)],
            "Delivery costs €4.90 and is free for orders from €50.00.",
        ),
    ],
)
def test_the_cheapest_way(rates, text):
    assert short(*rates) == text + LATEST


@pytest.mark.parametrize(
    "rates, text",
    [
        # Free for light orders is not free.
        ([rate("0", weight_max=1), rate()], "Delivery from €4.90."),
        # What large orders pay is not what delivery costs.
        ([rate("2.90", order_min=100), rate()], "Delivery from €4.90."),
        # Heavy orders are never delivered free.
        ([rate(free_from=50, weight_max=5), rate("9.90", weight_min=5)], "Delivery from €4.90."),
        # Each weight becomes free: from the larger value on, all are.
        (
            [rate(free_from=50, weight_max=5), rate("9.90", weight_min=5, free_from=100)],
            "Delivery from €4.90, free for orders from €100.00.",
        ),
        # A region that is cheap says nothing of the country.
        ([rate("1.00", countries=("US",), regions=("NY",)), rate()], "Delivery from €4.90."),
        # Amounts of different currencies cannot be compared.
        ([rate(), rate("2.00", currency="USD")], "Delivery from €4.90."),
    ],
)
def test_what_is_said_holds_for_every_order(rates, text):
    assert short(*rates, country="US") == text + LATEST


def test_a_fast_way_does_not_make_the_cheap_one_fast():
    express = rate("9.90", handling_min=0, handling_max=0, transit_min=1, transit_max=1)
    assert short(rate(), express) == "Delivery from €4.90." + LATEST


def test_collecting_is_no_delivery():
    store = rate("0", pickup=True)
    assert short(rate(), store) == "Delivery costs €4.90." + LATEST + " Pick-up is free."
    assert short(store) == "Pick-up is free. You can collect your order in 2 to 4 business days."
    assert short(rate("2"), rate("5", pickup=True)) == "Delivery costs €2.00." + LATEST


def test_a_reader_from_anywhere_is_not_told_what_holds_in_one_country():
    here, abroad = rate("0", countries=("EE",)), rate("9.90", countries=("EU",), transit_max=9)
    assert short(here, abroad) == "Delivery is free." + LATEST
    assert (
        short(here, abroad, country="") == "Delivery from €9.90. Your order arrives in 2 to 10 business days."
    )


@pytest.mark.parametrize(
    "rates",
    [
        [rate(countries=("EE",))],
        [replace(NOT_SENT, countries=("US",)), rate()],
        [rate(), replace(NOT_SENT, countries=("US",))],
    ],
)
def test_a_country_without_delivery_is_told_so(rates):
    line = short_line(shipping(*rates), "US")
    assert (line.value, line.text) == ("yes", "We do not deliver to your country.")
    assert [one.text for one in lines(shipping(*rates), "US").values()] == [line.text]


def test_one_country_of_many_that_are_left_out():
    assert short(NOT_SENT, rate(countries=("EE",)), country="EE") == "Delivery costs €4.90." + LATEST
    assert short(NOT_SENT, rate(countries=("EE",)), country="LV") == "We do not deliver to your country."


def test_the_checkout_says_until_when_to_order():
    facts = shipping(rate(cutoff=time(14), time_zone="Europe/Tallinn"))
    text = checkout_line(facts, "EE").text.replace("\u202f", " ")
    assert text == (
        "Delivery costs €4.90. Your order arrives in 2 to 4 business days. "
        "Ordered before 2:00 PM (Eastern European Time) on a business day: "
        "we begin the same day, else the next business day."
    )


# The table


def test_the_table_of_a_rate():
    facts = shipping(
        rate(
            name={"en": "Courier", "et": "Kuller"},
            countries=("EE", "LV"),
            free_from=50,
            order_min=10,
            weight_max="2.5",
            cutoff=time(14),
            handling_min=0,
            handling_max=0,
            delivery_weekdays=(2, 4),
        )
    )
    [section] = sections(facts, "EE")
    assert (section.code, section.title) == ("rate-1", "Courier")
    assert [(line.name, line.value, line.text.replace("\u202f", " ")) for line in section.lines] == [
        ("delivery_to", "EE LV", "Estonia and Latvia"),
        ("delivery_price", "4.90 EUR free_from 50.00 EUR", "€4.90; free for orders from €50.00"),
        ("delivery_order_value", "10.00.. EUR", "From €10.00"),
        ("delivery_weight", "..2.5 kg", "Up to 2.5 kg"),
        ("delivery_time", "1..3", "1 to 3 business days"),
        (
            "delivery_cutoff",
            "14:00 Europe/Tallinn",
            "Ordered before 2:00 PM (Eastern European Time) on a business day: sent the same day.",
        ),
        ("delivery_weekdays", "2 4", "Tuesday and Thursday"),
    ]


@pytest.mark.parametrize(
    "band, value, text",
    [
        ({"order_min": 20}, "20.00.. EUR", "From €20.00"),
        ({"order_max": 50}, "..50.00 EUR", "Up to €50.00"),
        ({"order_min": 20, "order_max": 50}, "20.00..50.00 EUR", "From €20.00 to €50.00"),
        ({"order_min": 0, "order_max": 50}, "..50.00 EUR", "Up to €50.00"),
    ],
)
def test_bands_of_the_order_value(band, value, text):
    line = lines(shipping(rate(**band)), "EE")["delivery_order_value"]
    assert (line.value, line.text) == (value, text)


def test_bands_of_weight():
    line = lines(shipping(rate(weight_min="0.500", weight_max=20)), "EE")["delivery_weight"]
    assert (line.value, line.text) == ("0.5..20 kg", "From 0.5 kg to 20 kg")


def test_parts_of_a_country():
    facts = shipping(
        rate(countries=("US",)), replace(NOT_SENT, countries=("US",), regions=("AK", "HI")), market="US"
    )
    _rate, left_out = sections(facts, "US")
    assert [(line.name, line.text) for line in left_out.lines] == [
        ("delivery_to", "United States"),
        ("delivery_regions", "AK and HI"),
        ("delivery_excluded", "We do not deliver there."),
    ]


@pytest.mark.parametrize("market, text", [("", "Everywhere"), ("EU", "European Union")])
def test_a_rate_without_countries_is_for_the_market_of_its_policy(market, text):
    assert lines(shipping(rate(), market=market))["delivery_to"].text == text


def test_a_rate_keeps_its_code_whoever_reads():
    facts = shipping(rate(countries=("US",)), rate("5", countries=("EE",)))
    assert [section.code for section in sections(facts)] == ["rate-1", "rate-2"]
    assert [section.code for section in sections(facts, "EE")] == ["rate-2"]
    assert short_line(facts, "EE").name == "rate-2.delivery_price"


def test_lists_of_staff_show_a_rate_as_its_sentence():
    assert row_sentence(rate("0")) == "Delivery is free. Your order arrives in 2 to 4 business days."
    assert row_sentence(NOT_SENT) == "We do not deliver there."
