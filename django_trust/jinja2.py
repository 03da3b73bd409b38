"""The template tags for Jinja2 hosts (extra ``jinja2``).

Add them to the environment: ``env.globals.update(trust_globals)``. Each takes the object first; those
that show filters or forms also take the request: ``{{ trust_reviews(product, request) }}``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.safestring import SafeString

from django_trust.badges.blocks import badges_for
from django_trust.icons import icon_svg
from django_trust.reviews import blocks
from django_trust.reviews.policy_words import policy_html
from django_trust.reviews.testimonials import selection_html
from django_trust.shop.identity import blocks as identity
from django_trust.shop.references import shop_item
from django_trust.shop_jsonld import shop_jsonld
from django_trust.stylesheet import css_link


def trust_stars(obj: Model | str, request: HttpRequest | None = None) -> SafeString:
    return blocks.stars(_or_shop(obj), _holder(request))


def trust_prefetch(objects: Iterable[Model], request: HttpRequest) -> SafeString:
    blocks.prefetch(objects, request)
    return SafeString("")


def trust_reviews(obj: Model | str, request: HttpRequest | None = None) -> SafeString:
    return blocks.reviews(_or_shop(obj), _holder(request), request)


def trust_review_form(obj: Model | str, request: HttpRequest | None = None) -> SafeString:
    return blocks.review_form(_or_shop(obj), request)


def trust_review_policy() -> SafeString:
    return policy_html()


def trust_testimonials(limit: int = 3) -> SafeString:
    return selection_html(limit)


def trust_review_order(reference: str) -> SafeString:
    return blocks.review_order(reference)


def trust_badges(request: HttpRequest | None = None, **wanted: Any) -> SafeString:
    return badges_for(_holder(request), **wanted)


def trust_support(request: HttpRequest | None = None) -> SafeString:
    return identity.support(_holder(request), request)


def trust_shop(request: HttpRequest | None = None) -> SafeString:
    return identity.shop(_holder(request), request)


def trust_jsonld(obj: Model | str, request: HttpRequest | None = None, exclude: str = "") -> SafeString:
    if isinstance(obj, str):
        return shop_jsonld(_holder(request), request, exclude)
    return blocks.jsonld(obj, _holder(request), request, exclude)


def _or_shop(obj: Model | str) -> Model:
    """The text "shop" stands for the shop itself."""
    return shop_item() if isinstance(obj, str) else obj


def _holder(request: HttpRequest | None) -> HttpRequest | dict[str, Any]:
    return {} if request is None else request


trust_globals = {
    "trust_badges": trust_badges,
    "trust_css": css_link,
    "trust_icon": icon_svg,
    "trust_jsonld": trust_jsonld,
    "trust_prefetch": trust_prefetch,
    "trust_review_form": trust_review_form,
    "trust_review_order": trust_review_order,
    "trust_review_policy": trust_review_policy,
    "trust_reviews": trust_reviews,
    "trust_shop": trust_shop,
    "trust_stars": trust_stars,
    "trust_support": trust_support,
    "trust_testimonials": trust_testimonials,
}
