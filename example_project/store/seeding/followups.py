"""The flows of follow-ups, and what they would have sent to the buyers of the sample orders."""

from datetime import datetime, timedelta

from django.utils import timezone

from django_trust.followups.choices import FollowUpState, Reason, SurveyKind
from django_trust.followups.facts import facts_of
from django_trust.followups.models import Flow, FollowUp, Step, SurveyAnswer
from django_trust.followups.planning import plans_for
from django_trust.followups.services import load_flows
from django_trust.shop.models import Purchase

LAST_YEAR = timedelta(days=400)
SHOWN = ("delivered", "review-request", "review-reminder", "survey", "coupon")
SCORES = {SurveyKind.CSAT: (5, 4, 5, 3, 5, 2, 4), SurveyKind.NPS: (9, 10, 7, 10, 8, 3, 9, 6)}


def seed_followups() -> int:
    """Load the flows that are not there yet, and return how many. The first time, tell the past as well."""
    loaded = load_flows()
    if loaded and not FollowUp.objects.exists():
        _tell_the_past(timezone.now())
    return len(loaded)


def _tell_the_past(now: datetime) -> None:
    """Store rows for what would have been sent by now. Nobody gets a mail; from now on flows are real."""
    purchases = list(Purchase.objects.order_by("pk").values_list("pk", flat=True))
    steps = list(Step.objects.filter(code__in=SHOWN).select_related("flow"))
    for step in steps:
        step.flow.active_since = now - LAST_YEAR
    rows, answers = [], []
    for number, facts in enumerate(facts_of(purchases).values()):
        due = [plan for plan in plans_for(facts, steps, facts.purchase.placed_at) if plan.due_at < now]
        for plan in due:
            if plan.state == FollowUpState.WAITING or plan.reason == Reason.REVIEWED:
                rows.append(_sent(facts.purchase, facts.email_key, plan))
                answers += _answers(facts.purchase, plan, number)
    FollowUp.objects.bulk_create(rows)
    SurveyAnswer.objects.bulk_create(answers)
    Purchase.objects.filter(pk__in=purchases).update(has_news=False)
    Flow.objects.update(active_since=now)


def _sent(purchase: Purchase, key: str, plan) -> FollowUp:
    written_before = plan.reason == Reason.REVIEWED
    return FollowUp(
        purchase=purchase,
        step=plan.step,
        email_key=key,
        state=FollowUpState.CANCELLED if written_before else FollowUpState.SENT,
        reason=plan.reason if written_before else Reason.SENT,
        started_at=plan.started_at,
        due_at=plan.due_at,
        language=purchase.language,
        sent_at=None if written_before else plan.due_at,
    )


def _answers(purchase: Purchase, plan, number: int) -> list[SurveyAnswer]:
    """Two in three answer the survey; some are not content, as everywhere."""
    if plan.step.code != "survey" or plan.reason == Reason.REVIEWED or number % 3 == 2:
        return []
    return [
        SurveyAnswer(
            purchase=purchase,
            kind=kind,
            score=scores[number % len(scores)],
            language=purchase.language,
            answered_at=plan.due_at + timedelta(hours=number % 40),
        )
        for kind, scores in SCORES.items()
    ]
