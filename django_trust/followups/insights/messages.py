"""Figures of messages: what was sent, what became of what was due, and who asked to get no more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from django_trust.followups.choices import MARKETING, ConsentKind, FollowUpState
from django_trust.followups.insights.scope import Scope
from django_trust.followups.insights.trend import Span, span_number
from django_trust.followups.models import Consent, FollowUp, Step

OBJECTIONS = (ConsentKind.OPT_OUT, ConsentKind.COMPLAINT, ConsentKind.BOUNCE)
ENOUGH_SENT = 1000  # below, a single complaint decides
# Sender guidelines of Google and Yahoo, complaints for each 1,000 messages: stay below the one, and never
# reach the other.
COMPLAINTS_GOOD, COMPLAINTS_BAD = 1.0, 3.0


@dataclass(frozen=True, slots=True)
class StepFigures:
    """Messages of one step that were sent, and those of them somebody followed a link of."""

    step: Step
    sent: int
    opened: int


@dataclass(frozen=True, slots=True)
class SentFigures:
    """Messages sent in the period: by step, most first, and by span of the trend."""

    steps: tuple[StepFigures, ...]
    by_span: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(figures.sent for figures in self.steps)


def sent_figures(scope: Scope, spans: list[Span]) -> SentFigures:
    """Count what was sent. Two queries."""
    rows = scope.of_orders(scope.within(FollowUp.objects.filter(state=FollowUpState.SENT), "sent_at"))
    counted = (
        rows.order_by()
        .values_list(span_number("sent_at", spans), "step")
        .annotate(number=Count("pk"), opened=Count("opened_at"))
    )
    sent, opened, by_span = Counter[int](), Counter[int](), Counter[int]()
    for span, step, number, followed in counted:
        sent[step] += number
        opened[step] += followed
        by_span[span] += number
    steps = Step.objects.select_related("flow").in_bulk(list(sent))
    return SentFigures(
        tuple(StepFigures(steps[step], number, opened[step]) for step, number in sent.most_common()),
        tuple(by_span[number] for number in range(len(spans))),
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows that were due in the period are in this state for this reason."""

    state: str
    reason: str
    count: int


def outcomes(scope: Scope) -> tuple[Outcome, ...]:
    """Count what became of what was due in the period, by state, most first. One query."""
    rows = scope.within(FollowUp.objects.filter(state__in=FollowUpState.values), "due_at")
    counted = scope.of_orders(rows).order_by().values_list("state", "reason").annotate(number=Count("pk"))
    order = FollowUpState.values
    found = [Outcome(*row) for row in counted]
    return tuple(sorted(found, key=lambda row: (order.index(row.state), -row.count, row.reason)))


@dataclass(frozen=True, slots=True)
class Objection:
    """People who objected or complained in the period, or whose address does not exist, by where it came
    from. Somebody who did so twice in one place counts once."""

    kind: str
    source: str
    people: int


@dataclass(frozen=True, slots=True)
class ObjectionFigures:
    """Objections against everything that was sent in the period. No filter but the period applies: the
    ledger knows neither orders nor addresses."""

    rows: tuple[Objection, ...]
    sent: int
    marketing: int  # of them, what is not about the order itself

    def people(self, kind: str) -> int:
        return sum(row.people for row in self.rows if row.kind == kind)

    def base(self, kind: str) -> int:
        """The messages such an objection can be about: nobody unsubscribes from news of an order."""
        return self.marketing if kind == ConsentKind.OPT_OUT else self.sent

    def rate(self, kind: str) -> float | None:
        """People for each 1,000 messages; None where none was sent."""
        return 1000 * self.people(kind) / self.base(kind) if self.base(kind) else None


def objection_figures(scope: Scope) -> ObjectionFigures:
    """Count objections by kind and source. Two queries."""
    entries = scope.within(Consent.objects.filter(kind__in=OBJECTIONS), "at").order_by()
    people = Count("email_key", distinct=True)
    found = [Objection(*row) for row in entries.values_list("kind", "source").annotate(people=people)]
    sent = scope.within(FollowUp.objects.filter(state=FollowUpState.SENT), "sent_at").aggregate(
        sent=Count("pk"), marketing=Count("pk", filter=Q(step__purpose__in=MARKETING))
    )
    kinds = [str(kind) for kind in OBJECTIONS]
    found.sort(key=lambda row: (kinds.index(row.kind), -row.people, row.source))
    return ObjectionFigures(tuple(found), **sent)
