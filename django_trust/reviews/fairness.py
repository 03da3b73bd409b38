"""The suppression report: what became of reviews, star by star, and whether stars played a part in it.

The tests say where to look closer, never who is guilty: bad reviews may break a rule more often.
Law behind it: 16 CFR 465.7(b), Directive 2005/29/EC Annex I 23c, UK DMCC Act 2024 Sch. 20 para 13.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from math import erfc, exp, lgamma, sqrt
from statistics import median
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from django_trust.reviews.models import (
    STARS,
    EventKind,
    ModerationEvent,
    Review,
    ReviewSource,
    ReviewState,
)
from django_trust.reviews.models.review import ReviewQuerySet

DAYS = 365
LOW = frozenset({1, 2})  # stars; the others are compared with these
# Two tests at this level: a false alarm in at most about 1 of 100 reports on an unbiased shop.
ALARM_BELOW = 0.005
ENOUGH = 20  # decisions of each kind; with fewer, silence means nothing
MOST_WAITS = 20_000  # the newest decisions whose waiting time is read
DECIDED = (ReviewState.PUBLISHED, ReviewState.REJECTED)
DECISIONS = (EventKind.DECISION, EventKind.WAITED)


class Verdict(StrEnum):
    ALARM = "alarm"  # look closer
    CLEAR = "clear"  # nothing to be seen
    TOO_FEW = "too_few"  # nothing can be seen


@dataclass(frozen=True, slots=True)
class StarFigures:
    """What became of the reviews with this many stars; in the totals, ``stars`` is 0."""

    stars: int
    received: int
    published: int
    rejected: int
    waiting: int
    withdrawn: int
    median_wait: timedelta | None  # until the decision; of the newest MOST_WAITS decisions
    reasons: Mapping[str, int]  # code of the reason: rejected reviews

    @property
    def decided(self) -> int:
        return self.published + self.rejected

    @property
    def publish_rate(self) -> float | None:
        """Published reviews among the decided ones, 0 to 1."""
        return self.published / self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Reviews with 1 or 2 stars against the others, by a one-sided test."""

    low: int  # decided reviews with 1 or 2 stars
    high: int  # decided reviews with 3 to 5 stars
    low_figure: float | None  # share rejected (0 to 1), or median wait in seconds
    high_figure: float | None
    p_value: float  # how often chance alone makes a difference at least this large

    @property
    def verdict(self) -> Verdict:
        if self.p_value < ALARM_BELOW:
            return Verdict.ALARM
        return Verdict.CLEAR if min(self.low, self.high) >= ENOUGH else Verdict.TOO_FEW


@dataclass(frozen=True, slots=True)
class ModerationReport:
    """Reviews written from ``since`` to before ``until``, as they stand at ``as_of``."""

    since: datetime
    until: datetime
    as_of: datetime
    stars: tuple[StarFigures, ...]  # five stars first
    total: StarFigures
    rejection: Comparison  # are 1-2 stars rejected more often?
    waiting: Comparison  # do 1-2 stars wait longer?

    @property
    def alarmed(self) -> bool:
        return Verdict.ALARM in (self.rejection.verdict, self.waiting.verdict)


def moderation_report(
    *, since: datetime | None = None, until: datetime | None = None, now: datetime | None = None
) -> ModerationReport:
    """Report on the reviews people wrote in a period, by default the 365 days up to ``now``.

    Imports are left out: nobody here decided on them. Reads every review of the period, so it is for staff
    and commands. Raises ``ValueError`` when the period is empty.
    """
    now = now or timezone.now()
    until = until or now
    since = since or until - timedelta(days=DAYS)
    if since >= until:
        raise ValueError("The period must begin before it ends.")
    reviews = Review.objects.filter(created_at__gte=since, created_at__lt=until)
    reviews = reviews.exclude(source=ReviewSource.IMPORT)
    states, reasons, waits = _count_states(reviews), _count_reasons(reviews), _waits(reviews)
    stars = tuple(_figures(n, states[n], reasons[n], waits[n]) for n in STARS)
    total = _figures(
        0,
        sum(states.values(), Counter()),
        sum(reasons.values(), Counter()),
        [wait for n in STARS for wait in waits[n]],
    )
    return ModerationReport(
        since, until, now, stars, total, compare_rejections(stars), compare_waits(_split(waits))
    )


def _count_states(reviews: ReviewQuerySet) -> defaultdict[int, Counter[str]]:
    return _count(reviews.values_list("rating", "state").annotate(Count("pk")))


def _count_reasons(reviews: ReviewQuerySet) -> defaultdict[int, Counter[str]]:
    rejected = reviews.filter(state=ReviewState.REJECTED)
    return _count(rejected.values_list("rating", "rejected_for").annotate(Count("pk")))


def _count(rows: Iterable[Any]) -> defaultdict[int, Counter[str]]:
    counted: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for stars, key, number in rows:
        counted[stars][key] += number
    return counted


