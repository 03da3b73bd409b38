"""The best that ways of delivery offer together, for one honest sentence.

What such a sentence says must hold for every order: a rate for light parcels does not make delivery cheap,
and one for a region does not make it cheap everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django_trust.policies.delivery.fitting import breadth
from django_trust.policies.facts import RateFacts, rows_for
from django_trust.policies.phrases.figures import plain_money


@dataclass(frozen=True, slots=True)
class Offer:
    """``rate`` is the cheapest way; ``exact`` if no other one costs something else.

    ``free_from`` is the value of an order from which it costs nothing. Days are business days in all.
    """

    rate: RateFacts
    price: Decimal
    exact: bool
    free_from: Decimal | None
    low: int
    high: int


def days_of(rate: RateFacts) -> tuple[int, int]:
    """Return the least and the most business days from the order to the door."""
    return rate.handling_min + rate.transit_min, rate.handling_max + rate.transit_max


def open_rates(rates: Sequence[RateFacts], country: str) -> tuple[RateFacts, ...]:
    """Return the rates for a country; those for parts of it only are among them.

    A row that excludes the country stands before all rates for an area as wide or wider, as for quotes.
    """
    rates = rows_for(rates, country)
    closed = [rate for rate in rates if rate.does_not_ship and is_for_all(rate)]
    if not country or not closed:
        return tuple(rate for rate in rates if not rate.does_not_ship)
    limit = min(breadth(rate, country) for rate in closed)
    return tuple(rate for rate in rates if not rate.does_not_ship and breadth(rate, country) < limit)


def shown_rates(rates: Sequence[RateFacts], country: str) -> tuple[RateFacts, ...]:
    """Return the rates for a country with the parts of it that are left out; none where there is no way to
    deliver. For an unknown country all rates."""
    if not country:
        return tuple(rates)
    available = open_rates(rates, country)
    left_out = [rate for rate in rows_for(rates, country) if rate.does_not_ship and is_for_part(rate)]
    return available + tuple(left_out) if available else ()


def is_for_all(rate: RateFacts) -> bool:
    """Whether a rate asks for nothing but the country."""
    least = rate.order_min or rate.weight_min
    return not (is_for_part(rate) or least or rate.order_max is not None or rate.weight_max is not None)


def is_for_part(rate: RateFacts) -> bool:
    return bool(rate.regions or rate.postal_codes)


def best_offer(rates: Sequence[RateFacts], country: str) -> Offer | None:
    """Return what rates of one kind (all brought, or all collected) offer in a country, or anywhere.

    None where none has a price.
    """
    priced = [rate for rate in rates if rate.price is not None]
    comparable = [rate for rate in priced if rate.currency == priced[0].currency]
    general = [rate for rate in comparable if not _is_local(rate, comparable, country)]
    rate = _cheapest(general, comparable)
    if rate is None or rate.price is None:
        return None
    free_rate, free_from = _free(general, comparable) if rate.price else (None, None)
    timed = [rate, free_rate or rate] if general else comparable
    return Offer(
        rate=rate,
        price=rate.price,
        exact=all(_costs_no_other(one, rate, free_rate) for one in priced),
        free_from=free_from,
        low=min(days_of(one)[0] for one in timed),
        high=max(days_of(one)[1] for one in timed),
    )


def _costs_no_other(one: RateFacts, rate: RateFacts, free_rate: RateFacts | None) -> bool:
    """Whether a rate costs what ``rate`` does, or is what the free delivery of larger orders means."""
    is_that_free_one = one is free_rate and one.price == 0
    return one.currency == rate.currency and (one.price == rate.price or is_that_free_one)


def _is_local(rate: RateFacts, rates: Sequence[RateFacts], country: str) -> bool:
    """Whether a rate is not for all readers: for a part of the country, or one of several areas where the
    reader's country is unknown."""
    return is_for_part(rate) or (not country and any(one.countries != rate.countries for one in rates))


def _cheapest(general: Sequence[RateFacts], rates: Sequence[RateFacts]) -> RateFacts | None:
    """Return the cheapest rate for the smallest order; a free one only if it is so for all orders."""
    basic = [rate for rate in general if not (rate.order_min or rate.weight_min)]
    fair = [rate for rate in basic if rate.price or is_for_all(rate)]
    rest = [rate for rate in rates if rate.price] or rates
    return min(fair or rest, key=lambda rate: (rate.price, days_of(rate)[::-1]), default=None)


def _free(
    general: Sequence[RateFacts], rates: Sequence[RateFacts]
) -> tuple[RateFacts | None, Decimal | None]:
    """Return by which rate, and from which value of the order on, delivery is free whatever the order is."""
    thresholds = [(limit, number) for number, rate in enumerate(rates) if (limit := _threshold(rate))]
    always = [(limit, number) for limit, number in thresholds if _is_unlimited(rates[number], general)]
    if not always and len(thresholds) < len(rates):
        return None, None
    limit, number = min(always) if always else max(thresholds)
    return rates[number], limit


def _threshold(rate: RateFacts) -> Decimal | None:
    return rate.order_min if rate.price == 0 else rate.free_from


def _is_unlimited(rate: RateFacts, general: Sequence[RateFacts]) -> bool:
    """Whether a rate is for all readers, and no order is too large or too heavy for it."""
    banded = rate.weight_min or rate.weight_max is not None or rate.order_max is not None
    return not banded and any(rate is one for one in general)


def price_value(rate: RateFacts) -> str:
    """Return a price as machine data: "free", "4.90 EUR" or "4.90 EUR free_from 50.00 EUR"."""
    if not rate.price:
        return "free"
    value = plain_money(rate.price, rate.currency)
    return f"{value} free_from {plain_money(rate.free_from, rate.currency)}" if rate.free_from else value
