"""Hands messages to another system: one signed POST for each, by Standard Webhooks 1.0.0
(standardwebhooks.com)."""

from __future__ import annotations

import hashlib
import http.client
import socket
from contextlib import closing, suppress
from time import monotonic
from typing import NoReturn, cast

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

import django_trust
from django_trust.badges.probes.connection import Clock, TimedReads
from django_trust.badges.probes.reading import quoted
from django_trust.followups.channels.base import Channel, PermanentFailure, TemporaryFailure
from django_trust.followups.channels.endpoints import Endpoint, webhook_endpoint, webhook_problem
from django_trust.followups.channels.payloads import webhook_body
from django_trust.followups.messages.job import Job, Message

READ_TIMEOUT = 10.0  # seconds for each read
DEADLINE = 20.0  # seconds for a whole answer, however slowly it drips
MOST_READ = 400  # bytes of a refusal that staff may read
GONE = 410
LATER = frozenset({408, 425, 429})  # of the client errors, those that mean "not now"
TOO_MANY = 429  # only this one speaks of all messages: a 503 may be about one that a receiver chokes on


class WebhookChannel(Channel):
    """Posts each message as JSON to the address in ``FOLLOWUPS_WEBHOOK``, signed with its secret.

    Any status from 200 to 299 means that the receiver has it. The same message keeps its ``webhook-id``
    however often it is tried.
    """

    code = "webhook"
    label = pgettext_lazy("channel", "Webhook")

    def send(self, job: Job, message: Message) -> None:
        endpoint = webhook_endpoint()
        if endpoint is None:
            raise PermanentFailure(webhook_problem())
        body = webhook_body(job, message)
        status, words = _post(endpoint, body, _headers(endpoint, message, body))
        if not 200 <= status < 300:
            _fail(status, words)


class Patience(Clock):
    """A receiver gets more time than a host that is only looked at."""

    def __init__(self) -> None:
        self._end = monotonic() + DEADLINE

    def at_most(self, seconds: float) -> float:
        return super().at_most(READ_TIMEOUT)


def webhook_id(message_id: str) -> str:
    """Return what receivers know a message by: the same for the same ``Message-ID``, without a full stop."""
    return f"msg_{hashlib.sha256(message_id.encode()).hexdigest()[:32]}"


def _headers(endpoint: Endpoint, message: Message, body: bytes) -> dict[str, str]:
    identifier, timestamp = webhook_id(message.message_id), int(timezone.now().timestamp())
    return {
        "Content-Type": "application/json",
        "User-Agent": f"django-trust-widgets/{django_trust.__version__}",
        "Connection": "close",
        "webhook-id": identifier,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": endpoint.signature(identifier, timestamp, body),
    }


def _post(endpoint: Endpoint, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    """Return status and first words of the answer. Follows nothing."""
    with closing(endpoint.connection()) as connection:
        try:
            connection.connect()
        except (OSError, UnicodeError) as error:  # refused, silent, no such name, a bad certificate
            text = _("The receiver of webhooks cannot be reached: %(error)s")
            raise TemporaryFailure(text % {"error": quoted(str(error))}, all_of_them=True) from error
        try:
            connection.request("POST", endpoint.path, body, headers)
            return _answer(connection.sock)
        except TimeoutError as error:
            raise TemporaryFailure(_("The receiver of webhooks did not answer in time.")) from error
        except (OSError, http.client.HTTPException) as error:
            text = _("The receiver of webhooks broke off: %(error)s")
            raise TemporaryFailure(text % {"error": quoted(repr(error))}) from error


def _answer(connection: socket.socket) -> tuple[int, str]:
    reads = cast(socket.socket, TimedReads(connection, Patience()))
    with closing(http.client.HTTPResponse(reads, method="POST")) as response:
        response.begin()
        words = b""
        if not 200 <= response.status < 300:  # what was taken is taken, whatever else it says
            with suppress(OSError, http.client.HTTPException):
                words = response.read(MOST_READ)
        return response.status, words.decode("utf-8", "replace")


def _fail(status: int, words: str) -> NoReturn:
    if status == GONE:
        raise PermanentFailure(_("The receiver wants no webhooks any more (410)."))
    text = _("The receiver of webhooks answered with %(status)s: %(words)s")
    detail = text % {"status": status, "words": quoted(" ".join(words.split()))}
    if 400 <= status < 500 and status not in LATER:
        raise PermanentFailure(detail)
    raise TemporaryFailure(detail, all_of_them=status == TOO_MANY)
