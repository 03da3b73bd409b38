"""Claim, judge, write, hand over, note."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import DatabaseError, InterfaceError, transaction
from django.utils.translation import gettext as _

from django_trust.conf import trust_settings
from django_trust.followups import plans
from django_trust.followups.consent.services import record_bounce
from django_trust.followups.messages.job import Job
from django_trust.followups.models import FollowUp
from django_trust.followups.sending.claims import BATCH, Batch, claim, drop, keep, release
from django_trust.followups.sending.clock import Clock
from django_trust.followups.sending.handover import Channels, Unreachable
from django_trust.followups.sending.outcomes import Outcome, begin_orphan, note, note_aside
from django_trust.followups.sending.pacing import is_paused
from django_trust.followups.sending.portions import FRESH, PORTION, Portion, read_portion
from django_trust.followups.sending.report import SendReport
from django_trust.followups.sending.retries import gave_up, put_off
from django_trust.links import base_url
from django_trust.mailing import warn_without_address
from django_trust.shop.adapter import get_adapter

logger = logging.getLogger("django_trust")


def send_due(
    limit: int = 500, now: datetime | None = None, *, stop: Callable[[], bool] | None = None
) -> SendReport:
    """Send what is due, and return what became of it.

    ``limit`` is the number of rows to look at. ``now`` (aware) is the moment the run starts at, the real one
    where it is None; a moment in the future also takes over what others are sending. ``stop`` is asked
    before each message; once it says so, the rest is left to others and the run ends.

    Any number of workers may run it at the same time. Raises ``RuntimeError`` inside a transaction: were
    that undone, what was sent would be sent again.
    """
    with transaction.atomic(durable=True):
        pass
    run = _Run(Clock(now), stop or (lambda: False))
    with run.channels:
        run.work(limit)
    return run.report


def site_address() -> str:
    """Return scheme and host for links, or an empty text where nobody knows them."""
    base = base_url(get_adapter().get_shop().url)
    if not base:
        warn_without_address("follow-up")
    return base


class _Run:
    """``site`` is scheme and host for links."""

    def __init__(self, clock: Clock, stop: Callable[[], bool]) -> None:
        self.clock, self.stop = clock, stop
        self.report, self.channels = SendReport(), Channels()
        self.site = ""

    def work(self, limit: int) -> None:
        self.site = site_address()
        if not self.site:
            self.report.blocked = "address"
        if self.report.blocked or self._is_paused():
            return
        self._plan(limit)
        while self.report.claimed < limit and not self.report.blocked and not self.stop():
            batch = claim(min(BATCH, limit - self.report.claimed), self.clock)
            if batch is None:
                return
            self.report.claimed += len(batch.pending)
            self._work_off(batch)

    def _is_paused(self) -> bool:
        if is_paused():
            self.report.blocked = "paused"
        return self.report.blocked == "paused"

    def _plan(self, limit: int) -> None:
        try:
            self.report.planned = plans.plan_news(limit, now=self.clock.now())
        except (DatabaseError, InterfaceError):
            raise
        except Exception:  # an order that cannot be planned must not keep all others from their mail
            logger.exception("Follow-ups could not be planned.")

    def _work_off(self, batch: Batch) -> None:
        try:
            while batch.pending and not self.stop() and not self._is_paused():
                self._work_off_some(batch)
        finally:  # of an interrupt too: nobody need wait for the lease to end
            if batch.pending:
                release(batch, self.clock.now())
        if self.channels.down:
            self.report.blocked = "channel"

    def _work_off_some(self, batch: Batch) -> None:
        portion = self._read(batch)
        aside: list[tuple[FollowUp, Outcome]] = []
        try:
            for job in self._in_time(portion, batch):
                outcome = self._verdict(job, portion) or self._try(job, batch)
                if outcome is not None and outcome.tried:
                    self._finish(job, outcome, batch, portion)
                elif outcome is not None:
                    aside.append((job.row, outcome))
        finally:
            drop(batch, [row.pk for row, _outcome in aside])
            note_aside(batch, aside, self.clock.now())
            for _row, outcome in aside:
                outcome.count(self.report)

    def _read(self, batch: Batch) -> Portion:
        pks = batch.pending[:PORTION]
        rows = batch.mine.filter(pk__in=pks).order_by().select_related("step__flow")
        found = sorted(rows, key=lambda row: pks.index(row.pk))
        portion = read_portion(found, self.site, batch.token, self.clock.now())
        known = {job.row.pk for job in portion.jobs}
        drop(batch, [pk for pk in pks if pk not in known])  # erased, or taken by others
        return portion

    def _in_time(self, portion: Portion, batch: Batch) -> Iterator[Job]:
        """Yield the rows that are ours still, for as long as the facts read are those of now."""
        started = self.clock.seconds()
        for position, job in enumerate(portion.jobs):
            if self.stop() or (position and self.clock.seconds() - started > FRESH):
                return
            keep(batch, self.clock)
            if job.row.pk in batch.pending:
                yield job

    def _verdict(self, job: Job, portion: Portion) -> Outcome | None:
        words = self.channels.down.get(job.row.step.channel)
        if words is not None:
            return put_off(words, self.clock.now())
        return portion.verdict(job, self.clock.now())

    def _try(self, job: Job, batch: Batch) -> Outcome | None:
        """Write the message and hand it over; None where the row is ours no more.

        From here on it is not released: after an interrupt nobody could tell whether it was sent.
        """
        row = job.row
        attempts = row.attempts + 1
        drop(batch, [row.pk])
        if row.pk in batch.orphans:
            if not begin_orphan(batch, row, self.clock.now()):
                return None
            if attempts > trust_settings.followups_tries:
                return gave_up(_("Every process that was sending it vanished."))
        try:
            return self.channels.deliver(job, attempts, self.clock)
        except Unreachable as error:
            return put_off(str(error), self.clock.now())

    def _finish(self, job: Job, outcome: Outcome, batch: Batch, portion: Portion) -> None:
        if outcome.bounced:
            _record_bounce(job, outcome)
        now = self.clock.now()
        if not note(batch, job.row, outcome, now):
            logger.warning("Follow-up %s was ours no more when it ended: it may be sent twice.", job.row.pk)
        portion.remember(job, outcome, now)
        outcome.count(self.report)


def _record_bounce(job: Job, outcome: Outcome) -> None:
    try:
        record_bounce(email=job.purchase.email, source="smtp", detail=outcome.detail)
    except (DatabaseError, InterfaceError):
        raise
    except Exception:  # an address no mail was ever possible to
        logger.exception("The bounce of follow-up %s could not be recorded.", job.row.pk)
