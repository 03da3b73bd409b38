"""How sure a figure is. Shares and scores come with 95% intervals; below a minimum nothing is claimed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil, sqrt

Z = 1.959964  # 95%, two-sided
FEWEST = 30  # answers, below which no interval is worth its name
PROMOTERS, DETRACTORS = range(9, 11), range(7)
SATISFIED = (4, 5)


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the bounds between which its true value lies, 95 times out of 100."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Promoter:
    """Answers to "would you recommend us?", by kind. Scores 9 and 10 promote, 0 to 6 detract."""

    promoters: int
    passives: int
    detractors: int

    @property
    def count(self) -> int:
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> float | None:
        """The Net Promoter Score, -100 to 100: percentage of promoters less that of detractors."""
        return 100 * (self.promoters - self.detractors) / self.count if self.count else None

    @property
    def interval(self) -> Interval | None:
        """The score with its 95% interval; None below ``FEWEST`` answers.

        Each answer counts +1, 0 or -1, so the score is a mean, and its variance is that of a difference of
        two shares of one multinomial sample: p + d - (p - d)². The Wald interval of Rocks, "Interval
        Estimation for the Net Promoter Score" (2016, arXiv:1601.07235), over n - 1.
        """
        if self.count < FEWEST or self.score is None:
            return None
        mean = self.score / 100
        spread = (self.promoters + self.detractors) / self.count - mean * mean
        margin = 100 * Z * sqrt(max(spread, 0.0) / (self.count - 1))
        return Interval(self.score, max(-100.0, self.score - margin), min(100.0, self.score + margin))


def promoter_of(scores: Mapping[int, int]) -> Promoter:
    """Return the answers by kind; ``scores`` counts answers by score, 0 to 10."""
    promoters = sum(scores.get(score, 0) for score in PROMOTERS)
    detractors = sum(scores.get(score, 0) for score in DETRACTORS)
    return Promoter(promoters, sum(scores.values()) - promoters - detractors, detractors)


def wilson(part: int, whole: int) -> Interval | None:
    """Return a share (0 to 1) with its 95% interval (Wilson 1927); None for nothing of nothing."""
    if not whole:
        return None
    share, z2 = part / whole, Z * Z
    middle = share + z2 / (2 * whole)
    margin = Z * sqrt((share * (1 - share) + z2 / (4 * whole)) / whole)
    below, above = (middle - margin) / (1 + z2 / whole), (middle + margin) / (1 + z2 / whole)
    return Interval(share, max(0.0, below), min(1.0, above))


@dataclass(frozen=True, slots=True)
class Wait:
    """How long something took: the median, and what nine of ten did not exceed (nearest rank)."""

    count: int
    median: timedelta | None
    most: timedelta | None


def wait_of(durations: Sequence[timedelta]) -> Wait:
    """Return the usual wait; those below zero (clocks that disagree) count as none."""
    ordered = sorted(max(duration, timedelta(0)) for duration in durations)
    if not ordered:
        return Wait(0, None, None)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return Wait(len(ordered), middle, ordered[ceil(0.9 * len(ordered)) - 1])
