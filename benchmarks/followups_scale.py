"""Finding what is due in small and large tables: each has a process of its own, and they take turns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.databases import ROOT, kind
from benchmarks.measuring import WARM_UP
from benchmarks.report import Row

SMALL = 10_000
WANTED = 500
ROUNDS = 60


def claiming(large: int) -> list[Row]:
    """The next 500 messages claimed in a large table, beside a small one."""
    tables = {number: _process(number) for number in (SMALL, large)}
    for table in tables.values():
        assert table.stdout
        table.stdout.readline()  # it is filled
    samples: dict[tuple[int, str], list[float]] = {}
    for turn in range(WARM_UP + ROUNDS):
        for number, table in tables.items():
            for part, seconds in _turn(table).items():
                samples.setdefault((number, part), []).extend([seconds] if turn >= WARM_UP else [])
    for table in tables.values():
        assert table.stdin
        table.stdin.close()
        table.wait()
    middle = {key: median(taken) * 1000 for key, taken in samples.items()}
    rows = []
    for part in ("find", "claim"):
        small, big = middle[SMALL, part], middle[large, part]
        goals = {"about 1x": big <= 1.15 * small} if part == "find" else {}
        rows.append(Row(f"5 {part} {WANTED} of {large:,}, beside {SMALL:,}", big, small, goals=goals))
    return rows


def _process(number: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.followups", "--db", kind(), "--serve", str(number)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    environment = {**os.environ, "BENCH_REVIEWS": str(number)}
    return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **pipes)


def _turn(table: subprocess.Popen[str]) -> dict[str, float]:
    assert table.stdin
    assert table.stdout
    table.stdin.write("\n")
    table.stdin.flush()
    return dict(json.loads(table.stdout.readline()))


def serve(number: int) -> None:
    """Fill a table, say so, and answer each line with the seconds it took to find and to claim."""
    os.environ["BENCH_REVIEWS"] = str(number)
    import django

    django.setup()
    from benchmarks.followups_rows import make_planned

    make_planned(number)
    print("ready", flush=True)
    for _ in sys.stdin:
        print(json.dumps(_claim()), flush=True)


def _claim() -> dict[str, float]:
    """Look for what is due, claim it, and put everything back where it was."""
    from benchmarks.followups_rows import put_back
    from django_trust.followups.models import FollowUp
    from django_trust.followups.sending.claims import claim
    from django_trust.followups.sending.clock import Clock

    clock = Clock()
    due = dict(FollowUp.objects.due(clock.now()).values_list("pk", "wake_at"))
    started = perf_counter()
    assert len(FollowUp.objects.due(clock.now()).values_list("pk", "state")[:WANTED]) == WANTED
    found = perf_counter()
    batch = claim(WANTED, clock)
    claimed = perf_counter()
    assert batch is not None
    assert len(batch.pending) == WANTED, len(batch.pending)
    put_back({pk: due[pk] for pk in batch.pending})
    return {"find": found - started, "claim": claimed - found}
