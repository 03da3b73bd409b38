"""What must hold of a message at the moment it is handed over, whatever has happened before.

Asked of the tables and of what buyers have said, not of the code that decides.
"""

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone

from django_trust.conf import trust_settings
from django_trust.followups.choices import ENDS, MARKETING, AnswerKind, Event, Reason
from django_trust.followups.facts import COLUMNS
from django_trust.followups.models import FollowUp, Step
from django_trust.policies.choices import RequestState
from django_trust.policies.models import WithdrawalRequest
from django_trust.reviews.models import Review
from django_trust.shop.models import Purchase

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Where consent is needed, where it is enough not to object, and the last clock on earth.
PLACES = {"EE": "Europe/Tallinn", "US": "America/New_York", "KI": "Pacific/Kiritimati"}


class Sent(NamedTuple):
    row: int
    at: datetime
    email: str
    purpose: str


def check(job, message, shop):
    row = FollowUp.objects.get(pk=job.row.pk)
    step = Step.objects.select_related("flow").get(pk=row.step_id)
    order = Purchase.objects.get(pk=row.purchase_id)
    what = f"{step.code} of {order.reference} at {timezone.now():%Y-%m-%d %H:%M}"
    assert message.to == order.email
    assert all(row.pk != each.row for each in shop.sent), f"{what}: a second time"
    assert step.is_active, f"{what}: switched off"
    assert step.flow.is_active, f"{what}: switched off"
    assert order.email not in shop.bounced, f"{what}: to an address that does not exist"
    check_order(step, order, row, what)
    check_reviews(step, order, message, shop, what)
    if step.purpose in MARKETING:
        check_marketing(step, order, shop, what)
    if row.reason != Reason.BY_STAFF:
        check_time(step, order, what)


def check_order(step, order, row, what):
    event = Event(step.flow.event)
    if event not in ENDS:
        assert order.cancelled_at is None, f"{what}: cancelled"
        assert order.lines.kept().exists(), f"{what}: refunded"
    if event in (Event.SHIPPED, Event.DELAYED):
        assert order.delivered_at is None, f"{what}: has arrived"
    if event == Event.DELAYED:
        assert row.occurrence == order.delayed_until.isoformat(), f"{what}: an old date"


def check_reviews(step, order, message, shop, what):
    reviews = Review.objects.filter(purchase_line__purchase=order)
    if step.flow.event == Event.REVIEW_PUBLISHED:
        assert reviews.published().exists(), f"{what}: no review"
    if step.code.startswith("review-"):
        kept = {line.item.name for line in order.lines.kept().select_related("item")}
        named = {item.name for item in shop.items if item.name in message.text}
        assert named, f"{what}: nothing to review"
        assert named <= kept, f"{what}: refunded goods"
    if step.code == "review-reminder":
        assert not reviews.exists(), f"{what}: reviewed"
    if step.code == "survey":
        assert not order.survey_answers.exists(), f"{what}: answered"


def check_marketing(step, order, shop, what):
    now = timezone.now()
    assert (order.email, step.purpose) not in shop.objections, f"{what}: unwanted"
    problems = order.answers.filter(kind=AnswerKind.PROBLEM, state="open")
    assert not problems.exists(), f"{what}: there is a problem"
    returns = WithdrawalRequest.objects.filter(purchase=order).exclude(state=RequestState.DECLINED)
    assert not returns.exists(), f"{what}: it goes back"
    since = now - trust_settings.followups_cap_days * DAY
    mine = [each for each in shop.sent if each.email == order.email and each.purpose in MARKETING]
    lately = [each for each in mine if each.at > since]
    assert len(lately) < trust_settings.followups_cap, f"{what}: over the cap"


def check_time(step, order, what):
    now = timezone.now()
    clock = now.astimezone(ZoneInfo(PLACES[order.country]))
    if step.send_from is not None:
        assert step.send_from <= clock.time() <= step.send_until, f"{what}: it is {clock:%H:%M} there"
    column = COLUMNS.get(Event(step.flow.event))
    if column is None:
        return
    happened = getattr(order, column)
    assert happened >= step.flow.active_since, f"{what}: from before the flow was on"
    delay = step.delay * (HOUR if step.delay_unit == "hours" else DAY)
    assert now >= happened + delay - HOUR, f"{what}: too early"  # an hour: clocks change
    waiting = order.answers.filter(kind=AnswerKind.NOT_ARRIVED, state="open").order_by("-at").first()
    has_come = waiting and order.delivered_at and order.delivered_at > waiting.at
    if step.purpose in MARKETING and waiting and not has_come:
        postponed = waiting.at + trust_settings.followups_postpone_days * DAY
        assert now >= postponed, f"{what}: it has not arrived"
