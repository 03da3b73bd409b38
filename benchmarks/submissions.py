"""What the write cases send: one review of four stars with its criteria, by a person not met before."""

from __future__ import annotations

import struct
from hashlib import blake2b
from itertools import count
from time import time_ns
from typing import NamedTuple

from benchmarks.distribution import email_of, words_of
from benchmarks.extras import CRITERIA

# Near the average of every product, so that no number of them looks like an attack on it.
STARS = 4
TITLE, AUTHOR = "Good", "Mari"
CRITERIA_STARS = dict.fromkeys(CRITERIA, STARS)

numbers = count(time_ns() // 1000)


class Submission(NamedTuple):
    number: int
    body: str
    email: str
    key: str  # 32 characters, for columns that hold a hash
    phrases: tuple[int, ...]  # what by-hand candidates store where ours stores the sketch of the text

    @classmethod
    def of(cls, number: int) -> Submission:
        phrases = struct.unpack(">4Q", blake2b(str(number).encode(), digest_size=32).digest())
        return cls(
            number,
            words_of(number),
            email_of(number),
            f"{number:032x}",
            tuple(phrase >> 1 for phrase in phrases),
        )

    @classmethod
    def next(cls) -> Submission:
        return cls.of(next(numbers))
