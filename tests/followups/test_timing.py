"""When a step is due by the buyer's clock. Everything is written as clocks on walls show it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from django_trust.followups.models import Step
from django_trust.followups.timing import day_after, due_at, opening
from django_trust.policies.delivery.calendars import Place, WorkCalendar
from tests.policies.delivery.conftest import without_holidays  # noqa: F401

NEW_YORK = "America/New_York"  # 2026: on at 02:00 on 8 March, back at 02:00 on 1 November
TALLINN = "Europe/Tallinn"  # 2026: on at 03:00 on 29 March, back at 04:00 on 25 October
LORD_HOWE = "Australia/Lord_Howe"  # half an hour: back on 5 April, on at 02:00 on 4 October 2026
APIA = "Pacific/Apia"  # Samoa went from 29 to 31 December 2011


def step(delay=0, unit="hours", hours=""):
    send_from, _, send_until = hours.partition("-")
    return Step(
        delay=delay,
        delay_unit=unit,
        send_from=time.fromisoformat(send_from) if hours else None,
        send_until=time.fromisoformat(send_until) if hours else None,
    )


def on(wall, zone, fold=0):
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone), fold=fold)


def shown(moment, zone):
    """What a clock on the wall shows, with the distance to UTC."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.strftime("%Y-%m-%d %H:%M:%S%z" if local.second else "%Y-%m-%d %H:%M%z")


def due(wall, zone, *, country="", fold=0, **facts):
    moment = due_at(step(**facts), on(wall, zone, fold), ZoneInfo(zone), country)
    assert moment.tzinfo is UTC
    return shown(moment, zone)


def opens(wall, zone, hours, fold=0):
    return shown(opening(step(hours=hours), on(wall, zone, fold), ZoneInfo(zone)), zone)


# Delays


def test_hours_are_hours_whatever_the_clock_does():
    assert due("2026-03-08 01:30", NEW_YORK, delay=2) == "2026-03-08 04:30-0400"
    assert due("2026-11-01 00:30", NEW_YORK, delay=2) == "2026-11-01 01:30-0500"  # the second half past one


def test_days_keep_the_time_on_the_wall():
    assert due("2026-03-07 21:15", NEW_YORK, delay=1, unit="days") == "2026-03-08 21:15-0400"
    assert due("2026-10-31 21:15", NEW_YORK, delay=1, unit="days") == "2026-11-01 21:15-0500"
    assert due("2026-03-28 21:15", TALLINN, delay=7, unit="days") == "2026-04-04 21:15+0300"


def test_a_time_that_is_skipped_is_the_moment_clocks_go_on():
    assert due("2026-03-07 02:30", NEW_YORK, delay=1, unit="days") == "2026-03-08 03:00-0400"
    assert due("2026-10-03 02:15", LORD_HOWE, delay=1, unit="days") == "2026-10-04 02:30+1100"


def test_a_time_that_comes_twice_is_its_first_coming():
    assert due("2026-10-31 01:30", NEW_YORK, delay=1, unit="days") == "2026-11-01 01:30-0400"
    assert due("2026-11-01 01:30", NEW_YORK, fold=1, delay=1, unit="days") == "2026-11-02 01:30-0500"


def test_a_day_that_a_country_skipped_is_the_beginning_of_the_next():
    assert due("2011-12-29 15:00", APIA, delay=1, unit="days") == "2011-12-31 00:00+1400"
    assert due("2011-12-29 15:00", APIA, delay=1, unit="days", hours="10:00-18:00") == "2011-12-31 10:00+1400"


@pytest.mark.parametrize(
    "zone, expected",
    [
        ("Pacific/Apia", "2027-01-01 12:30+1300"),
        ("Pacific/Kiritimati", "2027-01-01 13:30+1400"),
        ("Pacific/Pago_Pago", "2026-12-31 12:30-1100"),
        ("Pacific/Chatham", "2027-01-01 13:15+1345"),
        ("Asia/Kathmandu", "2027-01-01 10:00+0545"),
        ("Asia/Kolkata", "2027-01-01 10:00+0530"),
        ("America/St_Johns", "2026-12-31 20:00-0330"),
        ("Australia/Eucla", "2027-01-01 10:00+0845"),
    ],
)
def test_one_moment_all_around_the_world(zone, expected):
    event = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    moment = due_at(step(hours="10:00-20:30"), event, ZoneInfo(zone), "")
    assert shown(moment, zone) == expected


@pytest.mark.parametrize(
    "wall, days, expected",
    [
        ("2028-02-28 12:00", 1, "2028-02-29 12:00+0200"),
        ("2027-02-28 12:00", 1, "2027-03-01 12:00+0200"),
        ("2028-02-29 12:00", 365, "2029-02-28 12:00+0200"),
        ("2026-12-30 12:00", 2, "2027-01-01 12:00+0200"),
    ],
)
def test_leap_days_and_ends_of_years(wall, days, expected):
    assert due(wall, TALLINN, delay=days, unit="days") == expected


