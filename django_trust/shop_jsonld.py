"""The shop's own node: who it is, its certificates, its terms. Never with a rating it would give itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from django_trust.badges.structured_data import certifications_jsonld
from django_trust.conf import trust_settings
from django_trust.jsonld import jsonld_script
from django_trust.policies.book import book_of
from django_trust.policies.structured_data import TYPES, organization_parts, shop_node
from django_trust.product_jsonld import base_url_of
from django_trust.rendering import memo_of
from django_trust.shop.identity.structured_data import organization_jsonld


def shop_jsonld(
    holder: HttpRequest | dict[str, Any], request: HttpRequest | None = None, exclude: str = ""
) -> SafeString:
    """Return the data block of the shop itself, or an empty text where there is nothing to say.

    ``exclude`` names schema.org types that stay out, separated by spaces.
    """
    excluded = trust_settings.jsonld_exclude | frozenset(exclude.split())
    if "Organization" in excluded:
        return SafeString("")
    base_url = base_url_of(request)
    certifications = [] if "Certification" in excluded else certifications_jsonld(base_url)
    node = organization_jsonld(base_url, certifications=certifications, memo=memo_of(holder))
    terms = {} if excluded >= TYPES else organization_parts(book_of(holder), base_url, excluded)
    if not (node or terms):
        return SafeString("")
    return jsonld_script({"@context": "https://schema.org", **(node or shop_node(base_url)), **terms})
