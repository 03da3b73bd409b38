"""Planning for real: rows follow the facts of an order, whatever happens to it and whoever plans it."""

import logging
import os
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from django_trust.followups import plans
from django_trust.followups.answers.services import answer_order, close_answer
from django_trust.followups.choices import FollowUpState, Reason
from django_trust.followups.flows import load_flows
from django_trust.followups.models import Flow, FollowUp, Step
from django_trust.followups.plans import plan_anew, plan_news, schedule_followups
from django_trust.followups.sending.claims import claim, release
from django_trust.followups.sending.clock import Clock
from django_trust.policies.withdrawals.services import request_withdrawal, settle_withdrawal
from django_trust.reviews.services import publish_review, reject_review, submit_review, withdraw_review
from django_trust.shop.models import Purchase
from django_trust.shop.services import (
    cancel_purchase,
    mark_delayed,
    mark_delivered,
    mark_paid,
    mark_shipped,
    refund_lines,
)
from django_trust.testing import make_purchase
from tests.hostshop.models import Product

SQLITE = os.environ.get("TRUST_TEST_DB", "sqlite") == "sqlite"
NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def flows(db):
    load_flows()
    Flow.objects.update(active_since=NOW - 30 * DAY)


@pytest.fixture
def order(flows, product):
    """Record an order placed at NOW."""
    return lambda **facts: make_purchase(product, **{"placed_at": NOW, "country": "EE", **facts})


def planned(purchase, now=NOW):
    """Plan an order; return state and reason by the code of the step, with the occurrence of a delay."""
    schedule_followups(purchase, now=now)
    rows = FollowUp.objects.filter(purchase=purchase).select_related("step")
    return {f"{row.step.code} {row.occurrence}".strip(): f"{row.state}: {row.reason}" for row in rows}


def row_of(purchase, code):
    return FollowUp.objects.get(purchase=purchase, step__code=code)


def custom_step(event, purpose="tips", **fields):
    flow = Flow.objects.create(code=f"own-{event}", name="Own", event=event, active_since=NOW - DAY)
    return Step.objects.create(flow=flow, code=f"own-{event}", name="Own", purpose=purpose, **fields)


def delivered(purchase, at=NOW):
    mark_delivered(reference=purchase.reference, at=at)
    return planned(purchase, at)


# What happens to an order


def test_each_verb_brings_its_messages(order):
    purchase = order()
    assert planned(purchase) == {"thank-you": "waiting: due"}
    mark_paid(reference=purchase.reference, at=NOW)
    mark_shipped(reference=purchase.reference, at=NOW)
    assert set(planned(purchase)) == {"thank-you", "payment-received", "shipped"}
    mark_delayed(reference=purchase.reference, until=date(2026, 11, 20))
    Purchase.objects.update(delayed_at=NOW)
    assert "delay-notice 2026-11-20" in planned(purchase)
    found = delivered(purchase)
    assert len(found) == 11
    assert found["shipped"] == found["delay-notice 2026-11-20"] == "cancelled: arrived"
    row = row_of(purchase, "review-request")
    assert row.email_key
    assert (row.started_at, row.due_at, row.wake_at) == (NOW, NOW + 7 * DAY, NOW + 7 * DAY)


def test_an_order_that_is_shipped_and_delivered_at_once_has_one_message_of_it(order):
    purchase = order()
    mark_shipped(reference=purchase.reference, at=NOW)
    found = delivered(purchase)
    assert (found["shipped"], found["delivered"]) == ("cancelled: arrived", "waiting: due")


def test_an_order_told_of_long_after_it_was_placed_is_not_thanked_for(order):
    assert planned(order(), NOW + 3 * DAY) == {"thank-you": "skipped: too_late"}


def test_a_cancelled_order_stops_everything(order):
    purchase = order()
    delivered(purchase)
    cancel_purchase(reference=purchase.reference, at=NOW)
    assert set(planned(purchase).values()) == {"cancelled: order_cancelled"}


