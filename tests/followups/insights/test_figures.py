"""Figures counted by the database against the same figures counted one by one."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest
from django.db import transaction
from django.utils import timezone

from django_trust.followups.choices import MARKETING
from django_trust.followups.insights.figures import Insights
from django_trust.followups.insights.orders import REPEAT_DAYS
from django_trust.followups.insights.scope import Scope
from django_trust.followups.models import Consent, FollowUp, OrderAnswer, SurveyAnswer
from django_trust.reviews.models import Review
from django_trust.shop.models import Purchase, PurchaseLine
from django_trust.shop.promises import counts_of
from tests.followups.insights.shops import fill_shop

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PERIODS = {
    "month": (date(2026, 10, 24), date(2026, 11, 22)),
    "year": (date(2025, 11, 23), date(2026, 11, 22)),
}


class Naive:
    """The same questions, asked of every row in Python."""

    def __init__(self, scope):
        self.scope = scope
        self.lines = list(PurchaseLine.objects.select_related("purchase", "item"))
        self.items_of = {}
        for line in self.lines:
            self.items_of.setdefault(line.purchase_id, set()).add(line.item_id)

    def within(self, moment):
        day = timezone.localtime(moment).date() if moment else None
        return day is not None and self.scope.first <= day <= self.scope.last

    def admits(self, purchase):
        scope = self.scope
        return (
            (not scope.language or purchase.language == scope.language)
            and (not scope.country or purchase.country == scope.country)
            and (scope.item is None or scope.item in self.items_of[purchase.pk])
        )

    def followups(self, field, **wanted):
        rows = FollowUp.objects.select_related("purchase", "step__flow").filter(**wanted)
        return [row for row in rows if self.within(getattr(row, field)) and self.admits(row.purchase)]

    def reviews(self):
        scope = self.scope
        for review in Review.objects.exclude(source="import").select_related("purchase_line__purchase"):
            line = review.purchase_line
            if (
                (not scope.language or review.language == scope.language)
                and (not scope.country or (line and line.purchase.country == scope.country))
                and (scope.item is None or review.item_id == scope.item)
            ):
                yield review


@pytest.fixture(scope="module")
def items(django_db_setup, django_db_blocker):
    """One shop for all tests here, which only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield fill_shop(7, NOW)
        transaction.set_rollback(True)


@pytest.fixture(params=["all", "language", "country", "item", "everything", "month"])
def scope(request, items):
    first, last = PERIODS["month" if request.param == "month" else "year"]
    filters = {"language": "en", "country": "EE", "item": items[0].pk}
    chosen = filters if request.param == "everything" else {request.param: filters.get(request.param)}
    return Scope(first, last, **{name: value for name, value in chosen.items() if value})


@pytest.fixture
def insights(scope):
    return Insights(scope, NOW)


@pytest.fixture
def naive(scope):
    return Naive(scope)


def test_sent_messages(insights, naive):
    rows = naive.followups("sent_at", state="sent")
    assert {figures.step.code: figures.sent for figures in insights.sent.steps} == Counter(
        row.step.code for row in rows
    )
    opened = Counter(row.step.code for row in rows if row.opened_at)
    assert {figures.step.code: figures.opened for figures in insights.sent.steps if figures.opened} == opened
    assert insights.sent.by_span == _by_span(insights, [row.sent_at for row in rows])
    assert insights.sent.total > 0


def _by_span(insights, moments):
    days = [timezone.localtime(moment).date() for moment in moments]
    return tuple(sum(span.first <= day <= span.last for day in days) for span in insights.spans)


def test_outcomes(insights, naive):
    expected = Counter((row.state, row.reason) for row in naive.followups("due_at"))
    assert {(row.state, row.reason): row.count for row in insights.outcomes} == expected


def test_funnel(insights, naive, scope):
    asked, reminded, opened, reviewed, after = set(), set(), set(), set(), set()
    for row in naive.followups("sent_at", state="sent", step__message="review_request"):
        asked.add(row.purchase_id)
        reminder = FollowUp.objects.filter(
            purchase=row.purchase, step__message="review_reminder", state="sent"
        ).first()
        written = [
            review.created_at
            for review in Review.objects.filter(purchase_line__purchase=row.purchase)
            if review.created_at >= row.sent_at and scope.item in (None, review.item_id)
        ]
        if reminder:
            reminded.add(row.purchase_id)
        if row.opened_at or (reminder and reminder.opened_at):
            opened.add(row.purchase_id)
        if written:
            reviewed.add(row.purchase_id)
            if reminder and min(written) >= reminder.sent_at:
                after.add(row.purchase_id)
    funnel = insights.funnel
    found = (funnel.asked, funnel.reminded, funnel.opened, funnel.reviewed, funnel.after_reminder)
    assert found == tuple(map(len, (asked, reminded, opened, reviewed, after)))
    assert funnel.asked > 0


