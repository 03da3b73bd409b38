"""Timing several ways to do one thing, turn by turn: a slow moment of the machine slows all of them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

WARM_UP = 5
ROUNDS = 300
LEAST = 7
BUDGET = 6.0  # seconds a candidate may take; a slow one gets fewer rounds


@dataclass(frozen=True)
class Candidate:
    """One way to do it: ``prepare`` is not timed, and what it returns is given to ``work``."""

    work: Callable[[Any], Any]
    prepare: Callable[[], Any] = lambda: None

    def seconds(self) -> float:
        given = self.prepare()
        started = perf_counter()
        self.work(given)
        return perf_counter() - started

    def result(self) -> Any:
        """Do it once, not timed, and return what came of it."""
        return self.work(self.prepare())


@dataclass(frozen=True)
class Distant:
    """A candidate in another process, which times itself."""

    ask: Callable[[], Mapping[str, Any]]

    def seconds(self) -> float:
        return float(self.ask()["seconds"])


def alternate(
    candidates: Mapping[str, Candidate | Distant], rounds: int = ROUNDS, budget: float = BUDGET
) -> dict[str, float]:
    """Return the median of each candidate in milliseconds."""
    return {name: median(taken) * 1000 for name, taken in sample(candidates, rounds, budget).items()}


def extra(
    candidates: Mapping[str, Candidate | Distant], base: str, rounds: int = ROUNDS, budget: float = BUDGET
) -> dict[str, float]:
    """Return the median of what each costs more than ``base`` in the same round, in milliseconds."""
    samples = sample(candidates, rounds, budget)
    return {
        name: median(mine - other for mine, other in zip(taken, samples[base], strict=False)) * 1000
        for name, taken in samples.items()
    }


def sample(
    candidates: Mapping[str, Candidate | Distant], rounds: int = ROUNDS, budget: float = BUDGET
) -> dict[str, list[float]]:
    """Return the seconds every candidate took, round by round."""
    for candidate in candidates.values():
        spent = 0.0
        for _ in range(WARM_UP):
            spent += candidate.seconds() if spent < budget / 4 else 0
    samples: dict[str, list[float]] = {name: [] for name in candidates}
    with collector_off():
        for number in range(rounds):
            for name, candidate in candidates.items():
                if number < LEAST or sum(samples[name]) < budget:
                    samples[name].append(candidate.seconds())
            gc.collect(0)
    return samples


@contextmanager
def collector_off() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def count_queries(candidate: Candidate) -> int:
    """Return how many queries one turn sends through Django, after a first turn that fills its caches."""
    candidate.seconds()
    given = candidate.prepare()
    with CaptureQueriesContext(connection) as captured:
        candidate.work(given)
    words = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return sum(not query["sql"].startswith(words) for query in captured.captured_queries)