def test_only_a_full_refund_stops_messages(order, product):
    purchase = order(quantity=2)
    before = delivered(purchase)
    refund_lines(reference=purchase.reference, lines=[{"item": product, "quantity": 1}], at=NOW)
    assert planned(purchase) == before
    refund_lines(reference=purchase.reference, lines=[{"item": product, "quantity": 2}], at=NOW)
    assert set(planned(purchase).values()) == {"cancelled: refunded"}


def test_news_of_the_refund_itself_goes_out(order, product):
    custom_step("refunded", "order")
    purchase = order()
    refund_lines(reference=purchase.reference, lines=[{"item": product}], at=NOW)
    assert planned(purchase) == {"own-refunded": "waiting: due", "thank-you": "cancelled: refunded"}


def test_a_delivery_that_was_later_than_told_moves_what_is_not_sent(order):
    purchase = order()
    delivered(purchase)
    FollowUp.objects.filter(step__code="delivered").update(state="sent", reason="sent", wake_at=None)
    mark_delivered(reference=purchase.reference, at=NOW + 5 * DAY)  # without ``correct`` the first one counts
    planned(purchase, NOW + 5 * DAY)
    assert row_of(purchase, "review-request").due_at == NOW + 7 * DAY
    mark_delivered(reference=purchase.reference, at=NOW + 5 * DAY, correct=True)
    found = planned(purchase, NOW + 5 * DAY)
    assert row_of(purchase, "review-request").due_at == NOW + 12 * DAY
    assert row_of(purchase, "review-reminder").wake_at == NOW + 19 * DAY
    assert found["delivered"] == "sent: sent"


def test_a_delivery_date_that_was_much_too_early_does_not_cost_the_request(order):
    purchase = order(placed_at=NOW - 30 * DAY)
    Flow.objects.update(active_since=NOW - 60 * DAY)
    mark_delivered(reference=purchase.reference, at=NOW - 29 * DAY)
    assert planned(purchase)["review-request"] == "skipped: too_late"
    mark_delivered(reference=purchase.reference, at=NOW - DAY, correct=True)
    assert planned(purchase)["review-request"] == "waiting: due"
    assert row_of(purchase, "review-request").wake_at == NOW + 6 * DAY


def test_a_delay_on_the_way_moves_what_is_not_news(order):
    custom_step("shipped", delay=3)
    purchase = order(promised_by=date(2026, 11, 4))
    mark_shipped(reference=purchase.reference, at=NOW)
    planned(purchase)
    assert row_of(purchase, "own-shipped").due_at == NOW + 3 * DAY
    mark_delayed(reference=purchase.reference, until=date(2026, 11, 12))
    found = planned(purchase)
    assert row_of(purchase, "own-shipped").due_at == datetime(2026, 11, 12, 22, 0, tzinfo=UTC)
    assert found["own-shipped"] == "waiting: postponed"
    assert found["shipped"] == "waiting: due"
    delivered(purchase, NOW + DAY)
    assert row_of(purchase, "own-shipped").reason == Reason.ARRIVED


def test_the_second_date_of_a_delay_replaces_a_notice_that_was_not_sent(order):
    purchase, now = order(), timezone.now()
    mark_delayed(reference=purchase.reference, until=date(2026, 12, 1))
    assert planned(purchase, now)["delay-notice 2026-12-01"] == "waiting: due"
    mark_delayed(reference=purchase.reference, until=date(2026, 12, 8))
    found = planned(purchase, now)
    assert found["delay-notice 2026-12-01"] == "cancelled: replaced"
    assert found["delay-notice 2026-12-08"] == "waiting: due"
    mark_delayed(reference=purchase.reference, until=date(2026, 12, 1))
    found = planned(purchase, now)
    assert found["delay-notice 2026-12-01"] == "waiting: due"
    assert found["delay-notice 2026-12-08"] == "cancelled: replaced"


