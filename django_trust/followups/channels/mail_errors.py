"""What the errors of mail servers and mail backends mean for a message.

An answer of 4xx is for now, one of 5xx for good (RFC 5321, 4.2.1). Of the latter only some say that there is
no such address; others refuse the words or the sender (RFC 3463).
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from email.errors import MessageError
from typing import Any

from django_trust.followups.channels.base import PermanentFailure, TemporaryFailure

Failure = TemporaryFailure | PermanentFailure

# RFC 5321, 4.2.2: mailbox unavailable, user not local, mailbox name not allowed.
NO_SUCH_ADDRESS = frozenset({550, 551, 553})
# RFC 3463: bad mailbox, bad system, bad syntax, mailbox has moved, null MX (RFC 7505), mailbox disabled.
NO_SUCH_MAILBOX = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
MESSAGE_TOO_LARGE = 552
TEMPORARY_HTTP = frozenset({408, 425, 429})
NOT_ALLOWED_HTTP = frozenset({401, 403})
DETAIL_MAX = 300


def is_disconnected(error: Exception) -> bool:
    """Whether the connection cannot be used again after this error."""
    gone = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPHeloError, OSError)
    answered = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code == 421:
        return True
    return isinstance(error, gone) and not isinstance(error, answered)


def failure_of(error: Exception, letter: Any = None) -> Failure | None:
    """Return what an error of a mail backend means; None for one that nobody knows."""
    if isinstance(error, smtplib.SMTPException):
        return _of_smtp(error)
    if isinstance(error, ConnectionRefusedError | socket.gaierror | ssl.SSLError):
        return TemporaryFailure(_said(error), all_of_them=True)
    if isinstance(error, OSError):  # timeouts and resets among them
        return TemporaryFailure(_said(error))
    # A line break in a header, an address that no server takes.
    if isinstance(error, ValueError | MessageError):
        return PermanentFailure(_said(error))
    return _of_service(error, letter)


def _of_smtp(error: smtplib.SMTPException) -> Failure:
    match error:
        case smtplib.SMTPRecipientsRefused():
            answers = list(error.recipients.values())
            return _of_answer(*answers[0], at_recipient=True) if answers else TemporaryFailure(_said(error))
        case smtplib.SMTPAuthenticationError() | smtplib.SMTPConnectError() | smtplib.SMTPHeloError():
            return TemporaryFailure(_said(error), all_of_them=True)
        case smtplib.SMTPSenderRefused() if error.smtp_code != MESSAGE_TOO_LARGE:
            # Nobody's messages go out from this address: to be mended by the shop, not given up.
            answer = _of_answer(error.smtp_code, error.smtp_error)
            return TemporaryFailure(str(answer), all_of_them=isinstance(answer, PermanentFailure))
        case smtplib.SMTPResponseException():
            return _of_answer(error.smtp_code, error.smtp_error)
        case smtplib.SMTPNotSupportedError():  # an address with letters this server cannot write
            return PermanentFailure(_said(error))
    return TemporaryFailure(_said(error))


def _of_answer(code: int, said: bytes | str, *, at_recipient: bool = False) -> Failure:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    detail = f"{code} {words}"[:DETAIL_MAX]
    if not 500 <= code < 600:
        return TemporaryFailure(detail)
    enhanced = ENHANCED.search(words)
    if enhanced:
        return PermanentFailure(detail, bounced=enhanced[0] in NO_SUCH_MAILBOX)
    return PermanentFailure(detail, bounced=at_recipient and code in NO_SUCH_ADDRESS)


def _of_service(error: Exception, letter: Any) -> Failure | None:
    """Read the errors of mail services by their attributes: django-anymail need not be installed."""
    if any(each.__name__ == "AnymailRecipientsRefused" for each in type(error).__mro__):
        recipients = getattr(getattr(letter, "anymail_status", None), "recipients", None) or {}
        invalid = any(getattr(each, "status", "") == "invalid" for each in recipients.values())
        return PermanentFailure(_said(error), bounced=invalid)
    status = getattr(error, "status_code", None)
    if not isinstance(status, int):
        return None
    if status in NOT_ALLOWED_HTTP:
        return TemporaryFailure(_said(error), all_of_them=True)
    if 400 <= status < 500 and status not in TEMPORARY_HTTP:
        return PermanentFailure(_said(error))
    return TemporaryFailure(_said(error))


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:DETAIL_MAX]
