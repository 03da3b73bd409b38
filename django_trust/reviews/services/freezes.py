"""Making an item's displayed average stand still after a burst of reviews, and letting it move again."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from django_trust import signals
from django_trust.conf import trust_settings
from django_trust.reviews.freezing import Burst, is_open, unverified
from django_trust.reviews.models import (
    STARS,
    ItemRating,
    ItemTally,
    RatingFreeze,
    ReviewState,
    TallyKind,
)
from django_trust.reviews.ratings import touch_rating
from django_trust.reviews.scores import month_key, recency_average
from django_trust.transactions import atomic_write


@atomic_write
def freeze_rating(*, burst: Burst) -> RatingFreeze | None:
    """Show the item's figures as they were before the burst, for ``REVIEWS_FREEZE_HOURS``.

    The burst's published reviews stay public. Returns None when another process froze the item first.
    """
    rating = _lock_rating(burst.item_id)
    if rating.frozen_until > burst.until.timestamp():
        return None
    figures = _figures_before(burst, rating)
    hours = timedelta(hours=trust_settings.reviews_freeze_hours)
    ends_at = burst.until.replace(microsecond=0) + hours
    frozen = {f"frozen_{name}": value for name, value in figures.items()}
    ItemRating.objects.filter(pk=burst.item_id).update(frozen_until=int(ends_at.timestamp()), **frozen)
    freeze = RatingFreeze.objects.create(
        item_id=burst.item_id,
        started_at=burst.until,
        ends_at=ends_at,
        burst=burst.count,
        usual=burst.usual,
        burst_average=burst.total / burst.count,
        average=figures["total"] / figures["count"] if figures["count"] else None,
    )
    signals.send_after_commit(signals.rating_frozen, RatingFreeze, freeze=freeze)
    return freeze


@atomic_write
def release_freeze(*, freeze: RatingFreeze, by: Any = None) -> RatingFreeze:
    """Let the item's figures move again at once; a freeze that is over already stays as it is.

    Reviews that waited go on waiting for a moderator.
    """
    _lock_rating(freeze.item_id)
    freeze.refresh_from_db()
    if is_open(freeze):
        freeze.released_at, freeze.released_by = timezone.now(), by
        freeze.save(update_fields=["released_at", "released_by"])
        ItemRating.objects.filter(pk=freeze.item_id).update(frozen_until=0)
        signals.send_after_commit(signals.rating_released, RatingFreeze, freeze=freeze)
    return freeze


def _lock_rating(item_id: int) -> ItemRating:
    """Lock by a write, which SQLite can wait for, then read what others had stored before it."""
    touch_rating(item_id)
    return ItemRating.objects.select_for_update().get(pk=item_id)


def _figures_before(burst: Burst, rating: ItemRating) -> dict[str, Any]:
    """Return the live figures without the burst's published reviews."""
    published = unverified(burst.item_id, burst.since, burst.until).filter(state=ReviewState.PUBLISHED)
    rows = published.order_by().values_list("rating", TruncMonth("created_at", tzinfo=UTC))
    stars = {number: getattr(rating, f"stars_{number}") for number in reversed(STARS)}
    months = _months(burst.item_id)
    for number, start, times in rows.annotate(times=Count("pk")):
        stars[number] = max(stars[number] - times, 0)
        key = month_key(start.year, start.month)
        count, total = months[key]
        months[key] = max(count - times, 0), max(total - number * times, 0)
    return {
        "count": sum(stars.values()),
        "total": sum(number * times for number, times in stars.items()),
        "stars": " ".join(str(times) for times in stars.values()),
        "recent_score": recency_average(_without_empty(months)) if _is_recency(rating) else 0,
    }


def _is_recency(rating: ItemRating) -> bool:
    """Whether the months are complete: that is so once the counters were rebuilt for this method."""
    return trust_settings.reviews_score == "recency" and rating.recent_score > 0


def _months(item_id: int) -> defaultdict[str, tuple[int, int]]:
    rows = ItemTally.objects.filter(item_id=item_id, kind=TallyKind.MONTH)
    months: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    months.update({key: (count, total) for key, count, total in rows.values_list("key", "count", "total")})
    return months


def _without_empty(months: defaultdict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    return {key: figures for key, figures in months.items() if figures[0]}
