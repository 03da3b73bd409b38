"""Cost by size: the same pages in shops of different size, measured turn by turn (goal 4).

Every size has a database and so a process of its own; a round asks each process for one turn.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from statistics import median
from typing import Any

from benchmarks.databases import BUILD, ROOT, kind
from benchmarks.measuring import LEAST, WARM_UP

ROUNDS = 150
CASES = {
    "block": "block, hottest product",
    "median": "block, median product",
    "former": "block, former hit",
    "listing": "48 products with stars",
    "submit": "one submission, hottest product",
}


def scale(sizes: list[int]) -> None:
    """Print and save one column for each size, and each size over the one before it."""
    for number in sizes:
        _python(number, "seed", "--no-peer").wait()
    shops = {number: _python(number, "serve") for number in sizes}
    lines = [["case", *(f"{number:,}" for number in sizes), "largest over smallest"]]
    for case, words in CASES.items():
        figures = _measure(shops, case)
        lines.append(
            [
                words,
                *(f"{figures[number]:.2f} ms" for number in sizes),
                f"{figures[sizes[-1]] / figures[sizes[0]]:.2f}x",
            ]
        )
    for shop in shops.values():
        assert shop.stdin
        shop.stdin.close()
        shop.wait()
    lines.insert(1, ["---", *("--:" for _ in lines[0][1:])])
    table = "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
    print(table)
    BUILD.mkdir(parents=True, exist_ok=True)
    (BUILD / f"{kind()}-scale.md").write_text(table)


def _measure(shops: dict[int, subprocess.Popen[str]], case: str) -> dict[int, float]:
    for shop in shops.values():
        for _ in range(WARM_UP):
            _turn(shop, case)
    samples: dict[int, list[float]] = {number: [] for number in shops}
    for _ in range(max(ROUNDS, LEAST)):
        for number, shop in shops.items():
            samples[number].append(_turn(shop, case))
    return {number: median(taken) * 1000 for number, taken in samples.items()}


def _turn(shop: subprocess.Popen[str], case: str) -> float:
    assert shop.stdin
    assert shop.stdout
    shop.stdin.write(case + "\n")
    shop.stdin.flush()
    return float(json.loads(shop.stdout.readline()))


def _python(number: int, command: str, *options: str) -> subprocess.Popen[str]:
    arguments: list[str] = [
        sys.executable,
        "-m",
        "benchmarks",
        command,
        "--db",
        kind(),
        "--reviews",
        str(number),
        *options,
    ]
    pipes: dict[str, Any] = {} if command == "seed" else {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen(arguments, cwd=ROOT, env=dict(os.environ), text=True, **pipes)


def serve(reviews: int) -> None:
    """Answer each case named on a line with the seconds of one turn."""
    from benchmarks import seeding
    from benchmarks.arena import Arena, numbered
    from benchmarks.listing import annotated_page
    from benchmarks.writing import submit

    seeding.restore(reviews)
    arena = Arena.open(reviews, None)
    candidates = {
        "block": arena.block(arena.hottest),
        "median": arena.block(arena.median),
        "former": arena.block(arena.former_hit),
        "listing": annotated_page(),
        "submit": numbered(lambda sent: submit(arena.hottest, sent)),
    }
    for line in sys.stdin:
        print(json.dumps(candidates[line.strip()].seconds()), flush=True)
    seeding.restore(reviews)
