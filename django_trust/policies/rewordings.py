"""What differs between two texts: paragraph by paragraph, word by word, in bounded time (``BUDGET``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from itertools import zip_longest
from typing import Literal

Kind = Literal["same", "removed", "added"]

BLOCKS = frozenset("p br h3 h4 ul ol li blockquote table caption tr th td div".split())
# difflib needs up to a second for two lists of 500 words that agree in every other one. Lists are compared
# as long as the product of their lengths is within MOST, and BUDGET for all of a page.
MOST = 200 * 200
BUDGET = 5 * MOST
MOST_ALIGNED = 20 * 20  # pairs of paragraphs whose likeness is weighed
ALIKE = 0.3  # paragraphs that share fewer of their words are easier to read one after the other


@dataclass(frozen=True, slots=True)
class Words:
    """A run of words: in both texts, only in the older, or only in the newer one."""

    kind: Kind
    text: str


Passage = tuple[Words, ...]


def rewordings(older: str, newer: str) -> tuple[Passage, ...]:
    """Return the paragraphs that differ between two texts in cleaned HTML, in order, with their words.

    Where links lead is part of the text. Paragraphs that are the same in both are left out.
    """
    comparison = _Comparison()
    return tuple(comparison.passages(paragraphs_of(older), paragraphs_of(newer)))


def paragraphs_of(html: str) -> list[str]:
    """Return the text of each block, list item and cell, with the address of each link behind it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.paragraphs: list[str] = []
        self.open: list[str] = []
        self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self.end_paragraph()
        elif tag == "a":
            self.address = dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.end_paragraph()
        elif tag == "a" and self.address:
            words = self.open[-1].rstrip() if self.open else ""
            if not words.endswith(self.address.removeprefix("mailto:")):  # else it is its own text
                self.open.append(f" ({self.address})")
            self.address = ""

    def handle_data(self, data: str) -> None:
        self.open.append(data)

    def end_paragraph(self) -> None:
        text = " ".join("".join(self.open).split())
        self.paragraphs += [text] if text else []
        self.open = []

    def finished(self) -> list[str]:
        self.end_paragraph()
        return self.paragraphs


class _Comparison:
    """One comparison of two texts, and how much work is still allowed for it."""

    def __init__(self) -> None:
        self.left = BUDGET

    def passages(self, older: list[str], newer: list[str]) -> Iterator[Passage]:
        for kind, before, after in self.steps(older, newer):
            if kind == "same":
                continue
            for old, new in aligned(before, after):
                yield from self.pair(old, new)

    def pair(self, old: str, new: str) -> Iterator[Passage]:
        """Yield one passage with both wordings, or two where they have little in common."""
        if old and new:
            words = tuple(self.words(old.split(" "), new.split(" ")))
            shared = sum(len(run.text) for run in words if run.kind == "same")
            if shared >= ALIKE * max(len(old), len(new)):
                yield words
                return
        if old:
            yield (Words("removed", old),)
        if new:
            yield (Words("added", new),)

    def words(self, old: list[str], new: list[str]) -> Iterator[Words]:
        for kind, before, after in self.steps(old, new):
            if kind == "same":
                yield Words("same", " ".join(after))
                continue
            if before:
                yield Words("removed", " ".join(before))
            if after:
                yield Words("added", " ".join(after))

    def steps(
        self, old: Sequence[str], new: Sequence[str]
    ) -> Iterator[tuple[Literal["same", "other"], Sequence[str], Sequence[str]]]:
        """Yield runs that are the same in both, and pairs of runs that differ."""
        start = _shared(old, new)
        end = _shared(old[start:][::-1], new[start:][::-1])
        middle, other = old[start : len(old) - end], new[start : len(new) - end]
        if start:
            yield "same", old[:start], new[:start]
        if middle or other:
            yield from self.middle(middle, other)
        if end:
            yield "same", old[len(old) - end :], new[len(new) - end :]

    def middle(
        self, old: Sequence[str], new: Sequence[str]
    ) -> Iterator[tuple[Literal["same", "other"], Sequence[str], Sequence[str]]]:
        work = len(old) * len(new)
        if not work or work > min(MOST, self.left):
            yield "other", old, new
            return
        self.left -= work
        for name, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            yield "same" if name == "equal" else "other", old[i1:i2], new[j1:j2]


def aligned(older: Sequence[str], newer: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pair the paragraphs that have most words in common, in order; the others with an empty text."""
    if len(older) * len(newer) > MOST_ALIGNED:
        yield from zip_longest(older, newer, fillvalue="")
        return
    best = _best_sums(older, newer)
    i, j = 0, 0
    while i < len(older) and j < len(newer):
        if best[i][j] == best[i + 1][j]:
            yield older[i], ""
            i += 1
        elif best[i][j] == best[i][j + 1]:
            yield "", newer[j]
            j += 1
        else:
            yield older[i], newer[j]
            i, j = i + 1, j + 1
    yield from ((one, "") for one in older[i:])
    yield from (("", one) for one in newer[j:])


def _best_sums(older: Sequence[str], newer: Sequence[str]) -> list[list[float]]:
    """Return, for what is left from each pair of places on, how much likeness the best pairing has."""
    old, new = ([Counter(one.split(" ")) for one in text] for text in (older, newer))
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            likeness = (old[i] & new[j]).total() / max(old[i].total(), new[j].total())
            paired = best[i + 1][j + 1] + likeness if likeness >= ALIKE else 0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    return best


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many entries two lists begin with in common."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((number for number, (one, other) in pairs if one != other), min(len(old), len(new)))
