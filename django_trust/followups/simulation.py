"""A dry run: what a flow, saved or not, would have done about the orders of a period. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from django.db.models import Max

from django_trust.followups.choices import Condition, FollowUpState, Reason
from django_trust.followups.consent.ledger import NOBODY_KNOWN, Standing, standings
from django_trust.followups.facts import PurchaseFacts, facts_of
from django_trust.followups.models import Flow, Step, SurveyAnswer
from django_trust.followups.planning import Plan, not_started, plans_for
from django_trust.shop.models import Purchase, PurchaseLine

MOST_ORDERS = 1_000
T = TypeVar("T")
BATCH = 500  # orders read by one query: databases limit how many keys it may name
SEND = "send"
ALWAYS = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would have become of one step for one order.

    ``reason`` is empty where the message would go out; else a value of ``Reason``, or of ``NotStarted`` where
    the step would not even have been planned, and then ``plan`` is None.
    """

    step: Step
    purchase: Purchase
    plan: Plan | None
    reason: str

    @property
    def verdict(self) -> Plan | str:
        """The plan of what would be sent, else the reason why not."""
        return self.plan if self.plan is not None and not self.reason else self.reason


@dataclass(slots=True)
class Simulation:
    """``orders`` were looked at; ``is_partial``: there were more, and these are the newest ``MOST_ORDERS``.

    ``counts``: code of a step to ``"send"`` or a reason to the number of orders.
    """

    orders: int
    is_partial: bool
    outcomes: list[Outcome] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


def simulate(flow: Flow, steps: list[Step], *, since: datetime, until: datetime, now: datetime) -> Simulation:
    """Try a flow with its steps, saved or not, on the orders placed between two moments (aware; ``until`` is
    the first that does not count, and nothing after ``now`` does).

    As if the flow had been on all the time and nothing had kept the sender from its work, and with what is
    known of the orders now: an order that has been returned since gets nothing. What was really sent, the
    cap for one person, and what is left to review are not looked at. At most nine queries.
    """
    placed = Purchase.objects.filter(placed_at__gte=since, placed_at__lt=min(until, now))
    newest = placed.order_by("-placed_at", "-pk")
    pks = list(newest.values_list("pk", flat=True)[: MOST_ORDERS + 1])
    found = Simulation(orders=len(pks[:MOST_ORDERS]), is_partial=len(pks) > MOST_ORDERS)
    trial = _Trial(_facts(pks[:MOST_ORDERS]), steps)
    tried = [(step, _always_on(flow, step)) for step in steps]
    found.outcomes = [trial.outcome(facts, *pair) for facts in trial.facts for pair in tried]
    for step in steps:
        reasons = Counter(outcome.reason or SEND for outcome in found.outcomes if outcome.step is step)
        found.counts[step.code] = dict(reasons)
    return found


def _facts(pks: list[int]) -> list[PurchaseFacts]:
    known: dict[int, PurchaseFacts] = {}
    for some in _portions(pks):
        known |= facts_of(some)
    return [known[pk] for pk in pks if pk in known]


def _always_on(flow: Flow, step: Step) -> Step:
    """Return copies: those of the caller may be about to be saved."""
    tried, always = copy(step), copy(flow)
    always.is_active, always.active_since = True, ALWAYS
    tried.flow = always
    return tried


class _Trial:
    """``answered``: orders with a survey answer. ``latest``: when the person of a key last ordered."""

    def __init__(self, facts: list[PurchaseFacts], steps: Iterable[Step]) -> None:
        self.facts = facts
        keys = sorted({fact.email_key for fact in facts if fact.purchase.email})
        conditions = {step.condition for step in steps}
        self.standings: dict[str, Standing] = {}
        self.answered: set[int] = set()
        self.latest: dict[str, datetime] = {}
        for some in _portions(keys):
            self.standings |= standings(some)
            if Condition.NO_NEW_ORDER in conditions:
                self.latest |= _latest_orders(some)
        for some_facts in _portions(facts) if Condition.UNANSWERED in conditions else ():
            answers = SurveyAnswer.objects.filter(purchase__in=[fact.purchase.pk for fact in some_facts])
            self.answered.update(answers.values_list("purchase", flat=True))

    def outcome(self, facts: PurchaseFacts, step: Step, tried: Step) -> Outcome:
        missing = not_started(facts, tried)
        if missing is not None:
            return Outcome(step, facts.purchase, None, missing.value)
        # At the moment of the event nothing is late: the sender would have been there all the time.
        plan = plans_for(facts, [tried], facts.events[tried.flow.event])[0]  # type: ignore[index]
        return Outcome(step, facts.purchase, plan, self._obstacle(facts, plan))

    def _obstacle(self, facts: PurchaseFacts, plan: Plan) -> str:
        step, key = plan.step, facts.email_key
        if plan.state != FollowUpState.WAITING or plan.reason == Reason.CASE_OPEN:
            return plan.reason
        standing = self.standings.get(key, NOBODY_KNOWN)
        if (no := standing.refusal(step.purpose, facts.purchase.country, plan.due_at)) is not None:
            return no.value
        if step.condition == Condition.UNANSWERED and facts.purchase.pk in self.answered:
            return Reason.ANSWERED.value
        newest = self.latest.get(key, facts.purchase.placed_at)
        if step.condition == Condition.NO_NEW_ORDER and newest > facts.purchase.placed_at:
            return Reason.ORDERED_AGAIN.value
        return ""


def _portions(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def _latest_orders(keys: Iterable[str]) -> dict[str, datetime]:
    rows = PurchaseLine.objects.filter(email_key__in=list(keys)).order_by().values("email_key")
    return dict(rows.annotate(latest=Max("purchase__placed_at")).values_list("email_key", "latest"))
