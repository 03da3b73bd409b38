"""What a run would do, worked out without writing anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django_trust.followups.choices import FollowUpState, Reason
from django_trust.followups.models import FollowUp
from django_trust.followups.sending.clock import Clock
from django_trust.followups.sending.engine import site_address
from django_trust.followups.sending.outcomes import Outcome
from django_trust.followups.sending.portions import read_portion

MOST = 500
WOULD_BE_SENT = Outcome(FollowUpState.SENT, Reason.SENT)


def rehearse(limit: int = MOST, now: datetime | None = None) -> Iterator[tuple[FollowUp, Outcome]]:
    """Yield the rows that are due, at most ``limit`` and 500, with what would become of them.

    No message is written, so a coupon the shop refuses or a template that fails shows only when it is sent.
    """
    clock = Clock(now)
    rows = FollowUp.objects.due(clock.now()).select_related("step__flow")[: min(limit, MOST)]
    portion = read_portion(rows, site_address(), "", clock.now())
    for job in portion.jobs:
        outcome = portion.verdict(job, clock.now()) or WOULD_BE_SENT
        portion.remember(job, outcome, clock.now())
        job.row.purchase = job.purchase
        yield job.row, outcome
