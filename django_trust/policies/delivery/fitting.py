"""Whether a way of delivery is for a parcel. What nobody knows of the parcel never makes it fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from django_trust.policies.facts import RateFacts
from django_trust.shop.places import is_in_any


class Fit(IntEnum):
    """The least one of all conditions is that of the whole."""

    NO = 0
    UNKNOWN = 1
    YES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What is known of an order and where it goes; empty or None where unknown. Weight in kilograms."""

    country: str
    region: str = ""
    postal_code: str = ""
    order_value: Decimal | None = None
    currency: str = ""
    weight: Decimal | None = None


def fit_of(rate: RateFacts, parcel: Parcel) -> Fit:
    """Return whether all conditions of a rate are met. Both ends of a band belong to it."""
    return min(_conditions(rate, parcel))


def _conditions(rate: RateFacts, parcel: Parcel) -> Iterator[Fit]:
    yield Fit.YES if is_in_any(parcel.country, rate.countries) else Fit.NO
    yield _among(_region(parcel.region), map(_region, rate.regions), whole=True)
    yield _among(_compact(parcel.postal_code), map(_compact, rate.postal_codes), whole=False)
    yield _in_band(comparable_value(rate, parcel), rate.order_min, rate.order_max)
    yield _in_band(parcel.weight, rate.weight_min, rate.weight_max)


def comparable_value(rate: RateFacts, parcel: Parcel) -> Decimal | None:
    """Return the value of the order in the currency of the rate; None where it is in another one."""
    return parcel.order_value if parcel.currency == rate.currency else None


def breadth(rate: RateFacts, country: str) -> int:
    """Return how wide the area around a destination is that a rate is for: 0 a part of the country, 1 the
    country itself, 2 its union, 3 everywhere."""
    if rate.regions or rate.postal_codes:
        return 0
    if country in rate.countries:
        return 1
    return 2 if rate.countries else 3


def _among(value: str, wanted: Iterable[str], *, whole: bool) -> Fit:
    wanted = tuple(wanted)
    if not wanted:
        return Fit.YES
    if not value:
        return Fit.UNKNOWN
    return Fit.YES if (value in wanted if whole else value.startswith(wanted)) else Fit.NO


def _in_band(value: Decimal | None, least: Decimal | None, most: Decimal | None) -> Fit:
    if least is None and most is None:
        return Fit.YES
    if value is None:
        return Fit.UNKNOWN
    return Fit.YES if (least is None or value >= least) and (most is None or value <= most) else Fit.NO


def _region(code: str) -> str:
    """``us-ca`` is ``CA``."""
    return code.strip().upper().rpartition("-")[2]


def _compact(code: str) -> str:
    """``sw1a 1aa`` is ``SW1A1AA``."""
    return "".join(filter(str.isalnum, code)).upper()
