"""How fast all workers together may go, and whether they may at all."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from django_trust.conf import trust_settings
from django_trust.followups.choices import FollowUpState
from django_trust.followups.models import FollowUp, SendingSwitch
from django_trust.followups.models.flows import SWITCH_KEY

MINUTE = timedelta(minutes=1)


def is_paused() -> bool:
    return SendingSwitch.objects.exclude(paused_at=None).exists()


def room(now: datetime) -> int | None:
    """Return how many messages may be begun now, or None where ``FOLLOWUPS_PER_MINUTE`` sets no limit.

    Belongs into the transaction that claims them: until it ends, all other claims wait, so no two workers
    see the same room. What is being sent counts as sent.
    """
    most = trust_settings.followups_per_minute
    if not most:
        return None
    _queue_up()
    sent = FollowUp.objects.filter(sent_at__gt=now - MINUTE).count()
    on_their_way = FollowUp.objects.filter(state=FollowUpState.SENDING, wake_at__gt=now).count()
    return max(0, most - sent - on_their_way)


def _queue_up() -> None:
    """Lock the pause switch by a write, which SQLite can wait for and which needs no row to be made."""
    switch = SendingSwitch.objects.filter(pk=SWITCH_KEY)
    while not switch.update(note=F("note")):
        SendingSwitch.objects.bulk_create([SendingSwitch(pk=SWITCH_KEY)], ignore_conflicts=True)
