"""What holds for every window: any terms, any moment, any clock, with public holidays and without."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from django_trust.policies.delivery.calendars import public_holidays, week_of
from django_trust.policies.delivery.windows import delivery_window
from tests.policies.delivery.terms import at, rate

pytestmark = pytest.mark.usefixtures("either_way")

DAY = timedelta(days=1)
COUNTRIES = st.sampled_from(["", "EE", "DE", "SA", "AE", "EG", "US", "BR", "ID", "ZZ"])
ZONES = st.sampled_from(
    ["Europe/Tallinn", "America/New_York", "Asia/Riyadh", "Pacific/Kiritimati", "Pacific/Pago_Pago", ""]
)
WEEKDAYS = st.sets(st.integers(1, 7)).map(lambda days: tuple(sorted(days)))
# Nights on which clocks jump, ends of years, and any other moment.
TURNS = [
    at("2026-03-29", "03:00"),
    at("2026-10-25", "03:00"),
    at("2026-03-08", "02:00", zone=ZoneInfo("America/New_York")),
    at("2026-11-01", "01:00", zone=ZoneInfo("America/New_York")),
    at("2026-12-31", "23:00"),
    at("2028-02-29", "00:00"),
]
NEAR_TURNS = st.builds(
    lambda turn, minutes: turn.astimezone(UTC) + timedelta(minutes=minutes),
    st.sampled_from(TURNS),
    st.integers(-2000, 2000),
)
ANY = st.datetimes(datetime(2025, 12, 1), datetime(2028, 3, 1), timezones=st.just(UTC))
MOMENTS = NEAR_TURNS | ANY


@st.composite
def rates(draw):
    handling = sorted(draw(st.tuples(st.integers(0, 5), st.integers(0, 5))))
    transit = sorted(draw(st.tuples(st.integers(0, 8), st.integers(0, 8))))
    return rate(
        origin=draw(COUNTRIES),
        time_zone=draw(ZONES),
        cutoff=draw(st.none() | st.times(max_value=time(23, 59))),
        handling_min=handling[0],
        handling_max=handling[1],
        transit_min=transit[0],
        transit_max=transit[1],
        handling_weekdays=draw(WEEKDAYS),
        delivery_weekdays=draw(WEEKDAYS),
    )


def works(country, weekdays, day):
    week = weekdays or week_of(country, day.year)
    return day.isoweekday() in week and day not in (public_holidays(country, "", day.year) or ())


def zone_of(terms):
    return ZoneInfo(terms.time_zone or "Europe/Tallinn")


@given(rates(), COUNTRIES, MOMENTS)
def test_never_in_the_past_and_in_order(terms, country, moment):
    window = delivery_window(terms, ordered_at=moment, country=country)
    today = moment.astimezone(zone_of(terms)).date()
    assert today <= window.dispatch_earliest <= window.earliest <= window.latest
    assert window.dispatch_earliest <= window.dispatch_latest <= window.latest
    assert window.order_by is None or window.order_by > moment


@given(rates(), COUNTRIES, MOMENTS)
def test_handled_and_delivered_on_business_days_only(terms, country, moment):
    window = delivery_window(terms, ordered_at=moment, country=country)
    for day in (window.earliest, window.latest):
        assert works(country, terms.delivery_weekdays, day)
    for day in (window.dispatch_earliest, window.dispatch_latest):
        assert works(terms.origin, terms.handling_weekdays, day)


@given(rates(), COUNTRIES, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=20)))
@example(rate(cutoff=time(3, 30)), "EE", at("2026-10-25", "03:29").astimezone(UTC), timedelta(minutes=31))
def test_who_orders_later_never_gets_it_earlier(terms, country, moment, wait):
    sooner = delivery_window(terms, ordered_at=moment, country=country)
    later = delivery_window(terms, ordered_at=moment + wait, country=country)
    assert sooner.earliest <= later.earliest
    assert sooner.latest <= later.latest


@given(rates(), COUNTRIES, MOMENTS, st.timezones())
def test_the_same_moment_on_another_clock_is_the_same_order(terms, country, moment, zone):
    here = delivery_window(terms, ordered_at=moment, country=country)
    assert delivery_window(terms, ordered_at=moment.astimezone(zone), country=country) == here


@given(rates(), COUNTRIES, MOMENTS)
def test_until_order_by_the_days_stay_and_from_then_on_they_do_not(terms, country, moment):
    window = delivery_window(terms, ordered_at=moment, country=country)
    assume(window.order_by is not None)
    before = delivery_window(terms, ordered_at=window.order_by - timedelta(seconds=1), country=country)
    after = delivery_window(terms, ordered_at=window.order_by, country=country)
    assert (before.earliest, before.latest) == (window.earliest, window.latest)
    assert (after.earliest, after.latest) != (window.earliest, window.latest)


@given(rates(), COUNTRIES, MOMENTS)
def test_days_are_counted_as_on_a_paper_calendar(terms, country, moment):
    """The same by lists of days: handling from its first day, then transport, then the next delivery."""
    zone = zone_of(terms)
    today = moment.astimezone(zone).date()
    days = [today + DAY * number for number in range(400)]
    handled = [day for day in days if works(terms.origin, terms.handling_weekdays, day)]
    is_late = terms.cutoff is not None and moment >= at(f"{today}", f"{terms.cutoff}", zone).astimezone(UTC)
    assume(terms.cutoff is None or not _jumps(today, zone))
    if handled[0] == today and is_late:
        handled = handled[1:]
    moving = [
        day
        for day in days
        if works(terms.origin, terms.delivery_weekdays, day) and works(country, terms.delivery_weekdays, day)
    ]
    window = delivery_window(terms, ordered_at=moment, country=country)
    for handling, transit, sent, arrival in (
        (terms.handling_min, terms.transit_min, window.dispatch_earliest, window.earliest),
        (terms.handling_max, terms.transit_max, window.dispatch_latest, window.latest),
    ):
        assert sent == handled[handling]
        there = [day for day in moving if day > sent][transit - 1] if transit else sent
        assert arrival == min(
            day for day in days if day >= there and works(country, terms.delivery_weekdays, day)
        )


def _jumps(day, zone):
    offsets = {datetime.combine(day, time(hour), zone).utcoffset() for hour in (0, 23)}
    return len(offsets) > 1
