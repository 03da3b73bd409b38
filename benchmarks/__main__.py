"""The command line: ``python -m benchmarks seed | run | scale``."""

from __future__ import annotations

import argparse
import os
import time


def main() -> None:
    arguments = _parser().parse_args()
    os.environ["BENCH_DB"] = arguments.db
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    if arguments.command == "scale":
        from benchmarks.scale import scale

        scale(arguments.sizes)
        return
    os.environ["BENCH_REVIEWS"] = str(arguments.reviews)
    if arguments.command == "run" and arguments.db == "sqlite":
        os.environ["BENCH_ATOMIC_REQUESTS"] = "1"
    import django

    django.setup()
    if arguments.command == "serve":
        from benchmarks.scale import serve

        serve(arguments.reviews)
        return
    _seed(arguments.reviews, with_peer=not arguments.no_peer)
    if arguments.command == "run":
        from benchmarks.runner import run

        run(arguments.reviews, with_peer=not arguments.no_peer, only=arguments.only)


def _seed(reviews: int, *, with_peer: bool) -> None:
    from benchmarks import seeding
    from benchmarks.rival import Peer

    started = time.monotonic()
    print(
        "seeded" if seeding.seed(reviews) else "already seeded",
        f"in {time.monotonic() - started:.0f} s",
        flush=True,
    )
    if with_peer:
        started = time.monotonic()
        with Peer() as peer:
            done = peer.ask("seed", reviews=reviews)["seeded"]
        print(
            "peer seeded" if done else "peer already seeded",
            f"in {time.monotonic() - started:.0f} s",
            flush=True,
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in (
        ("seed", "fill the database"),
        ("run", "measure every case"),
        ("scale", "cost by size"),
        ("serve", "one size for scale, over a pipe"),
    ):
        command = commands.add_parser(name, help=words)
        command.add_argument("--db", choices=("postgres", "sqlite"), default="postgres")
        if name == "scale":
            command.add_argument("--sizes", type=_sizes, default=[10_000, 100_000, 1_000_000])
        else:
            command.add_argument("--reviews", type=int, default=100_000)
            command.add_argument("--no-peer", action="store_true", help="leave out django-oscar")
        if name == "run":
            command.add_argument("--only", default="", help="only cases whose name begins with this")
    return parser


def _sizes(text: str) -> list[int]:
    return sorted(int(size.replace("_", "")) for size in text.split(","))


if __name__ == "__main__":
    main()
