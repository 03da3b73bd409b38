"""The steps of a trend cover the period without a gap, also where clocks change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from django_trust.followups.insights.scope import MOST_DAYS, Scope, chosen_scope
from django_trust.followups.insights.trend import Unit, spans_of, unit_of

TODAY = date(2026, 11, 22)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, MOST_DAYS - 1))
def test_spans_cover_every_day_once(first, days):
    scope = Scope(first, first + timedelta(days=days))
    spans = spans_of(scope)
    assert (spans[0].first, spans[-1].last) == (scope.first, scope.last)
    assert all(one.last + timedelta(days=1) == two.first for one, two in pairwise(spans))
    assert len(spans) <= 62
    assert spans[-1].until == scope.until


@pytest.mark.parametrize(
    ("days", "unit", "number"),
    [(1, Unit.DAY, 1), (14, Unit.DAY, 14), (30, Unit.WEEK, 5), (365, Unit.MONTH, 13)],
)
def test_long_periods_have_long_steps(days, unit, number):
    scope = Scope(TODAY - timedelta(days=days - 1), TODAY)
    assert (unit_of(scope), len(spans_of(scope))) == (unit, number)


def test_weeks_begin_on_monday():
    assert {span.first.weekday() for span in spans_of(Scope(date(2026, 9, 1), TODAY))[1:]} == {0}


def test_days_are_those_of_the_clock_on_the_wall():
    """Tallinn turned its clocks on 25 October 2026: that day had 25 hours."""
    day = Scope(date(2026, 10, 25), date(2026, 10, 25))
    assert day.until.astimezone(UTC) - day.since.astimezone(UTC) == timedelta(hours=25)
    with timezone.override("Pacific/Kiritimati"):
        assert day.since == datetime(2026, 10, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "first", "last"),
    [
        ({}, TODAY - timedelta(days=89), TODAY),
        ({"days": "30", "from": "2020-01-01"}, TODAY - timedelta(days=29), TODAY),
        ({"from": "2026-03-01", "to": "2026-03-31"}, date(2026, 3, 1), date(2026, 3, 31)),
        ({"from": "2026-03-31", "to": "2026-03-01"}, date(2026, 3, 1), date(2026, 3, 31)),
        ({"to": "2026-03-31"}, date(2026, 1, 1), date(2026, 3, 31)),
        ({"from": "2026-11-01", "to": "2027-01-01"}, date(2026, 11, 1), TODAY),
        ({"from": "2030-01-01"}, TODAY, TODAY),
        ({"from": "0001-01-01"}, TODAY - timedelta(days=MOST_DAYS - 1), TODAY),
        ({"to": "0001-01-01"}, date(2000, 1, 1), date(2000, 1, 1)),
    ],
)
def test_any_period_that_is_asked_for_becomes_one_that_can_be_shown(data, first, last):
    scope = chosen_scope(data, TODAY)
    assert (scope.first, scope.last) == (first, last)
