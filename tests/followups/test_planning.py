"""What the rows of an order should be, from its facts alone: no database."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from django_trust.followups.choices import ENDS, Event, Reason
from django_trust.followups.facts import PurchaseFacts
from django_trust.followups.models import Flow, FollowUp, Step
from django_trust.followups.planning import NotStarted, not_started, plans_for, revised
from django_trust.shop.models import Purchase

START = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def step(event="delivered", purpose="review", delay=7, unit="days", **fields):
    flow_fields = {name: fields.pop(name) for name in ("countries", "is_active") if name in fields}
    flow = Flow(code=event, event=event, active_since=START - DAY, **flow_fields)
    return Step(flow=flow, code="a", purpose=purpose, delay=delay, delay_unit=unit, **fields)


def news(event, **fields):
    return step(event, "order", 0, "hours", **fields)


def facts(*events, order=None, **known):
    """An order at which everything of ``events`` happened at START."""
    standing = {
        "is_kept": True,
        "is_returning": False,
        "is_reviewed": False,
        "not_arrived_at": None,
        "has_case": False,
        "closed_at": None,
    }
    moments = {Event(event): START for event in events} | known.pop("at", {})
    purchase = Purchase(**{"email": "mari@example.ee", "country": "EE", "placed_at": START, **(order or {})})
    return PurchaseFacts(purchase=purchase, events=moments, **{**standing, **known})


def plan(known, step, now=START):
    plans = plans_for(known, [step], now)
    return plans[0] if plans else None


def verdict(known, step, now=START):
    found = plan(known, step, now)
    return found and (found.state, found.reason)


DUE = ("waiting", "due")

# What starts


@pytest.mark.parametrize("event", list(Event))
def test_a_step_starts_with_its_event_and_no_other(event):
    others = [other for other in Event if other != event and other not in ENDS | {Event.DELIVERED}]
    assert plan(facts(*others), news(event)) is None
    assert not_started(facts(*others), news(event)) == NotStarted.NOT_HAPPENED
    assert verdict(facts(event), news(event)) == DUE


def test_what_happened_before_the_flow_was_on_starts_nothing():
    before = facts(at={Event.DELIVERED: START - DAY - timedelta(seconds=1)})
    assert plan(before, step()) is None
    assert not_started(before, step()) == NotStarted.BEFORE
    assert plan(facts(at={Event.DELIVERED: START - DAY}), step())


def test_flows_and_steps_that_are_off_start_nothing():
    assert not_started(facts("delivered"), step(is_active=False)) == NotStarted.FLOW_OFF
    off = step()
    off.is_active = False
    assert not_started(facts("delivered"), off) == NotStarted.STEP_OFF
    assert plan(facts("delivered"), off) is None


@pytest.mark.parametrize(
    "countries, starts", [([], True), (["EU"], True), (["EE"], True), (["BR", "SA"], False)]
)
def test_flows_for_some_countries(countries, starts):
    wanted = step(countries=countries)
    assert (plan(facts("delivered"), wanted) is not None) == starts
    if not starts:
        assert not_started(facts("delivered"), wanted) == NotStarted.OTHER_COUNTRY


# What stops


@pytest.mark.parametrize("event", [event for event in Event if event not in ENDS])
@pytest.mark.parametrize("purpose", ["order", "review", "survey", "tips", "offers"])
def test_a_cancelled_or_refunded_order_stops_everything_but_news_of_that(event, purpose):
    wanted = step(event, purpose)
    assert verdict(facts(event, "cancelled", is_kept=False), wanted) == ("cancelled", "order_cancelled")
    assert verdict(facts(event, "refunded", is_kept=False), wanted) == ("cancelled", "refunded")
    partly = facts(event, "refunded")
    assert verdict(partly, wanted) == verdict(facts(event), wanted)


@pytest.mark.parametrize("event", sorted(ENDS))
def test_news_of_the_end_itself_goes_out(event):
    ended = facts("placed", event, is_kept=False)
    assert verdict(ended, news(event)) == DUE


def test_a_buyer_who_returns_the_order_hears_nothing_but_news_of_it():
    returning = facts("delivered", is_returning=True)
    assert verdict(returning, step()) == ("cancelled", "withdrawn")
    assert verdict(returning, news("delivered")) == DUE


@pytest.mark.parametrize("event", ["shipped", "delayed"])
def test_an_order_that_has_arrived_needs_no_news_of_its_journey(event):
    assert verdict(facts(event, "delivered"), news(event)) == ("cancelled", "arrived")
    assert verdict(facts("placed", "delivered"), news("placed", condition="not_delivered")) == (
        "cancelled",
        "arrived",
    )
    assert verdict(facts("placed", "delivered"), news("placed")) == DUE


def test_a_review_ends_reminders_but_not_the_coupon():
    reviewed = facts("delivered", is_reviewed=True)
    assert verdict(reviewed, step(condition="not_reviewed")) == ("cancelled", "reviewed")
    assert verdict(reviewed, step(purpose="offers")) == DUE
    assert verdict(reviewed, step(condition="reviewable")) == DUE  # there may be a second item


def test_without_an_address_nothing_can_be_sent():
    nobody = facts("delivered", order={"email": ""})
    assert verdict(nobody, step()) == ("skipped", "no_address")


def test_what_is_too_late_is_not_sent():
    wanted = step(delay=7, within_days=3)
    due = plan(facts("delivered"), wanted).due_at
    assert verdict(facts("delivered"), wanted, due + 3 * DAY) == DUE
    assert verdict(facts("delivered"), wanted, due + 3 * DAY + timedelta(seconds=1)) == (
        "skipped",
        "too_late",
    )


# What moves


def test_a_later_delivery_moves_the_request():
    first = plan(facts("delivered"), step())
    later = plan(facts(at={Event.DELIVERED: START + 4 * DAY}), step())
    assert later.due_at - first.due_at == 4 * DAY
    assert later.started_at == START + 4 * DAY


def test_a_buyer_who_waits_for_the_order_is_not_asked_about_it():
    waiting = facts("delivered", not_arrived_at=START + 6 * DAY)
    postponed = plan(waiting, step(send_from=time(10), send_until=time(18)))
    assert (postponed.state, postponed.reason) == ("waiting", "postponed")
    assert postponed.due_at == postponed.wake_at == START + 13 * DAY
    assert plan(waiting, news("placed")) is None
    assert plan(facts("placed", not_arrived_at=START), news("placed")).due_at == START


def test_a_postponed_message_keeps_its_hours():
    night = facts("delivered", not_arrived_at=START + 6 * DAY + timedelta(hours=10))
    moved = plan(night, step(send_from=time(10), send_until=time(18))).due_at
    assert moved == datetime(2026, 11, 16, 8, 0, tzinfo=UTC)  # ten in Tallinn, the next morning


def test_nobody_who_says_it_has_not_arrived_is_told_that_it_has():
    told = news("delivered")
    assert plan(facts("delivered", not_arrived_at=START + timedelta(hours=1)), told).due_at > START + 7 * DAY


def test_an_answer_from_before_the_parcel_came_postpones_nothing():
    arrived = facts(at={Event.DELIVERED: START + 2 * DAY}, not_arrived_at=START + DAY)
    assert verdict(arrived, step()) == DUE


def test_a_problem_holds_everything_but_news_until_it_is_closed():
    asked = facts("delivered", has_case=True)
    held = plan(asked, step())
    assert (held.state, held.reason, held.wake_at) == ("waiting", "case_open", None)
    assert verdict(asked, news("delivered")) == DUE


def test_a_closed_case_lets_messages_go_a_little_later():
    closed = facts("delivered", closed_at=START + 30 * DAY)
    moved = plan(closed, step(within_days=3), START + 30 * DAY)
    assert (moved.state, moved.reason) == ("waiting", "postponed")
    assert moved.due_at == START + 32 * DAY
    early = facts("delivered", closed_at=START + DAY)
    assert verdict(early, step()) == DUE


@pytest.mark.parametrize("event", ["placed", "paid", "shipped"])
@pytest.mark.parametrize(
    "order, due",
    [
        ({"promised_by": date(2026, 11, 20)}, datetime(2026, 11, 20, 22, 0, tzinfo=UTC)),
        (
            {"promised_by": date(2026, 11, 5), "delayed_until": date(2026, 11, 25)},
            datetime(2026, 11, 25, 22, 0, tzinfo=UTC),
        ),
        ({"promised_by": date(2026, 11, 5)}, START + 7 * DAY),
        ({}, START + 7 * DAY),
    ],
)
def test_while_an_order_is_on_its_way_its_day_is_waited_for(event, order, due):
    assert plan(facts(event, "delayed", order=order), step(event, "tips")).due_at == due
    assert plan(facts(event, "delayed", order=order), news(event)).due_at == START
    arrived = facts(event, "delivered", "delayed", order=order)
    if event != "shipped":
        assert plan(arrived, step(event, "tips")).due_at == START + 7 * DAY


def test_an_apology_for_a_delay_does_not_wait_for_the_end_of_it():
    delayed = facts("placed", "delayed", order={"delayed_until": date(2026, 12, 24)})
    assert plan(delayed, step("delayed", "offers", delay=1)).due_at == START + DAY


@pytest.mark.parametrize("field", ["promised_by", "delayed_until"])
def test_a_day_that_stands_for_never_is_no_error(field):
    assert plan(facts("placed", order={field: date.max}), step("placed")).due_at.year == 9999


def test_each_new_date_of_a_delay_is_news_of_its_own():
    delayed = facts("delayed", order={"delayed_until": date(2026, 12, 1)})
    assert plan(delayed, news("delayed")).occurrence == "2026-12-01"
    assert plan(facts("placed"), news("placed")).occurrence == ""


# What becomes of rows that are there


def row(state="waiting", reason="due", **fields):
    moments = {"started_at": START, "due_at": START + 7 * DAY, "wake_at": START + 7 * DAY}
    return FollowUp(state=state, reason=reason, **{**moments, **fields})


USUAL = plan(facts("delivered"), step())
LATER = plan(facts(at={Event.DELIVERED: START + 4 * DAY}), step())
RETURNED = plan(facts("delivered", is_returning=True), step())
HELD = plan(facts("delivered", has_case=True), step())
LATE = plan(facts("delivered"), step(within_days=1), START + 60 * DAY)


def after(row, wanted):
    changed = revised(row, wanted)
    return changed, row.state, row.reason


def test_a_row_that_is_as_planned_is_not_touched():
    assert after(row(), USUAL) == (False, "waiting", "due")


def test_a_waiting_row_follows_the_facts():
    moved = row()
    assert after(moved, LATER) == (True, "waiting", "due")
    assert moved.due_at == moved.wake_at == START + 11 * DAY
    assert after(row(), RETURNED) == (True, "cancelled", "withdrawn")
    assert after(row(), LATE) == (True, "skipped", "too_late")
    held = row()
    assert after(held, HELD) == (True, "waiting", "case_open")
    assert held.wake_at is None
    assert after(held, USUAL) == (True, "waiting", "due")
    assert held.wake_at == START + 7 * DAY


def test_nothing_wants_a_row_any_more():
    assert after(row(), None) == (True, "cancelled", "switched_off")
    gone = row()
    assert revised(gone, None, Reason.NOTHING_TO_SAY)
    assert gone.reason == Reason.NOTHING_TO_SAY
    assert gone.wake_at is None


@pytest.mark.parametrize("reason", ["withdrawn", "switched_off", "replaced", "refunded"])
def test_what_facts_had_cancelled_they_may_want_again(reason):
    assert after(row("cancelled", reason, wake_at=None), USUAL) == (True, "waiting", "due")
    assert after(row("cancelled", reason, wake_at=None), LATE)[0] is False
    assert after(row("cancelled", reason, wake_at=None), RETURNED)[0] is False


@pytest.mark.parametrize(
    "ended",
    [
        ("sent", "sent"),
        ("failed", "refused"),
        ("failed", "gave_up"),
        ("skipped", "opted_out"),
        ("skipped", "no_consent"),
        ("skipped", "cap"),
        ("skipped", "answered"),
        ("cancelled", "by_staff"),
        ("sending", "due"),
    ],
)
@pytest.mark.parametrize("wanted", [USUAL, LATER, RETURNED, None])
def test_what_is_ended_or_being_sent_stays_as_it_is(ended, wanted):
    assert after(row(*ended), wanted) == (False, *ended)


def test_a_message_that_was_too_late_for_a_delivery_date_that_was_wrong():
    assert after(row("skipped", "too_late", wake_at=None), LATER) == (True, "waiting", "due")
    assert after(row("skipped", "no_address", wake_at=None), USUAL) == (True, "waiting", "due")
    tried = row("skipped", "too_late", wake_at=None, attempts=1)  # somebody may have got it
    assert after(tried, LATER)[0] is False


@pytest.mark.parametrize("reason", ["retry", "cap", "window"])
def test_what_the_sender_put_off_keeps_its_time_unless_the_facts_move_it(reason):
    put_off = row("waiting", reason, wake_at=START + 8 * DAY)
    assert after(put_off, USUAL) == (False, "waiting", reason)
    assert put_off.wake_at == START + 8 * DAY
    assert after(put_off, LATER) == (True, "waiting", "due")
    assert after(row("waiting", reason), RETURNED) == (True, "cancelled", "withdrawn")
    assert after(row("waiting", reason), HELD) == (True, "waiting", "case_open")


def test_what_staff_want_sent_is_sent_but_for_an_order_that_is_gone():
    for wanted in (USUAL, LATER, HELD, LATE, None):
        assert after(row("waiting", "by_staff"), wanted) == (False, "waiting", "by_staff")
    assert after(row("waiting", "by_staff"), RETURNED) == (True, "cancelled", "withdrawn")
