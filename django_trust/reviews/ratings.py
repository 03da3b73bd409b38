"""The counters behind every figure shown: changed with the review, never aggregated on write."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from math import sqrt
from typing import TypeAlias

from django.db import connections, router, transaction
from django.db.models import Count, F, Model, Q
from django.db.models.functions import TruncMonth

from django_trust.conf import trust_settings
from django_trust.reviews.models import (
    CriterionRating,
    ItemRating,
    ItemTally,
    ReportState,
    Review,
    ReviewState,
    TallyKind,
)
from django_trust.reviews.scores import month_key, recency_average
from django_trust.shop.models import Item

Tallies: TypeAlias = "defaultdict[tuple[str, str], tuple[int, int]]"
Z_95 = 1.959964  # two-sided 95 %
RANK_SCALE = 1_000_000


def wilson_lower_bound(positive: int, total: int, z: float = Z_95) -> float:
    """Return the lower end of Wilson's score interval (1927) for a share of ``positive`` in ``total``."""
    if total == 0:
        return 0.0
    share = positive / total
    spread = z * sqrt((share * (1 - share) + z * z / (4 * total)) / total)
    return max(0.0, (share + z * z / (2 * total) - spread) / (1 + z * z / total))


def helpful_rank(helpful: int, unhelpful: int) -> int:
    """Return the order of a review among the helpful ones: Wilson's lower bound in millionths."""
    return round(wilson_lower_bound(helpful, helpful + unhelpful) * RANK_SCALE)


@dataclass(frozen=True, slots=True)
class Counted:
    """What of a review the counters hold."""

    item_id: int
    rating: int
    language: str
    verified: bool
    month: str
    criteria: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, review: Review, criteria: Mapping[str, int] | None = None) -> Counted:
        """Return what counts of a review; its criteria are looked up unless they are given."""
        if criteria is None:
            criteria = dict(review.criterion_ratings.values_list("criterion", "rating"))
        at = review.created_at.astimezone(UTC)
        month = month_key(at.year, at.month)
        return cls(review.item_id, review.rating, review.language, review.verified, month, criteria)

    @property
    def tallies(self) -> Iterator[tuple[str, str, int]]:
        """Kind, key and stars of every tally this review belongs to."""
        yield TallyKind.LANGUAGE, self.language, self.rating
        for criterion, rating in sorted(self.criteria.items()):
            yield TallyKind.CRITERION, criterion, rating
        if trust_settings.reviews_score == "recency":
            yield TallyKind.MONTH, self.month, self.rating


def add_to_rating(counted: Counted, step: int = 1) -> None:
    """Count a review that became public (``step`` 1) or ceased to be (-1). Needs a transaction."""
    changes = {f"stars_{counted.rating}": step, "count": step, "total": step * counted.rating, "version": 1}
    if counted.verified:
        changes["verified_count"] = step
    _add_to_item(counted.item_id, changes)
    for kind, key, stars in counted.tallies:
        where: dict[str, int | str] = {"item_id": counted.item_id, "kind": str(kind), "key": key}
        if kind == TallyKind.MONTH and step < 0 and not _is_counted(where, stars):
            continue
        if not _add(ItemTally, where, {"count": step, "total": step * stars}):
            # The rating's row is locked by the update above, so nobody else is here for this item.
            ItemTally.objects.create(**where, count=max(step, 0), total=max(step * stars, 0))
    if trust_settings.reviews_score == "recency":
        _refresh_recent_score(counted.item_id)


def _is_counted(where: dict[str, int | str], stars: int) -> bool:
    """Months are only complete once the counters were rebuilt after the change to "recency"."""
    return ItemTally.objects.filter(**where, count__gt=0, total__gte=stars).exists()


def _refresh_recent_score(item_id: int) -> None:
    """Store the score; 0, which shows the plain mean, while the months do not hold all reviews.

    A locking read: MariaDB and MySQL would otherwise show the months as this transaction found them.
    """
    rows = ItemTally.objects.select_for_update().filter(item_id=item_id, kind=TallyKind.MONTH, count__gt=0)
    months = {key: (count, total) for key, count, total in rows.values_list("key", "count", "total")}
    rating = ItemRating.objects.filter(pk=item_id)
    complete = rating.filter(count=sum(count for count, _ in months.values()))
    if not complete.update(recent_score=recency_average(months)):
        rating.update(recent_score=0)


def touch_rating(item_id: int) -> None:
    """Say that something visible changed besides the counts."""
    _add_to_item(item_id, {"version": 1})


def take_verified_mark(item_id: int) -> None:
    """Count one verified purchase less among the public reviews of an item."""
    _add_to_item(item_id, {"verified_count": -1, "version": 1})


def give_verified_mark(item_id: int) -> None:
    """Count one verified purchase more among the public reviews of an item."""
    _add_to_item(item_id, {"verified_count": 1, "version": 1})


def _add_to_item(item_id: int, changes: dict[str, int]) -> None:
    if not _add(ItemRating, {"item_id": item_id}, changes):
        ItemRating.objects.get_or_create(pk=item_id)
        _add(ItemRating, {"item_id": item_id}, changes)


def _add(model: type[Model], where: dict[str, int | str], changes: dict[str, int]) -> int:
    """Run ``UPDATE ... SET c = c + n``, as ``F()`` would, and return the number of rows.

    Every review pays for two of these, and ``F()`` takes longer to write them than the database to run them.
    """
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(name)} = {quote(name)} + %s" for name in changes)
    conditions = " AND ".join(f"{quote(name)} = %s" for name in where)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {conditions}",  # noqa: S608 - our own names
            [*changes.values(), *where.values()],
        )
        return int(cursor.rowcount)