def _waits(reviews: ReviewQuerySet) -> defaultdict[int, list[float]]:
    """Return the seconds until the decision, by stars; 0 for what never waited for one."""
    decision = ModerationEvent.objects.filter(
        review=OuterRef("pk"), kind__in=DECISIONS, from_state=ReviewState.PENDING, to_state__in=DECIDED
    )
    newest = (
        reviews.filter(state__in=DECIDED)
        .order_by("-pk")
        .values_list(
            "rating", "created_at", "edited_at", Subquery(decision.order_by("-pk").values("at")[:1])
        )[:MOST_WAITS]
    )
    waits: defaultdict[int, list[float]] = defaultdict(list)
    for stars, created_at, edited_at, decided_at in newest.iterator():
        waits[stars].append(_seconds_waited(created_at, edited_at, decided_at))
    return waits


def _seconds_waited(created_at: datetime, edited_at: datetime | None, decided_at: datetime | None) -> float:
    if decided_at is None:
        return 0.0
    # An edit puts the review back into the queue; one after the decision changed nothing about that wait.
    began = edited_at if edited_at and edited_at <= decided_at else created_at
    return max(0.0, (decided_at - began).total_seconds())


def _figures(stars: int, states: Counter[str], reasons: Counter[str], waits: Sequence[float]) -> StarFigures:
    return StarFigures(
        stars=stars,
        received=states.total(),
        published=states[ReviewState.PUBLISHED],
        rejected=states[ReviewState.REJECTED],
        waiting=states[ReviewState.PENDING],
        withdrawn=states[ReviewState.WITHDRAWN],
        median_wait=timedelta(seconds=median(waits)) if waits else None,
        reasons=dict(reasons.most_common()),
    )


def _split(waits: Mapping[int, Sequence[float]]) -> tuple[list[float], list[float]]:
    low = [wait for stars, all_waits in waits.items() if stars in LOW for wait in all_waits]
    high = [wait for stars, all_waits in waits.items() if stars not in LOW for wait in all_waits]
    return low, high


def compare_rejections(stars: Iterable[StarFigures]) -> Comparison:
    """Test whether reviews with 1 or 2 stars are rejected more often than the others."""
    rejected, decided = Counter[bool](), Counter[bool]()
    for figures in stars:
        rejected[figures.stars in LOW] += figures.rejected
        decided[figures.stars in LOW] += figures.decided
    return Comparison(
        low=decided[True],
        high=decided[False],
        low_figure=rejected[True] / decided[True] if decided[True] else None,
        high_figure=rejected[False] / decided[False] if decided[False] else None,
        p_value=fisher_exact(rejected[True], decided[True], rejected[False], decided[False]),
    )


def compare_waits(waits: tuple[Sequence[float], Sequence[float]]) -> Comparison:
    """Test whether reviews with 1 or 2 stars (``waits[0]``, in seconds) wait longer than the others.

    Where most waits are the same (nothing waits under moderation after publication), a sum of ranks is far
    from normal. How many waited longer than that is then tested exactly, and the larger p-value counts.
    """
    low, high = waits
    p_value = mann_whitney(low, high)
    usual, number = Counter([*low, *high]).most_common(1)[0] if low or high else (0.0, 0)
    if 2 * number > len(low) + len(high):
        longer = [sum(wait > usual for wait in group) for group in waits]
        p_value = max(p_value, fisher_exact(longer[0], len(low), longer[1], len(high)))
    return Comparison(
        low=len(low),
        high=len(high),
        low_figure=median(low) if low else None,
        high_figure=median(high) if high else None,
        p_value=p_value,
    )


def fisher_exact(low_hits: int, low: int, high_hits: int, high: int) -> float:
    """Return the probability of at least ``low_hits`` of all hits among ``low``, were they dealt blindly.

    Fisher's exact test, one-sided: the upper tail of the hypergeometric distribution.
    """
    hits = low_hits + high_hits
    every_way = _log_choose(low + high, hits)
    tail = sum(
        exp(_log_choose(low, n) + _log_choose(high, hits - n) - every_way)
        for n in range(low_hits, min(low, hits) + 1)
    )
    return min(1.0, tail)


def _log_choose(whole: int, part: int) -> float:
    return lgamma(whole + 1) - lgamma(part + 1) - lgamma(whole - part + 1)


def mann_whitney(low: Sequence[float], high: Sequence[float]) -> float:
    """Return the one-sided p-value that values of ``low`` tend to be larger than those of ``high``.

    Mann and Whitney's U (1947), normal approximation with corrections for ties and continuity.
    """
    both = len(low) + len(high)
    rank_sum, ties = 0.0, 0
    for first_rank, size, size_low in _ranks(low, high):
        rank_sum += size_low * (first_rank + (size - 1) / 2)
        ties += size**3 - size
    product = len(low) * len(high)
    variance = product / 12 * (both + 1 - ties / (both * (both - 1))) if both > 1 else 0.0
    if variance <= 0:  # one side is empty, or all values are the same
        return 1.0
    above_mean = rank_sum - len(low) * (both + 1) / 2
    return erfc((above_mean - 0.5) / sqrt(2 * variance)) / 2


def _ranks(low: Sequence[float], high: Sequence[float]) -> Iterator[tuple[int, int, int]]:
    """Yield for each value its first rank, how often it occurs, and how often in ``low``."""
    rank = 1
    values = sorted([*((value, 1) for value in low), *((value, 0) for value in high)])
    for _, group in groupby(values, key=lambda pair: pair[0]):
        members = [is_low for _, is_low in group]
        yield rank, len(members), sum(members)
        rank += len(members)