# Business days


@pytest.mark.parametrize(
    "country, zone, wall, days, expected",
    [
        ("EE", TALLINN, "2026-11-20 15:00", 1, "2026-11-23 15:00+0200"),  # Friday to Monday
        ("EE", TALLINN, "2026-11-21 15:00", 1, "2026-11-23 15:00+0200"),  # Saturday
        ("SA", "Asia/Riyadh", "2026-11-19 15:00", 1, "2026-11-22 15:00+0300"),  # Thursday to Sunday
        ("EG", "Africa/Cairo", "2026-11-19 15:00", 2, "2026-11-23 15:00+0200"),
        ("EG", "Africa/Cairo", "2026-10-29 15:00", 1, "2026-11-01 15:00+0200"),  # the clock goes back
        ("IR", "Asia/Tehran", "2026-11-19 15:00", 1, "2026-11-21 15:00+0330"),  # Friday alone
        ("BN", "Asia/Brunei", "2026-11-19 15:00", 1, "2026-11-21 15:00+0800"),  # Friday and Sunday
        ("BN", "Asia/Brunei", "2026-11-21 15:00", 1, "2026-11-23 15:00+0800"),
        ("US", NEW_YORK, "2026-03-06 23:30", 1, "2026-03-09 23:30-0400"),
        ("", TALLINN, "2026-11-20 15:00", 1, "2026-11-23 15:00+0200"),
    ],
)
def test_weekends_are_those_of_the_buyers_country(country, zone, wall, days, expected):
    assert due(wall, zone, country=country, delay=days, unit="business_days") == expected


def test_public_holidays_are_passed_over():
    after_christmas = due("2026-12-23 15:00", TALLINN, country="EE", delay=1, unit="business_days")
    assert after_christmas == "2026-12-28 15:00+0200"
    eid = due("2026-03-18 15:00", "Asia/Riyadh", country="SA", delay=1, unit="business_days")
    assert eid == "2026-03-25 15:00+0300"


def test_without_the_extra_only_weekends_are(without_holidays):  # noqa: F811
    christmas = due("2026-12-23 15:00", TALLINN, country="EE", delay=1, unit="business_days")
    assert christmas == "2026-12-24 15:00+0200"


def test_no_business_days_are_no_delay():
    assert due("2026-11-21 15:00", TALLINN, country="EE", unit="business_days") == "2026-11-21 15:00+0200"


# Hours for sending


@pytest.mark.parametrize(
    "wall, expected",
    [
        ("2026-11-20 09:59:59", "2026-11-20 10:00+0200"),
        ("2026-11-20 10:00", "2026-11-20 10:00+0200"),
        ("2026-11-20 18:00", "2026-11-20 18:00+0200"),
        ("2026-11-20 18:00:01", "2026-11-21 10:00+0200"),
        ("2026-12-31 23:59", "2027-01-01 10:00+0200"),
        ("2028-02-28 20:00", "2028-02-29 10:00+0200"),
    ],
)
def test_hours_for_sending_move_forward_never_back(wall, expected):
    assert opens(wall, TALLINN, "10:00-18:00") == expected


def test_hours_on_the_night_clocks_go_on():
    assert opens("2026-03-07 20:00", NEW_YORK, "02:30-18:00") == "2026-03-08 03:00-0400"
    assert opens("2026-03-07 20:00", NEW_YORK, "02:10-02:50") == "2026-03-09 02:10-0400"  # none that night
    assert opens("2026-03-07 20:00", NEW_YORK, "09:00-18:00") == "2026-03-08 09:00-0400"


def test_hours_on_the_night_clocks_go_back():
    assert opens("2026-11-01 00:50", NEW_YORK, "01:15-01:45") == "2026-11-01 01:15-0400"
    assert opens("2026-11-01 01:05", NEW_YORK, "01:15-01:45", fold=1) == "2026-11-01 01:15-0500"
    assert opens("2026-11-01 01:50", NEW_YORK, "00:00-01:45") == "2026-11-01 01:00-0500"  # open once more
    assert opens("2026-11-01 01:50", NEW_YORK, "00:00-01:45", fold=1) == "2026-11-02 00:00-0500"


def test_a_day_is_over_by_the_buyers_clock():
    assert shown(day_after(date(2026, 3, 7), ZoneInfo(NEW_YORK)), NEW_YORK) == "2026-03-08 00:00-0500"
    # Clocks go on at midnight: the day begins at one.
    cairo = "Africa/Cairo"
    assert shown(day_after(date(2026, 4, 23), ZoneInfo(cairo)), cairo) == "2026-04-24 01:00+0300"
    assert day_after(date.max, ZoneInfo(TALLINN)).year == 9999


