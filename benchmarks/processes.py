"""Several processes that start at the same moment. Both environments use it."""

from __future__ import annotations

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PROCESSES = 8
EACH = 200
Post = Callable[[int], str]  # submits the review of this number and names what became of it


@dataclass(frozen=True)
class Burst:
    """What several processes did together: outcomes by name, and the time from first start to last end."""

    outcomes: dict[str, int]
    seconds: float

    def __add__(self, other: Burst) -> Burst:
        outcomes = Counter(self.outcomes) + Counter(other.outcomes)
        return Burst(dict(outcomes), self.seconds + other.seconds)

    @property
    def stored(self) -> int:
        return self.outcomes.get("stored", 0)

    @property
    def per_second(self) -> float:
        return self.stored / self.seconds


def burst(make_post: str, product: int, *, each: int = EACH, at_most: float = 60.0) -> Burst:
    """Let eight fresh processes submit ``each`` reviews of one product, for at most so many seconds.

    ``make_post`` is the dotted path of a function that takes the product and returns a ``Post``.
    """
    context = multiprocessing.get_context("spawn")
    start, results = context.Barrier(PROCESSES), context.Queue()
    arguments = (make_post, product, each, at_most, start, results)
    workers = [context.Process(target=_work, args=(number, *arguments)) for number in range(PROCESSES)]
    for worker in workers:
        worker.start()
    reports = [results.get(timeout=at_most + 120) for _ in workers]
    for worker in workers:
        worker.join()
    outcomes = sum((Counter(report[0]) for report in reports), Counter[str]())
    return Burst(dict(outcomes), max(report[2] for report in reports) - min(report[1] for report in reports))


def _work(
    number: int, make_post: str, product: int, each: int, at_most: float, start: Any, results: Any
) -> None:
    import django
    from django.utils.module_loading import import_string

    django.setup()
    post: Post = import_string(make_post)(product)
    outcomes = Counter[str]()
    base = time.time_ns() // 1000 * 10_000 + number * 1_000
    post(base + each)  # not timed: whatever is done only once in a process
    start.wait()
    began = time.monotonic()
    for turn in range(each):
        outcomes[post(base + turn)] += 1
        if time.monotonic() - began > at_most:
            break
    results.put((outcomes, began, time.monotonic()))
