"""What a channel is."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from django.utils.functional import Promise

from django_trust.followups.messages.job import Job, Message


class TemporaryFailure(Exception):
    """It did not work now; it is tried again later.

    ``all_of_them``: nothing gets through, so whoever is next need not try now, and no try is counted. Never
    for what may be about one message: that one would hold up all others for ever.
    """

    def __init__(self, detail: str, *, all_of_them: bool = False) -> None:
        super().__init__(detail)
        self.all_of_them = all_of_them


class PermanentFailure(Exception):
    """It will never work. ``bounced``: because the address does not exist."""

    def __init__(self, detail: str, *, bounced: bool = False) -> None:
        super().__init__(detail)
        self.bounced = bounced


class Channel:
    """Carries messages. One instance serves one worker for one batch; it is a context manager too.

    ``code`` is what steps name it by, ``label`` what staff read. Name your class in
    ``DJANGO_TRUST["FOLLOWUPS_CHANNELS"]``. After a ``TemporaryFailure`` it is closed, and a new one made.
    """

    code = ""
    label: str | Promise = ""

    def open(self) -> None:
        """Connect, where connections are kept between messages. Whatever it raises, all messages wait."""

    def close(self) -> None:
        """Let go of what ``open`` got. Raises nothing."""

    def send(self, job: Job, message: Message) -> None:
        """Hand over one message, and return once the other side has it.

        Raises ``TemporaryFailure`` or ``PermanentFailure``, whose words staff read; anything else counts as
        temporary. Set timeouts: a channel that hangs holds its worker. The same message
        (``message.message_id``) may come again after a crash.
        """
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
