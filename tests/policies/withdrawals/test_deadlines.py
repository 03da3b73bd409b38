"""Until when a statement is in time, and when the money is due."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_trust.policies.delivery import calendars
from django_trust.policies.facts import ReturnFacts, SeasonFacts
from django_trust.policies.withdrawals.deadlines import (
    local_day,
    refund_due,
    send_back_by,
    timeliness,
    working_day,
)
from django_trust.policies.withdrawals.grounds import Grounds, Law, law_for

EU_LAW = Law(days=14, start="last_item", cost="customer", refund_days=14, function=True)
NO_LAW = Law()
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))


@pytest.fixture(autouse=True)
def _weekends_only(without_holidays):
    """Whether ``holidays`` is installed must not matter here."""


def purchase(delivered=None, placed=datetime(2026, 11, 1, 10, tzinfo=UTC)):
    return SimpleNamespace(delivered_at=delivered, placed_at=placed)


def grounds(returns=None, law=EU_LAW, country="EE"):
    return Grounds(returns, law, country)


def moment(*parts):
    return datetime(*parts, tzinfo=UTC)


@given(MOMENTS, st.integers(0, 400))
def test_the_last_day_is_a_working_day_at_least_fourteen_days_after_the_delivery(delivered, hours):
    last_day, is_late = timeliness(purchase(delivered), grounds(), delivered + timedelta(hours=hours))
    counted = local_day(delivered) + timedelta(days=14)
    assert last_day.isoweekday() <= 5
    assert counted <= last_day <= counted + timedelta(days=2)
    assert is_late is (local_day(delivered + timedelta(hours=hours)) > last_day)


@given(MOMENTS, st.integers(0, 60), st.integers(0, 60))
def test_the_longer_of_law_and_terms_counts(delivered, own, legal):
    returns = ReturnFacts(days=own)
    both, _ = timeliness(purchase(delivered), grounds(returns, Law(days=legal)), delivered)
    mine, _ = timeliness(purchase(delivered), grounds(returns, NO_LAW), delivered)
    law, _ = timeliness(purchase(delivered), grounds(None, Law(days=legal)), delivered)
    assert both == max(day for day in (mine, law) if day)


@pytest.mark.parametrize(
    ("submitted", "is_late"),
    [
        # Delivered on Tuesday the 3rd: the 14th day is Tuesday the 17th, which ends by Tallinn's clock.
        (moment(2026, 11, 17, 21, 59), False),
        (moment(2026, 11, 17, 22, 0), True),
        (moment(2026, 11, 3, 12, 0), False),
    ],
)
def test_the_last_day_ends_at_midnight_in_the_shop(submitted, is_late):
    delivered = moment(2026, 11, 3, 12, 30)
    assert timeliness(purchase(delivered), grounds(), submitted) == (date(2026, 11, 17), is_late)


def test_the_day_of_the_delivery_is_the_one_in_the_shop():
    # 22:30 in London is half an hour past midnight in Tallinn: one day more.
    assert timeliness(purchase(moment(2026, 11, 3, 22, 30)), grounds(), moment(2026, 11, 4)).last_day == date(
        2026, 11, 18
    )


def test_a_clock_that_is_put_back_changes_no_day():
    """The week in which Tallinn has 169 hours."""
    late_evening = moment(2026, 10, 20, 20, 30)
    assert timeliness(purchase(late_evening), grounds(), late_evening).last_day == date(2026, 11, 3)


def test_a_weekend_at_the_end_is_added():
    # Saturday 7 November and 14 days: Saturday the 21st, so Monday the 23rd.
    assert timeliness(purchase(moment(2026, 11, 7, 9)), grounds(), moment(2026, 11, 23, 12)) == (
        date(2026, 11, 23),
        False,
    )


def test_the_weekend_is_that_of_the_buyer_s_country():
    friday = date(2026, 11, 20)
    assert working_day(friday, "EE") == friday
    assert working_day(friday, "SA") == date(2026, 11, 22)


def test_public_holidays_count_where_they_are_known(monkeypatch):
    christmas = frozenset({date(2026, 12, 24), date(2026, 12, 25)})
    monkeypatch.setattr(calendars, "public_holidays", lambda *_: christmas)
    # 14 days after 10 December is Christmas Eve, a Thursday; the next working day is Monday the 28th.
    delivered = moment(2026, 12, 10, 9)
    assert timeliness(purchase(delivered), grounds(), delivered).last_day == date(2026, 12, 28)


def test_nobody_is_late_before_the_delivery_is_known():
    assert timeliness(purchase(None), grounds(), moment(2030, 1, 1)) == (None, None)
    assert timeliness(None, grounds(), moment(2030, 1, 1)) == (None, None)


def test_terms_that_count_from_the_order_do_not_cut_the_law_short():
    returns = ReturnFacts(days=14, start="contract")
    bought = purchase(moment(2026, 11, 10, 9), placed=moment(2026, 11, 2, 9))
    assert timeliness(bought, grounds(returns), moment(2026, 11, 20)).last_day == date(2026, 11, 24)
    assert timeliness(bought, grounds(returns, NO_LAW), moment(2026, 11, 20)) == (date(2026, 11, 16), True)


def test_returns_at_any_time_are_never_late():
    returns = ReturnFacts(category="unlimited")
    assert timeliness(purchase(moment(2020, 1, 1)), grounds(returns), moment(2030, 1, 1)) == (None, False)


def test_a_shop_that_takes_nothing_back_still_owes_what_the_law_gives():
    returns = ReturnFacts(category="not_permitted")
    bought = purchase(moment(2026, 11, 3, 12))
    assert timeliness(bought, grounds(returns), moment(2026, 11, 4)).last_day == date(2026, 11, 17)
    assert timeliness(bought, grounds(returns, NO_LAW), moment(2026, 11, 4)) == (None, None)


def test_presents_may_come_back_after_the_season():
    season = SeasonFacts(first_day=date(2026, 11, 1), last_day=date(2026, 12, 24), until=date(2027, 1, 31))
    longer = SeasonFacts(first_day=date(2026, 11, 1), last_day=date(2026, 12, 24), days=60)
    bought = purchase(moment(2026, 11, 10, 9), placed=moment(2026, 11, 5, 9))
    until = ReturnFacts(days=30, seasons=(season,))
    assert timeliness(bought, grounds(until), moment(2027, 1, 20)) == (date(2027, 1, 31), False)
    sixty = ReturnFacts(days=30, seasons=(longer,))
    assert timeliness(bought, grounds(sixty), moment(2027, 1, 20)).last_day == date(2027, 1, 11)
    too_early = purchase(moment(2026, 11, 10, 9), placed=moment(2026, 10, 31, 9))
    assert timeliness(too_early, grounds(until), moment(2026, 12, 1)).last_day == date(2026, 12, 10)


SUBMITTED = moment(2026, 11, 22, 23, 0)  # the 23rd in Tallinn


@pytest.mark.parametrize(
    ("kind", "returns", "law", "due"),
    [
        ("withdrawal", None, EU_LAW, date(2026, 12, 7)),
        ("withdrawal", ReturnFacts(refund_days=5), EU_LAW, date(2026, 11, 28)),
        ("withdrawal", ReturnFacts(refund_days=30), EU_LAW, date(2026, 12, 7)),
        ("withdrawal", ReturnFacts(refund_days=30, refund_start="goods_back"), EU_LAW, date(2026, 12, 7)),
        ("return", ReturnFacts(refund_days=30), EU_LAW, date(2026, 12, 23)),
        ("return", ReturnFacts(refund_days=3, refund_start="goods_back"), EU_LAW, None),
        ("return", None, Law(refund_days=0), date(2026, 11, 23)),
        ("return", None, NO_LAW, None),
    ],
)
def test_the_money_is_due_by_the_terms_or_the_law(kind, returns, law, due):
    assert refund_due(kind, grounds(returns, law), SUBMITTED) == due


def test_the_money_may_be_due_only_after_the_goods_are_back():
    returns = ReturnFacts(refund_days=3, refund_start="goods_back")
    back = moment(2026, 12, 1, 10)
    assert refund_due("return", grounds(returns), SUBMITTED, back) == date(2026, 12, 4)


def test_goods_go_back_within_fourteen_days_where_the_law_says_so():
    # The 7th of December is a Monday; of a Saturday it would be the Monday after.
    assert send_back_by(EU_LAW, SUBMITTED, "EE") == date(2026, 12, 7)
    assert send_back_by(EU_LAW, moment(2026, 11, 21, 9), "EE") == date(2026, 12, 7)
    assert send_back_by(NO_LAW, SUBMITTED, "US") is None


@pytest.mark.parametrize(
    ("country", "kind", "markets", "days", "function"),
    [
        ("EE", "withdrawal", [], 14, True),
        ("NO", "withdrawal", [], 14, True),
        ("GB", "return", [], 14, False),
        ("BR", "return", [], 7, False),
        ("US", "return", [], 0, False),
        ("ZZ", "return", [], 0, False),
        ("", "return", [], 0, False),
        ("", "withdrawal", [], 14, True),
        ("", "return", ["BR", "EU"], 7, False),
    ],
)
def test_the_law_is_that_of_the_buyer_s_country(configure, country, kind, markets, days, function):
    configure(MARKETS=markets)
    law = law_for(country, kind)
    assert (law.days, law.function) == (days, function)
