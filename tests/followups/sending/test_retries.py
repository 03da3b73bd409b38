"""What was not taken: tried again, given up, or ended at once, and never holding up the others."""

from contextlib import suppress
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.utils import timezone

from django_trust.followups.channels.base import PermanentFailure, TemporaryFailure
from django_trust.followups.models import Consent, FollowUp
from django_trust.followups.plans import plan_news
from django_trust.followups.sending import retries
from django_trust.followups.sending.claims import claim
from django_trust.followups.sending.clock import Clock
from django_trust.followups.sending.control import retry_followup, send_now
from django_trust.followups.sending.engine import send_due
from django_trust.shop.adapter import ShopAdapter, ShopIdentity
from tests.followups.sending.conftest import row_of

MINUTE = timedelta(minutes=1)
SCRIPTED = {"scripted": "tests.followups.sending.channels.Scripted"}


class Broken(ShopAdapter):
    def get_shop(self):
        return ShopIdentity(name="Shop", url="https://shop.example/")

    def get_coupon(self, purchase):
        raise LookupError("no coupons today")


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (5, 240), (6, 720), (7, 1440), (19, 1440)]
)
def test_the_pauses_grow_and_spread(attempts, minutes):
    pauses = [retries.pause(attempts) / MINUTE for _ in range(200)]
    assert minutes * 0.8 <= min(pauses) < max(pauses) <= minutes * 1.2
    assert len(set(pauses)) > 100


def test_words_of_a_server_fit_the_row():
    assert retries.detail(TemporaryFailure("451\r\n busy\x00 " + "x" * 400)) == "451 busy " + "x" * 291
    assert retries.detail(TimeoutError()) == "TimeoutError"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "error", [TemporaryFailure("451 busy"), SMTPServerDisconnected("bye"), ValueError("a bug of a channel")]
)
def test_what_fails_for_now_is_tried_again_later(step, order, scripted, error):
    step()
    purchase, other = order(), order()
    now = timezone.now()
    scripted.script.append(error)
    report = send_due(now=now)
    row = row_of(purchase)
    assert (report.retried, report.sent, report.reasons) == (1, 1, {"retry": 1, "sent": 1})
    assert (row.state, row.reason, row.detail, row.attempts) == ("waiting", "retry", str(error), 1)
    assert 0.8 * MINUTE <= row.wake_at - now < 1.3 * MINUTE
    assert row_of(other).state == "sent"
    assert (scripted.opened, scripted.closed) == (2, 2)  # anew after the failure
    assert send_due(now=now).claimed == 0
    assert send_due(now=row.wake_at).sent == 1
    row.refresh_from_db()
    assert (row.state, row.attempts, row.detail) == ("sent", 2, "")


@pytest.mark.django_db
def test_what_failed_too_often_is_given_up_and_staff_can_try_again(step, order, scripted, configure):
    configure(FOLLOWUPS_TRIES=3, FOLLOWUPS_CHANNELS=SCRIPTED)
    step(within_days=300)
    row, now = None, timezone.now()
    purchase = order()
    for _ in range(3):
        scripted.script.append(TemporaryFailure("451 busy"))
        report = send_due(now=now)
        row = row_of(purchase)
        now = row.wake_at or now
    assert (report.failed, report.reasons) == (1, {"gave_up": 1})
    assert (row.state, row.reason, row.detail, row.wake_at) == ("failed", "gave_up", "451 busy", None)
    assert send_due(now=now + 100 * MINUTE).claimed == 0
    retry_followup(followup=row, now=now)
    assert send_due(now=now).sent == 1
    assert row_of(purchase).attempts == 1


@pytest.mark.django_db
def test_what_staff_want_sent_stays_so_over_a_failure(step, order, scripted):
    """An order from before its flow was switched on: nothing but the hand of staff sends it."""
    a_step = step()
    purchase = order()
    plan_news(10)
    a_step.flow.active_since = timezone.now() + MINUTE
    a_step.flow.save()
    send_now(followup=row_of(purchase))
    scripted.script.append(TemporaryFailure("451 busy"))
    assert send_due().retried == 1
    row = row_of(purchase)
    assert (row.state, row.reason, row.detail) == ("waiting", "by_staff", "451 busy")
    assert send_due(now=row.wake_at).sent == 1


