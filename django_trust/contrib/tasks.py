"""Django's own tasks: enqueue ``send_due_followups`` to look for messages that are due right away.

Django 6.0 and newer have ``django.tasks``; for Django 5.2 there is a package of the same shape. Neither has a
clock: something else must say "look now" each minute, such as cron.
"""

from __future__ import annotations

from django_trust.contrib.looking import LIMIT, send_for_a_while

try:
    from django.tasks import task
except ImportError:
    try:
        from django_tasks import task  # type: ignore[no-redef]
    except ImportError as error:
        raise ImportError("Django tasks are missing: pip install django-trust-widgets[tasks]") from error


@task
def send_due_followups(limit: int = LIMIT) -> dict[str, int]:
    """Send at most ``limit`` messages that are due, and return how many rows became what."""
    return send_for_a_while(limit)
