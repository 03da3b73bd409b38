"""What staff do with single rows and with sending as a whole."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from django_trust.followups.choices import FollowUpState, Reason
from django_trust.followups.models import FollowUp, SendingSwitch
from django_trust.followups.models.flows import SWITCH_KEY
from django_trust.transactions import atomic_write

ENDED_AGAIN = (FollowUpState.FAILED, FollowUpState.SKIPPED, FollowUpState.CANCELLED)


@atomic_write
def retry_followup(*, followup: FollowUp, now: datetime | None = None) -> FollowUp:
    """Try a failed message again from the start, and return its row. Raises ``ValidationError`` for one
    that has not failed."""
    return _wake(followup, (FollowUpState.FAILED,), now, _("Only what has failed can be tried again."))


@atomic_write
def send_now(*, followup: FollowUp, now: datetime | None = None) -> FollowUp:
    """Send a message with the next run, whatever its time, and return its row.

    Consent, the cap and what has become of the order are looked at all the same. Raises ``ValidationError``
    for one that was sent or is being sent.
    """
    states = (FollowUpState.WAITING, *ENDED_AGAIN)
    return _wake(followup, states, now, _("This message was sent already, or is being sent."))


@atomic_write
def cancel_followup(*, followup: FollowUp) -> FollowUp:
    """Cancel a message that is waiting, and return its row. Raises ``ValidationError`` for any other."""
    row = _lock(followup)
    if row.state != FollowUpState.WAITING:
        raise ValidationError(_("Only what is waiting can be cancelled."), code="state")
    row.state, row.reason, row.wake_at = FollowUpState.CANCELLED, Reason.BY_STAFF, None
    row.save(update_fields=["state", "reason", "wake_at", "changed_at"])
    return row


@atomic_write
def pause_sending(*, by: Any = None, note: str = "") -> SendingSwitch:
    """Stop all workers, each after 100 more messages at most, and return the switch. Told twice, the first
    counts."""
    switch = _switch()
    if switch.paused_at is None:
        switch.paused_at, switch.paused_by = timezone.now(), by if getattr(by, "pk", None) else None
        switch.note = " ".join(note.split())[:200]
        switch.save()
    return switch


@atomic_write
def resume_sending() -> SendingSwitch:
    """Let the workers go on, and return the switch."""
    switch = _switch()
    switch.paused_at, switch.paused_by, switch.note = None, None, ""
    switch.save()
    return switch


def _switch() -> SendingSwitch:
    SendingSwitch.objects.bulk_create([SendingSwitch(pk=SWITCH_KEY)], ignore_conflicts=True)
    return SendingSwitch.objects.select_for_update().get(pk=SWITCH_KEY)


def _wake(followup: FollowUp, states: tuple[str, ...], now: datetime | None, refusal: str) -> FollowUp:
    row = _lock(followup)
    if row.state not in states:
        raise ValidationError(refusal, code="state")
    now = now or timezone.now()
    row.state, row.reason, row.detail = FollowUpState.WAITING, Reason.BY_STAFF, ""
    row.due_at = row.wake_at = now
    row.attempts, row.claim = 0, ""
    fields = ["state", "reason", "detail", "due_at", "wake_at", "attempts", "claim", "changed_at"]
    row.save(update_fields=fields)
    return row


def _lock(followup: FollowUp) -> FollowUp:
    """Lock the row by a write, which SQLite can wait for, and return it as it now stands."""
    FollowUp.objects.filter(pk=followup.pk).update(attempts=F("attempts"))
    return FollowUp.objects.select_related("step__flow", "purchase").get(pk=followup.pk)
