"""Pages of reviews cut at a key, never at an offset: page 1,000 costs what page 1 costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import pgettext_lazy

from django_trust.reviews.models import STARS, Review

Rows: TypeAlias = "QuerySet[Review, Any]"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR = re.compile(r"(\d{1,7})\.(\d{1,18})\.(\d{1,18})", re.ASCII)
MOST_MICROSECONDS = (datetime(9999, 1, 1, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


class Sort(TextChoices):
    NEWEST = "newest", pgettext_lazy("order of reviews", "Newest")
    HELPFUL = "helpful", pgettext_lazy("order of reviews", "Most helpful")
    HIGHEST = "highest", pgettext_lazy("order of reviews", "Highest rating")
    LOWEST = "lowest", pgettext_lazy("order of reviews", "Lowest rating")


class InvalidCursor(ValueError):
    """The text does not name a place in a list of reviews."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last review of a page: its stars or helpful rank, its moment, its id."""

    key: int
    created_at: datetime
    id: int

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Read a cursor a client sent back. Raises ``InvalidCursor``; whatever is valid is harmless."""
        match = CURSOR.fullmatch(text)
        if match is None or int(match[2]) > MOST_MICROSECONDS:
            raise InvalidCursor(text)
        return cls(int(match[1]), EPOCH + timedelta(microseconds=int(match[2])), int(match[3]))

    def __str__(self) -> str:
        return f"{self.key}.{(self.created_at - EPOCH) // timedelta(microseconds=1)}.{self.id}"

    def older(self) -> Q:
        """What was written before. The first condition alone places the index; the second breaks ties."""
        return Q(created_at__lte=self.created_at) & (Q(created_at__lt=self.created_at) | Q(id__lt=self.id))


def fetch_page(reviews: Rows, sort: str, after: Cursor | None, limit: int, stars: int | None) -> list[Any]:
    """Return up to ``limit`` rows of ``reviews`` (a ``values_list``) behind ``after``, sorted by ``sort``.

    Every order is total, so no review is shown twice or left out while others are added. An order by a
    key with few values is read value by value: each range is one stretch of one index.
    """
    if sort == Sort.HELPFUL:
        ranges = _helpful(reviews, after)
    elif sort == Sort.NEWEST or stars is not None:
        ranges = iter([_newest(reviews, after)])
    else:
        ranges = _by_stars(reviews, sort, after)
    rows: list[Any] = []
    for part in ranges:
        rows += part[: limit - len(rows)]
        if len(rows) == limit:
            break
    return rows


def _newest(reviews: Rows, after: Cursor | None) -> Rows:
    return (reviews.filter(after.older()) if after else reviews).order_by("-created_at", "-id")


def _by_stars(reviews: Rows, sort: str, after: Cursor | None) -> Iterator[Rows]:
    order = STARS if sort == Sort.HIGHEST else STARS[::-1]
    start = order.index(after.key) if after and after.key in order else 0
    for number in order[start:]:
        yield _newest(reviews.filter(rating=number), after if after and after.key == number else None)


def _helpful(reviews: Rows, after: Cursor | None) -> Iterator[Rows]:
    order = ("-helpful_rank", "-id")
    if after is None:
        yield reviews.order_by(*order)
        return
    yield reviews.filter(helpful_rank=after.key, id__lt=after.id).order_by(*order)
    yield reviews.filter(helpful_rank__lt=after.key).order_by(*order)
