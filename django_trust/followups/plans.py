"""Planning for real: the rows of a purchase follow its facts."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, OperationalError
from django.db.models import Q, QuerySet
from django.utils import timezone

from django_trust.followups.choices import DelayUnit, Event, FollowUpState, Reason
from django_trust.followups.facts import COLUMNS, PurchaseFacts, facts_of
from django_trust.followups.models import Flow, FollowUp, Step
from django_trust.followups.planning import NotStarted, Plan, not_started, plans_for, revised
from django_trust.shop.models import Purchase
from django_trust.transactions import atomic_write, is_contention

logger = logging.getLogger("django_trust")

PLANNED = ["state", "reason", "started_at", "due_at", "wake_at", "changed_at"]


def schedule_followups(purchase: Purchase, *, now: datetime | None = None) -> list[FollowUp]:
    """Plan what is to be sent about a purchase, or bring it up to date, and return its rows.

    The verbs of ``shop.services`` do this by themselves. Any number of processes may plan one purchase at
    the same time: each row exists once. ``now`` must be aware. At most six queries, seven while one of the
    rows is being sent.
    """
    return _schedule(purchase.pk, now or timezone.now())


def plan_news(limit: int, *, now: datetime | None = None) -> int:
    """Plan purchases whose facts have changed without anybody planning since, and return how many.

    A process that was killed between storing a fact and planning leaves such purchases behind. One that
    cannot be planned is logged and keeps nobody else waiting.
    """
    now = now or timezone.now()
    news = Purchase.objects.filter(has_news=True).order_by("pk").values_list("pk", flat=True)[:limit]
    return sum(_is_planned(pk, now) for pk in list(news))


def _is_planned(pk: int, now: datetime) -> bool:
    try:
        _schedule(pk, now)
    except OperationalError as error:
        if not is_contention(error):
            raise
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        logger.exception("The follow-ups of purchase %s could not be planned.", pk)
    else:
        return True
    return False


def plan_anew(flow: Flow, *, now: datetime | None = None) -> int:
    """Have the next run of the sender plan all purchases that a changed flow concerns: those with messages
    of it that wait, and those whose event is recent enough for it. Returns how many there are.
    """
    now = now or timezone.now()
    steps = list(flow.steps.all())
    reach = max((_reach(step) for step in steps), default=timedelta())
    waiting = FollowUp.objects.filter(step__in=steps, state=FollowUpState.WAITING).values("purchase")
    concerned = Q(pk__in=waiting)
    if (column := COLUMNS.get(Event(flow.event))) is not None:
        concerned |= Q(**{f"{column}__gte": max(flow.active_since, now - reach)})
    return Purchase.objects.filter(concerned).update(has_news=True)


def _reach(step: Step) -> timedelta:
    """Return how long after its event a step may be sent, about."""
    delay = timedelta(hours=step.delay) if step.delay_unit == DelayUnit.HOURS else timedelta(days=step.delay)
    return 2 * delay + timedelta(days=step.within_days)  # weekends, and what postpones


def active_steps() -> QuerySet[Step]:
    return Step.objects.filter(is_active=True, flow__is_active=True).select_related("flow")


@atomic_write
def _schedule(pk: int, now: datetime) -> list[FollowUp]:
    if not Purchase.objects.filter(pk=pk).update(has_news=False):  # whoever plans the same purchase waits
        return []
    facts = facts_of([pk])[pk]
    steps = {step.pk: step for step in active_steps()}
    plans = {(plan.step.pk, plan.occurrence): plan for plan in plans_for(facts, steps.values(), now)}
    # Locked by their keys: the sender passes over them, and those it is sending are left alone here.
    rows = list(FollowUp.objects.filter(purchase=pk).order_by("pk").select_for_update())
    changed = [row for row in rows if _revise(row, plans, _gone(facts, steps.get(row.step_id)))]
    for row in changed:
        row.changed_at = now
    if changed:
        FollowUp.objects.bulk_update(changed, PLANNED)
    if any(row.state == FollowUpState.SENDING for row in rows):  # it may come back unsent: look at it again
        Purchase.objects.filter(pk=pk).update(has_news=True)
    known = {(row.step_id, row.occurrence) for row in rows}
    fresh = [_row(facts, plan) for key, plan in plans.items() if key not in known]
    return rows + (FollowUp.objects.bulk_create(fresh) if fresh else [])


def _gone(facts: PurchaseFacts, step: Step | None) -> Reason:
    """Return why nothing wants the rows of a step any more; None is a step that is not active."""
    happened = step is None or not_started(facts, step) != NotStarted.NOT_HAPPENED
    return Reason.SWITCHED_OFF if happened else Reason.NOTHING_TO_SAY


def _revise(row: FollowUp, plans: dict[tuple[int, str], Plan], gone: Reason) -> bool:
    plan = plans.get((row.step_id, row.occurrence))
    newer = plan is None and any(step == row.step_id for step, _ in plans)
    if newer and row.state == FollowUpState.WAITING:  # another date was told since
        row.state, row.reason, row.wake_at = FollowUpState.CANCELLED, Reason.REPLACED, None
        return True
    return revised(row, plan, gone)


def _row(facts: PurchaseFacts, plan: Plan) -> FollowUp:
    return FollowUp(
        purchase_id=facts.purchase.pk,
        step=plan.step,
        occurrence=plan.occurrence,
        email_key=facts.email_key,
        state=plan.state,
        reason=plan.reason,
        started_at=plan.started_at,
        due_at=plan.due_at,
        wake_at=plan.wake_at,
    )