def test_the_second_date_of_a_delay_is_told_to_those_who_know_the_first(order):
    purchase, now = order(), timezone.now()
    mark_delayed(reference=purchase.reference, until=date(2026, 12, 1))
    planned(purchase, now)
    FollowUp.objects.update(state="sent", reason="sent", wake_at=None)
    mark_delayed(reference=purchase.reference, until=date(2026, 12, 8))
    found = planned(purchase, now)
    assert found["delay-notice 2026-12-01"] == "sent: sent"
    assert found["delay-notice 2026-12-08"] == "waiting: due"


def test_a_withdrawal_stops_marketing_until_it_is_declined(order):
    purchase = order(reference="1001", email="mari@example.ee")
    delivered(purchase)
    request = request_withdrawal(
        kind="withdrawal", reference="1001", name="Mari", email="mari@example.ee", language="en"
    )
    found = planned(purchase)
    assert found["review-request"] == found["coupon"] == "cancelled: withdrawn"
    assert found["delivered"] == "waiting: due"
    settle_withdrawal(request=request, state="declined", note="Sealed goods")
    assert planned(purchase)["review-request"] == "waiting: due"


# What buyers do


@pytest.fixture
def review(product):
    def write(purchase, **words):
        facts = {"item": product, "rating": 2, "email": purchase.email, "language": "en"}
        return submit_review(purchase_line=purchase.lines.get(), **facts, **words)

    return write


def test_a_submitted_review_ends_the_reminder_and_nothing_else(order, review):
    purchase = order()
    before = delivered(purchase)
    written = review(purchase)
    assert planned(purchase) == {**before, "review-reminder": "cancelled: reviewed"}
    withdraw_review(review=written)
    assert planned(purchase)["review-reminder"] == "cancelled: reviewed"  # nobody is asked twice


def test_a_review_of_another_order_ends_nothing(order, review):
    mine, other = order(), order()
    delivered(mine)
    review(other)
    assert planned(mine)["review-reminder"] == "waiting: due"


def test_thanks_for_a_published_review_end_with_it(order, review):
    custom_step("review_published", delay=1)
    purchase = order()
    Flow.objects.update(active_since=timezone.now() - 60 * DAY)
    written = review(purchase)
    assert "own-review_published" not in planned(purchase)
    publish_review(review=written)
    assert planned(purchase, timezone.now())["own-review_published"] == "waiting: due"
    reject_review(review=written, reason="spam")
    assert planned(purchase, timezone.now())["own-review_published"] == "cancelled: nothing_to_say"


def answered(purchase, kind, at):
    return answer_order(purchase=purchase, kind=kind, language="en", now=at)


def test_it_has_not_arrived_postpones_and_all_is_well_lifts_that(order):
    purchase = order()
    delivered(purchase)
    answered(purchase, "not_arrived", NOW + 6 * DAY)
    assert planned(purchase, NOW + 6 * DAY)["review-request"] == "waiting: postponed"
    assert row_of(purchase, "review-request").wake_at == NOW + 13 * DAY
    assert row_of(purchase, "coupon").wake_at == NOW + 21 * DAY
    answered(purchase, "all_good", NOW + 6 * DAY + timedelta(hours=2))
    assert planned(purchase, NOW + 6 * DAY)["review-request"] == "waiting: due"


def test_a_problem_holds_what_is_not_news_until_staff_close_it(order):
    purchase = order()
    delivered(purchase)
    case = answered(purchase, "problem", NOW)
    found = planned(purchase)
    assert found["review-request"] == found["survey"] == "waiting: case_open"
    assert found["delivered"] == "waiting: due"
    assert row_of(purchase, "review-request").wake_at is None
    close_answer(answer=case, now=NOW + 40 * DAY)
    assert planned(purchase, NOW + 40 * DAY)["review-request"] == "waiting: postponed"
    assert row_of(purchase, "review-request").wake_at.date() == (NOW + 42 * DAY).date()


# What the shop does with its flows


