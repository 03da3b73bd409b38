"""Promotional wording, scored phrase by phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from django_trust.l10n.formats import format_list
from django_trust.reviews.flagging.base import Finding, Signal, Submission
from django_trust.reviews.flagging.promotions import PHRASES
from django_trust.reviews.flagging.wording import fold, words
from django_trust.reviews.models import RejectionReason

Phrase = tuple[str, ...]

LEAST, MOST = 15, 70
NAMED = 5  # phrases in the sentence
# An amount of money in front or behind: £1,000, 500€, Rp 5.000.000.
AMOUNT = re.compile(
    r"(?:[£$€¥]|\brp\.?|\br\$|\busd|\beur|\bgbp) ?\d{2,3}|\d{2,3} ?(?:[£€]|usd\b|eur\b|gbp\b)"
)
AMOUNT_POINTS = 10


def look(submission: Submission) -> Finding | None:
    """Add up the points of all phrases; an amount of money adds to them, and is nothing by itself."""
    found = find_phrases(submission.shown)
    points = sum(found.values())
    if points and AMOUNT.search(fold(submission.shown)):
        points += AMOUNT_POINTS
    if points < LEAST:
        return None
    heaviest = sorted(found, key=lambda phrase: -found[phrase])[:NAMED]
    return Finding("advertising", min(points, MOST), RejectionReason.SPAM, {"phrases": heaviest})


def find_phrases(text: str) -> dict[str, int]:
    """Return the promotional phrases of a text with their points; each counts once, each word in one."""
    text_words = words(text)
    found: dict[str, int] = {}
    position = 0
    while position < len(text_words):
        phrase, points, spelled = _phrase_at(text_words, position)
        if phrase:
            found[spelled] = points
        position += len(phrase) or 1
    return found


def _phrase_at(text_words: list[str], position: int) -> tuple[Phrase, int, str]:
    """Return the longest phrase that begins here, or an empty one."""
    for entry in phrase_index().get(text_words[position], ()):
        phrase = entry[0]
        if tuple(text_words[position : position + len(phrase)]) == phrase:
            return entry
    return (), 0, ""


@lru_cache(maxsize=1)
def phrase_index() -> dict[str, list[tuple[Phrase, int, str]]]:
    """Return all phrases by their first word, the longest first."""
    index: dict[str, list[tuple[Phrase, int, str]]] = {}
    for phrase, points, spelled in _listed():
        index.setdefault(phrase[0], []).append((phrase, points, spelled))
    for phrases in index.values():
        phrases.sort(key=lambda entry: (-len(entry[0]), -entry[1]))
    return index


def _listed() -> Iterator[tuple[Phrase, int, str]]:
    for by_points in PHRASES.values():
        for points, listed in by_points.items():
            for spelled in (" ".join(entry.split()) for entry in listed.split(",")):
                yield tuple(words(spelled)), points, spelled


def sentence(details: Mapping[str, Any]) -> str:
    return _("Reads like advertising: %(phrases)s.") % {"phrases": format_list(list(details["phrases"]))}


ADVERTISING = Signal(look, pgettext_lazy("signal", "Advertising"), sentence)
