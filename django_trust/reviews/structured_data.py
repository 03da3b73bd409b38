"""schema.org JSON-LD for a product page, from the same data as the visible block."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin

from django.db.models import Model

from django_trust.conf import trust_settings
from django_trust.l10n.locales import html_lang
from django_trust.reviews.cards import RatingSummary, ReviewCard
from django_trust.reviews.phrases import author_name
from django_trust.shop.adapter import Offer, get_adapter
from django_trust.shop.references import is_shop

OfferParts = Callable[[Offer], Mapping[str, Any]]


def product_jsonld(
    obj: Model,
    *,
    summary: RatingSummary,
    reviews: tuple[ReviewCard, ...],
    exclude: frozenset[str] = frozenset(),
    base_url: str = "",
    offer_parts: OfferParts | None = None,
) -> dict[str, Any] | None:
    """Return the Product node of a page, or None when search engines would refuse it.

    Reviews whose author got something for writing stay out unless ``JSONLD_INCENTIVIZED`` says otherwise:
    Google wants them disclosed beside the stars it shows, which markup cannot do.

    ``reviews`` are those visible on the page. A Product needs an offer, a rating or a review; ratings are
    never announced with a count of 0. ``base_url`` makes addresses absolute. ``offer_parts`` returns what
    other rooms say of an offer; it is asked only where there is one.
    """
    if is_shop(obj):
        return None  # Google takes no stars that a shop gives itself
    adapter = get_adapter()
    obj = adapter.get_object(obj)
    parts: dict[str, Any] = {}
    offer = adapter.get_offer(obj)
    if offer is not None and "Offer" not in exclude:
        said = offer_parts(offer) if offer_parts else {}
        parts["offers"] = {**_offer(offer, urljoin(base_url, offer.url or adapter.get_url(obj))), **said}
    if summary.count and "AggregateRating" not in exclude:
        parts["aggregateRating"] = _aggregate_rating(summary)
    if not trust_settings.jsonld_incentivized:
        reviews = tuple(card for card in reviews if not card.incentive)
    if reviews and "Review" not in exclude:
        parts["review"] = [_review(card) for card in reviews]
    if not parts or "Product" in exclude:
        return None
    return {"@context": "https://schema.org", **_product(obj, base_url), **parts}


def _product(obj: Model, base_url: str) -> dict[str, Any]:
    adapter = get_adapter()
    url = urljoin(base_url, adapter.get_url(obj))
    image = adapter.get_image(obj)
    identifiers = adapter.get_identifiers(obj)
    node = {
        "@type": "Product",
        "@id": f"{url}#product",
        "name": adapter.get_name(obj),
        "url": url,
        "image": urljoin(base_url, image) if image else "",
        "sku": identifiers.sku,
        "gtin": identifiers.gtin,
        "mpn": identifiers.mpn,
        "brand": {"@type": "Brand", "name": identifiers.brand} if identifiers.brand else "",
    }
    return {name: value for name, value in node.items() if value}


def _offer(offer: Offer, url: str) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "url": url,
        "price": str(offer.price),
        "priceCurrency": offer.currency,
        "availability": f"https://schema.org/{offer.availability}",
    }


def _aggregate_rating(summary: RatingSummary) -> dict[str, Any]:
    return {
        "@type": "AggregateRating",
        "ratingValue": float(summary.displayed_average or 0),
        "reviewCount": summary.count,
        "bestRating": 5,
        "worstRating": 1,
    }


def _review(card: ReviewCard) -> dict[str, Any]:
    node = {
        "@type": "Review",
        "author": {"@type": "Person", "name": author_name(card)},
        "datePublished": card.created_at.isoformat(),
        "name": card.title,
        "reviewBody": card.body,
        "inLanguage": html_lang(card.language),
        "reviewRating": {"@type": "Rating", "ratingValue": card.rating, "bestRating": 5, "worstRating": 1},
    }
    return {name: value for name, value in node.items() if value}
