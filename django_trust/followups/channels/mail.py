"""Mail: one connection for a batch, and what mail servers answer in the terms of a channel."""

from __future__ import annotations

import email.policy
from contextlib import suppress
from email.header import Header, decode_header, make_header
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage as PlainMessage
from functools import lru_cache
from typing import Any

import django
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.utils.translation import pgettext_lazy

from django_trust.followups.channels.base import Channel, PermanentFailure, TemporaryFailure
from django_trust.followups.channels.mail_errors import failure_of, is_disconnected
from django_trust.followups.messages.headers import sender
from django_trust.followups.messages.job import Job, Message

# A folded or encoded address is none: mail providers then show no button to unsubscribe.
IN_ONE_PIECE = ("list-unsubscribe", "list-unsubscribe-post", "list-id", "message-id", "feedback-id")


class OneLine(UnstructuredHeader):
    """A header that goes out as it is, however long; RFC 5322 allows lines of 998 characters."""

    def fold(self, *, policy: email.policy.Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


class WholeSubject(UnstructuredHeader):
    """A subject that is encoded as a whole where it has to be: Python's own way loses or adds spaces where
    ASCII and other words meet at the end of a line (python/cpython#121284)."""

    def fold(self, *, policy: email.policy.Policy) -> str:
        if self.isascii():  # type: ignore[attr-defined]
            folded: str = super().fold(policy=policy)  # type: ignore[misc]
            return folded
        return f"Subject: {encoded_subject(str(self), policy.linesep)}{policy.linesep}"


def encoded_subject(subject: str, linesep: str) -> str:
    return Header(subject, "utf-8", header_name="Subject").encode(linesep=linesep)


@lru_cache(maxsize=8)
def unfolding(policy: Any) -> Any:
    """Return an e-mail policy that leaves long headers in one piece and is as ``policy`` otherwise."""
    registry = HeaderRegistry()
    for name in IN_ONE_PIECE:
        registry.map_to_type(name, OneLine)  # type: ignore[arg-type]  # the stubs want a whole header class
    registry.map_to_type("subject", WholeSubject)  # type: ignore[arg-type]
    return policy.clone(header_factory=registry)


class UnfoldingCompat32(email.policy.Compat32):
    """What Django 5.2 needs for the same: it folds behind the name of the header."""

    def fold(self, name: str, value: Any) -> str:
        if name.lower() in IN_ONE_PIECE:
            return f"{name}: {value}{self.linesep}"
        if name.lower() == "subject":
            subject = str(make_header(decode_header(str(value))))
            if not subject.isascii():
                return f"{name}: {encoded_subject(subject, self.linesep)}{self.linesep}"
        return super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii", "surrogateescape")


class FollowUpMail(EmailMultiAlternatives):
    """A mail whose long headers stay in one piece."""

    if django.VERSION >= (6, 0):

        def message(self, *, policy: Any = email.policy.default) -> PlainMessage:
            return super().message(policy=unfolding(policy))

    else:

        def message(self) -> Any:  # type: ignore[misc]
            message: Any = super().message()
            message.policy = UnfoldingCompat32()
            return message


class MailChannel(Channel):
    """Sends by the default mailer of the site, over one connection for all messages of a batch."""

    code = "email"
    label = pgettext_lazy("channel of a message", "E-mail")

    def __init__(self) -> None:
        self._backend: Any = None
        self._is_open = False

    def open(self) -> None:
        """Connect. Raises ``TemporaryFailure`` for all messages where that fails."""
        try:
            self._backend = self._backend or default_backend()
            self._backend.open()
        except Exception as error:  # whatever a backend raises: no message of the batch can go out
            self.close()
            raise TemporaryFailure(_said(error), all_of_them=True) from error
        self._is_open = True

    def close(self) -> None:
        self._is_open = False
        if self._backend is not None:
            with suppress(Exception):  # who hangs up owes no answer
                self._backend.close()

    def send(self, job: Job, message: Message) -> None:
        """Hand a mail to the server. After a lost connection the next call makes a new one."""
        if not self._is_open:
            self.open()
        letter = mail_of(message)
        require_address(message.to)
        try:
            taken = self._backend.send_messages([letter])
        except Exception as error:
            if is_disconnected(error):
                self.close()
            failure = failure_of(error, letter)
            if failure is None:
                raise
            raise failure from error
        # What returns nothing was written before backends counted.
        if taken is not None and not taken:
            raise TemporaryFailure("The mail backend took no message.")


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def require_address(address: str) -> None:
    """Raise ``PermanentFailure`` for what is no address: not every Python refuses it by an error of use."""
    try:
        validate_email(address)
    except ValidationError as error:
        raise PermanentFailure("This is no e-mail address.") from error


def default_backend() -> Any:
    """Return a new connection of the default mailer."""
    if hasattr(mail, "mailers"):  # Django 6.1
        return mail.mailers["default"]
    return mail.get_connection()


def mail_of(message: Message) -> FollowUpMail:
    """Return a message as Django sends it."""
    headers = {"Message-ID": message.message_id, **message.headers}
    reply_to = headers.pop("Reply-To", "")
    letter = FollowUpMail(
        subject=message.subject,
        body=message.text,
        from_email=sender(),
        to=[message.to],
        reply_to=[reply_to] if reply_to else None,
        headers=headers,
    )
    if message.html:
        letter.attach_alternative(message.html, "text/html")
    return letter
