"""The link to the withdrawal function. The template tag and the Jinja2 global are thin shells around it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from django_trust.l10n.locales import current_language
from django_trust.pages import frame
from django_trust.policies.choices import RequestKind
from django_trust.policies.withdrawals.grounds import usual_kind
from django_trust.policies.withdrawals.tokens import order_url
from django_trust.policies.withdrawals.words import return_label, withdraw_label
from django_trust.rendering import memo_of, render_widget
from django_trust.shop.adapter import get_adapter
from django_trust.shop.models import Purchase

Holder = HttpRequest | dict[str, Any]
MEMO_KEY = "withdraw_order"


def withdraw_html(
    holder: Holder,
    request: HttpRequest | None = None,
    reference: str = "",
    country: str | None = None,
) -> SafeString:
    """Return the link by which anybody withdraws or returns; with ``reference``, from that order.

    The law's words where the consumer's country has the withdrawal function: ``country``, else that of the
    order, else what the adapter says, else what ``MARKETS`` wants. Elsewhere a link to return an order. The
    link of an order is signed and needs nothing else, so it belongs on pages that only its buyer sees. One
    query with ``reference``, none without; nothing where the addresses of this library are not included.
    """
    purchase = _order(holder, reference) if reference else None
    kind = usual_kind(_country(country, purchase, request))
    try:
        url = order_url(purchase, kind) if purchase else f"{reverse('trust:withdraw')}?kind={kind.value}"
    except NoReverseMatch:
        return SafeString("")
    label = withdraw_label if kind == RequestKind.WITHDRAWAL else return_label
    context = {**frame(), "url": url, "words": label(current_language()), "kind": kind.value}
    return render_widget("django_trust/policies/withdraw_link.html", context)


def _order(holder: Holder, reference: str) -> Purchase | None:
    known: dict[str, Purchase | None] = memo_of(holder).setdefault(MEMO_KEY, {})
    if reference not in known:
        known[reference] = Purchase.objects.filter(reference=reference).first()
    return known[reference]


def _country(asked: str | None, purchase: Purchase | None, request: HttpRequest | None) -> str:
    if asked is not None:
        return asked.upper()
    if purchase is not None and purchase.country:
        return purchase.country
    return get_adapter().get_country(request).upper() if request is not None else ""
