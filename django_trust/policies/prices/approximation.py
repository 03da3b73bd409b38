"""What a price is in another currency, about: never less than it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django_trust.policies.prices.currencies import decimals_of
from django_trust.policies.prices.kept import Holder
from django_trust.policies.prices.provider import find_rate
from django_trust.policies.prices.rates import Rate


@dataclass(frozen=True, slots=True)
class Approximation:
    """An amount of ``currency`` and the rate it was made with."""

    amount: Decimal
    currency: str
    rate: Rate


def approximate(
    amount: Decimal,
    base: str,
    quote: str,
    now: datetime | None = None,
    *,
    holder: Holder | None = None,
) -> Approximation | None:
    """Return what ``amount`` of ``base`` is in ``quote`` (ISO 4217); None without a fresh rate.

    Rounded up to the last decimal of ``quote``, so that no price looks lower than it is.
    """
    if base == quote:
        return None
    rate = find_rate(base, quote, now=now, holder=holder)
    return None if rate is None else Approximation(round_up(rate, amount, base, quote), quote, rate)


def round_up(rate: Rate, amount: Decimal, base: str, quote: str) -> Decimal:
    """Return the least amount of ``quote`` that is not less than ``amount`` of ``base``."""
    places = decimals_of(quote)
    scaled = rate.exchange(amount, base) * 10**places
    units = -(-scaled.numerator // scaled.denominator)
    return Decimal(f"{units}e-{places}")  # arithmetic would round to the precision of the context
