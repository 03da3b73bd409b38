"""Pages of reviews cut at a key, never at an offset: page 1,000 costs what page 1 costs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

from django.db import connections
from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import pgettext_lazy

from django_trust.reviews.cards import COLUMNS, ReviewCard
from django_trust.reviews.models import STARS, Review

Rows: TypeAlias = "QuerySet[Review, Any]"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR = re.compile(r"(\d{1,7})\.(\d{1,18})\.(\d{1,18})", re.ASCII)
MOST_MICROSECONDS = (datetime(9999, 1, 1, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
LARGEST_KEY = 9_999_999
MOST_STRETCHES = 12
STRETCH_COST = 300  # rows that could be read while one more part of a query is written and planned
LANGUAGE, CREATED_AT, ID = (COLUMNS.index(name) for name in ("language", "created_at", "id"))


class Sort(TextChoices):
    YOURS = "yours", pgettext_lazy("order of reviews", "Your language first")
    NEWEST = "newest", pgettext_lazy("order of reviews", "Newest")
    HELPFUL = "helpful", pgettext_lazy("order of reviews", "Most helpful")
    HIGHEST = "highest", pgettext_lazy("order of reviews", "Highest rating")
    LOWEST = "lowest", pgettext_lazy("order of reviews", "Lowest rating")


class InvalidCursor(ValueError):
    """The text does not name a place in a list of reviews."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last review of a page: its stars, helpful rank or part of the list, its moment, its id."""

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


@dataclass(frozen=True, slots=True)
class LanguageSplit:
    """How many reviews of an item are in the reader's language, and how many in others, by code.

    Dialects count as one language: ``pt-br`` and ``pt``.
    """

    own: Mapping[str, int]
    others: Mapping[str, int]

    @classmethod
    def of(cls, counts: Mapping[str, int], reader: str) -> LanguageSplit:
        base = reader.partition("-")[0]
        own = {code: number for code, number in counts.items() if code.partition("-")[0] == base}
        return cls(own, {code: number for code, number in counts.items() if code not in own})

    @property
    def matters(self) -> bool:
        """Whether putting the reader's language first changes anything."""
        return bool(self.own and self.others)


def sort_in_force(chosen: str, split: LanguageSplit, *, narrowed: bool) -> Sort:
    """Return the order to show: the chosen one, or for ``""`` the one a page begins with.

    A page begins with the reader's language where an item has reviews in it and in others; not where a
    visitor ``narrowed`` what is in view. Raises ``ValueError`` for an unknown order.
    """
    sort = Sort(chosen or (Sort.YOURS if split.matters else Sort.NEWEST))
    return Sort.NEWEST if sort == Sort.YOURS and narrowed else sort


def fetch_page(
    reviews: Rows,
    sort: str,
    after: Cursor | None,
    limit: int,
    *,
    stars: int | None,
    split: LanguageSplit,
) -> list[Any]:
    """Return up to ``limit`` rows of ``reviews`` (a ``values_list``) behind ``after``, sorted by ``sort``.

    Every order is total, so no review is shown twice or left out while others are added. An order by a
    key with few values is read value by value: each range is one stretch of one index.
    """
    rows: list[Any] = []
    for parts in _parts(reviews, sort, after, limit, stars, split):
        rows += _read(parts, limit - len(rows), split)
        if len(rows) == limit:
            break
    return rows


def cursor_behind(
    cards: tuple[ReviewCard, ...], sort: str, after: Cursor | None, split: LanguageSplit
) -> str:
    """Return the cursor of the page that follows ``cards``, themselves the page behind ``after``."""
    last = cards[-1]
    if sort == Sort.YOURS:
        key = _own_to_come(cards, after, split) + 1 if last.language in split.own else 0
    else:
        key = last.helpful_rank if sort == Sort.HELPFUL else last.rating
    return str(Cursor(min(key, LARGEST_KEY), last.created_at, last.id))


def _parts(
    reviews: Rows, sort: str, after: Cursor | None, limit: int, stars: int | None, split: LanguageSplit
) -> Iterator[list[Rows]]:
    """Yield the stretches a page is made of; those in one list are read by one query."""
    if sort == Sort.HELPFUL:
        yield from _helpful(reviews, after)
    elif sort == Sort.YOURS:
        yield from _own_language_first(reviews, after, limit, split)
    elif sort == Sort.NEWEST or stars is not None:
        yield [_newest(reviews, after)]
    else:
        yield from _by_stars(reviews, sort, after)


