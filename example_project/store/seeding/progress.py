from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO, TypeVar

T = TypeVar("T")
WIDTH = 30
STEPS = 200


def progress(entries: Sequence[T], label: str, stream: TextIO) -> Iterator[T]:
    """Yield every entry; on a terminal, draw a bar while it goes."""
    if not stream.isatty():
        yield from entries
        return
    yield from _drawn(entries, len(entries), label, stream)


def _drawn(entries: Iterable[T], total: int, label: str, stream: TextIO) -> Iterator[T]:
    step = max(1, total // STEPS)
    for done, entry in enumerate(entries, 1):
        yield entry
        if done % step == 0 or done == total:
            bar = "#" * (WIDTH * done // total)
            stream.write(f"\r{label:<20} [{bar:<{WIDTH}}] {done}/{total}")
            stream.flush()
    if total:
        stream.write("\n")
