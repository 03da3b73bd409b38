"""What a shopper sees of reviews, as plain data: tags, Jinja2, API and JSON-LD all use these functions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import (
    BigIntegerField,
    CharField,
    Func,
    Model,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Concat, Substr

from django_trust.conf import trust_settings
from django_trust.prepared import Prepared
from django_trust.reviews.models import STARS, ItemLanguage, ItemRating, Review
from django_trust.reviews.paging import Cursor, Sort, fetch_page
from django_trust.shop.models import Item
from django_trust.shop.references import ItemReference

M = TypeVar("M", bound=Model)
ANNOTATION = "trust_rating"
PACKING = 2**31  # count and sum of stars in one whole number, so that a listing pays for one look-up


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

    @property
    def average(self) -> Decimal | None:
        """The plain arithmetic mean of all published reviews, unrounded."""
        return Decimal(self.total) / self.count if self.count else None

    @property
    def displayed_average(self) -> Decimal | None:
        """The mean as it is shown everywhere: one decimal, rounded half up."""
        return None if self.average is None else self.average.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

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
class ReviewCard:
    """One published review without anything private. ``author_name`` may be empty: an anonymous review."""

    id: int
    rating: int
    title: str
    body: str
    author_name: str
    language: str
    verified: bool
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
    "author_name",
    "language",
    "verified",
    "helpful_count",
    "helpful_rank",
    "created_at",
    "edited_at",
)
REPLY_FIELDS = ("reply__body", "reply__author_name", "reply__language", "reply__created_at")
FIGURES = (
    "stars_5",
    "stars_4",
    "stars_3",
    "stars_2",
    "stars_1",
    "count",
    "total",
    "verified_count",
    "version",
)


ITEM_FIGURES = Prepared(
    lambda: ItemLanguage,
    lambda content_type_id, object_id: ItemLanguage.objects.filter(
        item__content_type_id=content_type_id, item__object_id=object_id
    ).values_list("language", "count", "item_id", *(f"item__rating__{name}" for name in FIGURES)),
    "content_type_id",
    "object_id",
)


def _listing(*columns: str) -> Prepared:
    return Prepared(
        lambda: ItemRating,
        lambda content_type_id, object_ids: ItemRating.objects.filter(
            item__content_type_id=content_type_id, item__object_id__in=[object_ids]
        ).values_list("item__object_id", *columns),
        "content_type_id",
        "object_ids",
    )


LISTING_FIGURES = _listing("count", "total")
LISTING_SUMMARIES = _listing("item_id", *FIGURES)


def rating_summary(obj: Model) -> RatingSummary:
    """Return the figures of one saved host object (or ``Item``): one query, however many reviews it has."""
    reference = ItemReference.of(obj)
    rows = ITEM_FIGURES.rows(content_type_id=reference.content_type_id, object_id=reference.object_id)
    languages: dict[str, int] = {}
    item_id: int | None = None
    figures: list[Any] = []
    for language, number, item_id, *figures in rows:  # noqa: B007 - the item's figures are alike in all rows
        languages[language] = number
    if item_id is None:
        return RatingSummary(languages={})
    shown = {code: number for code, number in sorted(languages.items(), key=_most_first) if number}
    return _summary(item_id, figures, shown)


def rating_summaries(objects: Iterable[Model]) -> dict[ItemReference, RatingSummary]:
    """Return the figures of many objects by their reference: one query for each kind of object."""
    references = ItemReference.of_each(objects)
    found = dict.fromkeys(references, RatingSummary())
    for content_type_id in {reference.content_type_id for reference in references}:
        keys = [ref.object_id for ref in references if ref.content_type_id == content_type_id]
        rows = LISTING_SUMMARIES.rows(content_type_id=content_type_id, object_ids=keys)
        for key, item_id, *figures in rows:
            found[ItemReference(content_type_id, key)] = _summary(item_id, figures)
    return found


def listing_figures(objects: Iterable[M]) -> list[tuple[M, int, int]]:
    """Return each object with its number of reviews and sum of stars: one query for each kind of object."""
    found: dict[tuple[int, str], tuple[int, int]] = {}
    objects = list(objects)
    references = ItemReference.of_each(objects)
    for content_type_id in {reference.content_type_id for reference in references}:
        keys = [ref.object_id for ref in references if ref.content_type_id == content_type_id]
        for key, *figures in LISTING_FIGURES.rows(content_type_id=content_type_id, object_ids=keys):
            found[content_type_id, key] = figures[0], figures[1]
    return [(obj, *found.get(ref, (0, 0))) for obj, ref in zip(objects, references, strict=True)]


def with_ratings(queryset: QuerySet[M]) -> QuerySet[M]:
    """Annotate a host queryset so that ``{% trust_stars %}`` needs no query of its own for its objects.

    For objects that are their own item: an adapter that maps variants to products is not asked here.
    """
    content_type_id = ContentType.objects.get_for_model(queryset.model).pk
    packed = PackedRating(_key_as_text(queryset.model), content_type_id=content_type_id)
    annotated: QuerySet[M] = queryset.annotate(**{ANNOTATION: packed})
    return annotated


class PackedRating(Func):
    """Sum and number of stars of the row's item in one number. Written out: a ``Subquery`` costs the ORM
    several times what it costs the database."""

    output_field = BigIntegerField()
    template = (  # our own table names; expressions are compiled by the ORM
        f"COALESCE((SELECT rating.total * {PACKING} + rating.count FROM {ItemRating._meta.db_table} rating"  # noqa: S608
        f" JOIN {Item._meta.db_table} item ON item.id = rating.item_id"
        " WHERE item.content_type_id = %(content_type_id)d AND item.object_id = %(expressions)s), 0)"
    )


def annotated_figures(obj: Model) -> tuple[int, int] | None:
    """Return the number of reviews and sum of stars ``with_ratings`` left on an object, if it did."""
    packed = getattr(obj, ANNOTATION, None)
    if packed is None:
        return None
    total, count = divmod(packed, PACKING)
    return count, total


def review_page(
    obj: Model,
    stars: int | None = None,
    verified: bool | None = None,
    language: str | None = None,
    sort: str = "newest",
    after: str | Cursor | None = None,
    *,
    summary: RatingSummary | None = None,
    limit: int | None = None,
) -> ReviewPage:
    """Return one page of published reviews, the newest first unless ``sort`` says otherwise.

    ``after`` is the ``next`` of the page before. Raises ``InvalidCursor`` (a ``ValueError``) for a cursor
    that was not made here and ``ValueError`` for an unknown ``sort``. Pass the ``summary`` if you have it.
    """
    cursor = Cursor.parse(after) if isinstance(after, str) else after
    sort = Sort(sort)
    if summary is None or summary.languages is None:
        summary = rating_summary(obj)
    if not summary.count or summary.item_id is None:
        return ReviewPage()
    if language is not None and language not in (summary.languages or ()):
        return ReviewPage()  # whatever a visitor typed there, the database need not see it
    filters = {"rating": stars, "verified": verified, "language": language}
    reviews = Review.objects.published().filter(
        item_id=summary.item_id, **{name: value for name, value in filters.items() if value is not None}
    )
    limit = limit or trust_settings.reviews_page_size
    rows = fetch_page(reviews.values_list(*FIELDS, *REPLY_FIELDS), sort, cursor, limit + 1, stars)
    cards = tuple(_card(row) for row in rows[:limit])
    return ReviewPage(cards, next=_cursor_behind(cards[-1], sort) if len(rows) > limit else None)


def published_card(pk: int) -> ReviewCard | None:
    """Return one published review, or None: unpublished ones do not exist for the public."""
    row = Review.objects.published().filter(pk=pk).values_list(*FIELDS, *REPLY_FIELDS).first()
    return None if row is None else _card(row)


def _card(row: tuple[Any, ...]) -> ReviewCard:
    reply = ReplyCard(*row[-4:]) if row[-4] is not None else None
    values = (*row[:-4], reply)
    return ReviewCard(*values)


def _cursor_behind(card: ReviewCard, sort: str) -> str:
    key = card.helpful_rank if sort == Sort.HELPFUL else card.rating
    return str(Cursor(key, card.created_at, card.id))


def _summary(item_id: int, figures: Any, languages: Mapping[str, int] | None = None) -> RatingSummary:
    *per_star, count, total, verified_count, version = figures
    return RatingSummary(
        count=count,
        total=total,
        histogram=dict(zip(STARS, per_star, strict=True)),
        verified_count=verified_count,
        languages=languages,
        item_id=item_id,
        version=version,
    )


def _most_first(row: tuple[str, int]) -> tuple[int, str]:
    return -row[1], row[0]


def _key_as_text(model: type[Model]) -> Any:
    """The primary key as ``str(obj.pk)`` writes it."""
    text = Cast("pk", CharField(max_length=64))
    target = model._meta.pk
    while getattr(target, "remote_field", None):
        target = target.remote_field.model._meta.pk  # type: ignore[union-attr]
    if not isinstance(target, UUIDField) or connection.features.has_native_uuid_field:
        return text
    groups = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))  # stored without the hyphens
    parts = [Substr(text, start, length) for start, length in groups]
    with_hyphens = [part for group in parts for part in (group, Value("-"))][:-1]
    return Concat(*with_hyphens, output_field=CharField())
