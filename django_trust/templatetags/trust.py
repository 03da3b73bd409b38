"""``{% load trust %}``: the widgets as template tags.

Tags never write and never raise for data reasons. What is wrong in the template itself is a
``TemplateSyntaxError`` that says what is allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import template
from django.template import Context, Node, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString

from django_trust import followup_tags, policy_tags
from django_trust.badges.blocks import badges_for
from django_trust.icons import icon_for_tag
from django_trust.product_jsonld import product_jsonld
from django_trust.reviews import blocks
from django_trust.reviews.policy_words import policy_html
from django_trust.reviews.testimonials import selection_html
from django_trust.setting_table import JSONLD_TYPES
from django_trust.shop.identity import blocks as identity
from django_trust.shop.references import SHOP, shop_item
from django_trust.shop_jsonld import shop_jsonld
from django_trust.stylesheet import css_link
from django_trust.tag_arguments import holder_of, is_item, request_of

register = template.Library()

BADGES_ARGUMENTS = ("placement", "kind", "country", "currency", "limit", "style")

USAGE = {
    "trust_css": "{% trust_css %}",
    "trust_stars": '{% trust_stars product %} ("shop" instead of product: reviews of the shop itself)',
    "trust_prefetch": "{% trust_prefetch products %}",
    "trust_reviews": '{% trust_reviews product %} ("shop" instead of product: the shop itself)',
    "trust_review_form": '{% trust_review_form product %} ("shop" instead of product: the shop itself)',
    "trust_review_policy": "{% trust_review_policy %}",
    "trust_testimonials": "{% trust_testimonials limit=3 %} (limit is optional)",
    "trust_review_order": '{% trust_review_order "1001" %} (the order number)',
    "trust_badges": '{% trust_badges placement="checkout" kind="payment" country="EE" currency="EUR" limit=6 '
    'style="line" %} (all optional)',
    "trust_support": "{% trust_support %}",
    "trust_shop": "{% trust_shop %}",
    "trust_icon": '{% trust_icon "lock" title="Encrypted" %} (title is optional)',
    "trust_jsonld": f'{{% trust_jsonld product exclude="{" ".join(JSONLD_TYPES)}" %}} '
    '(exclude is optional; "shop" instead of product: the shop itself)',
    **policy_tags.USAGE,
    **followup_tags.USAGE,
}


@register.simple_tag
def trust_css() -> SafeString:
    """Print the link to the one style sheet of all widgets."""
    return css_link()


@register.simple_tag(takes_context=True)
def trust_stars(context: Context, obj: Any) -> SafeString:
    """Print compact stars, average and count of a product, linked to its reviews."""
    obj = _or_shop(obj)
    return blocks.stars(obj, holder_of(context)) if is_item(obj, "trust_stars") else SafeString("")


@register.simple_tag(takes_context=True)
def trust_prefetch(context: Context, objects: Iterable[Any]) -> SafeString:
    """Print nothing; read the figures of a listing in one query for the ``trust_stars`` that follow."""
    blocks.prefetch([obj for obj in objects or () if is_item(obj, "trust_prefetch")], holder_of(context))
    return SafeString("")


@register.simple_tag(takes_context=True)
def trust_reviews(context: Context, obj: Any) -> SafeString:
    """Print the reviews of a product: summary, histogram, filters, a page of reviews."""
    obj = _or_shop(obj)
    return (
        blocks.reviews(obj, holder_of(context), request_of(context))
        if is_item(obj, "trust_reviews")
        else SafeString("")
    )


@register.simple_tag(takes_context=True)
def trust_review_form(context: Context, obj: Any) -> SafeString:
    """Print the form to review a product."""
    obj = _or_shop(obj)
    return (
        blocks.review_form(obj, request_of(context)) if is_item(obj, "trust_review_form") else SafeString("")
    )


@register.simple_tag
def trust_review_policy() -> SafeString:
    """Print how reviews are collected and checked here, as the settings in force and the counts say it."""
    return policy_html()


@register.simple_tag
def trust_testimonials(limit: int = 3) -> SafeString:
    """Print reviews that staff chose, else the newest ones of the shop itself, marked as a selection."""
    if not isinstance(limit, int) or limit < 1:
        raise TemplateSyntaxError(
            f"trust_testimonials: limit is {limit!r}; it must be a whole number from 1."
        )
    return selection_html(limit)


@register.simple_tag
def trust_review_order(reference: Any) -> SafeString:
    """Print the link by which the buyer of an order reviews it; for pages only the buyer can see."""
    return blocks.review_order(str(reference)) if reference else SafeString("")


@register.simple_tag(takes_context=True)
def trust_jsonld(context: Context, obj: Any, exclude: str = "") -> SafeString:
    """Print the product's JSON-LD; ``exclude`` names schema.org types the page already has."""
    unknown = set(exclude.split()) - set(JSONLD_TYPES)
    if unknown:
        raise TemplateSyntaxError(
            f"trust_jsonld: exclude has {', '.join(sorted(unknown))}; allowed are {', '.join(JSONLD_TYPES)}."
        )
    if isinstance(obj, str) and obj == SHOP:
        return shop_jsonld(holder_of(context), request_of(context), exclude)
    if not is_item(obj, "trust_jsonld"):
        return SafeString("")
    return product_jsonld(obj, holder_of(context), request_of(context), exclude)


