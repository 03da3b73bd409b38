"""The words of an order's page, in the active language. Staff read other labels: those of ``Event``."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from django_trust.followups.choices import Event
from django_trust.followups.status.widgets import Moment, OrderedLine, OrderStatus
from django_trust.l10n.formats import format_date, format_number


def situation(status: OrderStatus) -> list[str]:
    """Return in sentences where the order is and what comes next."""
    if status.now.event == Event.CANCELLED:
        return [_("This order was cancelled.")]
    if status.now.event == Event.REFUNDED:
        return [_("The money for this order was returned.")]
    if status.has_arrived:
        return [_("Your order was delivered.")]
    return [_where(status), *_when(status)]


def _where(status: OrderStatus) -> str:
    if any(moment.event == Event.SHIPPED and moment.mark != "next" for moment in status.moments):
        return _("Your order is on its way.")
    return _("We are preparing your order.")


def _when(status: OrderStatus) -> list[str]:
    if status.expected_by is None:
        return []
    day = {"date": format_date(status.expected_by)}
    if status.is_overdue:
        return [
            _("It should have arrived by %(date)s.") % day,
            _("If it has not, please tell us, and we look into it."),
        ]
    if status.delayed_until is not None:
        return [_("It is delayed: we now expect it to arrive by %(date)s.") % day]
    return [_("We expect it to arrive by %(date)s.") % day]


def moment_label(moment: Moment) -> str:
    """Return what a step is called, whether it has happened or is to come."""
    if moment.event == Event.REFUNDED and moment.in_part:
        return pgettext("step of an order", "Money returned for a part of it")
    if moment.mark == "next":
        return {
            Event.SHIPPED.value: pgettext("step of an order to come", "Handed to the carrier"),
            Event.DELIVERED.value: pgettext("step of an order to come", "Delivery"),
        }[moment.event]
    return {
        Event.PLACED.value: pgettext("step of an order", "Order placed"),
        Event.PAID.value: pgettext("step of an order", "Payment received"),
        Event.SHIPPED.value: pgettext("step of an order", "Handed to the carrier"),
        Event.DELAYED.value: pgettext("step of an order", "Delivery delayed"),
        Event.DELIVERED.value: pgettext("step of an order", "Delivered"),
        Event.REFUNDED.value: pgettext("step of an order", "Money returned"),
        Event.CANCELLED.value: pgettext("step of an order", "Order cancelled"),
    }[moment.event]


def mark_word(moment: Moment) -> str:
    """Return the word for what colour and shape say too."""
    return {
        "done": pgettext("state of a step", "Done"),
        "now": pgettext("state of a step", "Now"),
        "next": pgettext("state of a step", "Still to come"),
    }[moment.mark]


def moment_day(moment: Moment, status: OrderStatus) -> str:
    """Return the date of a step, in a sentence for one that is to come; empty where nobody knows it."""
    if moment.day is None:
        return ""
    if moment.mark != "next":
        return format_date(moment.day)
    text = _("It was expected by %(date)s.") if status.is_overdue else _("Expected by %(date)s.")
    return text % {"date": format_date(moment.day)}


def lines_for_page(lines: Iterable[OrderedLine]) -> list[dict[str, str]]:
    """Return what was ordered with its numbers in words."""
    return [
        {
            "name": line.name,
            "url": line.url,
            "image": line.image,
            "pieces": _pieces(line.quantity),
            "refunded": _refunded(line),
        }
        for line in lines
    ]


def _pieces(number: int) -> str:
    text = npgettext("quantity of an order", "%(number)s piece", "%(number)s pieces", number)
    return text % {"number": format_number(number)}


def _refunded(line: OrderedLine) -> str:
    if not line.refunded:
        return ""
    if line.refunded >= line.quantity:
        return _("The money was returned.")
    text = ngettext(
        "The money for %(number)s piece was returned.",
        "The money for %(number)s pieces was returned.",
        line.refunded,
    )
    return text % {"number": format_number(line.refunded)}
