"""Writing one message and handing it over."""

from __future__ import annotations

import logging
from types import TracebackType
from typing import Self

from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError

from django_trust.followups.channels.base import Channel, PermanentFailure, TemporaryFailure
from django_trust.followups.channels.registry import make_channel
from django_trust.followups.choices import FollowUpState, Reason
from django_trust.followups.messages.compose import compose
from django_trust.followups.messages.job import Job, Message
from django_trust.followups.sending.clock import Clock
from django_trust.followups.sending.outcomes import Outcome
from django_trust.followups.sending.retries import detail, failed_once

logger = logging.getLogger("django_trust")

NOTHING = Outcome(FollowUpState.SKIPPED, Reason.NOTHING_TO_SAY)


class Unreachable(Exception):
    """The other side answers nobody for now: no use in trying the next message."""


class Channels:
    """The channels of one run: opened when the first message needs them, anew after a failure.

    ``down`` holds, by code, what those said that answer nobody.
    """

    def __init__(self) -> None:
        self._open: dict[str, Channel] = {}
        self.down: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for code in list(self._open):
            self._close(code)

    def deliver(self, job: Job, attempts: int, clock: Clock) -> Outcome:
        """Write and hand over one message. ``attempts`` include this one.

        Raises ``Unreachable`` when its channel answers nobody.
        """
        try:
            channel = self._channel(job.row.step.channel)
            message = compose(job)
        except Unreachable:
            raise
        except (OperationalError, InterfaceError) as error:  # our database, not the message
            return failed_once(attempts, error, clock.now())
        except Exception as error:  # whatever templates, an adapter or settings raise: the others go on
            logger.exception("The message of follow-up %s could not be written.", job.row.pk)
            words = detail(error) if isinstance(error, ImproperlyConfigured) else _named(error)
            return Outcome(FollowUpState.FAILED, Reason.BROKEN, detail=words, tried=True)
        return NOTHING if message is None else self._send(channel, job, message, attempts, clock)

    def _send(self, channel: Channel, job: Job, message: Message, attempts: int, clock: Clock) -> Outcome:
        code = job.row.step.channel
        try:
            channel.send(job, message)
        except PermanentFailure as error:
            return _refused(error)
        except TemporaryFailure as error:
            self._close(code)
            if error.all_of_them:
                raise self._unreachable(code, error) from error
            return failed_once(attempts, error, clock.now())
        except Exception as error:  # a channel of the shop
            logger.exception("The channel %r failed with follow-up %s.", code, job.row.pk)
            self._close(code)
            return failed_once(attempts, error, clock.now())
        return Outcome(FollowUpState.SENT, Reason.SENT, language=message.language, tried=True)

    def _channel(self, code: str) -> Channel:
        if code not in self._open:
            channel = make_channel(code)
            try:
                channel.open()
            except Exception as error:  # refused, no such host, wrong password
                raise self._unreachable(code, error) from error
            self._open[code] = channel
        return self._open[code]

    def _unreachable(self, code: str, error: Exception) -> Unreachable:
        self.down[code] = detail(error)
        logger.warning("The channel %r cannot be reached, its messages wait: %s", code, self.down[code])
        return Unreachable(self.down[code])

    def _close(self, code: str) -> None:
        channel = self._open.pop(code, None)
        if channel is None:
            return
        try:
            channel.close()
        except Exception:  # what it had to do is done
            logger.exception("The channel %r could not be closed.", code)


def _refused(error: PermanentFailure) -> Outcome:
    words = detail(error)
    return Outcome(FollowUpState.FAILED, Reason.REFUSED, detail=words, bounced=error.bounced, tried=True)


def _named(error: Exception) -> str:
    return detail(Exception(f"{type(error).__name__}: {error}"))
