"""Examples worked out by hand; ``test_window_laws`` has what holds for all."""

from datetime import UTC, date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from django_trust.policies.delivery.windows import delivery_window
from tests.policies.delivery.terms import TALLINN, at, rate

# Clocks change on Sundays. The origin is unknown, so that no Easter is in the way.
SUNDAYS = {"origin": "", "handling_weekdays": (7,), "delivery_weekdays": (1, 2, 3, 4, 5, 6, 7)}


def days(ordered_at, country="EE", region="", **terms):
    """First and last day of arrival as "11-24 11-26"."""
    window = delivery_window(rate(**terms), ordered_at=ordered_at, country=country, region=region)
    return f"{window.earliest:%m-%d} {window.latest:%m-%d}"


def order_by(ordered_at, country="EE", **terms):
    return delivery_window(rate(**terms), ordered_at=ordered_at, country=country).order_by


def test_all_of_a_window():
    window = delivery_window(rate(), ordered_at=at("2026-11-23"), country="LV")
    assert (window.earliest, window.latest) == (date(2026, 11, 24), date(2026, 11, 26))
    assert (window.dispatch_earliest, window.dispatch_latest) == (date(2026, 11, 23), date(2026, 11, 24))
    assert window.order_by == at("2026-11-23", "14:00")
    assert (window.has_cutoff, window.zone, window.holidays_known) == (True, TALLINN, True)


@pytest.mark.parametrize(
    "moment, expected",
    [
        (at("2026-11-23", "13:59:59"), "11-24 11-26"),  # Monday, just in time
        (at("2026-11-23", "14:00"), "11-25 11-27"),
        (at("2026-11-20", "13:00"), "11-23 11-25"),  # Friday: sent Friday or Monday
        (at("2026-11-20", "15:00"), "11-24 11-26"),
        (at("2026-11-21", "09:00"), "11-24 11-26"),  # Saturday
    ],
)
def test_the_cutoff_decides_on_which_day_handling_begins(moment, expected):
    assert days(moment) == expected


def test_a_friday_and_saturday_weekend():
    shop = {"origin": "SA", "time_zone": "Asia/Riyadh"}
    riyadh = ZoneInfo("Asia/Riyadh")
    wednesday, thursday, friday = (at(f"2026-11-0{day}", zone=riyadh) for day in (4, 5, 6))
    assert days(wednesday, "SA", **shop) == "11-05 11-09"
    assert days(thursday, "SA", **shop) == "11-08 11-10"
    assert days(friday, "SA", **shop) == "11-09 11-11"  # begins on Sunday


def test_transport_counts_days_that_are_business_days_at_both_ends():
    shop = {"origin": "SA", "time_zone": "Asia/Riyadh", "handling_max": 0, "transit_max": 1}
    wednesday = at("2026-11-04", zone=ZoneInfo("Asia/Riyadh"))
    assert days(wednesday, "EE", **shop) == "11-05 11-05"
    assert days(wednesday + timedelta(days=1), "EE", **shop) == "11-09 11-09"  # not Friday, not Sunday


def test_year_end_with_public_holidays_of_both_ends():
    assert days(at("2026-12-31", "15:00"), handling_max=0, transit_max=1) == "01-05 01-05"
    # Thursday 24 and Friday 25 are free in Estonia, 26 and 27 are a weekend: begun on Monday 28.
    assert days(at("2026-12-23", "15:00"), "US", handling_max=0, transit_max=1) == "12-29 12-29"


def test_year_end_without_the_extra(without_holidays):
    assert days(at("2026-12-31", "15:00"), handling_max=0, transit_max=1) == "01-04 01-04"
    assert not delivery_window(rate(), ordered_at=at("2026-12-31"), country="EE").holidays_known


def test_a_public_holiday_in_the_week():
    monday = at("2026-02-23")  # the 24th is Independence Day
    assert days(monday, handling_max=0, transit_max=1) == "02-25 02-25"
    assert days(monday, "LV", handling_max=0, transit_max=1) == "02-25 02-25"
    assert days(monday, "LV", origin="LV", handling_max=0, transit_max=1) == "02-24 02-24"


