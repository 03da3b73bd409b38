"""Demands on the window of returns and on who pays for them. The profiles say which hold where."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from django_trust.l10n.formats import format_date, format_list, format_number
from django_trust.policies.choices import ReturnCategory, ReturnFees, ReturnStart
from django_trust.policies.facts import ReturnFacts, SeasonFacts
from django_trust.policies.markets.rules import (
    Rule,
    always,
    day_words,
    days_at_least,
    is_free,
    is_positive,
    label,
    takes_back,
)

PART = "returns"
# From the earliest to the latest day from which days may be counted.
STARTS = (ReturnStart.CONTRACT, ReturnStart.DELIVERY, ReturnStart.LAST_ITEM)


# How long, and from when


def _refuses(row: ReturnFacts, days: int) -> bool:
    return not takes_back(row)


def _is_short(row: ReturnFacts, days: int) -> bool:
    return row.category == ReturnCategory.FINITE and (row.days or 0) < days


def _has_short_season(row: ReturnFacts, days: int) -> bool:
    return takes_back(row) and any(_is_short_season(season, days) for season in row.seasons)


def _is_short_season(season: SeasonFacts, days: int) -> bool:
    """Whether goods bought on the last day of a season, and come the same day, would have fewer days."""
    if season.until is not None:
        return season.until < season.last_day + timedelta(days=days)
    return (season.days or 0) < days


def _season_words(row: ReturnFacts) -> str:
    """Return what the seasons give, in words."""
    until = [season.until for season in row.seasons if season.until is not None]
    days = [season.days for season in row.seasons if season.until is None]
    return format_list([*(day_words(number) for number in days), *(format_date(day) for day in until)])


def _starts_early(row: ReturnFacts, start: str) -> bool:
    return (
        row.category == ReturnCategory.FINITE
        and row.start in STARTS
        and STARTS.index(ReturnStart(row.start)) < STARTS.index(ReturnStart(start))
    )


def _fix_days(days: int) -> str:
    text = ngettext(
        "Give customers at least %(number)s day to change their mind.",
        "Give customers at least %(number)s days to change their mind.",
        days,
    )
    return text % {"number": format_number(days)}


def _fix_start(start: str) -> str:
    return _("Count the days from: %(start)s.") % {"start": label(ReturnStart, start)}


# Who pays


def _charges_remorse(row: ReturnFacts, cost: str) -> bool:
    return takes_back(row) and row.remorse_fees != ReturnFees.FREE


def _shop_pays(cost: str) -> str:
    return label(ReturnFees, ReturnFees.FREE)


def _fix_remorse(cost: str) -> str:
    return _("Let the shop pay for returns after a change of mind.")


def _fix_faults(cost: str) -> str:
    return _("Let the shop pay for returns of faulty goods and of goods nobody ordered.")


RULES: tuple[Rule, ...] = (
    Rule(
        PART,
        "category",
        "withdrawal_days",
        is_positive,
        _refuses,
        days_at_least,
        lambda row: label(ReturnCategory, row.category),
        _fix_days,
    ),
    Rule(
        PART,
        "days",
        "withdrawal_days",
        is_positive,
        _is_short,
        days_at_least,
        lambda row: day_words(row.days),
        _fix_days,
    ),
    Rule(
        PART,
        "seasons",
        "withdrawal_days",
        is_positive,
        _has_short_season,
        days_at_least,
        _season_words,
        _fix_days,
    ),
    Rule(
        PART,
        "start",
        "withdrawal_start",
        always,
        _starts_early,
        lambda start: label(ReturnStart, start),
        lambda row: label(ReturnStart, row.start),
        _fix_start,
    ),
    Rule(
        PART,
        "remorse_fees",
        "remorse_cost",
        is_free,
        _charges_remorse,
        _shop_pays,
        lambda row: label(ReturnFees, row.remorse_fees),
        _fix_remorse,
    ),
    Rule(
        PART,
        "defect_fees",
        "defect_cost",
        is_free,
        lambda row, cost: row.defect_fees != ReturnFees.FREE,
        _shop_pays,
        lambda row: label(ReturnFees, row.defect_fees),
        _fix_faults,
    ),
    Rule(
        PART,
        "wrong_item_fees",
        "defect_cost",
        is_free,
        lambda row, cost: row.wrong_item_fees != ReturnFees.FREE,
        _shop_pays,
        lambda row: label(ReturnFees, row.wrong_item_fees),
        _fix_faults,
    ),
)
