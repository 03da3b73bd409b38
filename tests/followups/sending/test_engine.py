"""One worker from end to end: what is due, what is sent, and what becomes of the rest."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from django_trust.followups.consent.services import record_opt_out
from django_trust.followups.models import FollowUp, OrderAnswer, StepText
from django_trust.followups.plans import plan_news
from django_trust.followups.sending.control import send_now
from django_trust.followups.sending.engine import send_due
from django_trust.shop.models import Purchase
from django_trust.shop.services import cancel_purchase
from tests.followups.sending.conftest import PORTION, row_of, verdict

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_what_is_due_is_sent_once(step, order, scripted):
    step()
    purchases = [order(), order()]
    report = send_due()
    rows = [row_of(purchase) for purchase in purchases]
    assert (report.planned, report.claimed, report.sent, report.reasons) == (2, 2, 2, {"sent": 2})
    assert scripted.sent == [row.pk for row in rows]
    row = rows[0]
    assert (row.state, row.reason, row.wake_at, row.claim, row.attempts) == ("sent", "sent", None, "", 1)
    assert row.language == "en"
    assert abs(row.sent_at - timezone.now()) < timedelta(minutes=1)
    again = send_due()
    assert (again.claimed, again.planned, len(scripted.sent)) == (0, 0, 2)


def test_the_oldest_come_first_and_the_limit_counts_rows_looked_at(step, order, scripted):
    step(delay=2, delay_unit="hours")
    now = timezone.now()
    late, early, middle = (order(placed_at=now - hours * HOUR) for hours in (3, 5, 4))
    plan_news(10)
    report = send_due(2)
    assert scripted.sent == [row_of(early).pk, row_of(middle).pk]
    assert (report.claimed, verdict(row_of(late))) == (2, ("waiting", "due"))


def test_what_is_not_due_is_left_alone(step, order, scripted):
    step(delay=3)
    purchase = order()
    now = timezone.now()
    assert send_due(now=now + 2 * DAY).claimed == 0
    report = send_due(now=now + 4 * DAY)
    assert report.sent == 1
    assert row_of(purchase).sent_at >= now + 4 * DAY


def test_facts_and_objections_of_the_last_moment_count(step, order, scripted):
    step(purpose="tips")
    cancelled, objecting, silent, willing = (
        order(agreed=True),
        order(agreed=True),
        order(),
        order(agreed=True),
    )
    plan_news(10)
    cancel_purchase(reference=cancelled.reference)
    Purchase.objects.update(has_news=False)  # whoever should have planned the news was killed
    record_opt_out(email=objecting.email, source="test")
    FollowUp.objects.update(state="waiting", reason="due", wake_at=timezone.now())  # likewise
    report = send_due()
    assert verdict(row_of(cancelled)) == ("cancelled", "order_cancelled")
    assert verdict(row_of(objecting)) == ("skipped", "opted_out")
    assert verdict(row_of(silent)) == ("skipped", "no_consent")
    assert scripted.sent == [row_of(willing).pk]
    assert (report.cancelled, report.skipped, report.sent) == (1, 2, 1)
    assert report.reasons == {"order_cancelled": 1, "opted_out": 1, "no_consent": 1, "sent": 1}
    assert not FollowUp.objects.exclude(wake_at=None, claim="").exists()


def test_news_nobody_planned_are_planned_first(step, order, scripted):
    step()
    purchase = order()
    plan_news(10)
    cancel_purchase(reference=purchase.reference)
    report = send_due()
    assert (report.planned, report.claimed) == (1, 0)
    assert verdict(row_of(purchase)) == ("cancelled", "order_cancelled")


def test_outside_the_hours_for_sending_a_row_waits_for_them(step, order, scripted):
    noon = datetime(2026, 11, 24, 10, tzinfo=UTC)  # 12:00 in Tallinn
    sent_by_day = step(send_from="09:00", send_until="18:00", within_days=30)
    purchase = order(placed_at=noon - HOUR)
    sent_by_day.flow.__class__.objects.update(active_since=noon - DAY)
    send_due(1, now=noon - 2 * HOUR)  # plans
    FollowUp.objects.update(wake_at=noon + 12 * HOUR)  # asleep until midnight: an outage, say
    report = send_due(now=noon + 12 * HOUR)
    row = row_of(purchase)
    assert (report.postponed, row.state, row.reason) == (1, "waiting", "window")
    assert row.wake_at == datetime(2026, 11, 25, 7, tzinfo=UTC)
    assert (row.attempts, row.claim) == (0, "")
    assert send_due(now=row.wake_at).sent == 1


def test_a_case_holds_marketing_until_news_of_the_order(step, order, scripted):
    step(purpose="tips")
    purchase = order(agreed=True)
    plan_news(10)
    case = OrderAnswer.objects.create(purchase=purchase, kind="problem", language="en")
    send_due()
    assert verdict(row_of(purchase)) == ("waiting", "case_open")
    # Closed at the very moment the sender had the row: planning leaves it alone and asks to be run again.
    OrderAnswer.objects.filter(pk=case.pk).update(state="closed", closed_at=timezone.now() - 3 * DAY)
    Purchase.objects.filter(pk=purchase.pk).update(has_news=True)
    assert send_due().sent == 1


def test_the_cap_of_a_person_counts_what_was_just_sent(step, order, scripted, configure):
    configure(FOLLOWUPS_CAP=2, FOLLOWUPS_CHANNELS={"scripted": "tests.followups.sending.channels.Scripted"})
    step("tips", purpose="tips", within_days=60)
    step("news", purpose="order")
    purchases = [order("mari@example.ee", agreed=True) for _ in range(3)]
    other = order("jaan@example.ee", agreed=True)
    report = send_due()
    tips = FollowUp.objects.filter(step__code="tips")
    assert Counter(tips.values_list("state", flat=True)) == {"sent": 3, "waiting": 1}
    assert FollowUp.objects.filter(step__code="news", state="sent").count() == 4  # news are never capped
    assert (report.sent, report.reasons["cap"]) == (7, 1)
    held = FollowUp.objects.get(state="waiting")
    assert held.purchase in purchases
    assert held.purchase != other
    assert held.wake_at > timezone.now() + 29 * DAY
    assert send_due(now=held.wake_at + HOUR).sent == 1


def test_nobody_is_reminded_of_what_was_asked_the_same_minute(step, order, scripted):
    step("request", purpose="review", within_days=60)
    step("reminder", purpose="review", condition="not_reviewed", within_days=60)
    order(agreed=True)
    asked = timezone.now()
    assert send_due(now=asked).sent == 1  # both are due: the delivery was told late
    assert send_due(now=asked + 2 * DAY).sent == 0
    reminder = FollowUp.objects.get(state="waiting")
    assert reminder.reason == "cap"
    assert asked + 3 * DAY <= reminder.wake_at < asked + 3 * DAY + HOUR  # since it was asked, not since now
    assert send_due(now=reminder.wake_at).sent == 1
    assert not FollowUp.objects.filter(state="waiting").exists()


def test_what_another_worker_is_about_to_send_counts_against_the_cap(step, order, scripted, configure):
    configure(FOLLOWUPS_CAP=1, FOLLOWUPS_CHANNELS={"scripted": "tests.followups.sending.channels.Scripted"})
    step(purpose="tips")
    theirs, ours = order("mari@example.ee", agreed=True), order("mari@example.ee", agreed=True)
    plan_news(10)
    now = timezone.now()
    FollowUp.objects.filter(purchase=theirs).update(state="sending", claim="x", wake_at=now + HOUR)
    report = send_due(now=now)
    row = row_of(ours)
    assert (report.sent, report.postponed, row.reason) == (0, 1, "cap")
    assert now + timedelta(minutes=1) < row.wake_at < now + timedelta(minutes=3)
    FollowUp.objects.filter(purchase=theirs).update(state="skipped", claim="", wake_at=None)
    assert send_due(now=row.wake_at).sent == 1


def test_send_now_comes_before_its_time_and_outside_its_hours(step, order, scripted):
    step(delay=90)
    purchase = order()
    plan_news(10)
    row = send_now(followup=row_of(purchase))
    assert send_due().sent == 1
    assert verdict(row) == ("sent", "sent")


def test_the_address_of_the_order_as_it_is_now_counts(step, order, scripted):
    step(purpose="tips")
    purchase = order("old@example.ee", agreed=True)
    plan_news(10)
    Purchase.objects.update(email="new@example.ee")
    assert send_due().reasons == {"no_consent": 1}
    assert row_of(purchase).state == "skipped"


def test_an_order_erased_after_the_claim_is_passed_over(small_portions, step, order, scripted):
    step()
    orders = [order() for _ in range(PORTION + 2)]
    last = orders[-1].pk
    scripted.script.append(lambda job: Purchase.objects.filter(pk=last).delete())
    report = send_due()
    assert (report.claimed, report.sent, len(scripted.sent)) == (PORTION + 2, PORTION + 1, PORTION + 1)


def queries_of(limit):
    with CaptureQueriesContext(connection) as queries:
        report = send_due(limit)
    assert report.sent == limit
    return len([query for query in queries if not query["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE"))])


def test_queries_are_few_and_do_not_grow_with_planned_rows(small_portions, step, order, scripted):
    planned = step(message="custom")
    StepText.objects.create(step=planned, language="en", subject="Hello", body="Thank you.")
    for _ in range(2 * PORTION + 1):
        order()
    plan_news(100)
    one = queries_of(1)
    before = queries_of(PORTION)
    assert before <= 13 + PORTION
    assert one <= 15
    purchase = Purchase.objects.first()
    later = timezone.now() + DAY
    FollowUp.objects.bulk_create(
        FollowUp(
            purchase=purchase, step=planned, occurrence=str(n), started_at=later, due_at=later, wake_at=later
        )
        for n in range(1000)
    )
    assert queries_of(PORTION) == before


def test_facts_that_have_grown_old_in_the_middle_of_a_portion_are_read_anew(
    step, order, scripted, time_machine
):
    time_machine.move_to(timezone.now())
    step(purpose="tips")
    first, second = order(agreed=True), order(agreed=True)

    def be_slow(job):
        time_machine.shift(timedelta(seconds=40))
        record_opt_out(email=second.email, source="test")

    scripted.script.append(be_slow)
    report = send_due()
    assert report.reasons == {"sent": 1, "opted_out": 1}
    assert verdict(row_of(first)) == ("sent", "sent")
    assert verdict(row_of(second)) == ("skipped", "opted_out")
