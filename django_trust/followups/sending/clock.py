"""The time of one run, which goes on while it works."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.utils import timezone


class Clock:
    """Starts at ``now`` (aware; the real time where it is None) and goes on with the real time.

    Raises ``ValueError`` for a naive moment.
    """

    def __init__(self, now: datetime | None = None) -> None:
        if now is not None and timezone.is_naive(now):
            raise ValueError("now must be an aware moment.")
        self._start = now or timezone.now()
        self._steady, self._wall = time.monotonic(), time.time()

    def seconds(self) -> float:
        """Return how long the run has lasted. A machine that slept stops one of the two clocks, a correction
        may set back the other; the longer time is the careful answer to "is our lease over?"."""
        return max(time.monotonic() - self._steady, time.time() - self._wall)

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.seconds())
