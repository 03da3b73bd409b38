"""What an author changed, word by word, for those who decide about the new words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import pgettext

from django_trust.l10n.formats import format_number
from django_trust.reviews.models import Review, ReviewVersion

MOST_EDITS = 5
# A word with the gap behind it; of scripts that write no gaps (Chinese, Japanese), a character.
IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
TOKEN = re.compile(rf"[{IDEOGRAPHS}]\s*|[^\s{IDEOGRAPHS}]+\s*|\s+")
# The time to compare grows with the cube of hostile texts: beyond this, old and new stand whole.
MOST_TOKENS = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """One part of a review that its author changed: its name, and old and new in one text."""

    label: str
    words: SafeString


@dataclass(frozen=True, slots=True)
class Edit:
    """What was changed at one time."""

    at: datetime
    state: str  # the state the review was in until then, in words
    changes: tuple[Change, ...]


def latest_edits(review: Review, *, with_stars: bool) -> list[Edit]:
    """Return what the author changed, the latest first, at most ``MOST_EDITS`` times."""
    versions = list(review.versions.order_by("-pk")[:MOST_EDITS])
    newer: list[Review | ReviewVersion] = [review, *versions]
    return [
        Edit(old.replaced_at, old.get_state_display(), tuple(_changes(old, new, with_stars=with_stars)))
        for old, new in zip(versions, newer, strict=False)
    ]


def _changes(old: ReviewVersion, new: Review | ReviewVersion, *, with_stars: bool) -> Iterator[Change]:
    if with_stars and old.rating != new.rating:
        numbers = [[format_number(old.rating)], [format_number(new.rating)]]
        yield Change(pgettext("of a review", "Rating"), _marked(*numbers))
    for name in ReviewVersion.WORDS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change(_label(name), difference(before, after))


def _label(name: str) -> str:
    return str(capfirst(ReviewVersion._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def difference(old: str, new: str) -> SafeString:
    """Return both texts as one in HTML, marked by ``<del>`` and ``<ins>``; gaps of words do not count."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if max(len(before), len(after)) > MOST_TOKENS:
        return _marked(before, after)
    compared = SequenceMatcher(None, [word.strip() for word in before], [word.strip() for word in after])
    parts = (
        format_html("{}", "".join(after[k:m])) if kind == "equal" else _marked(before[i:j], after[k:m])
        for kind, i, j, k, m in compared.get_opcodes()
    )
    return format_html_join("", "{}", ([part] for part in parts))


def _marked(went: list[str], came: list[str]) -> SafeString:
    marks = [("del", "".join(went)), ("ins", "".join(came))]
    return format_html_join("", "<{0}>{1}</{0}>", (mark for mark in marks if mark[1]))
