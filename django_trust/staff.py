"""Who of the shop is told by mail what cannot wait."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage

from django_trust.conf import trust_settings
from django_trust.text import without_controls


def staff_addresses() -> list[str]:
    """Return who is told; ``MANAGERS`` holds addresses, or pairs of name and address before Django 6."""
    managers = [entry if isinstance(entry, str) else entry[1] for entry in settings.MANAGERS]
    return trust_settings.staff_emails or managers


def mail_staff(subject: str, body: str, *, to: Iterable[str]) -> None:
    """Send one plain mail to colleagues. Raises what the mail backend raises."""
    EmailMessage(
        subject=" ".join(without_controls(subject).split()),
        body=body,
        to=list(to),
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
