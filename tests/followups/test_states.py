"""Whatever happens to orders, in any order: what buyers get is right each time, and every row says why.

Hypothesis plays the shop, its buyers, its staff, the mail server and the clock. What must hold of a message
is checked by the channel at the moment it is handed over: see ``handover_checks``.

``TRUST_FUZZ_EXAMPLES=300 TRUST_FUZZ_STEPS=80`` plays longer (some five minutes), and with ``-s`` prints what
became of all messages.
"""

import os
import sys
from collections import Counter, deque
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import TestCase
from django.utils import timezone
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from django_trust.followups.answers.services import answer_order, answer_survey, close_answer
from django_trust.followups.channels.base import Channel, PermanentFailure, TemporaryFailure
from django_trust.followups.choices import MARKETING, AnswerKind, FollowUpState, Reason
from django_trust.followups.consent.services import (
    record_bounce,
    record_complaint,
    record_opt_in,
    record_opt_out,
    record_restored,
)
from django_trust.followups.flows import load_flows
from django_trust.followups.models import Flow, FollowUp, OrderAnswer, Step, StepText
from django_trust.followups.plans import plan_anew
from django_trust.followups.sending.claims import claim
from django_trust.followups.sending.clock import Clock
from django_trust.followups.sending.control import cancel_followup, retry_followup, send_now
from django_trust.followups.sending.engine import send_due
from django_trust.followups.switching import switch_flows
from django_trust.followups.words import verdict_words
from django_trust.policies.choices import RequestState
from django_trust.policies.models import WithdrawalRequest
from django_trust.policies.withdrawals.services import request_withdrawal, settle_withdrawal
from django_trust.reviews.exceptions import AlreadyReviewed
from django_trust.reviews.models import Review, ReviewState
from django_trust.reviews.services import publish_review, reject_review, submit_review, withdraw_review
from django_trust.shop.models import Purchase
from django_trust.shop.services import (
    cancel_purchase,
    mark_delayed,
    mark_delivered,
    mark_paid,
    mark_shipped,
    record_purchase,
    refund_lines,
)
from tests.followups.handover_checks import PLACES, Sent, check
from tests.hostshop.models import Product

EXAMPLES = int(os.environ.get("TRUST_FUZZ_EXAMPLES", "6"))
STEPS = int(os.environ.get("TRUST_FUZZ_STEPS", "30"))
START = datetime(2026, 3, 24, 12, 0, tzinfo=UTC)  # clocks go on in Europe five days later
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BUYERS = ("mari@example.test", "john@example.test")
STATISTICS = Counter()
OPENED = {FollowUpState.WAITING, FollowUpState.SENDING}

some = st.integers(0, 10**6)  # which order, row, line: modulo how many there are
buyers = st.sampled_from(BUYERS)
places = st.sampled_from(sorted(PLACES))
purposes = st.sampled_from(["", *MARKETING])
rarely = st.integers(0, 4).map(lambda number: not number)


class Watched(Channel):
    """Hands each message to the machine that is running."""

    code = "watched"
    machine = None

    def send(self, job, message):
        self.machine.hand_over(job, message)


