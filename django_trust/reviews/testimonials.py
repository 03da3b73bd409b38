"""A few reviews for the home page, marked as the selection they are (16 CFR 465.7(b)).

Those staff chose come first, the newest choice first; where they are fewer than wanted, the newest reviews
of the shop itself follow. Only published ones are shown, beside the number and the average of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.models import Case, Q, QuerySet, Sum, When
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from django_trust.l10n.formats import format_number
from django_trust.l10n.locales import current_language, direction, html_lang
from django_trust.rendering import render_widget
from django_trust.reviews.card_list import list_context
from django_trust.reviews.cards import COLUMNS, ReviewCard, card_of
from django_trust.reviews.census import SECONDS
from django_trust.reviews.filters import ANCHOR
from django_trust.reviews.models import ItemRating, Review
from django_trust.reviews.pages import name_and_url
from django_trust.reviews.phrases import average_text
from django_trust.reviews.policy_words import policy_url
from django_trust.reviews.scores import Figures
from django_trust.shop.models import Item
from django_trust.shop.references import ItemReference, shop_item

KEY = "django_trust:all_figures:1"
MOST = 24
EXCERPT = 280  # characters
ITEM_COLUMNS = ("item__name", "item__url", "item__content_type_id", "item__object_id")


@dataclass(frozen=True, slots=True)
class ChosenReview:
    """One review of the selection, and what it is about as the shop last named it."""

    review: ReviewCard
    item_name: str
    item_url: str
    reference: ItemReference

    @property
    def excerpt(self) -> str:
        """The beginning of the review's words, cut between two of them."""
        body = self.review.body
        if len(body) <= EXCERPT:
            return body
        beginning = body[:EXCERPT]
        return f"{beginning.rpartition(' ')[0] or beginning}…"


def testimonials(limit: int) -> tuple[ChosenReview, ...]:
    """Return up to ``limit`` (at most 24) published reviews by at most two queries.

    Those in the reader's language come first.
    """
    limit = min(limit, MOST)
    if limit < 1:
        return ()
    published = Review.objects.published()
    chosen = published.filter(testimonial__isnull=False).order_by(
        _foreign_last(), "-testimonial__chosen_at", "-pk"
    )
    cards = _cards(chosen, limit)
    if len(cards) < limit:
        known = {card.review.id for card in cards}
        about_shop = _cards(_reviews_of_shop(), limit)
        cards += [card for card in about_shop if card.review.id not in known]
    return tuple(cards[:limit])


def _reviews_of_shop() -> QuerySet[Review]:
    shop = shop_item().reference
    reviews = Review.objects.published().filter(
        item__content_type_id=shop.content_type_id, item__object_id=shop.object_id
    )
    return reviews.order_by("-created_at", "-pk")


def _foreign_last() -> Case:
    base = current_language().partition("-")[0]
    own = Q(language=base) | Q(language__startswith=f"{base}-")
    return Case(When(own, then=0), default=1)


def _cards(reviews: QuerySet[Review], limit: int) -> list[ChosenReview]:
    rows = reviews.values_list(*COLUMNS, *ITEM_COLUMNS)[:limit]
    return [ChosenReview(card_of(row[:-4]), row[-4], row[-3], ItemReference(*row[-2:])) for row in rows]


def all_figures() -> Figures:
    """Return number and sum of stars of all published reviews of the shop, at most an hour old."""
    kept: Figures | None = cache.get(KEY)
    if kept is not None:
        return kept
    figures = _add_up()
    cache.set(KEY, figures, SECONDS)
    return figures


def _add_up() -> Figures:
    sums = ItemRating.objects.aggregate(count=Sum("count", default=0), total=Sum("total", default=0))
    return Figures(sums["count"], int(sums["total"]))


def selection_html(limit: int = 3) -> SafeString:
    """Return the selection as HTML; nothing when there is none."""
    cards = testimonials(limit)
    if not cards:
        return SafeString("")
    language = current_language()
    shared = list_context([card.review for card in cards], "")
    context = {
        "lang": html_lang(language),
        "dir": direction(language),
        "selection": selection_sentence(len(cards), all_figures()),
        "testimonials": [
            _with_item(context, card) for context, card in zip(shared["reviews"], cards, strict=True)
        ],
        "policy_url": policy_url(),
    }
    return render_widget("django_trust/reviews/testimonials.html", context)


def _with_item(context: dict[str, Any], card: ChosenReview) -> dict[str, Any]:
    name, url = live_name_and_url(card)
    return {
        **context,
        "body": card.excerpt,
        "cut": card.excerpt != card.review.body,
        "item_name": name,
        "item_url": f"{url.partition('#')[0]}#{ANCHOR}" if url else "",
    }


def live_name_and_url(card: ChosenReview) -> tuple[str, str]:
    """Return what the shop calls the item now, in the reader's language; the snapshot if it is gone."""
    item = Item(pk=0, content_type_id=card.reference.content_type_id, object_id=card.reference.object_id)
    item.name, item.url = card.item_name, card.item_url
    return name_and_url(item)


def selection_sentence(shown: int, figures: Figures) -> str:
    """Return "A selection: 3 of 1,204 reviews. The average of all reviews is 4.4 out of 5."

    The average is the plain mean over all products, whatever ``REVIEWS_SCORE`` makes of one product's.
    """
    count = max(figures.count, shown)  # counted up to an hour ago
    sentence = ngettext(
        "A selection: %(shown)s of %(number)s review.", "A selection: %(shown)s of %(number)s reviews.", count
    ) % {"shown": format_number(shown), "number": format_number(count)}
    if not figures.count:
        return sentence
    average = _("The average of all reviews is %(average)s out of 5.") % {
        "average": average_text(Decimal(figures.total) / figures.count)
    }
    return f"{sentence} {average}"
