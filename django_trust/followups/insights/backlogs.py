"""What waits for staff now: reviews to decide on, cases of buyers, texts in other languages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min, Q

from django_trust.followups.choices import AnswerState, FollowUpState, MessageKind
from django_trust.followups.insights.orders import CASES
from django_trust.followups.insights.scope import Scope
from django_trust.followups.models import FollowUp, OrderAnswer, Step
from django_trust.policies.admin_columns import standings
from django_trust.policies.admin_matrix import text_states
from django_trust.policies.models import Policy
from django_trust.policies.rows import facts_of_frozen
from django_trust.reviews.models import FLAGGED_FROM


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits, and since when the oldest of it does."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Backlogs:
    """What waits at this moment, whenever it began."""

    reviews: Backlog
    flagged: int  # of the reviews
    cases: Backlog
    failed: Backlog  # messages nobody has tried again; the oldest by when it was due


def backlogs(scope: Scope) -> Backlogs:
    """Count what waits, whatever the period. Three queries."""
    reviews = scope.reviews().pending()
    pending = reviews.aggregate(
        count=Count("pk"),
        oldest=Min("pending_since"),
        flagged=Count("pk", filter=Q(flag_weight__gte=FLAGGED_FROM)),
    )
    flagged = pending.pop("flagged")
    cases = scope.of_orders(OrderAnswer.objects.filter(state=AnswerState.OPEN, kind__in=CASES))
    failed = scope.of_orders(FollowUp.objects.filter(state=FollowUpState.FAILED))
    return Backlogs(
        reviews=Backlog(**pending),
        flagged=flagged,
        cases=Backlog(**cases.aggregate(count=Count("pk"), oldest=Min("at"))),
        failed=Backlog(**failed.aggregate(count=Count("pk"), oldest=Min("due_at"))),
    )


@dataclass(frozen=True, slots=True)
class LanguageGaps:
    """What lacks in one language of the site: policies without their text, with one that renders an older
    version, with short texts missing; steps whose own words staff wrote in other languages only."""

    language: str
    missing: int
    stale: int
    short: int
    steps: int


def language_gaps() -> tuple[LanguageGaps, ...]:
    """Return the gaps of each language of the site, of policies in force and active steps. Five queries."""
    found = {code.lower(): Counter[str]() for code, _name in settings.LANGUAGES}
    policies = list(Policy.objects.all())
    for standing in standings(policies).values() if policies else ():
        for state in text_states(facts_of_frozen(standing.now)) if standing.now else ():
            found[state.language][state.state] += 1
            found[state.language]["short"] += bool(state.gaps)
    for step in Step.objects.filter(is_active=True, flow__is_active=True).prefetch_related("texts"):
        written = {text.language.lower() for text in step.texts.all()}
        if written or step.message == MessageKind.CUSTOM:
            for language, counter in found.items():
                counter["steps"] += language not in written
    return tuple(
        LanguageGaps(language, counter["missing"], counter["stale"], counter["short"], counter["steps"])
        for language, counter in found.items()
    )
