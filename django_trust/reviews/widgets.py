"""What a shopper sees of reviews, as plain data: tags, Jinja2, API and JSON-LD all use these functions."""

from __future__ import annotations

from collections.abc import Iterable
from time import time
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
from django_trust.l10n.locales import current_language
from django_trust.prepared import Prepared
from django_trust.reviews.cards import COLUMNS, RatingSummary, ReviewCard, ReviewPage, card_of
from django_trust.reviews.models import STARS, ItemRating, ItemTally, Review, TallyKind
from django_trust.reviews.paging import Cursor, LanguageSplit, cursor_behind, fetch_page, sort_in_force
from django_trust.reviews.scores import Figures
from django_trust.shop.models import Item
from django_trust.shop.references import ItemReference

M = TypeVar("M", bound=Model)
ANNOTATION = "trust_rating"
NO_FIGURES = Figures()
PACKING = 2**31  # number and stars in one whole number, so that a listing pays for one look-up


FIGURES = (
    "stars_5",
    "stars_4",
    "stars_3",
    "stars_2",
    "stars_1",
    "count",
    "total",
    "recent_score",
    "frozen_until",
    "frozen_count",
    "frozen_total",
    "frozen_recent_score",
    "frozen_stars",
    "verified_count",
    "version",
)


ITEM_FIGURES = Prepared(
    lambda: ItemTally,
    lambda content_type_id, object_id: ItemTally.objects.filter(
        item__content_type_id=content_type_id, item__object_id=object_id
    ).values_list("kind", "key", "count", "total", "item_id", *(f"item__rating__{name}" for name in FIGURES)),
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


LISTING_FIGURES = _listing(
    "count",
    "total",
    "recent_score",
    "frozen_until",
    "frozen_count",
    "frozen_total",
    "frozen_recent_score",
)
LISTING_SUMMARIES = _listing("item_id", *FIGURES)


def rating_summary(obj: Model) -> RatingSummary:
    """Return the figures of one saved host object (or ``Item``): one query, however many reviews it has."""
    reference = ItemReference.of(obj)
    rows = ITEM_FIGURES.rows(content_type_id=reference.content_type_id, object_id=reference.object_id)
    if not rows:
        return RatingSummary(languages={})
    tallies: dict[str, dict[str, tuple[int, int]]] = {kind: {} for kind in TallyKind.values}
    for kind, key, number, total, *_ in rows:
        if number:
            tallies[kind][key] = number, total
    languages = {code: number for code, (number, _) in tallies[TallyKind.LANGUAGE].items()}
    _, _, _, _, item_id, *figures = rows[0]  # the item's figures are alike in all rows
    return _summary(
        item_id,
        figures,
        languages=dict(sorted(languages.items(), key=_most_first)),
        criteria=tallies[TallyKind.CRITERION],
        months=tallies[TallyKind.MONTH],
    )


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


def listing_figures(objects: Iterable[M]) -> list[tuple[M, Figures]]:
    """Return each object with its figures as shown: one query for each kind of object."""
    found: dict[tuple[int, str], Figures] = {}
    objects = list(objects)
    references = ItemReference.of_each(objects)
    now = time()
    for content_type_id in {reference.content_type_id for reference in references}:
        keys = [ref.object_id for ref in references if ref.content_type_id == content_type_id]
        for key, *figures in LISTING_FIGURES.rows(content_type_id=content_type_id, object_ids=keys):
            found[content_type_id, key] = Figures(*(figures[4:] if figures[3] > now else figures[:3]))
    return [(obj, found.get(ref, NO_FIGURES)) for obj, ref in zip(objects, references, strict=True)]


def with_ratings(queryset: QuerySet[M]) -> QuerySet[M]:
    """Annotate a host queryset so that ``{% trust_stars %}`` needs no query of its own for its objects.

    For objects that are their own item: an adapter that maps variants to products is not asked here.
    """
    content_type_id = ContentType.objects.get_for_model(queryset.model).pk
    packed = PackedRating(
        _key_as_text(queryset.model), content_type_id=content_type_id, stars=_packed_stars()
    )
    annotated: QuerySet[M] = queryset.annotate(**{ANNOTATION: packed})
    return annotated


class PackedRating(Func):
    """Stars and number of reviews of the row's item in one number. Written out: a ``Subquery`` costs the
    ORM several times what it costs the database."""

    output_field = BigIntegerField()
    template = (  # our own table names; expressions are compiled by the ORM
        "COALESCE((SELECT CASE WHEN rating.frozen_until > %(now)d"  # noqa: S608
        f" THEN rating.frozen_%(stars)s * {PACKING} + rating.frozen_count"
        f" ELSE rating.%(stars)s * {PACKING} + rating.count END"
        f" FROM {ItemRating._meta.db_table} rating"
        f" JOIN {Item._meta.db_table} item ON item.id = rating.item_id"
        " WHERE item.content_type_id = %(content_type_id)d AND item.object_id = %(expressions)s), 0)"
    )

    def as_sql(self, *args: Any, **context: Any) -> Any:
        """A queryset may have been made when the process started: what is frozen is asked as it runs."""
        return super().as_sql(*args, now=int(time()), **context)


def _packed_stars() -> str:
    """The column a packed rating carries: the one the score is made of."""
    return "recent_score" if trust_settings.reviews_score == "recency" else "total"


def annotated_figures(obj: Model) -> Figures | None:
    """Return the figures ``with_ratings`` left on an object, if it did and they suffice."""
    packed = getattr(obj, ANNOTATION, None)
    if packed is None:
        return None
    stars, count = divmod(packed, PACKING)
    if _packed_stars() == "total":
        return Figures(count, stars)
    # Without a recency score, which wants the counters rebuilt once, the plain mean is shown.
    return Figures(count, recent_score=stars) if stars or not count else None


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

    ``sort`` is a value of ``Sort``, or ``""`` for what the reviews block begins with: the active language
    first where an item has reviews in it and in others. ``after`` is the ``next`` of the page before.
    Raises ``InvalidCursor`` (a ``ValueError``) for a cursor that was not made here and ``ValueError`` for
    an unknown ``sort``. Pass the ``summary`` if you have it.
    """
    cursor = Cursor.parse(after) if isinstance(after, str) else after
    if summary is None or summary.languages is None:
        summary = rating_summary(obj)
    filters = {"rating": stars, "verified": verified, "language": language}
    wanted = {name: value for name, value in filters.items() if value is not None}
    split = LanguageSplit.of(summary.languages or {}, current_language())
    sort = sort_in_force(sort, split, narrowed=bool(wanted))
    if not summary.languages or summary.item_id is None:
        return ReviewPage()
    if language is not None and language not in summary.languages:
        return ReviewPage()  # whatever a visitor typed there, the database need not see it
    reviews = Review.objects.published().filter(item_id=summary.item_id, **wanted).values_list(*COLUMNS)
    limit = limit or trust_settings.reviews_page_size
    rows = fetch_page(reviews, sort, cursor, limit + 1, stars=stars, split=split)
    cards = tuple(card_of(row) for row in rows[:limit])
    return ReviewPage(cards, next=cursor_behind(cards, sort, cursor, split) if len(rows) > limit else None)


def published_card(pk: int) -> ReviewCard | None:
    """Return one published review, or None: unpublished ones do not exist for the public."""
    row = Review.objects.published().filter(pk=pk).values_list(*COLUMNS).first()
    return None if row is None else card_of(row)


def _summary(item_id: int, figures: Any, **parts: Any) -> RatingSummary:
    *per_star, count, total, recent, until, frozen_count, frozen_total, frozen_recent, frozen_stars = figures[
        :-2
    ]
    verified_count, version = figures[-2:]
    frozen = until > time()
    if frozen:
        per_star = [int(number) for number in reversed(frozen_stars.split())]
        count, total, recent = frozen_count, frozen_total, frozen_recent
    return RatingSummary(
        count=count,
        total=total,
        histogram=dict(zip(STARS, per_star, strict=True)),
        verified_count=verified_count,
        item_id=item_id,
        version=version,
        recent_score=recent,
        frozen_until=until if frozen else 0,
        **parts,
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
