"""Noting that a link of a message was opened, where the shop wants to know (``FOLLOWUPS_TRACK_LINKS``)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from django_trust.followups.models import FollowUp
from django_trust.transactions import atomic_write


def note_visit(pk: int, now: datetime | None = None) -> bool:
    """Note the first visit to a link of the follow-up with this key, and return whether it was the first."""
    unopened = FollowUp.objects.filter(pk=pk, opened_at=None)
    return unopened.exists() and _note(pk, now or timezone.now())


@atomic_write
def _note(pk: int, now: datetime) -> bool:
    return bool(FollowUp.objects.filter(pk=pk, opened_at=None).update(opened_at=now))
