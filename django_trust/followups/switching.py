"""Switching flows on and off."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from django_trust.followups.models import Flow
from django_trust.transactions import atomic_write


@atomic_write
def switch_flows(*, flows: Iterable[Flow], on: bool, now: datetime | None = None) -> list[Flow]:
    """Switch flows on or off, and return those that changed.

    Switched on, a flow starts with what happens from ``now`` (aware) on. Switched off, it starts nothing
    more, and the sender cancels what is waiting when its time comes.
    """
    changed = []
    for flow in flows:
        since = {"active_since": now or timezone.now()} if on else {}
        if Flow.objects.filter(pk=flow.pk, is_active=not on).update(is_active=on, **since):
            flow.refresh_from_db()
            changed.append(flow)
    return changed