def test_the_region_of_the_terms_stands_in_where_none_is_given(monkeypatch):
    asked = []
    monkeypatch.setattr(
        "django_trust.policies.delivery.calendars.public_holidays",
        lambda country, region, year: asked.append((country, region)) or frozenset(),
    )
    delivery_window(rate(regions=("CA",)), ordered_at=at("2026-11-23"), country="US")
    delivery_window(rate(regions=("CA", "NY")), ordered_at=at("2026-11-23"), country="US", region="TX")
    assert {region for country, region in asked if country == "US"} == {"CA", "TX"}


def test_the_cutoff_is_meant_in_the_time_zone_of_the_terms():
    shop = {"origin": "US", "time_zone": "America/New_York", "handling_max": 0, "transit_max": 1}
    assert days(at("2026-11-23", "20:59"), "US", **shop) == "11-24 11-24"  # 13:59 in New York
    assert days(at("2026-11-23", "21:00"), "US", **shop) == "11-25 11-25"
    assert days(at("2026-11-24", "06:00"), "US", **shop) == "11-25 11-25"  # still Monday evening there


def test_without_a_time_zone_it_is_that_of_the_project():
    for name in ("", "Mars/Olympus", "Europe"):
        assert order_by(at("2026-11-23"), time_zone=name) == at("2026-11-23", "14:00")


def test_a_cutoff_that_the_clock_skips_counts_from_the_jump_on():
    terms = {**SUNDAYS, "cutoff": time(3, 30)}
    jump = at("2026-03-29", "04:00").astimezone(UTC)  # 02:59 is followed by 04:00
    assert order_by(at("2026-03-29", "02:59"), **terms) == jump
    assert days(jump - timedelta(seconds=1), handling_max=0, **terms) == "03-30 03-31"
    assert days(jump, handling_max=0, **terms) == "04-06 04-07"


def test_a_cutoff_that_comes_twice_is_the_first_one():
    terms = {**SUNDAYS, "cutoff": time(3, 30)}
    first, second = (at("2026-10-25", "03:15", fold=fold) for fold in (0, 1))
    assert days(first, handling_max=0, **terms) == "10-26 10-27"
    assert days(second, handling_max=0, **terms) == "11-02 11-03"
    assert order_by(first, **terms).astimezone(UTC) == at("2026-10-25", "03:30").astimezone(UTC)


def test_weekdays_of_delivery_stand_for_the_weeks_of_both_ends():
    friday = at("2026-11-20")
    assert days(friday, handling_max=0, transit_max=1, delivery_weekdays=(1, 2, 3, 4, 5, 6)) == "11-21 11-21"


def test_a_shop_may_work_on_few_days():
    assert days(at("2026-11-23"), handling_weekdays=(2, 4), handling_max=0, transit_max=1) == "11-25 11-25"


def test_what_is_sent_on_a_day_without_delivery_arrives_on_the_next_one():
    sunday = at("2026-11-22")
    assert days(sunday, handling_weekdays=(7,), handling_max=0, transit_min=0, transit_max=0) == "11-23 11-23"


def test_nobody_is_told_to_hurry_when_the_next_cutoff_leads_to_the_same_days():
    thursdays = {"delivery_weekdays": (4,), "handling_max": 0, "transit_max": 1}
    monday = at("2026-11-16")
    assert days(monday, **thursdays) == "11-19 11-19"
    assert order_by(monday, **thursdays) == at("2026-11-18", "14:00")


def test_without_a_cutoff_the_day_ends_at_midnight():
    window = delivery_window(rate(cutoff=None), ordered_at=at("2026-11-23", "23:59"), country="EE")
    assert window.earliest == date(2026, 11, 24)
    assert (window.order_by, window.has_cutoff) == (at("2026-11-24", "00:00"), False)


def test_no_window_where_nothing_is_delivered_or_no_day_is_fit():
    for terms in ({"does_not_ship": True}, {"delivery_weekdays": (8,)}, {"handling_weekdays": (8,)}):
        assert delivery_window(rate(**terms), ordered_at=at("2026-11-23"), country="EE") is None
    for terms in ({"handling_max": 3650}, {"transit_max": 3650}, {"transit_min": 3000, "transit_max": 3650}):
        assert delivery_window(rate(**terms), ordered_at=at("2026-11-23"), country="EE") is None


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        delivery_window(rate(), ordered_at=at("2026-11-23").replace(tzinfo=None), country="EE")
