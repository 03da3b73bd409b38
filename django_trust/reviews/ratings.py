"""The counters behind every figure shown: changed with the review, never aggregated on write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

from django.db import connections, router, transaction
from django.db.models import Count, F, Model, Q

from django_trust.reviews.models import ItemLanguage, ItemRating, ReportState, Review, ReviewState
from django_trust.shop.models import Item

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

    @classmethod
    def of(cls, review: Review) -> Counted:
        return cls(review.item_id, review.rating, review.language, review.verified)


def add_to_rating(counted: Counted, step: int = 1) -> None:
    """Count a review that became public (``step`` 1) or ceased to be (-1). Needs a transaction."""
    changes = {f"stars_{counted.rating}": step, "count": step, "total": step * counted.rating, "version": 1}
    if counted.verified:
        changes["verified_count"] = step
    _add_to_item(counted.item_id, changes)
    where: dict[str, int | str] = {"item_id": counted.item_id, "language": counted.language}
    if not _add(ItemLanguage, where, {"count": step}):
        # The rating's row is locked by the update above, so nobody else is here for this item.
        ItemLanguage.objects.create(**where, count=max(step, 0))


def touch_rating(item_id: int) -> None:
    """Say that something visible changed besides the counts."""
    _add_to_item(item_id, {"version": 1})


def take_verified_mark(item_id: int) -> None:
    """Count one verified purchase less among the public reviews of an item."""
    _add_to_item(item_id, {"verified_count": -1, "version": 1})


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
    actual, languages = _count_item(item_id)
    found = [
        Difference("item", item_id, field, getattr(stored, field), value)
        for field, value in actual.items()
        if getattr(stored, field) != value
    ]
    kept = dict(ItemLanguage.objects.filter(item_id=item_id).values_list("language", "count"))
    found += [
        Difference("item", item_id, f"language {code}", kept.get(code, 0), languages[code])
        for code in sorted(kept.keys() | languages.keys())
        if kept.get(code, 0) != languages[code]
    ]
    if found and repair:
        touch_rating(item_id)
        ItemRating.objects.filter(pk=item_id).update(**actual)
        for code in kept.keys() | languages.keys():
            ItemLanguage.objects.update_or_create(
                item_id=item_id, language=code, defaults={"count": languages[code]}
            )
    return found


def _count_item(item_id: int) -> tuple[dict[str, int], Counter[str]]:
    rows = (
        Review.objects.published()
        .filter(item_id=item_id)
        .values_list("rating", "language", "verified")
        .annotate(number=Count("pk"))
        .order_by()
    )
    actual = dict.fromkeys(
        ("stars_1", "stars_2", "stars_3", "stars_4", "stars_5", "count", "total", "verified_count"), 0
    )
    languages: Counter[str] = Counter()
    for rating, language, verified, number in rows:
        actual[f"stars_{rating}"] += number
        actual["count"] += number
        actual["total"] += rating * number
        actual["verified_count"] += number if verified else 0
        languages[language] += number
    return actual, languages


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
