"""What the public may know of a review, as plain data."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django_trust.reviews.models import STARS, NameStyle
from django_trust.reviews.models.photos import photo_storage
from django_trust.reviews.scores import Figures


@dataclass(frozen=True, slots=True)
class RatingSummary:
    """The figures of an item's published reviews. ``average`` is None when there are none."""

    count: int = 0
    total: int = 0  # sum of all stars
    histogram: Mapping[int, int] = field(default_factory=lambda: dict.fromkeys(STARS, 0))
    verified_count: int = 0
    # Reviews per language; None where only the stars were asked for.
    languages: Mapping[str, int] | None = None
    item_id: int | None = None
    version: int = 0
    recent_score: int = 0
    # (number, sum of stars) of each criterion, and of each month where the score needs them.
    criteria: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    months: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    # The figures stood still after a burst of reviews, until this moment (seconds since 1970).
    frozen_until: int = 0

    @property
    def average(self) -> Decimal | None:
        """The plain arithmetic mean of all published reviews, unrounded."""
        return Decimal(self.total) / self.count if self.count else None

    @property
    def score(self) -> Decimal | None:
        """The figure by the method of ``REVIEWS_SCORE``, unrounded."""
        return Figures(self.count, self.total, self.recent_score).score

    @property
    def displayed_average(self) -> Decimal | None:
        """The score as it is shown everywhere: one decimal, rounded half up."""
        return Figures(self.count, self.total, self.recent_score).displayed

    @property
    def percents(self) -> dict[int, int]:
        """Whole per cent of each star, by largest remainder, so that they sum to 100."""
        if not self.count:
            return dict.fromkeys(STARS, 0)
        shares = {stars: divmod(number * 100, self.count) for stars, number in self.histogram.items()}
        missing = 100 - sum(whole for whole, rest in shares.values())
        rounded_up = sorted(shares, key=lambda stars: (-shares[stars][1], -stars))[:missing]
        return {stars: whole + (stars in rounded_up) for stars, (whole, rest) in shares.items()}


@dataclass(frozen=True, slots=True)
class ReplyCard:
    body: str
    author_name: str
    language: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PhotoCard:
    """One published photo: addresses, sizes in pixels, and words for those who do not see it."""

    url: str
    thumbnail_url: str
    width: int
    height: int
    thumbnail_width: int
    thumbnail_height: int
    alt: str


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """One published review without anything private.

    ``author_name`` is the name in the form its author chose; it may be empty. ``verified`` is a purchase
    proven here, ``verified_by`` the other system that an imported review says had checked it.
    """

    id: int
    rating: int
    title: str
    body: str
    pros: tuple[str, ...]
    cons: tuple[str, ...]
    author_name: str
    language: str
    verified: bool
    verified_by: str
    source: str
    incentive: str
    variant: str
    experienced_on: date | None
    delivered_on: date | None
    photos: tuple[PhotoCard, ...]
    helpful_count: int
    helpful_rank: int
    created_at: datetime
    edited_at: datetime | None
    reply: ReplyCard | None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    reviews: tuple[ReviewCard, ...] = ()
    next: str | None = None  # cursor of the page behind this one


FIELDS = (
    "id",
    "rating",
    "title",
    "body",
    "pros",
    "cons",
    "author_name",
    "language",
    "verified",
    "verified_by",
    "source",
    "incentive",
    "variant",
    "experienced_on",
    "delivered_on",
    "gallery",
    "helpful_count",
    "helpful_rank",
    "created_at",
    "edited_at",
)
REPLY_FIELDS = ("reply__body", "reply__author_name", "reply__language", "reply__created_at")
# What a card is made of, in this order.
COLUMNS = ("name_style", *FIELDS, *REPLY_FIELDS)


def card_of(row: tuple[Any, ...]) -> ReviewCard:
    """Return the card of one row of ``COLUMNS``."""
    style, *values = row[: -len(REPLY_FIELDS)]
    return _card(style, values, ReplyCard(*row[-4:]) if row[-4] is not None else None)


def card_of_review(review: Any) -> ReviewCard:
    """Return the card of a review object: how its author will see it, published or not."""
    values = [getattr(review, name) for name in FIELDS]
    return _card(review.name_style, values, None)


def _card(style: str, values: list[Any], reply: ReplyCard | None) -> ReviewCard:
    if values[4]:
        values[4] = tuple(values[4].split("\n"))
    if values[5]:
        values[5] = tuple(values[5].split("\n"))
    if style != NameStyle.FULL:
        values[6] = public_name(values[6], style)
    if values[15]:
        values[15] = tuple(photo_card(entry) for entry in values[15])
    return ReviewCard(*values, reply)  # type: ignore[call-arg] # the columns are its fields, in order


def photo_card(entry: Mapping[str, Any]) -> PhotoCard:
    """Return the card of one entry of ``Review.gallery``."""
    storage = photo_storage()
    return PhotoCard(
        url=storage.url(entry["image"]),
        thumbnail_url=storage.url(entry["thumbnail"]),
        width=entry["width"],
        height=entry["height"],
        thumbnail_width=entry["thumbnail_width"],
        thumbnail_height=entry["thumbnail_height"],
        alt=entry["alt"],
    )


def public_name(name: str, style: str) -> str:
    """Return as much of a name as its owner wants shown.

    "Mari Maasikas" becomes "Mari M."; a name without spaces in a script that writes none (Chinese,
    Japanese, Korean) keeps its first character.
    """
    words = name.split()
    if style == NameStyle.BUYER or not words:
        return ""
    if style == NameStyle.FULL:
        return name
    if len(words) > 1:
        return f"{words[0]} {_first_letter(words[-1])}."
    return f"{name[0]}*" if len(name) > 1 and _is_written_without_spaces(name[0]) else name


def _first_letter(word: str) -> str:
    """The first letter with the marks that belong to it."""
    end = 1
    while end < len(word) and unicodedata.combining(word[end]):
        end += 1
    return word[:end]


def _is_written_without_spaces(char: str) -> bool:
    return unicodedata.name(char, "").startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL"))