class BadgesNode(Node):
    """A row of badges. Its arguments are mostly plain words, which are then read once, not for each page."""

    def __init__(self, arguments: dict[str, FilterExpression], target: str) -> None:
        self.target = target
        self.variables = {name: value for name, value in arguments.items() if value.is_var}
        self.words = {name: value.resolve(Context()) for name, value in arguments.items() if not value.is_var}

    def render(self, context: Context) -> SafeString:
        wanted = {**self.words, **self._asked(context)} if self.variables else self.words
        try:
            html = badges_for(holder_of(context), **wanted)
        except ValueError as error:
            raise TemplateSyntaxError(f"trust_badges: {error}. Allowed: {USAGE['trust_badges']}") from error
        if self.target:
            context[self.target] = html
            return SafeString("")
        return html

    def _asked(self, context: Context) -> dict[str, Any]:
        """What variables say; a missing one says nothing. A country may be an object that prints its code."""
        asked = {name: value.resolve(context) for name, value in self.variables.items()}
        return {
            name: value if name == "limit" else str(value)
            for name, value in asked.items()
            if value is not None and value != ""
        }


@register.tag
def trust_badges(parser: Parser, token: Token) -> BadgesNode:
    """Print the badges whose evidence is current, each linked to it."""
    name, *bits = token.split_contents()
    target = bits.pop() if len(bits) > 1 and bits[-2] == "as" else ""
    if target:
        bits.pop()
    arguments = token_kwargs(bits, parser)
    unknown = [*bits, *(set(arguments) - set(BADGES_ARGUMENTS))]
    if unknown:
        raise TemplateSyntaxError(f"'{name}' received what it does not take: {' '.join(unknown)}")
    return BadgesNode(arguments, target)


@register.simple_tag(takes_context=True)
def trust_support(context: Context) -> SafeString:
    """Print how to reach the shop: channels, languages, hours in the shopper's time zone, open or closed."""
    return identity.support(holder_of(context), request_of(context))


@register.simple_tag(takes_context=True)
def trust_shop(context: Context) -> SafeString:
    """Print who the shop is: legal name, address, registration numbers, since when, its story."""
    return identity.shop(holder_of(context), request_of(context))


@register.simple_tag
def trust_icon(name: str, title: str = "") -> SafeString:
    """Print an icon of the set; with a title, it says so to people who do not see it."""
    try:
        return icon_for_tag(name, title)
    except ValueError as error:
        raise TemplateSyntaxError(f"{error} Allowed: {USAGE['trust_icon']}") from error


def _or_shop(obj: Any) -> Any:
    """The text "shop" stands for the shop itself."""
    return shop_item() if isinstance(obj, str) and obj == SHOP else obj


def _explaining(name: str, compile_tag: Callable[[Parser, Token], Node]) -> Callable[[Parser, Token], Node]:
    """Add to Django's own complaint what the tag does take."""

    def compile_or_explain(parser: Parser, token: Token) -> Node:
        try:
            return compile_tag(parser, token)
        except TemplateSyntaxError as error:
            raise TemplateSyntaxError(f"{error}. Allowed: {USAGE[name]}") from error

    return compile_or_explain


for _tag in (*policy_tags.TAGS, *followup_tags.TAGS):
    register.simple_tag(_tag, takes_context=True)

for _name in USAGE:
    register.tags[_name] = _explaining(_name, register.tags[_name])
