"""Demands on refunds. The profiles say which hold where."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from django_trust.l10n.formats import format_list, format_money, format_number
from django_trust.policies.choices import RefundStart, RefundType
from django_trust.policies.facts import ReturnFacts
from django_trust.policies.markets.rules import (
    Rule,
    always,
    day_words,
    days_at_most,
    is_positive,
    label,
    takes_back,
)

PART = "returns"


def _pays_late(row: ReturnFacts, days: int) -> bool:
    return row.refund_days > days


def _counts_late(row: ReturnFacts, start: str) -> bool:
    return start == RefundStart.NOTICE and row.refund_start == RefundStart.GOODS_BACK


def _fix_refund_days(days: int) -> str:
    if not days:
        return _("Promise the refund immediately: write 0 days.")
    text = ngettext(
        "Promise the refund within %(number)s day.", "Promise the refund within %(number)s days.", days
    )
    return text % {"number": format_number(days)}


def _fix_refund_start(start: str) -> str:
    return _("Count the days for the refund from: %(start)s.") % {"start": label(RefundStart, start)}


def _keeps_money(row: ReturnFacts, value: Any) -> bool:
    return takes_back(row) and RefundType.FULL not in row.refund_types


def _never_pays(row: ReturnFacts, value: Any) -> bool:
    """Whether the terms give no money back at all, not even for faulty goods."""
    return RefundType.FULL not in row.refund_types


def _money_back(value: Any) -> str:
    return label(RefundType, RefundType.FULL)


def _refund_types(row: ReturnFacts) -> str:
    return format_list([label(RefundType, code) for code in row.refund_types])


def _fix_refund_types(value: Any) -> str:
    return _("Add money back to what customers get. Exchange and credit may be offered beside it.")


def _other_means(row: ReturnFacts, value: Any) -> bool:
    return takes_back(row) and not row.refund_same_means


def _keeps_delivery(row: ReturnFacts, value: Any) -> bool:
    return takes_back(row) and not row.refund_shipping


def _deducts_percent(row: ReturnFacts, allowed: bool) -> bool:
    return takes_back(row) and bool(row.restocking_percent)


def _deducts_amount(row: ReturnFacts, allowed: bool) -> bool:
    return takes_back(row) and bool(row.restocking_amount)


def _deduction(row: ReturnFacts) -> str:
    amount = row.restocking_amount or Decimal(0)
    return format_money(amount, row.currency) if row.currency else format_number(amount)


def _is_forbidden(allowed: bool) -> bool:
    return not allowed


def _yes(value: Any) -> str:
    return pgettext("legal limit", "yes")


def _no(row: ReturnFacts) -> str:
    return pgettext("legal limit", "no")


def _nothing(value: Any) -> str:
    return pgettext("legal limit", "nothing")


def _fix_restocking(value: Any) -> str:
    return _("Deduct no restocking fee from refunds after a change of mind.")


RULES: tuple[Rule, ...] = (
    Rule(
        PART,
        "refund_days",
        "refund_days",
        always,
        _pays_late,
        days_at_most,
        lambda row: day_words(row.refund_days),
        _fix_refund_days,
    ),
    Rule(
        PART,
        "refund_start",
        "refund_start",
        always,
        _counts_late,
        lambda start: label(RefundStart, start),
        lambda row: label(RefundStart, row.refund_start),
        _fix_refund_start,
    ),
    Rule(
        PART,
        "refund_types",
        "withdrawal_days",
        is_positive,
        _keeps_money,
        _money_back,
        _refund_types,
        _fix_refund_types,
    ),
    Rule(
        PART,
        "refund_types",
        "void_no_returns",
        bool,
        _never_pays,
        _money_back,
        _refund_types,
        _fix_refund_types,
    ),
    Rule(
        PART,
        "refund_same_means",
        "refund_same_means",
        bool,
        _other_means,
        _yes,
        _no,
        lambda value: _("Pay back the way the customer paid."),
    ),
    Rule(
        PART,
        "refund_shipping",
        "refund_shipping",
        bool,
        _keeps_delivery,
        _yes,
        _no,
        lambda value: _("Pay back the standard delivery cost too."),
    ),
    Rule(
        PART,
        "restocking_percent",
        "restocking_fee",
        _is_forbidden,
        _deducts_percent,
        _nothing,
        lambda row: (
            pgettext("legal limit", "%(number)s per cent") % {"number": format_number(row.restocking_percent)}
        ),
        _fix_restocking,
    ),
    Rule(
        PART,
        "restocking_amount",
        "restocking_fee",
        _is_forbidden,
        _deducts_amount,
        _nothing,
        _deduction,
        _fix_restocking,
    ),
)
