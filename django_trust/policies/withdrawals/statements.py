"""A declaration in words: what the shopper confirms, what is stored, what the acknowledgement repeats."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import NamedTuple

from babel import dates
from django.utils import timezone
from django.utils.translation import pgettext

from django_trust.l10n.formats import format_date, format_number, format_time, own_digits
from django_trust.l10n.locales import current_language, to_babel
from django_trust.policies.choices import RequestKind, RequestReason
from django_trust.policies.withdrawals.declarations import Declaration
from django_trust.shop.adapter import get_adapter

CONTINUED = "\n    "  # what has several lines cannot pass for another entry


class Said(NamedTuple):
    """One line of a statement. ``name`` is the same in every language."""

    name: str
    label: str
    text: str


def opening_sentence(kind: str) -> str:
    """Return the sentence that makes a statement of what follows, in the active language."""
    words = {"shop": get_adapter().get_shop().name}
    if kind == RequestKind.WITHDRAWAL:
        if words["shop"]:
            return pgettext("statement of a shopper", "I withdraw from my contract with %(shop)s.") % words
        return pgettext("statement of a shopper", "I withdraw from my contract.")
    if words["shop"]:
        return pgettext("statement of a shopper", "I would like to return goods to %(shop)s.") % words
    return pgettext("statement of a shopper", "I would like to return goods.")


def said_lines(declaration: Declaration) -> list[Said]:
    """Return a statement line by line, in the active language."""
    lines = [
        Said("reference", pgettext("line of a statement", "Order number"), declaration.reference),
        Said("goods", pgettext("line of a statement", "Goods"), _goods_words(declaration)),
        Said("name", pgettext("line of a statement", "Name"), declaration.name),
        Said("email", pgettext("line of a statement", "E-mail"), declaration.email),
    ]
    if declaration.reason:
        reason = str(RequestReason(declaration.reason).label)
        lines.append(Said("reason", pgettext("line of a statement", "Reason"), reason))
    if declaration.message:
        lines.append(Said("message", pgettext("line of a statement", "Message"), declaration.message))
    return lines


def _goods_words(declaration: Declaration) -> str:
    if declaration.lines:
        piece = pgettext("goods of a statement", "%(number)s × %(name)s")
        return "\n".join(
            piece % {"number": format_number(line.quantity), "name": line.name} for line in declaration.lines
        )
    return declaration.goods or pgettext("goods of a statement", "The whole order")


def moment_text(moment: datetime) -> str:
    """Return date and time by the shop's clock, and which that is: "November 24, 2026, 14:03 (GMT+02:00)"."""
    local = timezone.localtime(moment, timezone.get_default_timezone())
    locale = to_babel(current_language())
    return pgettext("date and time of a statement", "%(date)s, %(time)s (%(zone)s)") % {
        "date": format_date(local.date()),
        "time": format_time(local.time()),
        "zone": own_digits(dates.get_timezone_gmt(local, locale=locale), locale),
    }


def statement_text(declaration: Declaration, submitted_at: datetime) -> str:
    """Return the whole statement as it is stored and mailed, in the active language."""
    sent = Said("at", pgettext("line of a statement", "Sent"), moment_text(submitted_at))
    row = pgettext("line of a statement", "%(label)s: %(text)s")
    lines = [
        row % {"label": line.label, "text": line.text.replace("\n", CONTINUED)}
        for line in (*said_lines(declaration), sent)
    ]
    return "\n".join([opening_sentence(declaration.kind), "", *lines])


def digest_of(statement: str) -> str:
    """Return the SHA-256 of a statement, in hexadecimal digits."""
    return hashlib.sha256(statement.encode()).hexdigest()
