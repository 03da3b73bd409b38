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
from django_trust.followups.status.blocks import order_status_html
from django_trust.icons import icon_svg
from django_trust.policies import blocks as policies
from django_trust.policies.delivery.blocks import delivery_html, promise_html
from django_trust.policies.labels.blocks import durability_label_html, notice_html
from django_trust.policies.order_terms import terms_of_order_html
from django_trust.policies.prices.blocks import price_html
from django_trust.policies.withdrawals.blocks import withdraw_html
from django_trust.product_jsonld import product_jsonld
from django_trust.reviews import blocks
from django_trust.reviews.policy_words import policy_html
from django_trust.reviews.testimonials import selection_html
from django_trust.shop.identity import blocks as identity
from django_trust.shop.models import Purchase
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
    return product_jsonld(obj, _holder(request), request, exclude)


def trust_policy(
    kind: str,
    request: HttpRequest | None = None,
    *,
    country: str | None = None,
    short: bool = False,
    text: bool = False,
) -> SafeString | str:
    show = policies.policy_text if text else policies.short_html if short else policies.policy_html
    return show(_holder(request), kind, country=country, request=request)


def trust_checkout(request: HttpRequest | None = None, *, country: str | None = None) -> SafeString:
    return policies.checkout_html(_holder(request), country=country, request=request)


def trust_delivery(
    obj: Model, request: HttpRequest | None = None, *, country: str | None = None
) -> SafeString:
    return delivery_html(_holder(request), request, obj, country=country)


def trust_promise() -> SafeString:
    return promise_html()


def trust_order_terms(reference: str, request: HttpRequest | None = None) -> SafeString:
    return terms_of_order_html(_holder(request), reference)


def trust_order_status(purchase: Purchase | str, request: HttpRequest | None = None) -> SafeString:
    return order_status_html(_holder(request), purchase)


def trust_withdraw(
    reference: str = "", request: HttpRequest | None = None, *, country: str | None = None
) -> SafeString:
    return withdraw_html(_holder(request), request, reference, country=country)


def trust_price(
    amount: Any, currency: str, request: HttpRequest | None = None, *, to: str | None = None
) -> SafeString:
    return price_html(_holder(request), request, amount, currency, to=to)


def trust_guarantee_notice(request: HttpRequest | None = None, *, nested: bool = False) -> SafeString:
    return notice_html(_holder(request), nested=nested)


def trust_durability_label(
    obj: Model, request: HttpRequest | None = None, *, nested: bool = False
) -> SafeString:
    return durability_label_html(_holder(request), obj, nested=nested)


def _or_shop(obj: Model | str) -> Model:
    """The text "shop" stands for the shop itself."""
    return shop_item() if isinstance(obj, str) else obj


def _holder(request: HttpRequest | None) -> HttpRequest | dict[str, Any]:
    return {} if request is None else request


trust_globals = {
    "trust_badges": trust_badges,
    "trust_checkout": trust_checkout,
    "trust_css": css_link,
    "trust_delivery": trust_delivery,
    "trust_durability_label": trust_durability_label,
    "trust_guarantee_notice": trust_guarantee_notice,
    "trust_icon": icon_svg,
    "trust_jsonld": trust_jsonld,
    "trust_order_status": trust_order_status,
    "trust_order_terms": trust_order_terms,
    "trust_policy": trust_policy,
    "trust_prefetch": trust_prefetch,
    "trust_price": trust_price,
    "trust_promise": trust_promise,
    "trust_review_form": trust_review_form,
    "trust_review_order": trust_review_order,
    "trust_review_policy": trust_review_policy,
    "trust_reviews": trust_reviews,
    "trust_shop": trust_shop,
    "trust_stars": trust_stars,
    "trust_support": trust_support,
    "trust_testimonials": trust_testimonials,
    "trust_withdraw": trust_withdraw,
}
