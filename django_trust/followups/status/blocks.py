"""The way of an order as HTML. The template tag and the Jinja2 global are thin shells around it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from django_trust.followups.choices import Event
from django_trust.followups.status.phrases import mark_word, moment_day, moment_label, situation
from django_trust.followups.status.widgets import Moment, OrderStatus, order_status
from django_trust.l10n.formats import format_date
from django_trust.pages import frame
from django_trust.policies.withdrawals.blocks import MEMO_KEY
from django_trust.rendering import memo_of, render_widget
from django_trust.shop.models import Purchase

Holder = HttpRequest | dict[str, Any]


def order_status_html(holder: Holder, purchase: Purchase | str) -> SafeString:
    """Return where an order is and what comes next, for pages that only its buyer sees; nothing for an order
    nobody recorded.

    ``purchase`` is a ``Purchase`` or its reference. One query with a reference, none with a ``Purchase``;
    one more for an order of which money was returned.
    """
    found = purchase if isinstance(purchase, Purchase) else _by_reference(holder, purchase)
    return status_block(order_status(found)) if found is not None else SafeString("")


def status_block(status: OrderStatus) -> SafeString:
    context = {
        **frame(),
        "reference": status.reference,
        "sentences": situation(status),
        "moments": [_entry(moment, status) for moment in status.moments],
    }
    return render_widget("django_trust/followups/order_status.html", context)


def remember(holder: Holder, purchase: Purchase) -> None:
    """Let the other widgets of a page find an order without asking the database."""
    memo_of(holder).setdefault(MEMO_KEY, {})[purchase.reference] = purchase


def _by_reference(holder: Holder, reference: str) -> Purchase | None:
    known: dict[str, Purchase | None] = memo_of(holder).setdefault(MEMO_KEY, {})
    if reference not in known:
        known[reference] = Purchase.objects.filter(reference=reference).first()
    return known[reference]


def _entry(moment: Moment, status: OrderStatus) -> dict[str, Any]:
    is_delay = moment.event == Event.DELAYED
    is_shipped = moment.event == Event.SHIPPED and moment.mark != "next"
    return {
        "event": moment.event,
        "mark": moment.mark,
        "label": moment_label(moment),
        "word": mark_word(moment),
        "day": moment_day(moment, status),
        "iso": _iso(moment),
        "until": format_date(status.delayed_until) if is_delay and status.delayed_until else "",
        "reason": status.delay_reason if is_delay else "",
        "tracking_url": status.tracking_url if is_shipped else "",
    }


def _iso(moment: Moment) -> str:
    if moment.at is not None:
        return moment.at.isoformat(timespec="seconds")
    return moment.day.isoformat() if moment.day is not None else ""
