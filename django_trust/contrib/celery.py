"""Celery says when to look for messages that are due; which ones, the database knows.

Nothing travels through the broker but "look now". A message of the broker that is lost is made up for by
the next one, and one that comes twice finds its rows claimed. Settings may import this module.
"""

from __future__ import annotations

from typing import Any

from django_trust.contrib.looking import LIMIT, seconds_allowed, send_for_a_while

try:
    from celery import Task, shared_task
except ImportError as error:
    raise ImportError("Celery is missing: pip install django-trust-widgets[celery]") from error

NAME = "django_trust.send_due_followups"
EXPIRES = 60  # seconds after which nobody needs to look because of this call


class _WithinALease(Task):  # type: ignore[misc]
    """Its process is killed before rows that it claimed are taken for left behind."""

    @property
    def time_limit(self) -> int:
        return seconds_allowed()


@shared_task(name=NAME, base=_WithinALease, acks_late=True, ignore_result=True, expires=EXPIRES)  # type: ignore[untyped-decorator]
def send_due_followups(limit: int = LIMIT) -> dict[str, int]:
    """Send at most ``limit`` messages that are due, and return how many rows became what."""
    return send_for_a_while(limit)


def beat_schedule(*, every: float = 60.0, limit: int = LIMIT) -> dict[str, dict[str, Any]]:
    """Return an entry for ``CELERY_BEAT_SCHEDULE``: look ``every`` so many seconds for ``limit`` messages."""
    entry = {
        "task": NAME,
        "schedule": every,
        "kwargs": {"limit": limit},
        "options": {"expires": EXPIRES},  # beat may run without the task being imported
    }
    return {"django-trust-followups": entry}
