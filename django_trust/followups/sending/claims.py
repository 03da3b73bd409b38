"""Which worker sends which rows: claimed in the database, for as long as a lease lasts.

While a row is being sent, ``claim`` names the batch it is in and ``wake_at`` is the end of the lease. So the
rows of a worker that vanished become due by themselves, and one index finds them together with the others.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from django_trust.conf import trust_settings
from django_trust.followups.choices import FollowUpState
from django_trust.followups.models import FollowUp
from django_trust.followups.models.followups import FollowUpQuerySet
from django_trust.followups.sending.clock import Clock
from django_trust.followups.sending.pacing import room
from django_trust.transactions import atomic_write

BATCH = 200  # rows claimed at once: what a killed worker leaves, and what others cannot help with
# Other workers read the same head of the queue: look further than we need, so that we find ours behind it.
WIDE = 4
ROUNDS = 5


@dataclass(slots=True)
class Batch:
    """Rows one worker has claimed and not dealt with yet: primary keys in the order they were due.

    ``orphans`` are those a vanished worker had: one of them may be why it vanished.
    """

    token: str
    pending: list[int]
    orphans: frozenset[int]
    leased_at: float  # by Clock.seconds
    # The rows that are ours still: each write that ends one goes through here.
    mine: FollowUpQuerySet = field(init=False)

    def __post_init__(self) -> None:
        self.mine = FollowUp.objects.filter(claim=self.token, state=FollowUpState.SENDING)


def lease() -> timedelta:
    return timedelta(minutes=trust_settings.followups_lease_minutes)


def claim(number: int, clock: Clock) -> Batch | None:
    """Claim at most ``number`` due rows, the oldest first; None when there are none, or no room for them.

    The candidates are read without a lock and locked by primary key: locks on a range of the index would
    keep MariaDB from storing new rows and could make two workers wait for each other.
    """
    for _ in range(ROUNDS):
        now, leased_at = clock.now(), clock.seconds()
        due = FollowUp.objects.due(now).values_list("pk", "state")[: WIDE * number]
        states = dict(due)
        token = secrets.token_hex(16)
        taken = _take(list(states), number, token, now) if states else []
        if taken:
            orphans = frozenset(pk for pk in taken if states[pk] == FollowUpState.SENDING)
            return Batch(token, taken, orphans, leased_at)
        if len(states) < WIDE * number or trust_settings.followups_per_minute:
            return None  # others have all there is, or there is no room
    return None


@atomic_write
def _take(candidates: Sequence[int], number: int, token: str, now: datetime) -> list[int]:
    limit = room(now)
    wanted = number if limit is None else min(number, limit)
    take = _take_free if connection.features.has_select_for_update_skip_locked else _take_in_turn
    taken: list[int] = []
    for start in range(0, len(candidates), number):
        if len(taken) == wanted:
            break
        part = candidates[start : start + number]
        taken += take(part, wanted - len(taken), token, now)
    return taken


def _take_free(candidates: Sequence[int], number: int, token: str, now: datetime) -> list[int]:
    """Pass over what others have locked, and what they have taken since we looked."""
    rows = FollowUp.objects.filter(pk__in=candidates).order_by("pk").select_for_update(skip_locked=True)
    free = {pk for pk, wake_at in rows.values_list("pk", "wake_at") if wake_at is not None and wake_at <= now}
    taken = [pk for pk in candidates if pk in free][:number]
    if taken:
        _mark(FollowUp.objects.filter(pk__in=taken), token, now)
    return taken


def _take_in_turn(candidates: Sequence[int], number: int, token: str, now: datetime) -> list[int]:
    """One write that others wait for; what they were quicker to take is due no more."""
    part = candidates[:number]
    if not _mark(FollowUp.objects.filter(pk__in=part, wake_at__lte=now), token, now):
        return []
    mine = set(FollowUp.objects.filter(pk__in=part, claim=token).order_by().values_list("pk", flat=True))
    return [pk for pk in part if pk in mine]


def _mark(rows: FollowUpQuerySet, token: str, now: datetime) -> int:
    return rows.update(state=FollowUpState.SENDING, claim=token, wake_at=now + lease(), changed_at=now)


def keep(batch: Batch, clock: Clock) -> None:
    """Renew the lease once half of it is over, and drop what another worker has taken meanwhile."""
    if clock.seconds() - batch.leased_at < lease().total_seconds() / 2:
        return
    leased_at, until = clock.seconds(), clock.now() + lease()
    rows = batch.mine.filter(pk__in=batch.pending)
    if rows.update(wake_at=until) < len(batch.pending):
        ours = set(rows.order_by().values_list("pk", flat=True))
        batch.pending = [pk for pk in batch.pending if pk in ours]
    batch.leased_at = leased_at


def release(batch: Batch, now: datetime) -> None:
    """Let others have what is left of a batch at once, as if nobody had claimed it."""
    rows = batch.mine.filter(pk__in=batch.pending)
    rows.update(state=FollowUpState.WAITING, claim="", wake_at=now, changed_at=now)
    batch.pending = []


def drop(batch: Batch, pks: Iterable[int]) -> None:
    """These are dealt with, or ours no more."""
    gone = set(pks)
    batch.pending = [pk for pk in batch.pending if pk not in gone]
