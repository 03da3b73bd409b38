"""The data block of a product page: the product, its rating and reviews, its offer with the shop's terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.safestring import SafeString

from django_trust.conf import trust_settings
from django_trust.policies.book import book_of
from django_trust.policies.structured_data import TYPES, offer_parts
from django_trust.policies.widgets import shopper_country
from django_trust.reviews import blocks
from django_trust.shop.adapter import Offer, get_adapter


def product_jsonld(
    obj: Model, holder: blocks.Holder, request: HttpRequest | None = None, exclude: str = ""
) -> SafeString:
    """Return the data block, or an empty text where search engines would refuse it.

    ``exclude`` names schema.org types that stay out, separated by spaces. Terms are asked for only where
    there is an offer, and where not both of their types stay out.
    """
    excluded = trust_settings.jsonld_exclude | frozenset(exclude.split())

    def terms(offer: Offer) -> Mapping[str, Any]:
        if excluded >= TYPES:
            return {}
        country = shopper_country(request)
        return offer_parts(book_of(holder), country, offer.currency, base_url_of(request), excluded)

    return blocks.jsonld(obj, holder, request, exclude, offer_parts=terms)


def base_url_of(request: HttpRequest | None) -> str:
    """Return what makes addresses absolute: the address asked for, else the shop's own."""
    return request.build_absolute_uri("/") if request is not None else get_adapter().get_shop().url