def _newest(reviews: Rows, after: Cursor | None) -> Rows:
    return (reviews.filter(after.older()) if after else reviews).order_by("-created_at", "-id")


def _by_stars(reviews: Rows, sort: str, after: Cursor | None) -> Iterator[list[Rows]]:
    order = STARS if sort == Sort.HIGHEST else STARS[::-1]
    start = order.index(after.key) if after and after.key in order else 0
    for number in order[start:]:
        yield [_newest(reviews.filter(rating=number), after if after and after.key == number else None)]


def _helpful(reviews: Rows, after: Cursor | None) -> Iterator[list[Rows]]:
    order = ("-helpful_rank", "-id")
    if after is None:
        yield [reviews.order_by(*order)]
        return
    yield [reviews.filter(helpful_rank=after.key, id__lt=after.id).order_by(*order)]
    yield [reviews.filter(helpful_rank__lt=after.key).order_by(*order)]


def _own_language_first(
    reviews: Rows, after: Cursor | None, limit: int, split: LanguageSplit
) -> Iterator[list[Rows]]:
    """The key of a cursor is 0 among the other languages, else 1 and how many of the own are to come.

    So one query fills every page: of the own language while that lasts, of both where one list ends and
    the other begins, of the others from there on. The number only says what to ask for first.
    """
    if after and after.key == 0:
        yield _stretches(reviews, split.others, split.own, after)
        return
    own = _stretches(reviews, split.own, split.others, after)
    others = _stretches(reviews, split.others, split.own, None)
    if _own_to_come((), after, split) >= limit:
        yield own
        yield others  # in case some were withdrawn since they were counted
    else:
        yield own + others


def _own_to_come(shown: tuple[ReviewCard, ...], after: Cursor | None, split: LanguageSplit) -> int:
    """How many reviews in the reader's language follow behind ``after`` and the cards shown there."""
    number = sum(split.own.values()) if after is None else after.key - 1
    return max(0, number - sum(card.language in split.own for card in shown))


def _stretches(
    reviews: Rows, wanted: Mapping[str, int], unwanted: Mapping[str, int], after: Cursor | None
) -> list[Rows]:
    """Return the reviews in the ``wanted`` languages, newest first, in the parts that cost least to read.

    One language is one stretch of an index. Several are read each by itself, or collected and sorted, or
    found among all by passing over the rest: the numbers below are the rows each way reads at worst.
    """
    each = len(wanted) * STRETCH_COST if len(wanted) <= MOST_STRETCHES else LARGEST_KEY
    collected, passed_over = sum(wanted.values()), sum(unwanted.values())
    if not wanted:
        parts = []
    elif not unwanted:
        parts = [reviews]
    elif len(wanted) == 1 or each < min(collected, passed_over):
        parts = [reviews.filter(language=code) for code in sorted(wanted)]
    elif collected <= passed_over:
        parts = [reviews.filter(language__in=sorted(wanted))]
    else:
        parts = [reviews.exclude(language__in=sorted(unwanted))]
    return [_newest(part, after) for part in parts]


def _read(parts: list[Rows], limit: int, split: LanguageSplit) -> list[Any]:
    """Return the first rows of some stretches by one query."""
    if len(parts) < 2:
        return [row for part in parts for row in part[:limit]]
    first, *others = parts
    if connections[first.db].features.supports_slicing_ordering_in_compound:
        rows = first[:limit].union(*(part[:limit] for part in others), all=True)
    else:
        keys = [Q(pk__in=part.values("pk")[:limit]) for part in parts]
        rows = Review.objects.using(first.db).filter(reduce(or_, keys)).values_list(*COLUMNS)
    return sorted(rows, key=lambda row: _place(row, split), reverse=True)[:limit]


def _place(row: tuple[Any, ...], split: LanguageSplit) -> tuple[bool, datetime, int]:
    return row[LANGUAGE] in split.own, row[CREATED_AT], row[ID]
