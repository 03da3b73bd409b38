"""Whether two pieces of HTML say the same: a candidate that shows less would be faster for free."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import zip_longest

GROUPING = re.compile(r"(?<=\d),(?=\d)")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found += GROUPING.sub("", data).split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.handle_data(dict(attrs).get("alt") or "no description")


def words(html: str) -> list[str]:
    """Return what a reader is told, words of pictures included. Shares of stars are left out: those written
    by hand are rounded each by itself and may not sum to 100."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return [word for word in parser.found if not word.endswith("%")]


def first_difference(ours: str, other: str) -> str:
    """Return the first words that differ; nothing where none do."""
    mine, theirs = words(ours), words(other)
    for n, (a, b) in enumerate(zip_longest(mine, theirs)):
        if a != b:
            return f"{' '.join(mine[max(0, n - 3) : n + 4])!r} / {' '.join(theirs[max(0, n - 3) : n + 4])!r}"
    return ""
