"""The days, weeks or months of a period, and how a database sorts rows into them.

Days begin in Python, not in the database: MariaDB and MySQL know time zones only where somebody loaded them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Case, IntegerField, Value, When

from django_trust.followups.insights.scope import Scope, day_start

MOST_DAYS = 14
MOST_WEEKS_DAYS = 190  # half a year by weeks, beyond by months


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Span:
    """One step of a trend. The first and the last may be cut short by the period."""

    first: date
    last: date

    @property
    def until(self) -> datetime:
        return day_start(self.last + timedelta(days=1))


def unit_of(scope: Scope) -> Unit:
    days = (scope.last - scope.first).days + 1
    return Unit.DAY if days <= MOST_DAYS else Unit.WEEK if days <= MOST_WEEKS_DAYS else Unit.MONTH


def spans_of(scope: Scope) -> list[Span]:
    """Return the steps of a period in order: at most 14 days, 28 weeks (from Monday) or 61 months."""
    unit, spans, first = unit_of(scope), list[Span](), scope.first
    while first <= scope.last:
        last = min(_last_day(first, unit), scope.last)
        spans.append(Span(first, last))
        first = last + timedelta(days=1)
    return spans


def _last_day(day: date, unit: Unit) -> date:
    if unit == Unit.DAY:
        return day
    if unit == Unit.WEEK:
        return day + timedelta(days=6 - day.weekday())
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def span_number(moment: str, spans: list[Span]) -> Case:
    """Return the number of the span a row belongs to, for rows whose ``moment`` lies in the period."""
    return Case(
        *(When(**{f"{moment}__lt": span.until}, then=Value(n)) for n, span in enumerate(spans)),
        output_field=IntegerField(),
    )
