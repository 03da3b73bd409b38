"""Opening hours: by examples, and against an oracle that looks at every half hour."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_trust.shop.identity.hours import (
    LOOK_AHEAD,
    ClosedDays,
    Hours,
    Schedule,
    WeeklySpan,
    coming_week,
    moment,
    open_spans,
    opening,
)

TALLINN = ZoneInfo("Europe/Tallinn")
RIYADH = ZoneInfo("Asia/Riyadh")
AUCKLAND = ZoneInfo("Pacific/Auckland")
SECOND = timedelta(seconds=1)
HALF_HOUR = timedelta(minutes=30)
DAY = timedelta(days=1)
WORKDAYS = range(1, 6)


def schedule(*rows, closed=(), zone=TALLINN):
    weekly = tuple(WeeklySpan(day, opens, closes) for days, opens, closes in rows for day in days)
    return Schedule(weekly, tuple(ClosedDays(*days) for days in closed), zone)


OFFICE = schedule((WORKDAYS, time(9), time(17)))


def at(*parts, zone=TALLINN):
    return datetime(*parts, tzinfo=zone)


def test_open_until_the_evening():
    found = opening(OFFICE, at(2026, 11, 23, 16, 59, 59))
    assert found.is_open
    assert found.until == at(2026, 11, 23, 17)
    assert found.opens == at(2026, 11, 24, 9)


def test_the_last_moment_is_closed_and_the_first_is_open():
    assert not opening(OFFICE, at(2026, 11, 23, 17)).is_open
    assert opening(OFFICE, at(2026, 11, 23, 9)).is_open


def test_over_the_weekend_the_next_opening_is_monday():
    found = opening(OFFICE, at(2026, 11, 20, 18))
    assert (found.is_open, found.until, found.opens) == (False, None, at(2026, 11, 23, 9))


def test_hours_over_midnight_belong_to_the_night():
    bar = schedule(([5], time(22), time(3)))
    assert opening(bar, at(2026, 11, 21, 2, 59)).until == at(2026, 11, 21, 3)
    assert not opening(bar, at(2026, 11, 20, 2)).is_open


def test_a_day_and_a_night():
    found = opening(schedule(([1], time(0), time(0))), at(2026, 11, 23, 12))
    assert found.until == at(2026, 11, 24)
    found = opening(schedule(([1], time(8), time(8))), at(2026, 11, 24, 7))
    assert found.until == at(2026, 11, 24, 8)


def test_always_open_has_no_end():
    always = schedule((range(1, 8), time(0), time(0)))
    found = opening(always, at(2026, 11, 23, 12))
    assert (found.is_open, found.until, found.opens) == (True, None, None)


def test_several_spans_a_day_and_overlapping_ones():
    lunch = schedule(([1], time(9), time(12)), ([1], time(13), time(17)))
    assert opening(lunch, at(2026, 11, 23, 12, 30)).opens == at(2026, 11, 23, 13)
    doubled = schedule(([1], time(9), time(12)), ([1], time(11), time(17)), ([1], time(17), time(18)))
    assert opening(doubled, at(2026, 11, 23, 9)).until == at(2026, 11, 23, 18)


def test_closed_days_are_closed():
    closed = schedule((WORKDAYS, time(9), time(17)), closed=[(date(2026, 11, 23), date(2026, 11, 24))])
    found = opening(closed, at(2026, 11, 23, 12))
    assert (found.is_open, found.opens) == (False, at(2026, 11, 25, 9))


def test_a_closed_day_cuts_the_night_before_and_its_own_night():
    bar = schedule((range(1, 8), time(22), time(3)), closed=[(date(2026, 11, 24), date(2026, 11, 24))])
    assert opening(bar, at(2026, 11, 23, 23)).until == at(2026, 11, 24)
    assert opening(bar, at(2026, 11, 24, 12)).opens == at(2026, 11, 25, 22)


def test_nothing_opens_within_two_weeks():
    closed = schedule((WORKDAYS, time(9), time(17)), closed=[(date.min, date.max)])
    found = opening(closed, at(2026, 11, 23, 12))
    assert (found.is_open, found.until, found.opens) == (False, None, None)
    assert opening(schedule(), at(2026, 11, 23, 12)).opens is None


def test_a_closure_that_ends_before_it_begins_closes_nothing():
    odd = schedule((WORKDAYS, time(9), time(17)), closed=[(date(2026, 11, 30), date(2026, 11, 1))])
    assert opening(odd, at(2026, 11, 23, 12)).is_open


# Clocks in Tallinn go forward at 03:00 on 29 March 2026 and back at 04:00 on 25 October 2026.


def test_times_the_clock_skips_begin_where_it_lands():
    assert moment(date(2026, 3, 29), time(3, 30), TALLINN) == at(2026, 3, 29, 4)
    night = schedule(([7], time(2), time(3, 30)))
    assert opening(night, at(2026, 3, 29, 2, 30)).until == datetime(2026, 3, 29, 1, tzinfo=UTC)
    skipped = schedule(([7], time(3), time(3, 45)))
    assert open_spans(skipped, date(2026, 3, 29), date(2026, 3, 29)) == []


def test_times_that_come_twice_count_the_first_time():
    assert moment(date(2026, 10, 25), time(3, 30), TALLINN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    night = schedule(([7], time(0), time(3, 30)))
    assert opening(night, datetime(2026, 10, 25, 0, 29, tzinfo=UTC)).is_open
    assert not opening(night, datetime(2026, 10, 25, 1, 15, tzinfo=UTC)).is_open


def test_hours_follow_the_wall_clock_across_the_change():
    before = opening(OFFICE, at(2026, 3, 27, 18))
    assert before.opens == datetime(2026, 3, 30, 6, tzinfo=UTC)
    assert opening(OFFICE, at(2026, 3, 26, 18)).opens == datetime(2026, 3, 27, 7, tzinfo=UTC)


ZONES = [
    "UTC",
    "Europe/Tallinn",
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Asia/Beirut",
    "Africa/Cairo",
    "America/Havana",
    "Pacific/Apia",
    "Asia/Kathmandu",
]
days = st.dates(date(2011, 12, 1), date(2030, 12, 31))
clocks = st.times().map(lambda clock: clock.replace(microsecond=0))


@given(days, clocks, st.sampled_from(ZONES))
def test_a_moment_is_the_first_at_which_the_clock_shows_the_time(day, clock, zone):
    zone = ZoneInfo(zone)
    wanted, found = datetime.combine(day, clock), moment(day, clock, zone)
    assert found.astimezone(zone).replace(tzinfo=None) >= wanted
    assert (found - SECOND).astimezone(zone).replace(tzinfo=None) < wanted


@given(days, clocks, clocks, st.sampled_from(ZONES))
def test_later_times_are_never_earlier_moments(day, one, other, zone):
    first, second = sorted([one, other])
    zone = ZoneInfo(zone)
    assert moment(day, first, zone) <= moment(day, second, zone) <= moment(day + DAY, time(0), zone)


half_hours = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
rows = st.lists(st.builds(WeeklySpan, st.integers(1, 7), half_hours, half_hours), max_size=8)
# A fortnight around both changes of the clock in Tallinn and New York.
nows = st.sampled_from([date(2026, 3, 5), date(2026, 3, 26), date(2026, 10, 22), date(2026, 10, 29)]).flatmap(
    lambda day: st.integers(0, 47).map(
        lambda half: datetime(day.year, day.month, day.day, tzinfo=UTC) + half * HALF_HOUR
    )
)


@st.composite
def closures(draw):
    first = draw(st.dates(date(2026, 3, 1), date(2026, 11, 20)))
    return ClosedDays(first, first + draw(st.integers(0, 3)) * DAY)


@st.composite
def schedules(draw):
    zone = ZoneInfo(draw(st.sampled_from(["Europe/Tallinn", "America/New_York", "Asia/Riyadh"])))
    return Schedule(tuple(draw(rows)), tuple(draw(st.lists(closures(), max_size=3))), zone)


def is_open(plan, instant):
    """The oracle: one row of a day that is not closed covers the instant, and its day is not closed."""
    today = instant.astimezone(plan.zone).date()

    def closed(day):
        return any(entry.first <= day <= entry.last for entry in plan.closed)

    for day in (today - DAY, today):
        if closed(day) or closed(today):
            continue
        for row in plan.weekly:
            end = day + DAY if row.closes <= row.opens else day
            if row.weekday == day.isoweekday() and (
                moment(day, row.opens, plan.zone) <= instant < moment(end, row.closes, plan.zone)
            ):
                return True
    return False


def instants(start, end):
    """Every half hour behind ``start``, before ``end``."""
    number = 1
    while start + number * HALF_HOUR < end:
        yield start + number * HALF_HOUR
        number += 1


@given(schedules(), nows)
def test_open_now_is_what_the_hours_say(plan, now):
    found = opening(plan, now)
    assert found.is_open == is_open(plan, now)
    if found.is_open:
        end = found.until or now + LOOK_AHEAD
        assert all(is_open(plan, instant) for instant in instants(now, end))
        assert found.until is None or not is_open(plan, found.until)


@given(schedules(), nows)
def test_the_next_opening_is_the_first_moment_that_is_open(plan, now):
    found = opening(plan, now)
    start = found.until if found.is_open else now
    if start is None:
        return
    end = found.opens or now + LOOK_AHEAD
    assert not any(is_open(plan, instant) for instant in instants(start, end))
    assert found.opens is None or is_open(plan, found.opens)


def test_the_week_begins_today_and_has_seven_days():
    week = coming_week(OFFICE, at(2026, 11, 25, 23, 59), TALLINN)
    assert [entry.day for entry in week] == [date(2026, 11, 25) + number * DAY for number in range(7)]
    assert [bool(entry.hours) for entry in week] == [True, True, True, False, False, True, True]
    assert week[0].hours == (Hours(time(9), time(17)),)


def test_elsewhere_the_hours_may_begin_on_another_day():
    late = schedule(([1], time(20), time(23)))
    week = {entry.day: entry.hours for entry in coming_week(late, at(2026, 11, 23, 12), AUCKLAND)}
    assert week[date(2026, 11, 24)] == (Hours(time(7), time(10)),)
    assert week[date(2026, 11, 23)] == ()


def test_elsewhere_the_hours_may_run_over_midnight():
    week = {entry.day: entry.hours for entry in coming_week(OFFICE, at(2026, 11, 23, 8), AUCKLAND)}
    assert week[date(2026, 11, 23)] == (Hours(time(20), time(4)),)


def test_only_the_hours_after_the_change_of_the_clock_move_for_those_without_one():
    week = {entry.day: entry.hours for entry in coming_week(OFFICE, at(2026, 10, 22, 8), RIYADH)}
    assert week[date(2026, 10, 23)] == (Hours(time(9), time(17)),)
    assert week[date(2026, 10, 26)] == (Hours(time(10), time(18)),)


def test_long_hours_are_split_at_midnight():
    fair = schedule(([5], time(8), time(0)), ([6], time(0), time(0)), ([7], time(0), time(20)))
    week = coming_week(fair, at(2026, 11, 27, 7), TALLINN)
    assert [entry.hours for entry in week[:4]] == [
        (Hours(time(8), time(0)),),
        (Hours(time(0), time(0), all_day=True),),
        (Hours(time(0), time(20)),),
        (),
    ]


def test_a_day_and_a_night_is_never_a_span_of_no_length():
    day_and_night = schedule(([1], time(0), time(0)))
    week = {entry.day: entry.hours for entry in coming_week(day_and_night, at(2026, 11, 23, 8), RIYADH)}
    assert week[date(2026, 11, 23)] == (Hours(time(1), time(0)),)
    assert week[date(2026, 11, 24)] == (Hours(time(0), time(1)),)


def shows(week, wall):
    """Whether a week on the wall says open at this time of its clock."""
    for entry in week:
        for hours in entry.hours:
            start = datetime.combine(entry.day, hours.opens)
            end = datetime.combine(entry.day + (DAY * (hours.closes <= hours.opens)), hours.closes)
            if start <= wall < end:
                return True
    return False


@given(schedules(), nows, st.sampled_from([UTC, RIYADH, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Etc/GMT-14")]))
def test_the_week_shows_exactly_when_the_shop_is_open(plan, now, zone):
    week = coming_week(plan, now, zone)
    start = moment(week[1].day, time(0), zone)
    for number in range(6 * 48):
        instant = start + number * HALF_HOUR
        assert shows(week, instant.astimezone(zone).replace(tzinfo=None)) == is_open(plan, instant)


@pytest.mark.parametrize("count", [100])
def test_a_hundred_rows_are_one_span(count):
    many = schedule(*[([1], time(9), time(17, minute % 60)) for minute in range(count)])
    assert opening(many, at(2026, 11, 23, 12)).until == at(2026, 11, 23, 17, 59)
