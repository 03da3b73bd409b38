"""Phrases of the claim rules, and how they are found in a text.

A list of phrases has one on each line; a line that begins with ``+`` goes on with the one before. A phrase
is words with spaces between them, and a word is

- ``safe|secure``: one of several, and none where one of them is empty: ``a |very safe|secure shop``;
- ``100_percent|fully``: of which one may be several words itself;
- ``eco-friendly``: written apart or together;
- ``sustainab*``: any word that begins so;
- ``…``: up to three words, whatever they are;
- ``NUMBER``: a number in digits; ``PERIOD``: a length of time; ``EXACT``: one as long as the law's, not
  shorter;
- ``ONLY``, the first word: the phrase must be the whole sentence.

Spelling, accents and the little words that Arabic writes together with the next one do not matter.
There are no regular expressions: a walk from each word of a text looks at no more words than the longest
phrase has, so that no text takes more than time in proportion to its length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from django_trust.badges.claim_rules.periods import may_begin_period, period_at
from django_trust.badges.claim_rules.spelling import BREAK, forms, words_of

GAP, NUMBER, PERIOD, EXACT, ONLY = "…", "NUMBER", "PERIOD", "EXACT", "ONLY"
LONGEST_GAP = 3
SHORTEST_STEM, LONGEST_STEM = 2, 24


class Meaning(NamedTuple):
    """What a phrase stands for: the rule it breaks, or with ``excuse`` the rule it keeps."""

    rule: int
    language: str
    excuse: bool = False
    exact: bool = False
    only: bool = False


class Hit(NamedTuple):
    """A phrase found at ``words[start:end]``, and the length of time it names."""

    meaning: Meaning
    start: int
    end: int
    days: int | None


@dataclass(slots=True)
class _Node:
    """Where a walk stands after some words of a phrase, and where it can go from there."""

    words: dict[str, list[_Node]] = field(default_factory=dict)
    stems: dict[str, list[_Node]] = field(default_factory=dict)
    gaps: list[_Node] = field(default_factory=list)
    numbers: list[_Node] = field(default_factory=list)
    periods: list[_Node] = field(default_factory=list)
    meanings: list[Meaning] = field(default_factory=list)

    def after(self, form: str) -> Sequence[_Node]:
        """Return where a form of a plain word leads."""
        if not self.stems:
            return self.words.get(form, ())
        lengths = range(SHORTEST_STEM, min(len(form), LONGEST_STEM) + 1)
        by_stem = (node for length in lengths for node in self.stems.get(form[:length], ()))
        return [*self.words.get(form, ()), *by_stem]


def phrases_of(block: str) -> list[str]:
    """Return the phrases of a list, each on one line."""
    phrases: list[str] = []
    for line in filter(None, map(str.strip, block.splitlines())):
        if line.startswith("+ "):
            phrases[-1] += ("" if phrases[-1].endswith("|") else " ") + line.removeprefix("+ ")
        else:
            phrases.append(line)
    return phrases


@dataclass(slots=True)
class _Walk:
    """A walk over the words of a sentence, and what it has found."""

    words: Sequence[str]
    forms: list[tuple[str, ...]]
    start: int = 0
    hits: list[Hit] = field(default_factory=list)


class Phrasebook:
    """The phrases of all rules, found in one walk over a sentence."""

    def __init__(self) -> None:
        self._root = _Node()
        self._openings = lru_cache(maxsize=8192)(self._open)

    def add(self, phrases: str, meaning: Meaning) -> None:
        """Add a list of phrases. Raises ``ValueError`` for one that cannot be told from ordinary words."""
        for phrase in phrases_of(phrases):
            self._add(phrase.split(), meaning)

    def _add(self, slots: list[str], meaning: Meaning) -> None:
        if slots[0] == ONLY:
            slots, meaning = slots[1:], meaning._replace(only=True)
        if EXACT in slots:
            meaning = meaning._replace(exact=True)
        reached = [self._root]
        for slot in slots:
            after = _Node()
            options = _options(slot)
            for steps in filter(None, options):
                for node in reached:
                    _lead(node, steps, after)
            reached = [after, *reached] if () in options else [after]
        if self._root in reached or self._root.gaps:
            raise ValueError(f"A phrase needs a word to begin with: {' '.join(slots)}")
        for node in reached:
            node.meanings.append(meaning)

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Return each phrase found, by its beginning."""
        walk = _Walk(words, [forms(word) for word in words])
        for start, word in enumerate(words):
            openings, may_count = self._openings(word)
            walk.start = start
            for node in openings:
                _follow(node, walk, start + 1, None)
            if may_count:
                _follow_special(self._root, walk, start, None)
        return [
            hit for hit in walk.hits if not hit.meaning.only or (hit.start == 0 and hit.end == len(words))
        ]

    def _open(self, word: str) -> tuple[tuple[_Node, ...], bool]:
        """Return where a word leads from the beginning, and whether it may be part of a number."""
        openings = tuple(node for form in forms(word) for node in self._root.after(form))
        return openings, word.isdecimal() or may_begin_period(word)


@lru_cache(maxsize=4096)  # long lists of options come again and again
def _options(slot: str) -> frozenset[tuple[str, ...]]:
    """Return the words of each option, with and without the space a hyphen stands for."""
    spellings = {text for option in slot.split("|") for text in _spellings(option)}
    return frozenset(tuple(step for part in text.split("_") for step in _steps(part)) for text in spellings)


def _spellings(option: str) -> set[str]:
    return {option.replace("-", "_"), option.replace("-", "")}


def _steps(part: str) -> tuple[str, ...]:
    if part in (GAP, NUMBER, PERIOD, EXACT):
        return (part,)
    words = words_of(part.rstrip("*"))
    if not part.endswith("*"):
        return words
    if len(words[-1]) < SHORTEST_STEM:
        raise ValueError(f"A stem is too short: {part}")
    return (*words[:-1], words[-1] + "*")


def _lead(node: _Node, steps: Sequence[str], goal: _Node) -> None:
    """Lay the way over the words ``steps`` from ``node`` to ``goal``."""
    for number, step in enumerate(steps, 1):
        target = goal if number == len(steps) else _Node()
        if step == GAP:
            node.gaps.append(target)
        elif step == NUMBER:
            node.numbers.append(target)
        elif step in (PERIOD, EXACT):
            node.periods.append(target)
        elif step.endswith("*"):
            node.stems.setdefault(step[:-1], []).append(target)
        else:
            node.words.setdefault(step, []).append(target)
        node = target


def _follow(node: _Node, walk: _Walk, place: int, days: int | None) -> None:
    """Note what it means that the walk has come to ``node``, before ``place``, and go on from there."""
    for meaning in node.meanings:
        walk.hits.append(Hit(meaning, walk.start, place, days))
    if place == len(walk.words):
        return
    for form in walk.forms[place]:
        for following in node.after(form):
            _follow(following, walk, place + 1, days)
    if node.numbers or node.periods or node.gaps:
        _follow_special(node, walk, place, days)


def _follow_special(node: _Node, walk: _Walk, place: int, days: int | None) -> None:
    """Go on over a number, a length of time or any few words."""
    words = walk.words
    if words[place].isdecimal():
        for following in node.numbers:
            _follow(following, walk, place + 1, days)
    if node.periods and (period := period_at(words, place)):
        for following in node.periods:
            _follow(following, walk, period[1], period[0])
    for behind in range(place, min(place + LONGEST_GAP, len(words)) + 1):
        for following in node.gaps:
            _follow(following, walk, behind, days)
        if behind < len(words) and words[behind] == BREAK:
            break
