"""A few rows with the facts of this moment: read when they are sent, not when they were planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count

from django_trust.conf import trust_settings
from django_trust.followups.choices import MARKETING, FollowUpState
from django_trust.followups.consent.ledger import NOBODY_KNOWN, Standing, standings
from django_trust.followups.messages.job import Job, jobs_for
from django_trust.followups.models import FollowUp
from django_trust.followups.sending.outcomes import Outcome
from django_trust.followups.sending.retries import yielded
from django_trust.followups.verdicts import Lately, judge, sent_lately

PORTION = 100
FRESH = 30.0  # seconds after which facts are read anew


@dataclass(slots=True)
class Portion:
    """``elsewhere``: how much marketing other workers hold for a person, which may be sent any moment."""

    jobs: list[Job]
    standings: dict[str, Standing]
    lately: dict[str, Lately]
    elsewhere: Counter[str]

    def verdict(self, job: Job, now: datetime) -> Outcome | None:
        """Return what becomes of a row that is not sent now, or None where it may be."""
        key = job.row.email_key
        lately = self.lately.get(key, Lately())
        verdict = judge(job.row, job.facts, self.standings.get(key, NOBODY_KNOWN), lately, now)
        if verdict is not None:
            return Outcome(verdict.state, verdict.reason, verdict.wake_at)
        marketing = job.row.step.is_marketing
        if marketing and lately.number + self.elsewhere[key] >= trust_settings.followups_cap:
            return yielded(now)
        return None

    def remember(self, job: Job, outcome: Outcome, now: datetime) -> None:
        """Let what was just sent, or bounced, count for the next rows of the same person."""
        key = job.row.email_key
        if outcome.state == FollowUpState.SENT and job.row.step.is_marketing:
            lately = self.lately.get(key, Lately())
            self.lately[key] = Lately(lately.number + 1, lately.first or now, now)
        if outcome.bounced:
            self.standings[key] = replace(self.standings.get(key, NOBODY_KNOWN), bounced=True)


def read_portion(rows: Iterable[FollowUp], base: str, token: str, now: datetime) -> Portion:
    """Read all that is known of these rows (with step and flow). Six queries, however many rows there are.

    What others hold is read before what was sent: a message that changes from one to the other meanwhile is
    counted twice, never not at all.
    """
    jobs = jobs_for(rows, base)
    for job in jobs:
        job.row.email_key = job.facts.email_key  # the address may be another than when it was planned
    keys = sorted({job.row.email_key for job in jobs} - {""})
    marketing = sorted({job.row.email_key for job in jobs if job.row.step.is_marketing} - {""})
    elsewhere = _held_elsewhere(marketing, token, now)
    return Portion(jobs, standings(keys), sent_lately(marketing, now) if marketing else {}, elsewhere)


def _held_elsewhere(keys: Collection[str], token: str, now: datetime) -> Counter[str]:
    if not keys:
        return Counter()
    held = (
        FollowUp.objects.filter(
            email_key__in=keys,
            sent_at=None,
            state=FollowUpState.SENDING,
            wake_at__gt=now,
            step__purpose__in=MARKETING,
        )
        .exclude(claim=token)
        .order_by()
        .values_list("email_key")
        .annotate(Count("pk"))
    )
    return Counter(dict(held))
