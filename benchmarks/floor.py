"""The floor: what a good Django developer writes without a library, by ``values()`` and one template."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, When
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext

from benchmarks.markup import CRITERIA as LABELS
from benchmarks.markup import INCENTIVES, NAMES, SOURCES, sorts_for
from benchmarks.shop.models import Product
from benchmarks.submissions import AUTHOR, CRITERIA_STARS, STARS, TITLE, Submission
from django_trust.reviews.models import CriterionRating, ItemRating, ItemTally, Review, ReviewSketch
from django_trust.reviews.stars import half_stars, stars_svg

FIGURES = ("stars_5", "stars_4", "stars_3", "stars_2", "stars_1", "count", "total", "verified_count")
FIELDS = (
    "id", "rating", "title", "body", "pros", "cons", "author_name", "language", "verified", "source",
    "incentive", "variant", "experienced_on", "delivered_on", "gallery", "helpful_count", "created_at",
    "edited_at", "reply__body", "reply__language", "reply__created_at",
)  # fmt: skip


def block(product: Product, content_type_id: int, request: HttpRequest) -> str:
    """Two queries and one template that shows what our block shows."""
    rows = list(
        ItemTally.objects.filter(item__content_type_id=content_type_id, item__object_id=str(product.pk))
        .order_by("-count")
        .values("kind", "key", "count", "total", "item_id", *(f"item__rating__{name}" for name in FIGURES))
    )
    figures = {name: rows[0][f"item__rating__{name}"] for name in FIGURES}
    languages = [row for row in rows if row["kind"] == "language"]
    criteria = sorted((row for row in rows if row["kind"] == "criterion"), key=lambda row: row["key"])
    own = sum(row["count"] for row in languages if row["key"] == "en")
    reviews = list(_own_language_first(rows[0]["item_id"], own).values(*FIELDS)[:21])
    average = figures["total"] / Decimal(figures["count"])
    last = reviews[19] if len(reviews) > 20 else None
    context = {
        "product": product,
        "item_id": rows[0]["item_id"],
        "figures": figures,
        **_average(figures["count"], figures["total"]),
        "exact": average.quantize(Decimal("0.001"), rounding=ROUND_HALF_UP),
        "histogram": [_histogram_row(number, figures) for number in (5, 4, 3, 2, 1)],
        "criteria": [
            {"label": LABELS[row["key"]], "count": row["count"], **_average(row["count"], row["total"])}
            for row in criteria
        ],
        "languages": [(row["key"], NAMES[row["key"]], row["count"]) for row in languages],
        "sorts": sorts_for(own, figures["count"]),
        "reviews": [_shown(review) for review in reviews[:20]],
        "next_url": f"?trust_after={last['created_at'].timestamp()}.{last['id']}#trust-reviews"
        if last
        else "",
    }
    return get_template("benchmarks/floor_block.html").render(context, request)  # type: ignore[no-any-return]


def _own_language_first(item_id: int, own: int) -> QuerySet[Review]:
    """The first page is all in the reader's language where there are enough of them."""
    reviews = Review.objects.filter(item_id=item_id, state="published")
    if own > 20:
        return reviews.filter(language="en").order_by("-created_at", "-id")
    return reviews.order_by(Case(When(language="en", then=0), default=1), "-created_at", "-id")


def _average(count: int, total: int) -> dict[str, Any]:
    average = total / Decimal(count)
    shown = average.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return {"average": shown, "svg": stars_svg(half_stars(average))}


def _histogram_row(number: int, figures: dict[str, Any]) -> dict[str, Any]:
    count = figures[f"stars_{number}"]
    return {"stars": number, "count": count, "percent": f"{100 * count / figures['count']:.0f}"}


def _shown(review: dict[str, Any]) -> dict[str, Any]:
    review["svg"] = stars_svg(review["rating"] * 2)
    review["stars_text"] = gettext("%(number)s out of 5 stars") % {"number": review["rating"]}
    review["author_name"] = review["author_name"] or gettext(
        "Verified buyer" if review["verified"] else "Anonymous"
    )
    review["foreign"] = "" if review["language"] == "en" else NAMES[review["language"]]
    review["incentive"] = gettext(INCENTIVES[review["incentive"]]) if review["incentive"] else ""
    review["source"] = gettext(SOURCES[review["source"]])
    review["pros"] = review["pros"].split("\n") if review["pros"] else ()
    review["cons"] = review["cons"].split("\n") if review["cons"] else ()
    for photo in review["gallery"]:
        photo["url"] = default_storage.url(photo["image"])
        photo["thumbnail_url"] = default_storage.url(photo["thumbnail"])
    return review


def listing(keys: list[int], content_type_id: int, request: HttpRequest) -> str:
    """A listing with stars: one query for the products, one for their figures, one template."""
    products = list(Product.objects.filter(pk__in=keys).order_by("pk"))
    rows = ItemRating.objects.filter(
        item__content_type_id=content_type_id, item__object_id__in=[str(product.pk) for product in products]
    ).values("item__object_id", "count", "total")
    figures = {row["item__object_id"]: row for row in rows}
    for product in products:
        product.figures = _stars(figures.get(str(product.pk)))  # type: ignore[attr-defined]
    return get_template("benchmarks/floor_listing.html").render({"products": products}, request)  # type: ignore[no-any-return]


def _stars(row: dict[str, Any] | None) -> dict[str, Any] | None:
    if not row or not row["count"]:
        return None
    average = row["total"] / Decimal(row["count"])
    shown = average.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return {"count": row["count"], "average": shown, "svg": format_html("{}", stars_svg(half_stars(average)))}


@transaction.atomic
def submit(product: int, sent: Submission) -> None:
    """One review with its parts by the ORM, with ``F()`` counters, without any of the checks a shop needs."""
    now = timezone.now()
    review = Review.objects.create(
        item_id=product, rating=STARS, title=TITLE, body=sent.body, author_name=AUTHOR, email=sent.email,
        email_key=sent.key, device_key=sent.key, language="en", state="published", created_at=now,
        published_at=now,
    )  # fmt: skip
    CriterionRating.objects.bulk_create(
        CriterionRating(review=review, criterion=code, rating=stars) for code, stars in CRITERIA_STARS.items()
    )
    ReviewSketch.objects.bulk_create(ReviewSketch(review=review, phrase=phrase) for phrase in sent.phrases)
    ItemRating.objects.filter(pk=product).update(
        stars_4=F("stars_4") + 1, count=F("count") + 1, total=F("total") + STARS, version=F("version") + 1
    )
    ItemTally.objects.filter(
        Q(kind="language", key="en") | Q(kind="criterion", key__in=CRITERIA_STARS), item_id=product
    ).update(count=F("count") + 1, total=F("total") + STARS)
