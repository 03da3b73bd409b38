"""An exchange rate, as somebody published it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone

from django_trust.conf import trust_settings

# Clocks differ: a rate from the next hour is none from the future.
SKEW = timedelta(hours=1)
# No rate between two currencies is beyond these powers of ten.
LARGEST_POWER = 12


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of ``base`` costs ``value`` units of ``quote`` (ISO 4217), as ``source`` said at ``as_of``.

    ``as_of`` is an aware moment, ``source`` what shoppers read, such as "European Central Bank".
    """

    base: str
    quote: str
    value: Decimal
    source: str
    as_of: datetime

    def converts(self, first: str, second: str) -> bool:
        """Whether it is about these two currencies, in either direction."""
        return first != second and {self.base, self.quote} == {first, second}

    def exchange(self, amount: Decimal, currency: str) -> Fraction:
        """Return what an amount of one of its currencies is in the other, exactly."""
        value = Fraction(self.value)
        return Fraction(amount) * value if currency == self.base else Fraction(amount) / value

    def is_fresh(self, now: datetime) -> bool:
        """Whether it is not older than ``POLICIES_RATES_HOURS``."""
        return now - self.as_of <= timedelta(hours=trust_settings.policies_rates_hours)


def what_is_wrong(rate: Any, base: str, quote: str, now: datetime) -> str:
    """Return why an answer is no rate between two currencies, for the log; empty where it is one."""
    if not isinstance(rate, Rate):
        return f"it is {type(rate).__name__}, not a Rate"
    problems = {
        "its currencies are others": not rate.converts(base, quote),
        "its value is not a Decimal above zero": not _is_plausible(rate.value),
        "its source is empty": not (isinstance(rate.source, str) and rate.source.strip()),
        "its moment is not aware": not _is_aware(rate.as_of),
        "its moment is still to come": _is_aware(rate.as_of) and rate.as_of > now + SKEW,
    }
    return next((problem for problem, applies in problems.items() if applies), "")


def _is_plausible(value: Any) -> bool:
    if not isinstance(value, Decimal) or not value.is_finite() or value <= 0:
        return False
    return abs(value.adjusted()) <= LARGEST_POWER and len(value.as_tuple().digits) <= 50


def _is_aware(moment: Any) -> bool:
    return isinstance(moment, datetime) and timezone.is_aware(moment)
