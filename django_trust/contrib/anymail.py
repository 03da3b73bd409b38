"""Bounces and complaints from django-anymail: https://anymail.dev/en/stable/sending/tracking/

The shop sets up anymail's webhooks as its documentation says; nothing else is needed here.
"""

from __future__ import annotations

import logging
import re
from datetime import datetime
from email.utils import parseaddr
from importlib import import_module
from typing import Any

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils import timezone

from django_trust.followups.consent.services import (
    SOURCE_MAX,
    record_bounce,
    record_complaint,
    record_opt_out,
)

logger = logging.getLogger("django_trust")

UID = "django_trust.contrib.anymail"
# By the normalised names of anymail.signals: EventType and RejectReason.
ENDED = ("bounced", "rejected")
NO_SUCH_ADDRESS = ("bounced", "invalid")
# Some services report a full mailbox as a bounce, too: by their own name for it (Amazon SES says "Transient:
# MailboxFull"), or by a code of class 4 (RFC 3463). That address exists.
SOFT_NAME = re.compile(r"soft_?bounce", re.IGNORECASE)
SOFT_DESCRIPTION = ("Transient", "Undetermined")
SOFT_CODE = re.compile(r"(?<![\d.])4(\d\d|\.\d{1,3}\.\d{1,3})(?![\d.])")
HARD_CODE = re.compile(r"(?<![\d.])5(\d\d|\.\d{1,3}\.\d{1,3})(?![\d.])")


def connect() -> None:
    """Listen to anymail's tracking events. Calling it again changes nothing.

    ``django_trust`` does this itself where ``anymail`` is in ``INSTALLED_APPS``. Raises
    ``ImproperlyConfigured`` where the package is missing.
    """
    try:
        signals = import_module("anymail.signals")
    except ImportError as error:
        raise ImproperlyConfigured(
            "django_trust.contrib.anymail needs django-anymail: pip install django-anymail."
        ) from error
    signals.tracking.connect(on_tracking, dispatch_uid=UID)


def on_tracking(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """Write into the ledger what a mail service reports.

    What the database refuses is raised: anymail answers with a server error then, and services report again.
    """
    email = parseaddr(event.recipient or "")[1]
    if not email:
        return
    source, at = f"anymail {esp_name}"[:SOURCE_MAX], _moment(event.timestamp)
    try:
        _record(event, email, source, at)
    except ValidationError:
        logger.warning("%s reported an event for something that is no e-mail address.", esp_name)


def _record(event: Any, email: str, source: str, at: datetime | None) -> None:
    kind, reason = event.event_type, event.reject_reason
    if kind == "complained":  # a rejection as "spam" may as well be a filter's opinion of the text
        record_complaint(email=email, source=source, at=at)
    elif kind == "unsubscribed" or (kind in ENDED and reason == "unsubscribed"):
        record_opt_out(email=email, source=source, at=at)
    elif kind in ENDED and reason in NO_SUCH_ADDRESS and not _is_temporary(event):
        record_bounce(email=email, source=source, detail=_said(event), at=at)


def _said(event: Any) -> str:
    return str(event.mta_response or event.description or "")


def _is_temporary(event: Any) -> bool:
    if SOFT_NAME.search(str(event.esp_event or "")) or str(event.description or "").startswith(
        SOFT_DESCRIPTION
    ):
        return True
    said = _said(event)
    return SOFT_CODE.search(said) is not None and HARD_CODE.search(said) is None


def _moment(timestamp: datetime | None) -> datetime | None:
    return timestamp if timestamp is not None and timezone.is_aware(timestamp) else None
