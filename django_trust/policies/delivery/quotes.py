"""What delivery costs and when it comes: the ways of delivery that are open to a parcel, best one first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django_trust.policies.delivery.fitting import Fit, Parcel, breadth, comparable_value, fit_of
from django_trust.policies.delivery.windows import Window, delivery_window
from django_trust.policies.facts import RateFacts, VersionFacts

FREE = Decimal(0)
ANY_BREADTH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One way of delivery for one parcel.

    ``price`` is in ``currency``, 0 where it is free, None where the terms name none. ``free_from`` is the
    value of an order from which it becomes free, and ``free_from_missing`` what this order lacks of it; both
    None where it is free already, never becomes it, or where the order is in another currency.
    """

    rate: RateFacts
    price: Decimal | None
    currency: str
    free_from: Decimal | None
    free_from_missing: Decimal | None
    window: Window | None

    @property
    def is_free(self) -> bool:
        return self.price == FREE


class Refusal(StrEnum):
    """Why nothing is delivered: not to this country, or not this order to this address."""

    COUNTRY = "country"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the terms say about a parcel. Neither quotes nor a refusal: they do not say, or too little is
    known of the parcel."""

    quotes: tuple[Quote, ...] = ()
    refusal: Refusal | None = None


def quotes(
    version: VersionFacts,
    *,
    country: str,
    region: str = "",
    postal_code: str = "",
    order_value: Decimal | None = None,
    currency: str = "",
    weight: Decimal | None = None,
    now: datetime,
) -> tuple[Quote, ...]:
    """Return the ways of delivery for an order, the cheapest first, then the fastest.

    ``currency`` is that of ``order_value``; ``weight`` is in kilograms. A rate counts only where everything
    it asks for is known to fit: for an unknown weight, those with weight bands are left out. Prices in
    another currency than the order's stand behind, as they are.
    """
    parcel = Parcel(
        country=country,
        region=region,
        postal_code=postal_code,
        order_value=order_value,
        currency=currency,
        weight=weight,
    )
    return answer(version, parcel, now).quotes


def answer(version: VersionFacts, parcel: Parcel, now: datetime) -> Answer:
    """Return the quotes for a parcel, or why there are none.

    Where the shop does not deliver, that goes before every rate for an area as wide or wider, and a rate for
    a smaller area before that: "nowhere, but to Estonia" and "in the EU, but not to Finland" both work.
    """
    if not parcel.country:
        return Answer()
    fits = [(rate, fit_of(rate, parcel)) for rate in version.rates]
    closed = [rate for rate, fit in fits if rate.does_not_ship and fit == Fit.YES]
    limit = min((breadth(rate, parcel.country) for rate in closed), default=ANY_BREADTH)
    open_fits = [
        (rate, fit)
        for rate, fit in fits
        if not rate.does_not_ship and breadth(rate, parcel.country) < limit and fit != Fit.NO
    ]
    found = [_quote(rate, parcel, now) for rate, fit in open_fits if fit == Fit.YES]
    if found:
        return Answer(tuple(sorted(found, key=lambda quote: _rank(quote, parcel.currency))))
    return Answer(refusal=None if open_fits else _refusal(version.rates, closed, parcel))


def _refusal(rates: Iterable[RateFacts], closed: Iterable[RateFacts], parcel: Parcel) -> Refusal | None:
    """Say no only where the terms do: by a row that excludes, or by none at all for the country."""
    closed = list(closed)
    if any(_is_for_all(rate) for rate in closed):
        return Refusal.COUNTRY
    if closed:
        return Refusal.ADDRESS
    country_only = Parcel(country=parcel.country)
    covered = [fit_of(rate, country_only) != Fit.NO for rate in rates]
    return Refusal.COUNTRY if covered and not any(covered) else None


def _is_for_all(rate: RateFacts) -> bool:
    """Whether a row asks for nothing but the country."""
    bands = (rate.order_min, rate.order_max, rate.weight_min, rate.weight_max)
    return not rate.regions and not rate.postal_codes and bands == (None,) * len(bands)


def _quote(rate: RateFacts, parcel: Parcel, now: datetime) -> Quote:
    value = comparable_value(rate, parcel)
    lacks = None if value is None or rate.free_from is None else rate.free_from - value
    becomes_free = lacks is not None and lacks > 0 and rate.price != FREE
    return Quote(
        rate=rate,
        price=FREE if lacks is not None and lacks <= 0 else rate.price,
        currency=rate.currency,
        free_from=rate.free_from if becomes_free else None,
        free_from_missing=lacks if becomes_free else None,
        window=delivery_window(rate, ordered_at=now, country=parcel.country, region=parcel.region),
    )


def _rank(quote: Quote, currency: str) -> tuple[Any, ...]:
    """Cheapest, then fastest, as search engines choose too; else the order of the terms."""
    window = quote.window
    return (
        quote.currency != currency,
        quote.currency,
        quote.price is None,
        quote.price or FREE,
        window.latest if window else date.max,
        window.earliest if window else date.max,
    )
