"""Running the cases of one database, from reading to writing, and putting back what they wrote."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

from benchmarks import badges, listing, reading, report, seeding, writing
from benchmarks.arena import Arena
from benchmarks.report import Row
from benchmarks.rival import Peer

Case = Callable[[Arena], list[Row]]
CASES: dict[str, Case] = {
    "block": reading.block,
    "kept": reading.kept,
    "far_page": reading.far_page,
    "listing": listing.listing,
    "badges": badges.badges,
    "submission": writing.submission,
    "host_rows": writing.host_rows,
    "together": writing.together,
    "walk": reading.walk,
}
WRITES = {"submission", "host_rows", "together", "walk"}


def run(reviews: int, *, with_peer: bool, only: str = "") -> None:
    """Measure and print; the table is saved only when every case ran."""
    rows: list[Row] = []
    with Peer() if with_peer else nullcontext() as peer:
        _clean_up(reviews, peer)
        arena = Arena.open(reviews, peer)
        for name, case in CASES.items():
            if name.startswith(only):
                print(f"... {name}", flush=True)
                found = case(arena)
                report.tell(found)
                rows += found
                if name in WRITES:
                    _clean_up(reviews, peer)
    report.show(rows)
    if not only:
        report.save(rows)
    print("goals met: {met} of {of}".format(**report.add_up(rows)))


def _clean_up(reviews: int, peer: Peer | None) -> None:
    seeding.restore(reviews)
    if peer:
        peer.ask("restore", reviews=reviews)
