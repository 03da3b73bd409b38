"""The floor: what a good Django developer writes without a library, by ``values()`` and one template."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext

from benchmarks.distribution import email_of
from benchmarks.limit import BODY
from benchmarks.markup import NAMES, SORTS
from benchmarks.shop.models import Product
from django_trust.reviews.models import ItemLanguage, ItemRating, Review
from django_trust.reviews.stars import half_stars, stars_svg

FIGURES = ("stars_5", "stars_4", "stars_3", "stars_2", "stars_1", "count", "total", "verified_count")
FIELDS = (
    "id", "rating", "title", "body", "author_name", "language", "verified", "helpful_count", "created_at",
    "edited_at", "reply__body", "reply__language", "reply__created_at",
)  # fmt: skip


def block(product: Product, content_type_id: int, request: HttpRequest) -> str:
    """Two queries and one template that shows what our block shows."""
    rows = list(
        ItemLanguage.objects.filter(item__content_type_id=content_type_id, item__object_id=str(product.pk))
        .order_by("-count")
        .values("language", "count", "item_id", *(f"item__rating__{name}" for name in FIGURES))
    )
    figures = {name: rows[0][f"item__rating__{name}"] for name in FIGURES}
    reviews = list(
        Review.objects.filter(item_id=rows[0]["item_id"], state="published")
        .order_by("-created_at", "-id")
        .values(*FIELDS)[:21]
    )
    average = figures["total"] / Decimal(figures["count"])
    last = reviews[19] if len(reviews) > 20 else None
    context = {
        "product": product,
        "figures": figures,
        "average": average.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP),
        "svg": stars_svg(half_stars(average)),
        "histogram": [_histogram_row(number, figures) for number in (5, 4, 3, 2, 1)],
        "languages": [(row["language"], NAMES[row["language"]], row["count"]) for row in rows],
        "sorts": SORTS.items(),
        "reviews": [_shown(review) for review in reviews[:20]],
        "next_url": f"?trust_after={last['created_at'].timestamp()}.{last['id']}#trust-reviews"
        if last
        else "",
    }
    return get_template("benchmarks/floor_block.html").render(context, request)  # type: ignore[no-any-return]


def _histogram_row(number: int, figures: dict[str, Any]) -> dict[str, Any]:
    count = figures[f"stars_{number}"]
    return {"stars": number, "count": count, "percent": f"{100 * count / figures['count']:.0f}"}


def _shown(review: dict[str, Any]) -> dict[str, Any]:
    review["svg"] = stars_svg(review["rating"] * 2)
    review["stars_text"] = gettext("%(number)s out of 5 stars") % {"number": review["rating"]}
    review["author_name"] = review["author_name"] or gettext("Anonymous")
    review["foreign"] = "" if review["language"] == "en" else NAMES[review["language"]]
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
def submit(product: int, number: int) -> None:
    """One review by the ORM with ``F()`` counters, without any of the checks a shop needs."""
    now = timezone.now()
    Review.objects.create(
        item_id=product, rating=5, title="Good", body=BODY, author_name="Mari", email=email_of(number),
        email_key=f"floor{number:027x}", language="en", state="published", created_at=now, published_at=now,
    )  # fmt: skip
    ItemRating.objects.filter(pk=product).update(
        stars_5=F("stars_5") + 1, count=F("count") + 1, total=F("total") + 5, version=F("version") + 1
    )
    ItemLanguage.objects.filter(item_id=product, language="en").update(count=F("count") + 1)