def test_a_flow_that_is_switched_off_and_on(order):
    purchase = order()
    delivered(purchase)
    Flow.objects.filter(code="coupon").update(is_active=False)
    assert planned(purchase)["coupon"] == "cancelled: switched_off"
    Flow.objects.filter(code="coupon").update(is_active=True)
    assert planned(purchase)["coupon"] == "waiting: due"
    Flow.objects.filter(code="coupon").update(active_since=NOW + DAY)
    assert planned(purchase)["coupon"] == "cancelled: switched_off"


def test_a_flow_for_other_countries_plans_nothing(order):
    Flow.objects.filter(code="thanks").update(countries=["BR"])
    assert planned(order()) == {}
    assert set(planned(order(country="BR"))) == {"thank-you"}


def test_a_changed_flow_reaches_the_orders_it_concerns_and_no_others(order):
    purchase, old = order(), order(placed_at=NOW - 40 * DAY)
    for each in (purchase, old):
        delivered(each)
    mark_delivered(reference=old.reference, at=NOW - 39 * DAY, correct=True)
    FollowUp.objects.filter(purchase=old).delete()
    Purchase.objects.update(has_news=False)
    flow = Flow.objects.get(code="reviews")
    flow.steps.filter(code="review-request").update(delay=9)
    flow.steps.create(code="third", name="Third", purpose="review", delay=3)
    assert plan_anew(flow, now=NOW) == 1
    assert plan_news(10, now=NOW) == 1
    assert row_of(purchase, "review-request").due_at == NOW + 9 * DAY
    assert row_of(purchase, "third").due_at == NOW + 3 * DAY
    assert plan_anew(Flow.objects.get(code="win-back"), now=NOW + 400 * DAY) == 1  # a row of it waits


def test_hours_are_those_of_the_buyer(order):
    step = custom_step("placed", delay=0, send_from=time(9), send_until=time(20))
    purchase = order(country="KI", time_zone="Pacific/Kiritimati")  # there it is two in the morning
    planned(purchase)
    assert row_of(purchase, step.code).due_at == datetime(2026, 11, 2, 19, 0, tzinfo=UTC)


# Planning itself


FRAMES = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT")


def counted(purchase, now=NOW):
    with CaptureQueriesContext(connection) as context:
        schedule_followups(purchase, now=now)
    return [query["sql"] for query in context if not query["sql"].startswith(FRAMES)]


def test_planning_costs_six_queries_at_most(order):
    purchase = order()
    assert len(counted(purchase)) == 5
    mark_shipped(reference=purchase.reference, at=NOW)
    counted(purchase)
    mark_delivered(reference=purchase.reference, at=NOW)
    assert len(counted(purchase)) == 6  # rows change and rows appear
    assert FollowUp.objects.count() == 9


def test_planning_again_writes_nothing_but_the_flag(order):
    purchase = order()
    delivered(purchase)
    before = list(FollowUp.objects.order_by("pk").values())
    found = counted(purchase, NOW + timedelta(hours=1))
    assert [sql.split()[0] for sql in found] == ["UPDATE", "SELECT", "SELECT", "SELECT"]
    assert list(FollowUp.objects.order_by("pk").values()) == before


def test_an_order_that_is_gone_is_no_error(order):
    purchase = order()
    pk = purchase.pk
    purchase.lines.all().delete()
    purchase.delete()
    purchase.pk = pk
    assert schedule_followups(purchase, now=NOW) == []


def test_news_that_nobody_planned_are_caught_up(order):
    """In this test no transaction ends, so no signal is sent: as if the process had been killed before."""
    first, second = order(), order()
    planned(first)
    planned(second)
    mark_delivered(reference=second.reference, at=NOW)
    assert plan_news(10, now=NOW) == 1
    assert row_of(second, "review-request")
    assert not FollowUp.objects.filter(purchase=first, step__code="review-request").exists()
    assert plan_news(10, now=NOW) == 0


