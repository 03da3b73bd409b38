"""The promise meter: how many orders arrived by the day that was promised.

A promise is the ``promised_by`` an order was recorded with. A later date of ``mark_delayed`` is news for the
buyer and does not change it. The counters of a day change in the transaction that changes the order, behind
the order's own row, so that whoever holds the one may wait for the other. Days are those of ``TIME_ZONE``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.core.cache import caches
from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from django_trust import __version__
from django_trust.conf import trust_settings
from django_trust.shop.models import DeliveryTally, Purchase
from django_trust.transactions import atomic_write

PREFIX = f"django_trust:promises:{__version__}:"
LONGEST = timedelta(hours=1)
BATCH = 2000


class Counts(NamedTuple):
    """What an order adds to the tally of its day; the fields are columns of ``DeliveryTally``."""

    due: int = 0
    delivered: int = 0
    kept: int = 0


NOTHING = Counts()


def counts_of(promised: date | None, delivered: datetime | None, cancelled: datetime | None) -> Counts:
    """Return what a purchase with these ``promised_by``, ``delivered_at`` and ``cancelled_at`` counts.

    It is due unless it was cancelled by the promised day and before it arrived: cancelling an order that is
    late already does not unmake a broken promise, and sending back one that came does not either.
    """
    if promised is None:
        return NOTHING
    arrived_first = delivered is not None and (cancelled is None or delivered <= cancelled)
    if cancelled is not None and not arrived_first and _day(cancelled) <= promised:
        return NOTHING
    return Counts(1, int(delivered is not None), int(delivered is not None and _day(delivered) <= promised))


def count_recorded(purchase: Purchase) -> None:
    """Count an order that was just stored. Needs its transaction; so do the two below."""
    _add(purchase, NOTHING)


def count_delivered(purchase: Purchase, before: datetime | None = None) -> None:
    """Count an order whose ``delivered_at`` was just set; ``before`` is what it was until then."""
    _add(purchase, counts_of(purchase.promised_by, before, purchase.cancelled_at))


def count_cancelled(purchase: Purchase) -> None:
    """Count an order whose ``cancelled_at`` was just set for the first time."""
    _add(purchase, counts_of(purchase.promised_by, purchase.delivered_at, None))


def _add(purchase: Purchase, before: Counts) -> None:
    """Add the difference between what the order counted ``before`` and what it counts now."""
    day = purchase.promised_by
    now = counts_of(day, purchase.delivered_at, purchase.cancelled_at)
    steps = {
        name: new - old for name, new, old in zip(Counts._fields, now, before, strict=True) if new != old
    }
    if day is None or not steps:
        return
    if not _step(day, steps):
        DeliveryTally.objects.bulk_create([DeliveryTally(promised_by=day)], ignore_conflicts=True)
        _step(day, steps)


def _step(day: date, steps: dict[str, int]) -> int:
    """Change the counters of a day; none goes below 0, even where orders were never counted."""
    rows = DeliveryTally.objects.filter(promised_by=day)
    return rows.filter(**{f"{name}__gte": -step for name, step in steps.items() if step < 0}).update(
        **{name: F(name) + step for name, step in steps.items()}
    )


def _day(moment: datetime) -> date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


# What shoppers see


@dataclass(frozen=True, slots=True)
class PromiseFigures:
    """Orders promised for one of the last ``days`` days before today: arrived by then, and not."""

    kept: int
    missed: int
    days: int

    @property
    def total(self) -> int:
        return self.kept + self.missed


def promise_figures(now: datetime | None = None) -> PromiseFigures | None:
    """Return how promises of the last ``POLICIES_PROMISE_DAYS`` days were kept.

    None below ``POLICIES_PROMISE_MINIMUM`` orders, and where not one delivery was reported: a shop that
    never tells of deliveries has no figures, good or bad. An order that nobody reported as delivered counts
    as missed. One query, kept for up to an hour where ``FRAGMENT_CACHE`` names a cache.
    """
    days = trust_settings.policies_promise_days
    due, delivered, kept = _kept_sums(_day(now or timezone.now()), days)
    if not delivered or due < trust_settings.policies_promise_minimum:
        return None
    return PromiseFigures(kept=min(kept, due), missed=max(due - kept, 0), days=days)


def _kept_sums(today: date, days: int) -> Counts:
    alias = trust_settings.fragment_cache
    if not alias:
        return _sums(today, days)
    key = f"{PREFIX}{today.isoformat()}:{days}"
    found = caches[alias].get(key)
    if found is None:
        found = tuple(_sums(today, days))
        caches[alias].set(key, found, LONGEST.total_seconds())
    return Counts(*found)


def _sums(today: date, days: int) -> Counts:
    rows = DeliveryTally.objects.filter(promised_by__gte=today - timedelta(days=days), promised_by__lt=today)
    sums = rows.aggregate(**{name: Sum(name) for name in Counts._fields})
    return Counts(**{name: int(number or 0) for name, number in sums.items()})


# Recounting


@dataclass(frozen=True, slots=True)
class PromiseDifference:
    """A counter of a day that does not agree with the orders it counts."""

    day: date
    field: str
    stored: int
    actual: int


def rebuild_promises(*, repair: bool = True) -> Iterator[PromiseDifference]:
    """Compare the counters of every day with the orders and yield each difference, repaired unless told not
    to. Only days that differ are locked, one by one, so the shop may go on selling meanwhile."""
    actual = _counted(Purchase.objects.exclude(promised_by=None))
    stored = {row.promised_by: _stored(row) for row in DeliveryTally.objects.all()}
    for day in sorted(actual.keys() | stored.keys()):
        if actual.get(day, NOTHING) != stored.get(day, NOTHING):
            yield from _rebuild_day(day, repair)


@atomic_write
def _rebuild_day(day: date, repair: bool) -> list[PromiseDifference]:
    if repair:
        DeliveryTally.objects.bulk_create([DeliveryTally(promised_by=day)], ignore_conflicts=True)
    rows = DeliveryTally.objects.filter(promised_by=day)
    rows.update(due=F("due"))  # takes the lock: who changes an order meanwhile waits here
    row = rows.first()
    stored = _stored(row) if row else NOTHING
    actual = _counted(Purchase.objects.filter(promised_by=day)).get(day, NOTHING)
    if repair and stored != actual:
        rows.update(**actual._asdict())
    return [
        PromiseDifference(day, name, old, new)
        for name, old, new in zip(Counts._fields, stored, actual, strict=True)
        if old != new
    ]


def _counted(purchases: QuerySet[Purchase]) -> dict[date, Counts]:
    found: dict[date, Counts] = {}
    rows = purchases.values_list("promised_by", "delivered_at", "cancelled_at")
    for promised, delivered, cancelled in rows.iterator(chunk_size=BATCH):
        if promised is not None:
            more = counts_of(promised, delivered, cancelled)
            found[promised] = Counts(*map(sum, zip(found.get(promised, NOTHING), more, strict=True)))
    return found


def _stored(row: DeliveryTally) -> Counts:
    return Counts(row.due, row.delivered, row.kept)
