"""Demands on guarantees and on answers about personal data. The profiles say which hold where."""

from __future__ import annotations

from django.utils.translation import ngettext

from django_trust.l10n.formats import format_number
from django_trust.policies.facts import GuaranteeFacts, PrivacyFacts
from django_trust.policies.markets.rules import (
    Rule,
    always,
    day_words,
    days_at_most,
    month_words,
    months_at_least,
)


def _guarantees_less(row: GuaranteeFacts, months: int) -> bool:
    return row.legal_months is not None and row.legal_months < months


def _extends_less(row: GuaranteeFacts, months: int) -> bool:
    return row.repair_extension_months is not None and row.repair_extension_months < months


def _fix_months(months: int) -> str:
    text = ngettext(
        "Write %(number)s month, or leave the entry empty for what the law says.",
        "Write %(number)s months, or leave the entry empty for what the law says.",
        months,
    )
    return text % {"number": format_number(months)}


def _answers_late(row: PrivacyFacts, days: int) -> bool:
    return row.answer_days > days


def _fix_answer(days: int) -> str:
    text = ngettext(
        "Answer requests about personal data within %(number)s day.",
        "Answer requests about personal data within %(number)s days.",
        days,
    )
    return text % {"number": format_number(days)}


RULES: tuple[Rule, ...] = (
    Rule(
        "guarantees",
        "legal_months",
        "guarantee_months",
        always,
        _guarantees_less,
        months_at_least,
        lambda row: month_words(row.legal_months),
        _fix_months,
    ),
    Rule(
        "guarantees",
        "repair_extension_months",
        "repair_extension_months",
        always,
        _extends_less,
        months_at_least,
        lambda row: month_words(row.repair_extension_months),
        _fix_months,
    ),
    Rule(
        "privacy",
        "answer_days",
        "privacy_answer_days",
        always,
        _answers_late,
        days_at_most,
        lambda row: day_words(row.answer_days),
        _fix_answer,
    ),
)