class Shop(RuleBasedStateMachine):
    """``answers`` of the mail server to come; what was ``sent``; ``objections`` (address and purpose) and
    addresses that ``bounced``, as buyers see it; what went ``wrong`` at a hand-over."""

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic._from_testcase = True  # sending refuses to run inside a transaction of the host
        self.atomic.__enter__()
        self.clock = time_machine.travel(START, tick=False)
        self.traveller = self.clock.start()
        Watched.machine = self
        self.answers, self.sent, self.wrong = deque(), [], []
        self.objections, self.bounced = set(), set()
        self.items = [Product.objects.create(name=name) for name in ("Tea pot", "Saucer")]
        load_flows()
        Step.objects.update(channel="watched")
        thanks = Flow.objects.create(code="own", name="Own", event="review_published")
        fields = {"message": "custom", "purpose": "offers", "channel": "watched", "delay": 1}
        Step.objects.create(flow=thanks, code="own", name="Own", **fields)
        Step.objects.filter(code="coupon").update(message="custom")  # the shop of these tests has no coupons
        for step in Step.objects.filter(message="custom"):
            StepText.objects.create(step=step, language="en", subject="Thanks", body="Thanks.")

    def teardown(self):
        try:
            if sys.exc_info()[0] is None:
                self.everything_comes_to_an_end()
        finally:
            self.clock.stop()
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # Time

    @property
    def now(self):
        return timezone.now()

    @rule(hours=st.integers(1, 80))
    def hours_pass(self, hours):
        self.traveller.move_to(self.now + hours * HOUR)

    @rule(days=st.integers(1, 40), portions=st.integers(1, 4))
    def days_pass(self, days, portions):
        """The sender works now and then meanwhile."""
        for _ in range(portions):
            self.traveller.move_to(self.now + days * DAY / portions)
            self.is_sent(100)

    # The shop

    def tell(self, verb, killed=False, **facts):
        """``killed``: the process ends between storing a fact and planning."""
        with TestCase.captureOnCommitCallbacks(execute=not killed):
            return verb(**facts)

    def order(self, number):
        orders = list(Purchase.objects.order_by("pk"))
        return orders[number % len(orders)]

    @initialize(number=st.integers(1, 3), agreeing=st.sampled_from([[], BUYERS, BUYERS]), data=st.data())
    def shop_is_open(self, number, agreeing, data):
        for buyer in agreeing:
            self.buyer_agrees(buyer, "")
        for _ in range(number):
            self.record(data.draw(buyers), data.draw(places), 1, data.draw(st.booleans()), None, False)
            if data.draw(st.booleans()):
                self.goes_on(Purchase.objects.count() - 1, mark_delivered, 0, False)

    @rule(
        buyer=buyers,
        place=places,
        quantity=st.integers(1, 2),
        both=st.booleans(),
        promised=st.none() | st.integers(1, 9),
        killed=rarely,
    )
    def record(self, buyer, place, quantity, both, promised, killed):
        self.tell(
            record_purchase,
            killed,
            reference=f"R{Purchase.objects.count()}",
            email=buyer,
            language="en",
            country=place,
            time_zone=PLACES[place],
            placed_at=self.now,
            promised_by=promised and (self.now + promised * DAY).date(),
            lines=[{"item": item, "quantity": quantity} for item in self.items[: 1 + both]],
        )

    @rule(
        which=some,
        verb=st.sampled_from([mark_paid, mark_shipped, mark_delivered, mark_delivered]),
        hours_ago=st.sampled_from([0, 0, 1, 30, 300]),
        killed=rarely,
    )
    def goes_on(self, which, verb, hours_ago, killed):
        self.tell(verb, killed, reference=self.order(which).reference, at=self.now - hours_ago * HOUR)

    @rule(which=some, hours=st.integers(-500, 0), killed=rarely)
    def delivery_is_corrected(self, which, hours, killed):
        moment = self.now + hours * HOUR
        self.tell(mark_delivered, killed, reference=self.order(which).reference, at=moment, correct=True)

    @rule(which=some, dates=st.lists(st.integers(1, 12), min_size=1, max_size=3), killed=rarely)
    def is_delayed(self, which, dates, killed):
        """Some shops cannot make up their minds."""
        for days in dates:
            until = (self.now + days * DAY).date()
            self.tell(
                mark_delayed, killed, reference=self.order(which).reference, until=until, reason="Storm"
            )

    @rule(which=some, really=rarely, killed=rarely)
    def is_cancelled(self, which, really, killed):
        if really:
            self.tell(cancel_purchase, killed, reference=self.order(which).reference, at=self.now)

    @rule(which=some, line=some, quantity=st.integers(1, 2), killed=rarely)
    def is_refunded(self, which, line, quantity, killed):
        lines = list(self.order(which).lines.select_related("item", "purchase"))
        chosen = lines[line % len(lines)]
        asked = [{"item": chosen.item, "quantity": min(quantity, chosen.quantity)}]
        self.tell(refund_lines, killed, reference=chosen.purchase.reference, lines=asked, at=self.now)

    # Buyers

    @rule(which=some, kind=st.sampled_from(AnswerKind.values), killed=rarely)
    def buyer_answers(self, which, kind, killed):
        self.tell(answer_order, killed, purchase=self.order(which), kind=kind, language="en")

    @rule(which=some)
    def case_is_closed(self, which):
        cases = list(OrderAnswer.objects.filter(state="open").order_by("pk"))
        if cases:
            self.tell(close_answer, answer=cases[which % len(cases)])

    @rule(which=some, score=st.integers(1, 5))
    def survey_is_answered(self, which, score):
        self.tell(answer_survey, purchase=self.order(which), kind="csat", score=score, language="en")

    @rule(which=some, line=some)
    def review_is_written(self, which, line):
        lines = list(self.order(which).lines.select_related("item", "purchase"))
        chosen = lines[line % len(lines)]
        if not chosen.is_kept_for(chosen.item):
            return
        facts = {"item": chosen.item, "rating": 1 + line % 5, "email": chosen.purchase.email}
        with suppress(AlreadyReviewed):
            self.tell(submit_review, purchase_line=chosen, language="en", **facts)

    @rule(which=some, verb=st.sampled_from([publish_review, publish_review, reject_review, withdraw_review]))
    def review_is_decided(self, which, verb):
        reviews = list(Review.objects.filter(state__in=["pending", "published"]).order_by("pk"))
        if not reviews:
            return
        review = reviews[which % len(reviews)]
        if verb is publish_review and review.state == ReviewState.PUBLISHED:
            return
        self.tell(verb, review=review, **({"reason": "spam"} if verb is reject_review else {}))

    @rule(which=some)
    def buyer_withdraws(self, which):
        order = self.order(which)
        facts = {"reference": order.reference, "name": "Mari", "email": order.email}
        self.tell(request_withdrawal, kind="withdrawal", language="en", **facts)

    @rule(which=some, state=st.sampled_from([RequestState.DECLINED, RequestState.REFUNDED]))
    def withdrawal_is_settled(self, which, state):
        requests = list(WithdrawalRequest.objects.filter(state="open").order_by("pk"))
        if requests:
            self.tell(settle_withdrawal, request=requests[which % len(requests)], state=state, note="Seen")

    @rule(buyer=buyers, purpose=purposes)
    def buyer_agrees(self, buyer, purpose):
        self.tell(record_opt_in, email=buyer, purpose=purpose, source="test")
        self.objections -= {(buyer, each) for each in ([purpose] if purpose else MARKETING)}

    @rule(buyer=buyers, purpose=purposes)
    def buyer_objects(self, buyer, purpose):
        self.tell(record_opt_out, email=buyer, purpose=purpose, source="test")
        self.objections |= {(buyer, each) for each in ([purpose] if purpose else MARKETING)}

    @rule(buyer=buyers, really=rarely)
    def buyer_complains(self, buyer, really):
        if really:
            self.tell(record_complaint, email=buyer, source="test")
            self.objections |= {(buyer, each) for each in MARKETING}

    @rule(buyer=buyers, verb=st.sampled_from([record_bounce, record_restored, record_restored]))
    def address_breaks_or_heals(self, buyer, verb):
        self.tell(verb, email=buyer, source="test")
        (self.bounced.add if verb is record_bounce else self.bounced.discard)(buyer)

    # Staff

    @rule(which=some, on=st.booleans())
    def flow_is_switched(self, which, on):
        flows = list(Flow.objects.order_by("pk"))
        self.tell(switch_flows, flows=[flows[which % len(flows)]], on=on)

    @rule(which=some, days=st.integers(0, 20), window=st.booleans())
    def step_is_changed(self, which, days, window):
        steps = list(Step.objects.exclude(delay_unit="hours").select_related("flow").order_by("pk"))
        step = steps[which % len(steps)]
        step.delay, step.send_from, step.send_until = (
            days,
            (window and time(9)) or None,
            (window and time(20)) or None,
        )
        step.save()
        plan_anew(step.flow)

    @rule(which=some, verb=st.sampled_from([send_now, cancel_followup, retry_followup]))
    def staff_steers(self, which, verb):
        rows = list(FollowUp.objects.order_by("pk"))
        if rows:
            with suppress(ValidationError):
                self.tell(verb, followup=rows[which % len(rows)])

    # The sender

    @rule(limit=st.integers(1, 60))
    def is_sent(self, limit):
        before = len(self.sent)
        with TestCase.captureOnCommitCallbacks(execute=True):
            report = send_due(limit)
        if self.wrong:
            raise self.wrong[0]
        assert not report.blocked or report.blocked == "channel"
        assert report.sent == len(self.sent) - before
        assert not FollowUp.objects.filter(state=FollowUpState.SENDING, wake_at__lte=self.now).exists() or (
            report.claimed == limit or report.blocked
        )

    @rule(number=st.integers(1, 5))
    def a_worker_vanishes(self, number):
        claim(number, Clock())

    @rule(answers=st.lists(st.sampled_from(["fine", "later", "nobody", "never", "bounced"]), max_size=3))
    def mail_server_answers(self, answers):
        self.answers.extend(answers)

    def hand_over(self, job, message):
        try:
            check(job, message, self)
        except AssertionError as error:  # the sender takes it for a channel that has failed
            self.wrong.append(error)
            raise
        match self.answers.popleft() if self.answers else "fine":
            case "later":
                raise TemporaryFailure("451 try again later")
            case "nobody":
                raise TemporaryFailure("421 go away", all_of_them=True)
            case "never":
                raise PermanentFailure("554 no")
            case "bounced":
                self.bounced.add(job.purchase.email)
                raise PermanentFailure("550 no such user", bounced=True)
        self.sent.append(Sent(job.row.pk, self.now, job.purchase.email, job.row.step.purpose))

    # What must hold

    @invariant()
    def every_row_has_a_verdict(self):
        sent = {each.row for each in self.sent}
        assert len(sent) == len(self.sent)
        for row in FollowUp.objects.all():
            assert row.reason in Reason.values
            assert (row.state == FollowUpState.SENT) == (row.sent_at is not None) == (row.pk in sent)
            assert (row.state == FollowUpState.SENDING) == bool(row.claim)
            if row.state not in OPENED:
                assert row.wake_at is None
            else:
                assert (row.wake_at is None) == (row.reason == Reason.CASE_OPEN and row.state != "sending")

    def everything_comes_to_an_end(self):
        """Nothing is forgotten: after years of sending all rows are ended but those that wait for staff."""
        for row in FollowUp.objects.select_related("step__flow", "purchase"):
            assert verdict_words(row)
        self.answers.clear()
        for days in (1, 2, 30, 200, 800):
            self.days_pass(days, 4)
        self.every_row_has_a_verdict()
        STATISTICS.update(FollowUp.objects.values_list("step__code", "state", "reason"))
        left = FollowUp.objects.filter(state__in=OPENED).exclude(reason=Reason.CASE_OPEN)
        assert not left, [(str(row.step), row.state, row.reason, row.wake_at) for row in left]


@pytest.fixture
def watched(db, configure, settings):
    configure(FOLLOWUPS_CHANNELS={"watched": "tests.followups.test_states.Watched"}, FOLLOWUPS_CAP=3)


def test_any_order_of_events(watched):
    run_state_machine_as_test(
        Shop, settings=hypothesis_settings(max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None)
    )
    for words, number in sorted(STATISTICS.items()):
        print(number, *words)
