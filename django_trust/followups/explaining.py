"""Why each message about an order went out or did not, and whether those that wait will."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from django_trust.followups.choices import FollowUpState, Purpose, Reason
from django_trust.followups.consent.bases import BasisRule, basis_of
from django_trust.followups.consent.ledger import NOBODY_KNOWN, Standing, standing_of
from django_trust.followups.facts import PurchaseFacts, facts_of
from django_trust.followups.models import Consent, FollowUp, OrderAnswer, Step, SurveyAnswer
from django_trust.followups.verdicts import Lately, judge, sent_lately
from django_trust.followups.words import not_started_words, verdict_words
from django_trust.policies.models import WithdrawalRequest
from django_trust.shop.models import Purchase
from django_trust.text import without_controls

MOST_ENTRIES = 50


class StepLine(NamedTuple):
    """One step for one order. ``outlook`` says what becomes of a row that waits, if nothing changes."""

    step: Step
    row: FollowUp | None
    verdict: str
    outlook: str = ""


class PurposeLine(NamedTuple):
    """What the ledger and the law say about one purpose. ``refusal`` is None where it may be written."""

    purpose: Purpose
    rule: BasisRule
    refusal: Reason | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is known about the messages of one order. ``entries`` of the ledger are the newest first."""

    facts: PurchaseFacts
    steps: list[StepLine]
    standing: Standing
    purposes: list[PurposeLine]
    entries: list[Consent]
    lately: Lately
    answers: list[OrderAnswer]
    scores: list[SurveyAnswer]
    requests: list[WithdrawalRequest]

    @property
    def purchase(self) -> Purchase:
        return self.facts.purchase


def explain(reference: str, now: datetime) -> Explanation | None:
    """Return what explains the messages of the order with this number, None for a number nobody knows.

    At most ten queries, and one for each waiting row whose condition looks at other tables.
    """
    named = Purchase.objects.filter(reference=without_controls(reference))
    pk = named.values_list("pk", flat=True).first()
    facts = facts_of([pk]).get(pk) if pk is not None else None
    if facts is None:
        return None
    key = facts.email_key
    entries = list(Consent.objects.filter(email_key=key).order_by("pk")) if key else []
    standing = standing_of(entries) if entries else NOBODY_KNOWN
    lately = sent_lately([key], now).get(key, Lately()) if key else Lately()
    return Explanation(
        facts=facts,
        steps=list(_steps(facts, standing, lately, now)),
        standing=standing,
        purposes=list(_purposes(standing, facts.purchase.country, now)),
        entries=entries[::-1][:MOST_ENTRIES],
        lately=lately,
        answers=list(OrderAnswer.objects.filter(purchase=pk).select_related("closed_by")),
        scores=list(SurveyAnswer.objects.filter(purchase=pk)),
        requests=list(WithdrawalRequest.objects.filter(purchase=pk).order_by("pk")),
    )


def _steps(facts: PurchaseFacts, standing: Standing, lately: Lately, now: datetime) -> Iterator[StepLine]:
    rows: dict[int, list[FollowUp]] = {}
    planned = FollowUp.objects.filter(purchase=facts.purchase.pk).order_by("pk")
    for row in planned:
        rows.setdefault(row.step_id, []).append(row)
    for step in Step.objects.select_related("flow").order_by("flow__pk", "pk"):
        for row in rows.get(step.pk, ()):
            row.step, row.purchase = step, facts.purchase
            outlook = _outlook(row, facts, standing, lately, now)
            yield StepLine(step, row, verdict_words(row, facts, now), outlook)
        if step.pk not in rows:
            yield StepLine(step, None, not_started_words(facts, step))


def _outlook(row: FollowUp, facts: PurchaseFacts, standing: Standing, lately: Lately, now: datetime) -> str:
    """Ask the question of the sender now, as of the moment when it will ask."""
    if row.state != FollowUpState.WAITING:
        return ""
    moment = max(now, row.wake_at or now)
    verdict = judge(row, facts, standing, lately, moment)
    if verdict is None:
        return _("If nothing changes until then, it will be sent.")
    if verdict.state == row.state and verdict.reason == row.reason:
        return ""
    then = copy(row)
    then.state, then.reason, then.wake_at = verdict.state, verdict.reason, verdict.wake_at
    words = {"verdict": verdict_words(then, facts, now)}
    return _("If nothing changes until then, this becomes of it: “%(verdict)s”") % words


def _purposes(standing: Standing, country: str, now: datetime) -> Iterator[PurposeLine]:
    for purpose in Purpose:
        yield PurposeLine(purpose, basis_of(purpose, country), standing.refusal(purpose, country, now))
