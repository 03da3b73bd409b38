"""The rates of the shop's own table, read once for a page: one query, or none where they are kept.

Where ``FRAGMENT_CACHE`` names a cache, the rates are kept there for all processes and once more in each
process, together with the generation of the table.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone

from django_trust import __version__
from django_trust.conf import trust_settings
from django_trust.generation import Generation
from django_trust.policies.models import ExchangeRate
from django_trust.policies.prices.rates import Rate
from django_trust.rendering import memo_of

GENERATION = Generation("rates")
KEY = f"django_trust:rates:{__version__}"
LONGEST = timedelta(minutes=5)  # changes that no signal tells of are seen after so long
SHORTEST = timedelta(seconds=5)  # what was read inside a transaction may be rolled back
MEMO_KEY = "exchange_rates"

Holder = HttpRequest | dict[str, Any]
Rates = tuple[Rate, ...]


class Kept(NamedTuple):
    generation: str
    until: datetime
    rates: Rates


_in_process: dict[str, Kept] = {}


def rates_of(holder: Holder | None, now: datetime) -> Rates:
    """Return the newest rate of each pair, read once for all the prices of a page."""
    memo = {} if holder is None else memo_of(holder)
    if MEMO_KEY not in memo:
        memo[MEMO_KEY] = kept_rates(now)
    return memo[MEMO_KEY]  # type: ignore[no-any-return]


def kept_rates(now: datetime | None = None) -> Rates:
    """Return the newest rate of each pair that is not stale. One query, none where kept."""
    now = now or timezone.now()
    alias = trust_settings.fragment_cache
    if not alias:
        return _read(now)
    cache = caches[alias]
    generation = GENERATION.current(cache)
    if generation is None:  # a dummy cache, or one that is down
        return _read(now)
    found = _in_process.get(alias)
    if found is None or not _holds(found, generation, now):
        stored = cache.get(KEY)
        found = Kept(*stored) if stored else None
    if found is None or not _holds(found, generation, now):
        longest = SHORTEST if GENERATION.is_changing() else LONGEST
        found = Kept(generation, now + longest, _read(now))
        cache.set(KEY, tuple(found), longest.total_seconds())
    _in_process[alias] = found
    return found.rates


def _holds(kept: Kept, generation: str, now: datetime) -> bool:
    return kept.generation == generation and now < kept.until


def _read(now: datetime) -> Rates:
    oldest = now - timedelta(hours=trust_settings.policies_rates_hours)
    rows = ExchangeRate.objects.filter(as_of__gte=oldest, as_of__lte=now, rate__gt=0).order_by("as_of")
    fields = rows.values_list("base", "quote", "rate", "source", "as_of")
    return tuple({(row[0], row[1]): Rate(*row) for row in fields}.values())