@pytest.mark.parametrize("event", [datetime(9999, 12, 31, 23, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("unit", ["hours", "days", "business_days"])
def test_moments_at_the_ends_of_the_calendar_are_no_error(event, zone, unit):
    due_at(step(delay=3, unit=unit, hours="09:00-18:00"), event, ZoneInfo(zone), "EE")


# What holds for every step, event and clock

ZONES = st.sampled_from(
    [
        NEW_YORK,
        TALLINN,
        LORD_HOWE,
        APIA,
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Pacific/Chatham",
        "America/St_Johns",
        "Asia/Kathmandu",
        "Africa/Cairo",
        "America/Santiago",
        "Asia/Riyadh",
        "UTC",
    ]
).map(ZoneInfo)
TURNS = [
    on("2026-03-08 01:59", NEW_YORK),
    on("2026-11-01 01:00", NEW_YORK),
    on("2026-10-25 03:00", TALLINN),
    on("2026-10-04 02:00", LORD_HOWE),
    on("2026-04-05 01:30", LORD_HOWE),
    on("2011-12-29 23:00", APIA),
    on("2026-04-24 01:00", "Africa/Cairo"),
    on("2026-09-06 01:00", "America/Santiago"),
    on("2028-02-29 00:00", "UTC"),
    on("2026-12-31 23:59", "UTC"),
]
NEAR_TURNS = st.builds(
    lambda turn, minutes: turn.astimezone(UTC) + timedelta(minutes=minutes),
    st.sampled_from(TURNS),
    st.integers(-3000, 3000),
)
MOMENTS = NEAR_TURNS | st.datetimes(datetime(2011, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))
COUNTRIES = st.sampled_from(["", "EE", "SA", "EG", "IR", "BN", "US", "ZZ"])
MINUTES = st.integers(0, 24 * 60 - 1)


@st.composite
def steps(draw):
    hours = draw(st.none() | st.tuples(MINUTES, MINUTES).filter(lambda pair: pair[0] < pair[1]))
    return Step(
        delay=draw(st.integers(0, 40)),
        delay_unit=draw(st.sampled_from(["hours", "days", "business_days"])),
        send_from=hours and time(*divmod(hours[0], 60)),
        send_until=hours and time(*divmod(hours[1], 60)),
    )


def is_open(step, moment, zone):
    return step.send_from is None or step.send_from <= moment.astimezone(zone).time() <= step.send_until


@hypothesis_settings(max_examples=300)
@given(step=steps(), event=MOMENTS, zone=ZONES, country=COUNTRIES)
def test_it_is_due_within_the_hours_and_not_before_its_delay(step, event, zone, country):
    moment = due_at(step, event, zone, country)
    assert is_open(step, moment, zone)
    assert opening(step, moment, zone) == moment
    if step.delay_unit == "hours" or not step.delay:
        assert moment >= event + timedelta(hours=step.delay)
    else:
        passed = moment.astimezone(zone).replace(tzinfo=None) - event.astimezone(zone).replace(tzinfo=None)
        assert passed >= timedelta(days=step.delay)


@hypothesis_settings(max_examples=300)
@given(step=steps(), event=MOMENTS, zone=ZONES, seconds=st.integers(0, 3 * 86400))
def test_hours_open_at_the_first_moment_they_may(step, event, zone, seconds):
    opened = opening(step, event, zone)
    assert opened >= event
    between = event + timedelta(seconds=seconds)
    assert between >= opened or not is_open(step, between, zone)


@hypothesis_settings(max_examples=300)
@given(step=steps(), events=st.tuples(MOMENTS, st.integers(0, 200_000)), zone=ZONES, country=COUNTRIES)
@example(step(1, "days"), (on("2026-03-07 02:10", NEW_YORK), 2400), ZoneInfo(NEW_YORK), "US")
def test_what_happens_later_is_due_later(step, events, zone, country):
    """Later by the clock on the wall where days are counted: in the hour that comes twice the second half
    past one is as late as the first."""
    early = events[0].astimezone(UTC)
    late = early + timedelta(seconds=events[1])
    walls = [moment.astimezone(zone).replace(tzinfo=None) for moment in (early, late)]
    if step.delay_unit != "hours":
        assume(walls[0] <= walls[1])
    if step.delay_unit == "business_days":  # what happens at a weekend counts as of the next business day
        calendar = WorkCalendar((Place.of(country),))
        assume(all(calendar.is_working(wall.date()) for wall in walls))
    assert due_at(step, early, zone, country) <= due_at(step, late, zone, country)
