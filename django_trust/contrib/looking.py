"""What every queue does with "look now": send what is due, in time, and return the counts."""

from __future__ import annotations

import time
from dataclasses import asdict

from django_trust.conf import trust_settings

LIMIT = 500


def seconds_allowed() -> int:
    """Return the seconds after which a run may be killed: before its leases end, and others take its rows."""
    return trust_settings.followups_lease_minutes * 60 * 9 // 10


def send_for_a_while(limit: int = LIMIT) -> dict[str, int]:
    """Send at most ``limit`` due messages, and begin none in the last quarter of the time allowed.

    Returns the counts of the ``SendReport``. What is left, the next run sends.
    """
    from django_trust.followups.services import send_due  # settings import this module: no models before

    ends = time.monotonic() + seconds_allowed() * 3 / 4
    report = send_due(limit=limit, stop=lambda: time.monotonic() > ends)
    return {name: value for name, value in asdict(report).items() if isinstance(value, int)}
