"""Ending on a signal between two messages, not in the middle of one."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType, TracebackType
from typing import Any, Self

SIGNALS = (signal.SIGTERM, signal.SIGINT)
STEP = 0.2  # seconds; after a signal Python goes on sleeping


class Interrupts:
    """While it is entered, SIGTERM and SIGINT only set ``came``. In another thread than the main one, where
    Python has no signals, they stay as they are."""

    def __init__(self) -> None:
        self.came = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._note) for number in SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def sleep(self, seconds: float) -> None:
        """Sleep, but no longer than until a signal comes."""
        end = time.monotonic() + seconds
        while not self.came and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, STEP))

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.came = True
