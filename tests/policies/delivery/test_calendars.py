from datetime import date, timedelta

import pytest

from django_trust.policies.delivery.calendars import Place, WorkCalendar, public_holidays, week_of

MONDAY_TO_FRIDAY = {1, 2, 3, 4, 5}
SUNDAY_TO_THURSDAY = {7, 1, 2, 3, 4}


@pytest.mark.parametrize(
    "country, week",
    [
        ("EE", MONDAY_TO_FRIDAY),
        ("US", MONDAY_TO_FRIDAY),
        ("AE", MONDAY_TO_FRIDAY),  # since 2022
        ("SA", SUNDAY_TO_THURSDAY),
        ("EG", SUNDAY_TO_THURSDAY),
        ("", MONDAY_TO_FRIDAY),
        ("ZZ", MONDAY_TO_FRIDAY),
        ("date", MONDAY_TO_FRIDAY),
    ],
)
def test_a_country_has_its_own_week(either_way, country, week):
    assert week_of(country, 2026) == week


def test_the_extra_knows_weeks_that_cldr_does_not():
    assert week_of("BD", 2026) == SUNDAY_TO_THURSDAY


def test_a_week_that_cldr_alone_knows_stays():
    assert week_of("LY", 2026) == SUNDAY_TO_THURSDAY
    assert week_of("IN", 2026) == {1, 2, 3, 4, 5, 6}


def test_public_holidays_are_free():
    estonia = WorkCalendar((Place("EE"),))
    assert estonia.is_working(date(2026, 2, 23))
    assert not estonia.is_working(date(2026, 2, 24))
    assert not estonia.is_working(date(2026, 12, 25))
    assert not estonia.is_working(date(2027, 1, 1))


def test_without_the_extra_there_are_weekends_only(without_holidays):
    estonia = WorkCalendar((Place("EE"),))
    assert estonia.is_working(date(2026, 12, 25))
    assert not estonia.is_working(date(2026, 12, 26))
    assert not estonia.knows_holidays(2026)


def test_the_calendar_says_whether_it_knows_all_holidays():
    assert WorkCalendar((Place("EE"), Place("SA"))).knows_holidays(2026)
    assert not WorkCalendar((Place("EE"), Place(""))).knows_holidays(2026)


@pytest.mark.parametrize("country", ["", "EU", "ZZ", "date", "HolidayBase", "../EE"])
def test_nothing_is_known_of_what_is_no_country(country):
    assert public_holidays(country, "", 2026) is None


def test_a_region_has_holidays_of_its_own_and_an_unknown_one_those_of_the_country():
    germany = public_holidays("DE", "", 2026)
    assert germany < public_holidays("DE", "BY", 2026)
    assert [Place.of("DE", code).region for code in ("BY", "de-by", " by ", "XX", "")] == ["BY"] * 3 + [
        ""
    ] * 2
    assert Place.of("", "BY").region == Place.of("ZZ", "BY").region == ""


def test_weekdays_of_the_terms_stand_for_the_usual_week_but_not_for_holidays():
    saturdays = WorkCalendar((Place("EE"),), frozenset({6}))
    assert saturdays.on_or_after(date(2026, 11, 23), date(2027, 1, 1)) == date(2026, 11, 28)
    assert not saturdays.is_working(date(2026, 12, 26))  # Saturday, second day of Christmas


def test_a_day_counts_where_it_is_a_business_day_in_all_places():
    both = WorkCalendar((Place("SA"), Place("EE")))
    week = [date(2026, 11, 2) + timedelta(days=number) for number in range(7)]
    assert [day.isoweekday() for day in week if both.is_working(day)] == [1, 2, 3, 4]


def test_business_days_are_counted_from_the_next_day_on():
    estonia = WorkCalendar((Place("EE"),))
    friday, last = date(2026, 11, 20), date(2027, 12, 31)
    assert estonia.after(friday, 0, last) == friday
    assert estonia.after(friday, 1, last) == date(2026, 11, 23)
    assert estonia.after(friday, 6, last) == date(2026, 11, 30)


def test_a_calendar_without_a_business_day_ends():
    never = WorkCalendar((Place("EE"),), frozenset({8}))
    assert never.on_or_after(date(2026, 1, 1), date(2027, 12, 31)) is None
    assert never.after(date(2026, 1, 1), 3, date(2027, 12, 31)) is None
