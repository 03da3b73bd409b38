"""Where a rate of delivery is in force, for which orders, and for how much.

What the vocabulary cannot say exactly is left out: prices for parts of a country that search engines do not
know, and for beginnings of postal codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django_trust.policies.delivery.fitting import breadth
from django_trust.policies.facts import RateFacts
from django_trust.policies.structured_data.scopes import Area, single_countries
from django_trust.policies.structured_data.vocabulary import CURRENCY

# Countries of whose parts search engines know, and what a whole postal code looks like there.
WITH_REGIONS = frozenset({"US", "AU", "JP"})
REGION = re.compile(r"[A-Z0-9]{2,3}")
POSTAL_CODES = {
    "US": re.compile(r"\d{5}(-\d{4})?", re.ASCII),
    "AU": re.compile(r"\d{4}", re.ASCII),
    "CA": re.compile(r"[A-Z]\d[A-Z] ?\d[A-Z]\d", re.ASCII),
}
FREE = Decimal(0)
WIDEST = 9  # wider than any area


class Reach(NamedTuple):
    """Where a rate is in force: in these countries, or in all there are."""

    countries: tuple[str, ...]
    worldwide: bool = False


class Band(NamedTuple):
    """What orders of a value from ``least`` to ``most`` (None: any more) pay."""

    price: Decimal
    least: Decimal
    most: Decimal | None


def reaches(area: Area, known: frozenset[str]) -> Iterator[tuple[RateFacts, Reach]]:
    """Yield the rates of a version with where they are in force: where ``delivery.quotes`` chooses them."""
    rates = area.version.rates
    closed = [rate for rate in rates if rate.does_not_ship and _is_for_all(rate)]
    open_rates = [rate for rate in rates if not rate.does_not_ship]
    for rate in rates:
        named = area.countries & set(single_countries(rate.countries)) if rate.countries else area.countries
        others = open_rates if rate.does_not_ship else closed
        mine = frozenset(country for country in named if not _gives_way(rate, country, others))
        elsewhere = area.elsewhere and not rate.countries
        if not rate.does_not_ship:
            elsewhere = elsewhere and all(row.countries for row in closed)
        if mine or elsewhere:
            yield rate, Reach(tuple(sorted(mine)), elsewhere and mine == known)


def _gives_way(rate: RateFacts, country: str, others: Iterable[RateFacts]) -> bool:
    """Whether a row counts for nothing in a country: one that excludes it goes before rates for an area as
    wide or wider, and a rate for a smaller area before that."""
    others = [one for one in others if not one.countries or country in single_countries(one.countries)]
    narrowest = min((breadth(one, country) for one in others), default=WIDEST)
    own = breadth(rate, country)
    return narrowest < own if rate.does_not_ship else narrowest <= own


def _is_for_all(rate: RateFacts) -> bool:
    """Whether a row asks for nothing but the country."""
    bands = (rate.order_min, rate.order_max, rate.weight_min, rate.weight_max)
    return not (rate.regions or rate.postal_codes) and bands == (None,) * len(bands)


def destinations(rate: RateFacts, reach: Reach) -> list[dict[str, Any]] | None:
    """Return the places as ``DefinedRegion``; none for the whole world. None where there are no words."""
    if rate.regions or rate.postal_codes:
        return [node for country in reach.countries for node in _parts(rate, country)] or None
    if reach.worldwide:
        return []
    return [region(country) for country in reach.countries] or None


def _parts(rate: RateFacts, country: str) -> Iterator[dict[str, Any]]:
    """Parts of a country: by region or by postal code, never by both."""
    if rate.regions and rate.postal_codes:
        return
    if country in WITH_REGIONS:
        for code in (code.strip().upper().rpartition("-")[2] for code in rate.regions):
            if REGION.fullmatch(code):
                yield region(country, addressRegion=code)
    if country in POSTAL_CODES:
        for code in (code.strip().upper() for code in rate.postal_codes):
            if POSTAL_CODES[country].fullmatch(code):
                yield region(country, postalCode=code)


def region(country: str, **part: str) -> dict[str, Any]:
    return {"@type": "DefinedRegion", "addressCountry": country, **part}


def bands(rate: RateFacts) -> list[Band]:
    """Return the bands of order values. Both ends belong to a band: where two meet, the cheaper one wins."""
    least, most, free = rate.order_min or FREE, rate.order_max, rate.free_from
    if not _is_sayable(rate):
        return []
    if rate.does_not_ship or rate.price == FREE:
        found = [Band(FREE, least, most)]
    else:
        found = []
        if rate.price is not None and (free is None or least < free):
            found.append(Band(rate.price, least, _lower(most, free)))
        if free is not None:
            found.append(Band(FREE, max(least, free), most))
    return [band for band in found if band.most is None or band.least <= band.most]


def _is_sayable(rate: RateFacts) -> bool:
    """Whether amounts have a currency, and the band of weights has something in it."""
    amounts = not rate.does_not_ship or rate.order_min is not None or rate.order_max is not None
    if amounts and not CURRENCY.fullmatch(rate.currency):
        return False
    return rate.weight_max is None or (rate.weight_min or FREE) <= rate.weight_max


def _lower(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return min((value for value in (one, other) if value is not None), default=None)
