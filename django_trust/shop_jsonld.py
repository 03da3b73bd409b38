"""The shop's own node: who it is, and the certificates it holds. Never with a rating it would give itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from django_trust.badges.structured_data import certifications_jsonld
from django_trust.jsonld import jsonld_script
from django_trust.rendering import memo_of
from django_trust.shop.identity.structured_data import organization_jsonld


def shop_jsonld(
    holder: HttpRequest | dict[str, Any], request: HttpRequest | None = None, exclude: str = ""
) -> SafeString:
    """Return the data block of the shop itself, or an empty text where there is nothing to say.

    ``exclude`` names schema.org types that stay out, separated by spaces.
    """
    base_url = request.build_absolute_uri("/") if request is not None else ""
    left_out = exclude.split()
    if "Organization" in left_out:
        return SafeString("")
    certifications = [] if "Certification" in left_out else certifications_jsonld(base_url)
    node = organization_jsonld(base_url, certifications=certifications, memo=memo_of(holder))
    return jsonld_script({"@context": "https://schema.org", **node}) if node else SafeString("")
