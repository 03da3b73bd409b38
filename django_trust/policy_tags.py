"""The tags of the policies room; ``templatetags/trust.py`` registers them with all the others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template import Context, TemplateSyntaxError
from django.utils.safestring import SafeString

from django_trust.policies import blocks
from django_trust.policies.delivery.blocks import delivery_html, promise_html
from django_trust.policies.labels.blocks import durability_label_html, notice_html
from django_trust.policies.order_terms import terms_of_order_html
from django_trust.policies.prices.blocks import price_html
from django_trust.policies.widgets import KINDS
from django_trust.policies.withdrawals.blocks import withdraw_html
from django_trust.tag_arguments import holder_of, is_item, request_of

USAGE = {
    "trust_policy": f'{{% trust_policy "returns" country="EE" short=True %}} (a kind: {", ".join(KINDS)}; '
    "country, short=True for one sentence and text=True for plain text are optional)",
    "trust_checkout": '{% trust_checkout country="EE" %} (country is optional)',
    "trust_delivery": '{% trust_delivery product country="EE" %} (country is optional)',
    "trust_promise": "{% trust_promise %}",
    "trust_order_terms": '{% trust_order_terms "1001" %} (the order number)',
    "trust_withdraw": '{% trust_withdraw %} or {% trust_withdraw "1001" %} (the order number, on pages that '
    'only its buyer sees; country="EE" is optional)',
    "trust_price": '{% trust_price amount "EUR" to="USD" %} (to is optional: the currency of the '
    "shopper's country)",
    "trust_guarantee_notice": "{% trust_guarantee_notice nested=True %} (optional: opened by a click)",
    "trust_durability_label": "{% trust_durability_label product nested=True %} (nested is optional)",
}


def trust_policy(
    context: Context, kind: Any, country: Any = None, short: bool = False, text: bool = False
) -> SafeString | str:
    """Print a policy: the whole of it, one sentence (``short``), or plain text for a mail (``text``)."""
    holder, request, place = *_page(context), _code(country)
    try:
        if text:
            return blocks.policy_text(holder, kind, country=place, request=request)
        show = blocks.short_html if short else blocks.policy_html
        return show(holder, kind, country=place, request=request)
    except ValueError as error:
        raise TemplateSyntaxError(f"trust_policy: {error}. Allowed: {USAGE['trust_policy']}") from error


def trust_checkout(context: Context, country: Any = None) -> SafeString:
    """Print what a buyer should know before paying: delivery, returns, guarantee, payment, privacy."""
    holder, request = _page(context)
    return blocks.checkout_html(holder, country=_code(country), request=request)


def trust_delivery(context: Context, obj: Any, country: Any = None) -> SafeString:
    """Print what delivery of a product costs and when it arrives."""
    holder, request = _page(context)
    if not is_item(obj, "trust_delivery"):
        return SafeString("")
    return delivery_html(holder, request, obj, country=_code(country))


def trust_promise(context: Context) -> SafeString:
    """Print how many of the promised deliveries arrived in time."""
    return promise_html()


def trust_order_terms(context: Context, reference: Any) -> SafeString:
    """Print the terms an order was made under, for pages only the buyer can see."""
    return terms_of_order_html(holder_of(context), str(reference)) if reference else SafeString("")


def trust_withdraw(context: Context, reference: Any = "", country: Any = None) -> SafeString:
    """Print the link by which a contract is withdrawn from, or an order returned."""
    holder, request = _page(context)
    return withdraw_html(holder, request, str(reference or ""), country=_code(country))


def trust_price(context: Context, amount: Any, currency: Any, to: Any = None) -> SafeString:
    """Print a price, and about what it is in the shopper's own currency."""
    holder, request = _page(context)
    if amount is None or amount == "":
        return SafeString("")
    try:
        return price_html(holder, request, amount, str(currency), to=str(to) if to else None)
    except ValueError as error:
        raise TemplateSyntaxError(f"trust_price: {error} Allowed: {USAGE['trust_price']}") from error


def trust_guarantee_notice(context: Context, nested: bool = False) -> SafeString:
    """Print the European Union's official notice on the legal guarantee, from the file the shop supplies."""
    return notice_html(holder_of(context), nested=nested)


def trust_durability_label(context: Context, obj: Any, nested: bool = False) -> SafeString:
    """Print the GARAN label of a product, from the official file the shop supplies."""
    if not is_item(obj, "trust_durability_label"):
        return SafeString("")
    return durability_label_html(holder_of(context), obj, nested=nested)


def _page(context: Context) -> tuple[HttpRequest | dict[str, Any], HttpRequest | None]:
    """What the widgets of the page share, and its request."""
    return holder_of(context), request_of(context)


def _code(country: Any) -> str | None:
    """A country may be an object that prints its code; a missing one is the shopper's own."""
    return str(country) if country not in (None, "") else None


TAGS = (
    trust_policy,
    trust_checkout,
    trust_delivery,
    trust_promise,
    trust_order_terms,
    trust_withdraw,
    trust_price,
    trust_guarantee_notice,
    trust_durability_label,
)
