"""Facts of every kind, possible and impossible ones, for the laws that hold whatever the terms say."""

from datetime import date, time
from decimal import Decimal

from django.utils import timezone
from hypothesis import strategies as st

from django_trust.policies.book import PolicyBook
from django_trust.policies.choices import (
    ItemCondition,
    LabelSource,
    PolicyKind,
    RefundType,
    ReturnCategory,
    ReturnFees,
    ReturnMethod,
    ReturnStart,
)
from django_trust.policies.facts import RateFacts, ReturnFacts, SeasonFacts, VersionFacts

PLACES = ["EE", "LV", "DE", "US", "JP", "GB", "EU", "XX", ""]
MARKETS = ["", "EU", "EE", "US"]


def version(kind, market="", number=1, **rows):
    return VersionFacts(
        id=number,
        policy_id=number,
        kind=PolicyKind(kind),
        market=market,
        number=number,
        effective_from=timezone.now(),
        published_at=timezone.now(),
        **rows,
    )


def book_with(kind, *rows, market=""):
    """A book of one policy."""
    name = {"returns": "returns", "shipping": "rates", "guarantee": "guarantees"}[kind]
    return PolicyBook((version(kind, market, **{name: rows}),))


def amounts(most="9999.9999"):
    return st.sampled_from([None, Decimal(0), Decimal("4.90")]) | st.decimals("0", most, places=4)


def codes(choices, *more):
    return st.lists(st.sampled_from([*choices, *more]), max_size=4).map(tuple)


places = st.lists(st.sampled_from(PLACES[:-1]), max_size=4).map(tuple)
currencies = st.sampled_from(["EUR", "EUR", "USD", "", "euro"])
days = st.none() | st.integers(0, 400)
dates = st.dates(date(2020, 1, 1), date(2030, 1, 1))

seasons = st.builds(SeasonFacts, first_day=dates, last_day=dates, days=days, until=st.none() | dates)
return_rows = st.builds(
    ReturnFacts,
    countries=places,
    category=st.sampled_from(ReturnCategory.values),
    days=days,
    start=st.sampled_from(ReturnStart.values),
    remorse_fees=st.sampled_from(ReturnFees.values),
    remorse_amount=amounts(),
    defect_fees=st.sampled_from(ReturnFees.values),
    defect_amount=amounts(),
    wrong_item_fees=st.sampled_from(ReturnFees.values),
    wrong_item_amount=amounts(),
    restocking_percent=st.none() | st.decimals("0", "100", places=2),
    restocking_amount=amounts(),
    currency=currencies,
    refund_types=codes(RefundType.values, "magic"),
    methods=codes(ReturnMethod.values),
    label_source=st.sampled_from(LabelSource.values),
    conditions=codes(ItemCondition.values),
    return_countries=places,
    seasons=st.lists(seasons, max_size=2).map(tuple),
)
weekdays = st.sets(st.integers(1, 7)).map(lambda chosen: tuple(sorted(chosen)))
rate_values = {
    "countries": places,
    "name": st.just({"en": "Courier"}) | st.just({"ar": "شحن"}) | st.just({}),
    "regions": st.sampled_from([(), (), ("CA", "us-ny"), ("13",), ("Harju maakond",), ("A",)]),
    "postal_codes": st.sampled_from([(), (), ("94043", "9"), ("BT",), ("k1a 0b1",)]),
    "origin": st.sampled_from(["EE", "SA", "", "EU"]),
    "time_zone": st.sampled_from(["", "Europe/Tallinn", "America/New_York", "Asia/Kolkata", "Nowhere/None"]),
    "does_not_ship": st.booleans(),
    "pickup": st.booleans(),
    "price": amounts(),
    "free_from": amounts(),
    "currency": currencies,
    "order_min": amounts(),
    "order_max": amounts(),
    "weight_min": st.none() | st.decimals("0", "99", places=3),
    "weight_max": st.none() | st.decimals("0", "99", places=3),
    "cutoff": st.none() | st.times(time(0), time(23, 59)),
    "handling_min": st.integers(0, 5),
    "handling_max": st.integers(0, 9),
    "transit_min": st.integers(0, 5),
    "transit_max": st.integers(0, 9),
    "handling_weekdays": weekdays,
    "delivery_weekdays": weekdays,
}
rate_rows = st.builds(RateFacts, **rate_values)


def books(kind, name, rows):
    """Books of one kind with versions for several markets."""
    by_market = st.dictionaries(
        st.sampled_from(MARKETS), st.lists(rows, min_size=1, max_size=3).map(tuple), min_size=1
    )
    return by_market.map(
        lambda found: PolicyBook(
            tuple(
                version(kind, market, number, **{name: rows})
                for number, (market, rows) in enumerate(sorted(found.items()), start=1)
            )
        )
    )


return_books = books("returns", "returns", return_rows)
rate_books = books("shipping", "rates", rate_rows)
# Rates for which the markup and the quotes must agree: of one currency, without regions, and what is not
# delivered is not delivered whatever it weighs or costs.
bands = {
    "order_min": st.sampled_from([None, Decimal(20), Decimal(60)]),
    "order_max": st.sampled_from([None, Decimal(80)]),
    "weight_min": st.sampled_from([None, Decimal(1)]),
    "weight_max": st.sampled_from([None, Decimal(30)]),
}
plain_places = st.lists(st.sampled_from(["EE", "LV", "US", "EU"]), max_size=2).map(tuple)
plain_rates = st.builds(
    RateFacts,
    countries=plain_places,
    price=st.sampled_from([Decimal(0), Decimal("4.90"), Decimal(12)]),
    free_from=st.sampled_from([None, Decimal(50), Decimal(100)]),
    currency=st.just("EUR"),
    **bands,
) | st.builds(RateFacts, countries=plain_places, does_not_ship=st.just(True))
