"""The rates that staff enter in the admin: the provider a shop has unless it names another."""

from __future__ import annotations

from collections.abc import Iterable

from django_trust.policies.prices.kept import kept_rates
from django_trust.policies.prices.rates import Rate


def rate_from_table(base: str, quote: str) -> Rate | None:
    """Return the newest rate between two currencies in the shop's table, in the direction it was entered."""
    return newest_between(kept_rates(), base, quote)


def newest_between(rates: Iterable[Rate], base: str, quote: str) -> Rate | None:
    """Return the newest rate between two currencies; of two of one moment, that from ``base``."""
    fitting = [rate for rate in rates if rate.converts(base, quote)]
    return max(fitting, key=lambda rate: (rate.as_of, rate.base == base), default=None)
