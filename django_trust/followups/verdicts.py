"""May this message go out now? Asked once more at the moment of sending, with the facts of that moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Max, Min

from django_trust.conf import trust_settings
from django_trust.followups.choices import MARKETING, Condition, FollowUpState, Reason
from django_trust.followups.consent.ledger import Standing
from django_trust.followups.facts import PurchaseFacts
from django_trust.followups.models import FollowUp, Step, SurveyAnswer
from django_trust.followups.planning import due_of, is_too_late, starts, stop_reason
from django_trust.followups.timing import opening
from django_trust.shop.models import Purchase, PurchaseLine
from django_trust.text import email_key

# After a long pause, or a delivery told late, nobody is reminded of what was asked the same minute.
BEFORE_A_REMINDER = timedelta(days=3)


class Verdict(NamedTuple):
    """What becomes of a row that is not sent now."""

    state: str
    reason: str
    wake_at: datetime | None = None


class Lately(NamedTuple):
    """How much marketing somebody was sent within the window of the cap, and when: first and last."""

    number: int = 0
    first: datetime | None = None
    last: datetime | None = None


def judge(
    row: FollowUp, facts: PurchaseFacts, standing: Standing, lately: Lately, now: datetime
) -> Verdict | None:
    """Return why ``row`` (with step and flow) is not sent now, or None where it may be.

    ``standing`` is what the ledger says about the buyer, ``lately`` what this person was sent.
    """
    step = row.step
    if (stop := _stop(row, facts)) is not None:
        return Verdict(FollowUpState.CANCELLED, stop)
    if not facts.purchase.email:
        return Verdict(FollowUpState.SKIPPED, Reason.NO_ADDRESS)
    if step.is_marketing and facts.has_case:
        return Verdict(FollowUpState.WAITING, Reason.CASE_OPEN)
    by_hand = row.reason == Reason.BY_STAFF
    if not by_hand and is_too_late(step, row.due_at, now):
        return Verdict(FollowUpState.SKIPPED, Reason.TOO_LATE)
    if not by_hand and starts(facts, step) and (due := due_of(facts, step)) > now:
        return Verdict(FollowUpState.WAITING, Reason.DUE, due)
    if (no := standing.refusal(step.purpose, facts.purchase.country, now)) is not None:
        return Verdict(FollowUpState.SKIPPED, no)
    if step.is_marketing and lately.number >= trust_settings.followups_cap:
        return _capped(row, lately, now)
    opens = opening(step, max(now, _quiet_until(step, lately) or now), facts.zone)
    if opens > now and not by_hand:
        is_quiet = opens != opening(step, now, facts.zone)
        return Verdict(FollowUpState.WAITING, Reason.CAP if is_quiet else Reason.WINDOW, opens)
    return _unmet(row, facts)


def _stop(row: FollowUp, facts: PurchaseFacts) -> Reason | None:
    if (stop := stop_reason(facts, row.step)) is not None:
        return stop
    if not (row.step.is_active and row.step.flow.is_active):
        return Reason.SWITCHED_OFF
    if row.occurrence != facts.occurrence(row.step.flow.event):
        return Reason.REPLACED
    return None if starts(facts, row.step) or row.reason == Reason.BY_STAFF else Reason.SWITCHED_OFF


def _quiet_until(step: Step, lately: Lately) -> datetime | None:
    """Return until when a reminder leaves its reader alone; None for any other step."""
    if step.condition != Condition.NOT_REVIEWED or lately.last is None:
        return None
    return lately.last + BEFORE_A_REMINDER


def _capped(row: FollowUp, lately: Lately, now: datetime) -> Verdict:
    """Wait until there is room again; skip what would be too late then."""
    first = lately.first or now
    room_at = first + timedelta(days=trust_settings.followups_cap_days)
    if is_too_late(row.step, row.due_at, room_at):
        return Verdict(FollowUpState.SKIPPED, Reason.CAP)
    return Verdict(FollowUpState.WAITING, Reason.CAP, max(room_at, now + timedelta(minutes=1)))


def _unmet(row: FollowUp, facts: PurchaseFacts) -> Verdict | None:
    """Look up what a condition asks for beyond the facts; what can be reviewed shows when it is written."""
    condition, purchase = row.step.condition, facts.purchase
    if condition == Condition.UNANSWERED and SurveyAnswer.objects.filter(purchase=purchase.pk).exists():
        return Verdict(FollowUpState.SKIPPED, Reason.ANSWERED)
    if condition == Condition.NO_NEW_ORDER and _has_ordered_again(purchase):
        return Verdict(FollowUpState.SKIPPED, Reason.ORDERED_AGAIN)
    return None


def _has_ordered_again(purchase: Purchase) -> bool:
    newer = PurchaseLine.objects.filter(
        email_key=email_key(purchase.email), purchase__placed_at__gt=purchase.placed_at
    )
    return newer.exists()


def sent_lately(keys: list[str], now: datetime) -> dict[str, Lately]:
    """Return what these people (keys of addresses) were sent within the window of the cap. One query."""
    since = now - timedelta(days=trust_settings.followups_cap_days)
    rows = (
        FollowUp.objects.filter(
            email_key__in=keys, sent_at__gt=since, step__purpose__in=MARKETING, state=FollowUpState.SENT
        )
        .order_by()
        .values("email_key")
        .annotate(number=Count("pk"), first=Min("sent_at"), last=Max("sent_at"))
    )
    return {row["email_key"]: Lately(row["number"], row["first"], row["last"]) for row in rows}
