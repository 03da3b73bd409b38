"""What the rows of a purchase should be, worked out from its facts. Pure: nothing is read or written here,
so that the same code plans for real, explains, and tries out a changed flow on last month's orders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import pgettext_lazy

from django_trust.conf import trust_settings
from django_trust.followups.choices import ENDS, Condition, Event, FollowUpState, Reason
from django_trust.followups.facts import PurchaseFacts
from django_trust.followups.models import FollowUp, Step
from django_trust.followups.timing import day_after, due_at, opening
from django_trust.shop.places import is_in_any

# A case was closed: nobody is asked for a review the same hour.
AFTER_A_CASE = timedelta(days=2)
# Events after which an order may still be on its way.
UNDERWAY = frozenset({Event.PLACED, Event.PAID, Event.SHIPPED})


@dataclass(frozen=True, slots=True)
class Plan:
    """What one row should be. ``wake_at`` is None for one that waits for the buyer or staff, or is ended."""

    step: Step
    occurrence: str
    started_at: datetime
    due_at: datetime
    wake_at: datetime | None
    state: str
    reason: str


class NotStarted(models.TextChoices):
    """Why a step is not planned for an order at all."""

    FLOW_OFF = "flow_off", pgettext_lazy("why nothing is sent", "the flow is switched off")
    STEP_OFF = "step_off", pgettext_lazy("why nothing is sent", "the step is switched off")
    OTHER_COUNTRY = "other_country", pgettext_lazy("why nothing is sent", "the flow is for other countries")
    NOT_HAPPENED = "not_happened", pgettext_lazy("why nothing is sent", "what starts it has not happened")
    BEFORE = "before", pgettext_lazy("why nothing is sent", "it happened before the flow was switched on")


def plans_for(facts: PurchaseFacts, steps: Iterable[Step], now: datetime) -> list[Plan]:
    """Return the rows these steps (with their flows) mean for a purchase, as its facts stand."""
    return [_plan(facts, step, now) for step in steps if starts(facts, step)]


def starts(facts: PurchaseFacts, step: Step) -> bool:
    """Whether the event of a step has happened since its flow is on, where the flow is meant for."""
    return not_started(facts, step) is None


def not_started(facts: PurchaseFacts, step: Step) -> NotStarted | None:
    """Return why a step (with its flow) is not planned for a purchase, or None where it is."""
    flow = step.flow
    started_at = facts.events.get(Event(flow.event))
    if not flow.is_active:
        return NotStarted.FLOW_OFF
    if not step.is_active:
        return NotStarted.STEP_OFF
    if not is_in_any(facts.purchase.country, flow.countries):
        return NotStarted.OTHER_COUNTRY
    if started_at is None:
        return NotStarted.NOT_HAPPENED
    return NotStarted.BEFORE if started_at < flow.active_since else None


def stop_reason(facts: PurchaseFacts, step: Step) -> Reason | None:
    """Return why the facts of a purchase forbid a step, or None."""
    event = step.flow.event
    has_arrived = Event.DELIVERED in facts.events
    if event not in ENDS:
        if Event.CANCELLED in facts.events:
            return Reason.ORDER_CANCELLED
        if not facts.is_kept:
            return Reason.REFUNDED
    if step.is_marketing and facts.is_returning:
        return Reason.WITHDRAWN
    if has_arrived and (event in (Event.SHIPPED, Event.DELAYED) or step.condition == Condition.NOT_DELIVERED):
        return Reason.ARRIVED
    if step.condition == Condition.NOT_REVIEWED and facts.is_reviewed:
        return Reason.REVIEWED
    return None


def is_too_late(step: Step, due: datetime, now: datetime) -> bool:
    return now - timedelta(days=step.within_days) > due


def _plan(facts: PurchaseFacts, step: Step, now: datetime) -> Plan:
    started_at = facts.events[Event(step.flow.event)]
    due = due_of(facts, step)
    occurrence = facts.occurrence(step.flow.event)

    def plan(state: FollowUpState, reason: Reason, wake_at: datetime | None = None) -> Plan:
        return Plan(step, occurrence, started_at, due, wake_at, state, reason)

    if (stop := stop_reason(facts, step)) is not None:
        return plan(FollowUpState.CANCELLED, stop)
    if not facts.purchase.email:
        return plan(FollowUpState.SKIPPED, Reason.NO_ADDRESS)
    if step.is_marketing and facts.has_case:
        return plan(FollowUpState.WAITING, Reason.CASE_OPEN)
    if is_too_late(step, due, now):
        return plan(FollowUpState.SKIPPED, Reason.TOO_LATE)
    return plan(FollowUpState.WAITING, Reason.DUE if due == _usual(facts, step) else Reason.POSTPONED, due)


def due_of(facts: PurchaseFacts, step: Step) -> datetime:
    """Return when a step that has started is due as the facts stand: by its delay, or once what nobody should
    be written to before is over."""
    usual = _usual(facts, step)
    latest = max([usual, *_obstacles(facts, step)])
    return usual if latest == usual else opening(step, latest, facts.zone)


def _usual(facts: PurchaseFacts, step: Step) -> datetime:
    return due_at(step, facts.events[Event(step.flow.event)], facts.zone, facts.purchase.country)


def _obstacles(facts: PurchaseFacts, step: Step) -> Iterator[datetime]:
    """Yield what must be over first. News of the order itself waits for nothing, but nobody who says that it
    has not arrived is told that it has."""
    purchase, event = facts.purchase, step.flow.event
    delivered_at = facts.events.get(Event.DELIVERED)
    is_missing = facts.not_arrived_at and (delivered_at is None or delivered_at <= facts.not_arrived_at)
    if facts.not_arrived_at and is_missing and (step.is_marketing or event == Event.DELIVERED):
        yield facts.not_arrived_at + timedelta(days=trust_settings.followups_postpone_days)
    expected = purchase.delayed_until or purchase.promised_by
    if step.is_marketing and delivered_at is None and expected and event in UNDERWAY:
        yield day_after(expected, facts.zone)
    if step.is_marketing and facts.closed_at and not facts.has_case:
        yield facts.closed_at + AFTER_A_CASE


# What becomes of rows that are there already


def revised(row: FollowUp, plan: Plan | None, gone: Reason = Reason.SWITCHED_OFF) -> bool:
    """Bring a row to what is planned now, and return whether it has changed. ``plan`` is None where nothing
    wants the row any more, for the reason ``gone``.

    What is ended stays so, but for rows that facts had ended and now want again. What somebody is sending is
    left alone: the sender looks at the facts itself. What staff want sent keeps its time.
    """
    if _is_settled(row, plan):
        return False
    if plan is None:
        return _set(row, state=FollowUpState.CANCELLED, reason=gone, wake_at=None)
    return _set(
        row,
        state=plan.state,
        reason=plan.reason,
        started_at=plan.started_at,
        due_at=plan.due_at,
        wake_at=plan.wake_at,
    )


def _is_settled(row: FollowUp, plan: Plan | None) -> bool:
    by_staff = row.reason == Reason.BY_STAFF
    if row.state != FollowUpState.WAITING:
        is_wanted = plan is not None and plan.state == FollowUpState.WAITING
        return by_staff or not is_wanted or not _was_ended_by_facts(row)
    if plan is None:
        return by_staff  # they may send what no event has started
    return plan.state != FollowUpState.CANCELLED and (by_staff or _is_on_its_way(row, plan))


def _was_ended_by_facts(row: FollowUp) -> bool:
    """Whether planning may take back what ended a row. The address and the delivery may have been wrong."""
    if row.state == FollowUpState.SKIPPED:
        return row.reason in (Reason.TOO_LATE, Reason.NO_ADDRESS) and not row.attempts
    return row.state == FollowUpState.CANCELLED


def _is_on_its_way(row: FollowUp, plan: Plan) -> bool:
    """Whether the sender has put off the row for a reason of its own, which a plan does not know."""
    held = row.reason in (Reason.RETRY, Reason.CAP, Reason.WINDOW)
    return held and row.due_at >= plan.due_at and plan.wake_at is not None


def _set(row: FollowUp, **values: object) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)