@pytest.mark.django_db
def test_what_is_refused_for_good_ends_and_a_bounce_is_remembered(step, order, scripted):
    step("one")
    step("two")
    refused, bounced = order(), order("gone@example.ee")
    plan_news(10)
    FollowUp.objects.filter(purchase=refused, step__code="two").delete()
    scripted.script.extend([PermanentFailure("554 spam"), PermanentFailure("550 no such user", bounced=True)])
    report = send_due()
    assert (report.failed, report.skipped, report.sent) == (2, 1, 0)
    row = row_of(refused)
    assert (row.state, row.reason, row.detail) == ("failed", "refused", "554 spam")
    states = FollowUp.objects.filter(purchase=bounced).order_by("pk").values_list("state", "reason")
    assert list(states) == [("failed", "refused"), ("skipped", "bounced")]
    assert [entry.kind for entry in Consent.objects.all()] == ["bounce"]
    assert scripted.opened == 1  # a refusal is an answer: the connection is as good as before


@pytest.mark.django_db
def test_what_cannot_be_written_ends_and_the_others_go_out(step, order, scripted, configure, caplog):
    configure(ADAPTER=f"{__name__}.Broken", FOLLOWUPS_CHANNELS=SCRIPTED)
    step("coupon", purpose="offers", message="coupon")
    step("thanks")
    purchase = order(agreed=True)
    report = send_due()
    assert report.reasons == {"broken": 1, "sent": 1}
    row = FollowUp.objects.get(purchase=purchase, step__code="coupon")
    assert (row.state, row.reason, row.detail) == ("failed", "broken", "LookupError: no coupons today")
    assert "no coupons today" in caplog.text


@pytest.mark.django_db
def test_where_there_is_nothing_to_say_nothing_is_sent(step, order, scripted):
    step("coupon", purpose="offers", message="coupon")
    purchase = order(agreed=True)  # and the shop of the tests gives no coupons
    report = send_due()
    assert (report.skipped, report.reasons) == (1, {"nothing_to_say": 1})
    row = row_of(purchase)
    assert (row.state, row.reason, row.attempts, scripted.sent) == ("skipped", "nothing_to_say", 0, [])


@pytest.mark.django_db
def test_a_channel_nobody_knows_is_said_in_words(step, order, scripted):
    step(channel="pigeon")
    purchase = order()
    assert send_due().reasons == {"broken": 1}
    assert "There is no channel 'pigeon'" in row_of(purchase).detail


@pytest.mark.django_db
@pytest.mark.parametrize("when", ["opening", "sending"])
def test_a_server_that_answers_nobody_costs_no_attempt_and_is_named_once(step, order, scripted, caplog, when):
    step()
    for _ in range(5):
        order()
    refusal = TemporaryFailure("connection refused", all_of_them=True)
    if when == "opening":
        scripted.refusal = refusal
    else:
        scripted.script.append(refusal)
    now = timezone.now()
    report = send_due(now=now)
    assert (report.blocked, report.claimed, report.retried, report.sent) == ("channel", 5, 5, 0)
    assert caplog.text.count("connection refused") == 1
    for row in FollowUp.objects.all():
        assert (row.state, row.attempts, row.claim, row.detail) == ("waiting", 0, "", "connection refused")
        assert 0.8 * MINUTE <= row.wake_at - now < 1.3 * MINUTE
    scripted.refusal = None
    assert send_due(now=now + 2 * MINUTE).sent == 5


@pytest.mark.django_db
def test_a_channel_that_is_down_does_not_hold_up_another(step, order, scripted, mailoutbox):
    step("scripted")
    step("mail", channel="email")
    order()
    scripted.refusal = TemporaryFailure("connection refused", all_of_them=True)
    report = send_due()
    assert (report.sent, report.retried, len(mailoutbox)) == (1, 1, 1)


@pytest.mark.django_db
def test_a_message_that_ends_its_worker_is_given_up_alone(step, order, scripted, configure):
    """Killed while it sends the second of three, each time: the other two arrive, that one is given up."""
    configure(FOLLOWUPS_TRIES=2, FOLLOWUPS_CHANNELS=SCRIPTED)
    step(within_days=300)
    rows = [order(), order(), order()]
    plan_news(10)
    poison = row_of(rows[1]).pk
    now = timezone.now()

    def die(job):
        if job.row.pk == poison:
            raise KeyboardInterrupt

    for _ in range(4):
        claim(9, Clock(now))  # by a worker that is never heard of again
        now += 11 * MINUTE
        scripted.script.extend([die] * 3)
        with suppress(KeyboardInterrupt):
            send_due(now=now)
        scripted.script.clear()
        now += 11 * MINUTE
    assert [row_of(purchase).state for purchase in rows] == ["sent", "failed", "sent"]
    row = row_of(rows[1])
    assert (row.reason, row.attempts) == ("gave_up", 3)
    assert sorted(scripted.sent) == sorted([row_of(rows[0]).pk, row_of(rows[2]).pk])