@dataclass(frozen=True, slots=True)
class Difference:
    """A stored figure that does not agree with the reviews, votes or reports it counts."""

    what: str
    pk: int
    field: str
    stored: int
    actual: int


def rebuild_ratings(*, repair: bool = True) -> Iterator[Difference]:
    """Compare every counter with what it counts and yield each difference, repaired unless told not to.

    Each item is compared, and mended, under the lock of its own counters, so a shop may go on selling
    meanwhile.
    """
    for item_id in Item.objects.order_by("pk").values_list("pk", flat=True).iterator():
        yield from _rebuild_item(item_id, repair)
    yield from _rebuild_reviews(repair)


@transaction.atomic
def _rebuild_item(item_id: int, repair: bool) -> list[Difference]:
    ItemRating.objects.filter(pk=item_id).update(version=F("version"))  # takes the lock
    stored = ItemRating.objects.filter(pk=item_id).first() or ItemRating(pk=item_id)
    actual, tallies = _count_item(item_id)
    found = [
        Difference("item", item_id, field, getattr(stored, field), value)
        for field, value in actual.items()
        if getattr(stored, field) != value
    ]
    wrong = list(_wrong_tallies(item_id, tallies))
    found += [Difference("item", item_id, f"{kind} {key}", old, new) for kind, key, old, new in wrong]
    if found and repair:
        touch_rating(item_id)
        ItemRating.objects.filter(pk=item_id).update(**actual)
        for kind, key, _, _ in wrong:
            count, total = tallies[kind, key]
            ItemTally.objects.update_or_create(
                item_id=item_id, kind=kind, key=key, defaults={"count": count, "total": total}
            )
    return found


def _wrong_tallies(item_id: int, tallies: Tallies) -> Iterator[tuple[str, str, int, int]]:
    """Yield kind, key, stored and actual number (or sum, where only that is wrong) of each difference."""
    rows = ItemTally.objects.filter(item_id=item_id).values_list("kind", "key", "count", "total")
    stored = {(kind, key): (count, total) for kind, key, count, total in rows}
    for kind, key in sorted(stored.keys() | tallies.keys()):
        if kind == TallyKind.MONTH and trust_settings.reviews_score != "recency":
            continue  # not kept
        old, new = stored.get((kind, key), (0, 0)), tallies[kind, key]
        if old != new:
            part = 0 if old[0] != new[0] else 1
            yield kind, key, old[part], new[part]


def _count_item(item_id: int) -> tuple[dict[str, int], Tallies]:
    actual = dict.fromkeys(
        ("stars_1", "stars_2", "stars_3", "stars_4", "stars_5", "count", "total", "verified_count"), 0
    )
    tallies: Tallies = defaultdict(lambda: (0, 0))

    def tally(kind: str, key: str, number: int, stars: int) -> None:
        count, total = tallies[kind, key]
        tallies[kind, key] = count + number, total + stars * number

    published = Review.objects.published().filter(item_id=item_id).order_by()
    month = TruncMonth("created_at", tzinfo=UTC)
    rows = published.values_list("rating", "language", "verified", month).annotate(number=Count("pk"))
    for rating, language, verified, start, number in rows:
        actual[f"stars_{rating}"] += number
        actual["count"] += number
        actual["total"] += rating * number
        actual["verified_count"] += number if verified else 0
        tally(TallyKind.LANGUAGE, language, number, rating)
        tally(TallyKind.MONTH, month_key(start.year, start.month), number, rating)
    criteria = CriterionRating.objects.filter(review__in=published).values_list("criterion", "rating")
    for criterion, rating, number in criteria.annotate(number=Count("pk")).order_by():
        tally(TallyKind.CRITERION, criterion, number, rating)
    months = {key: figures for (kind, key), figures in tallies.items() if kind == TallyKind.MONTH}
    recency = trust_settings.reviews_score == "recency"
    return {**actual, "recent_score": recency_average(months) if recency else 0}, tallies


def _rebuild_reviews(repair: bool) -> Iterator[Difference]:
    """Compare the votes and open reports that reviews say they have."""
    rows = Review.objects.filter(
        Q(votes__isnull=False)
        | Q(reports__isnull=False)
        | Q(helpful_count__gt=0)
        | Q(unhelpful_count__gt=0)
        | Q(helpful_rank__gt=0)
        | Q(open_reports__gt=0)
    ).order_by("pk")
    for pk in rows.values_list("pk", flat=True).distinct().iterator():
        yield from _rebuild_review(pk, repair)


@transaction.atomic
def _rebuild_review(pk: int, repair: bool) -> list[Difference]:
    Review.objects.filter(pk=pk).update(open_reports=F("open_reports"))  # takes the lock
    review = Review.objects.get(pk=pk)
    votes = Counter(review.votes.values_list("helpful", flat=True))
    actual = {
        "helpful_count": votes[True],
        "unhelpful_count": votes[False],
        "helpful_rank": helpful_rank(votes[True], votes[False]),
        "open_reports": review.reports.filter(state=ReportState.OPEN).count(),
    }
    found = [
        Difference("review", pk, field, getattr(review, field), value)
        for field, value in actual.items()
        if getattr(review, field) != value
    ]
    if found and repair:
        Review.objects.filter(pk=pk).update(**actual)
        if review.state == ReviewState.PUBLISHED:
            touch_rating(review.item_id)
    return found
