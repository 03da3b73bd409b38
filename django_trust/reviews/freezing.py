"""The bombing breaker: a sudden burst of reviews makes an item's displayed average stand still.

A burst is judged by the day that ends with the review just written, and by nothing but the moments at
which reviews were written: the same stream of reviews always gives the same answer. Proven buyers never
make a burst, nor do imports and what staff enter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import time

from django.db.models import QuerySet
from django.utils import timezone

from django_trust.conf import trust_settings
from django_trust.prepared import Prepared
from django_trust.reviews.models import ItemRating, RatingFreeze, Review, ReviewSource, ReviewState

WINDOW = timedelta(days=1)
USUAL_DAYS = 28
LEAST_BURST = 10  # unverified reviews in a day
TIMES_USUAL = 5
STARS_APART = 1
# With fewer published reviews there is no average to defend: the number alone counts.
LEAST_REVIEWS = 5
MOST_READ = 1000  # reviews of one day, so that a hot item costs no more

COUNTED = (ReviewState.PENDING, ReviewState.PUBLISHED, ReviewState.REJECTED)
EXEMPT = (ReviewSource.IMPORT, ReviewSource.STAFF)


@dataclass(frozen=True, slots=True)
class Burst:
    """Too many unverified reviews of an item, written after ``since`` and until ``until``."""

    item_id: int
    since: datetime
    until: datetime
    count: int
    total: int  # sum of their stars
    usual: float  # unverified reviews a day in the four weeks before


def is_frozen(item_id: int) -> bool:
    """Whether the item's displayed average stands still now: one look-up by primary key."""
    return ItemRating.objects.filter(pk=item_id, frozen_until__gt=int(time())).exists()


def is_open(freeze: RatingFreeze) -> bool:
    """Whether neither staff nor time has ended it."""
    return freeze.released_at is None and freeze.ends_at > timezone.now()


def holds_newcomers(review: Review) -> bool:
    """Whether this review must wait for a moderator; one that completes a burst freezes its item.

    ``review`` is about to be stored, and its ``created_at`` is the moment that counts. A stored one that is
    about to become public waits while its item is frozen.
    """
    if not trust_settings.reviews_freeze_hours or review.source in EXEMPT:
        return False
    if review.pk is not None:
        return is_frozen(review.item_id)
    standing = _standing(review.item_id)
    if standing.frozen_until > review.created_at.timestamp():
        return True
    burst = None if review.verified else find_burst(review, standing)
    if burst is None:
        return False
    from django_trust.reviews.services.freezes import freeze_rating  # it knows this module

    freeze_rating(burst=burst)
    return True


@dataclass(frozen=True, slots=True)
class Standing:
    """An item's published reviews: their number and sum of stars; until when they stand still.

    ``frozen_stars`` is empty if they never stood still.
    """

    count: int = 0
    total: int = 0
    frozen_until: int = 0
    frozen_stars: str = ""


STANDING = Prepared(
    lambda: ItemRating,
    lambda item_id: ItemRating.objects.filter(pk=item_id).values_list(
        "count", "total", "frozen_until", "frozen_stars"
    ),
    "item_id",
)


def _standing(item_id: int) -> Standing:
    rows = STANDING.rows(item_id=item_id)
    return Standing(*rows[0]) if rows else Standing()


def find_burst(review: Review, standing: Standing) -> Burst | None:
    """Return the burst that an unverified, not yet stored review completes, if it does."""
    until = review.created_at
    since = until - WINDOW
    day = _read_day(review, since)
    if day.count < LEAST_BURST:
        return None
    released_at = _last_release(review.item_id, since, until) if standing.frozen_stars else None
    if released_at is not None:
        since = released_at
        day = _read_day(review, since)
    if day.count < LEAST_BURST or not day.differs_from(standing):
        return None
    before = _count_before(review, at_most=day.count * USUAL_DAYS // TIMES_USUAL)
    if before is None:
        return None
    return Burst(review.item_id, since, until, day.count, day.total, before / USUAL_DAYS)


@dataclass(frozen=True, slots=True)
class Day:
    """Number and sum of stars of the reviews in question; of those, what is published."""

    count: int
    total: int
    published: int
    published_total: int

    def differs_from(self, standing: Standing) -> bool:
        """Whether the mean is a star or more away from that of all other published reviews."""
        count, total = standing.count - self.published, standing.total - self.published_total
        if count < LEAST_REVIEWS:
            return True
        return abs(self.total * count - total * self.count) >= STARS_APART * self.count * count


def _read_day(review: Review, since: datetime) -> Day:
    """Count the newest unverified reviews after ``since``, and this one."""
    newest = unverified(review.item_id, since, review.created_at).order_by("-created_at", "-id")
    rows = newest.values_list("rating", "state")[: MOST_READ - 1]
    stars = [review.rating]
    published = []
    for rating, state in rows:
        stars.append(rating)
        if state == ReviewState.PUBLISHED:
            published.append(rating)
    return Day(len(stars), sum(stars), len(published), sum(published))


def _last_release(item_id: int, since: datetime, until: datetime) -> datetime | None:
    """When staff last let the figures move again: what came before that, they have seen."""
    releases = RatingFreeze.objects.filter(item_id=item_id, released_at__gt=since, released_at__lte=until)
    return releases.order_by("-released_at").values_list("released_at", flat=True).first()


def _count_before(review: Review, *, at_most: int) -> int | None:
    """Count the unverified reviews of the four weeks before the day; None for more than ``at_most``."""
    end = review.created_at - WINDOW
    earlier = unverified(review.item_id, end - timedelta(days=USUAL_DAYS), end).order_by()
    number = earlier.values("pk")[: at_most + 1].count()
    return number if number <= at_most else None


def unverified(item_id: int, since: datetime, until: datetime) -> QuerySet[Review]:
    """Reviews that may make a burst, written after ``since`` and not after ``until``."""
    return Review.objects.filter(
        item_id=item_id,
        state__in=COUNTED,
        verified__in=[False],  # "NOT verified", as verified=False is written, finds no index on SQLite
        created_at__gt=since,
        created_at__lte=until,
    ).exclude(source__in=EXEMPT)
