"""What became of a row, and writing it down."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, connection
from django.db.models import F

from django_trust.followups.choices import FollowUpState, Reason
from django_trust.followups.models import FollowUp
from django_trust.followups.sending.claims import Batch
from django_trust.followups.sending.report import SendReport

R = TypeVar("R")

# Seconds between tries to note what has become of a message. It was handed over already: were it not noted,
# it would go out again.
PAUSES = (0.1, 0.5, 1, 2, 4)
COUNTERS = {
    FollowUpState.SENT: "sent",
    FollowUpState.SKIPPED: "skipped",
    FollowUpState.CANCELLED: "cancelled",
    FollowUpState.FAILED: "failed",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """``tried``: it was handed over, or should have been. ``detail`` is in the words of the other side,
    ``language`` that of a message that was sent. ``bounced``: the address does not exist."""

    state: str
    reason: str
    wake_at: datetime | None = None
    detail: str = ""
    language: str = ""
    bounced: bool = False
    tried: bool = False

    def count(self, report: SendReport) -> None:
        waits = "retried" if self.reason == Reason.RETRY else "postponed"
        counter = COUNTERS.get(FollowUpState(self.state), waits)
        setattr(report, counter, getattr(report, counter) + 1)
        report.reasons[self.reason] = report.reasons.get(self.reason, 0) + 1

    def reason_for(self, row: FollowUp) -> str:
        """Return the reason to store: what staff want sent by hand stays so until it is."""
        by_hand = row.reason == Reason.BY_STAFF and self.reason == Reason.RETRY
        return Reason.BY_STAFF if by_hand else self.reason


def note(batch: Batch, row: FollowUp, outcome: Outcome, now: datetime) -> bool:
    """Write down what became of a message that was tried, and return whether the row was still ours."""
    values: dict[str, Any] = {
        "state": outcome.state,
        "reason": outcome.reason_for(row),
        "wake_at": outcome.wake_at,
        "detail": outcome.detail,
        "claim": "",
        "changed_at": now,
    }
    if row.pk not in batch.orphans:  # those were counted before they were tried
        values["attempts"] = row.attempts + 1
    if outcome.state == FollowUpState.SENT:
        values |= {"sent_at": now, "language": outcome.language, "email_key": row.email_key}
    return persist(lambda: batch.mine.filter(pk=row.pk).update(**values)) == 1


def note_aside(batch: Batch, verdicts: Iterable[tuple[FollowUp, Outcome]], now: datetime) -> None:
    """Write down, in one statement, what became of rows nobody tried to send."""
    rows = []
    for row, outcome in verdicts:
        row.state, row.reason, row.wake_at = outcome.state, outcome.reason_for(row), outcome.wake_at
        row.detail, row.claim, row.changed_at = outcome.detail, "", now
        rows.append(row)
    fields = ["state", "reason", "wake_at", "detail", "claim", "changed_at"]
    if rows:
        persist(lambda: batch.mine.bulk_update(rows, fields))


def begin_orphan(batch: Batch, row: FollowUp, now: datetime) -> bool:
    """Count the attempt at a row whose last worker vanished before it is made: should the row be the reason,
    it is given up in the end. Return whether it was still ours."""
    mine = batch.mine.filter(pk=row.pk)
    return persist(lambda: mine.update(attempts=F("attempts") + 1, changed_at=now)) == 1


def persist(write: Callable[[], R]) -> R:
    """Write, patiently: over deadlocks, a locked SQLite file and a database that is restarted."""
    for pause in () if connection.in_atomic_block else PAUSES:
        try:
            return write()
        except (OperationalError, InterfaceError):
            connection.close_if_unusable_or_obsolete()
            time.sleep(pause)
    return write()