def test_news_are_caught_up_in_portions(order):
    for _ in range(3):
        order()
    assert [plan_news(2, now=NOW) for _ in range(3)] == [2, 1, 0]


def test_one_order_that_cannot_be_planned_keeps_no_other_waiting(order, monkeypatch, caplog):
    broken, fine = order(), order()
    facts_of = plans.facts_of

    def fail(pks):
        if broken.pk in pks:
            raise ValueError("no such calendar")
        return facts_of(pks)

    monkeypatch.setattr(plans, "facts_of", fail)
    with caplog.at_level(logging.ERROR, "django_trust"):
        assert plan_news(10, now=NOW) == 1
    assert "could not be planned" in caplog.text
    assert set(Purchase.objects.filter(has_news=True)) == {broken}
    assert row_of(fine, "thank-you")


def test_what_is_being_sent_is_looked_at_again_afterwards(order):
    purchase = order()
    delivered(purchase)
    sending = FollowUp.objects.filter(step__code="review-request")
    sending.update(state=FollowUpState.SENDING, claim="x")
    mark_delivered(reference=purchase.reference, at=NOW + 5 * DAY, correct=True)
    planned(purchase)
    assert sending.get().due_at == NOW + 7 * DAY
    sending.update(state=FollowUpState.WAITING, reason=Reason.RETRY, claim="")  # it could not be sent
    assert plan_news(10, now=NOW) == 1
    assert sending.get().due_at == NOW + 12 * DAY
    assert plan_news(10, now=NOW) == 0


@pytest.fixture
def committing(transactional_db):
    """Real transactions, with the flows loaded: what is on commit happens."""
    load_flows()
    Flow.objects.update(active_since=NOW - 30 * DAY)
    return Product.objects.create(name="Tea pot")


@pytest.mark.django_db(transaction=True)
def test_verbs_plan_by_themselves_and_leave_nothing_when_they_are_undone(committing):
    now = timezone.now()
    purchase = make_purchase(committing, placed_at=now)
    assert row_of(purchase, "thank-you")
    with suppress(ValidationError), transaction.atomic():
        mark_delivered(reference=purchase.reference, at=now)
        undone = make_purchase(committing, placed_at=now)
        raise ValidationError("the host changed its mind")
    assert FollowUp.objects.count() == 1
    assert not Purchase.objects.filter(has_news=True).exists()
    assert not Purchase.objects.filter(reference=undone.reference).exists()
    mark_delivered(reference=purchase.reference, at=now)
    assert row_of(purchase, "review-request")


def run_together(*works):
    """Run these at the same time, each in a thread of its own, and return what went wrong."""
    errors, barrier = [], Barrier(len(works))

    def run(work):
        try:
            barrier.wait()
            work()
        except Exception as error:  # noqa: BLE001 - handed over
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


@pytest.mark.skipif(SQLITE, reason="SQLite in memory has one connection")
@pytest.mark.django_db(transaction=True)
def test_many_processes_may_plan_one_order_while_others_send(committing, monkeypatch):
    """Each row once, no error, and no deadlock that only a second try got over."""
    monkeypatch.setattr("django_trust.transactions.TRIES", 1)
    purchases = [make_purchase(committing, placed_at=NOW) for _ in range(6)]
    Purchase.objects.update(shipped_at=NOW, delivered_at=NOW, paid_at=NOW)
    FollowUp.objects.filter(purchase__in=purchases[::2]).delete()
    later = NOW + 7 * DAY

    def plan():
        for _ in range(3):
            for purchase in purchases:
                schedule_followups(purchase, now=NOW + DAY)

    def claim_and_let_go():
        for _ in range(12):
            batch = claim(5, Clock(later))
            if batch is not None:
                release(batch, later)

    assert run_together(plan, plan, plan, claim_and_let_go, claim_and_let_go) == []
    for purchase in purchases:
        rows = FollowUp.objects.filter(purchase=purchase).values_list("step", "occurrence")
        assert len(rows) == len(set(rows)) == 10