def test_reviews_and_replies(insights, naive):
    reviews = [review for review in naive.reviews() if naive.within(review.created_at)]
    assert insights.reviews_by_span == _by_span(insights, [review.created_at for review in reviews])
    published = [review for review in reviews if review.state == "published"]
    waits = [review.reply.created_at - review.created_at for review in published if hasattr(review, "reply")]
    figures = insights.replies
    assert (figures.published, figures.replied) == (len(published), len(waits))
    assert figures.wait.median == (median(waits) if waits else None)


def test_surveys(insights, naive):
    answers = [
        answer
        for answer in SurveyAnswer.objects.select_related("purchase")
        if naive.within(answer.answered_at) and naive.admits(answer.purchase)
    ]
    scores = {kind: Counter(a.score for a in answers if a.kind == kind) for kind in ("csat", "nps")}
    figures = insights.surveys
    assert figures.satisfaction == {score: scores["csat"][score] for score in range(1, 6)}
    assert figures.recommendation == {score: scores["nps"][score] for score in range(11)}
    csat = [answer for answer in answers if answer.kind == "csat"]
    assert tuple(number for _good, number in figures.satisfied_by_span) == _by_span(
        insights, [answer.answered_at for answer in csat]
    )
    assert tuple(good for good, _number in figures.satisfied_by_span) == _by_span(
        insights, [answer.answered_at for answer in csat if answer.score >= 4]
    )


def test_deliveries(insights, naive, scope):
    due = kept = told = 0
    late = []
    for order in Purchase.objects.exclude(promised_by=None):
        if scope.first <= order.promised_by < min(scope.last + timedelta(1), NOW.date()) and naive.admits(
            order
        ):
            counts = counts_of(order.promised_by, order.delivered_at, order.cancelled_at)
            due, kept = due + counts.due, kept + counts.kept
            if counts.due and not counts.kept:
                told += order.delayed_at is not None
                if order.delivered_at:
                    late.append(timezone.localtime(order.delivered_at).date() - order.promised_by)
    figures = insights.deliveries
    assert (figures.due, figures.kept, figures.missed, figures.told) == (due, kept, due - kept, told)
    assert figures.late.median == (median(late) if late else None)
    assert not figures.is_cut


def test_cases(insights, naive):
    answers = [
        answer
        for answer in OrderAnswer.objects.exclude(kind="all_good").select_related("purchase")
        if naive.within(answer.at) and naive.admits(answer.purchase)
    ]
    for kind, figures in insights.cases.items():
        mine = [answer for answer in answers if answer.kind == kind]
        assert figures.reported == len(mine)
        assert figures.open == sum(answer.state == "open" for answer in mine)
        waits = [answer.closed_at - answer.at for answer in mine if answer.closed_at]
        assert figures.wait.count == len(waits)
        assert figures.wait.median == (median(waits) if waits else None)
        assert sum(wait <= figures.wait.most for wait in waits) >= 0.9 * len(waits)


def test_objections_know_the_period_only(insights, naive):
    entries = [
        entry
        for entry in Consent.objects.filter(kind__in=("opt_out", "complaint", "bounce"))
        if naive.within(entry.at)
    ]
    people = {(entry.kind, entry.source, entry.email_key) for entry in entries}
    expected = Counter((kind, source) for kind, source, _key in people)
    figures = insights.objections
    assert {(row.kind, row.source): row.people for row in figures.rows} == expected
    rows = FollowUp.objects.filter(state="sent").select_related("step")
    sent = [row for row in rows if naive.within(row.sent_at)]
    assert figures.sent == len(sent)
    assert figures.marketing == sum(row.step.purpose in MARKETING for row in sent)


def test_buyers_who_come_back(insights, naive, scope):
    back = timedelta(days=REPEAT_DAYS)
    buyers, again = set(), set()
    live = [line for line in naive.lines if line.email_key and line.purchase.cancelled_at is None]
    for line in live:
        placed = line.purchase.placed_at
        day = timezone.localtime(placed).date()
        if not (scope.first - back <= day <= scope.last - back and naive.admits(line.purchase)):
            continue
        if scope.item in (None, line.item_id):
            buyers.add(line.email_key)
            if any(
                other.email_key == line.email_key and placed < other.purchase.placed_at <= placed + back
                for other in live
            ):
                again.add(line.email_key)
    assert (insights.repeats.buyers, insights.repeats.again) == (len(buyers), len(again))


def test_what_waits_waits_whatever_the_period(insights, naive):
    pending = [review for review in naive.reviews() if review.state == "pending"]
    found = insights.backlogs
    assert found.reviews.count == len(pending)
    assert found.reviews.oldest == min((review.pending_since for review in pending), default=None)
    assert found.flagged == sum(review.flag_weight >= 40 for review in pending)
    cases = OrderAnswer.objects.filter(state="open").exclude(kind="all_good").select_related("purchase")
    ats = [case.at for case in cases if naive.admits(case.purchase)]
    assert (found.cases.count, found.cases.oldest) == (len(ats), min(ats, default=None))
    failed = [row for row in FollowUp.objects.filter(state="failed") if naive.admits(row.purchase)]
    assert found.failed.count == len(failed)
