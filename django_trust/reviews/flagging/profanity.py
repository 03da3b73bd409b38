"""Coarse and insulting words, in the disguises people give them, and in no innocent one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from django_trust.l10n.formats import format_list
from django_trust.reviews.flagging.base import Finding, Signal, Submission
from django_trust.reviews.flagging.coarse_words import (
    ABUSIVE,
    DISCRIMINATORY,
    EVERYWHERE,
    IN_ITS_LANGUAGE,
    OBSCENE,
)
from django_trust.reviews.flagging.wording import bare, fold
from django_trust.reviews.models import RejectionReason

TOKEN = re.compile(r"[\w@$!*|]+")
LEET = str.maketrans("013457@$!|", "oieastasii")
LEET_SIGNS = re.compile(r"[013457@$!|]")
REPEATED = re.compile(r"(.)\1{2,}")
# One coarse word is temper, not a ground to reject; two are worth a person's look, and so is one slur.
WEIGHTS = {OBSCENE: 20, ABUSIVE: 20, DISCRIMINATORY: 45}
REASONS = {
    OBSCENE: RejectionReason.OBSCENE,
    ABUSIVE: RejectionReason.ABUSIVE,
    DISCRIMINATORY: RejectionReason.DISCRIMINATORY,
}
MOST = 80
NAMED = 5  # words in the sentence
SPELLED_OUT = 3  # single letters in a row that may be a word: "f u c k"
LONGEST_WORD = 20

Vocabulary = dict[str, str]  # word: kind


def look(submission: Submission) -> Finding | None:
    review = submission.review
    found = find_coarse_words(review.author_name, "") | find_coarse_words(submission.text, review.language)
    if not found:
        return None
    weight = min(sum(WEIGHTS[kind] for kind in found.values()), MOST)
    gravest = max(found.values(), key=lambda kind: WEIGHTS[kind])
    return Finding("profanity", weight, REASONS[gravest], {"words": sorted(found)[:NAMED]})


def find_coarse_words(text: str, language: str) -> Vocabulary:
    """Return the listed words of a text, each once, with what they stand for.

    Without a language, only words that are coarse in any: people are called Dick.
    """
    base = language.split("-")[0]
    listed = vocabulary(base if base in IN_ITS_LANGUAGE else "")
    found: Vocabulary = {}
    for token in _tokens(fold(text)):
        for spelling in spellings(token):
            if spelling in listed:
                found[spelling] = listed[spelling]
        if "*" in token:
            found.update(_uncensored(token, listed))
    return found


@lru_cache(maxsize=16)
def vocabulary(language: str) -> Vocabulary:
    """Return the words that count in a language."""
    kinds = (EVERYWHERE, IN_ITS_LANGUAGE.get(language, {}))
    return {
        bare(fold(word)): kind for lists in kinds for kind, listed in lists.items() for word in listed.split()
    }


def _tokens(text: str) -> Iterator[str]:
    """Yield the words of a folded text, and what single letters in a row spell."""
    letters = ""
    for match in TOKEN.finditer(text):
        token = match[0].strip("!|_")
        if len(token) == 1:
            letters += token
            continue
        if SPELLED_OUT <= len(letters) <= LONGEST_WORD:
            yield letters
        letters = ""
        if 1 < len(token) <= LONGEST_WORD:
            yield token
    if SPELLED_OUT <= len(letters) <= LONGEST_WORD:
        yield letters


def spellings(token: str) -> Collection[str]:
    """Return the words a token may stand for: signs read as letters, stretched letters drawn together."""
    if token.isalpha() and not REPEATED.search(token):
        return (token,) if token.isascii() else (token, bare(token))
    found = {token, bare(token)}
    if LEET_SIGNS.search(token) and _reads_as_word(token):
        found.add(token.translate(LEET))
    for word in tuple(found):
        if REPEATED.search(word):
            found |= {REPEATED.sub(r"\1", word), REPEATED.sub(r"\1\1", word)}
    return found


def _reads_as_word(token: str) -> bool:
    """Whether letters prevail: the telephone "A55" is no insult."""
    digits = sum(map(str.isdigit, token))
    return digits < sum(map(str.isalpha, token))


def _uncensored(token: str, listed: Vocabulary) -> Iterator[tuple[str, str]]:
    """Yield the one listed word that ``f**k`` can stand for: same length, same first and last letter."""
    if token[0] == "*" or token[-1] == "*" or token.count("*") > len(token) - 2:
        return
    for word in _by_ends(token[0], token[-1], len(token)):
        if word in listed and all(mine in ("*", theirs) for mine, theirs in zip(token, word, strict=True)):
            yield word, listed[word]


@lru_cache(maxsize=256)
def _by_ends(first: str, last: str, length: int) -> tuple[str, ...]:
    every = {word for language in ("", *IN_ITS_LANGUAGE) for word in vocabulary(language)}
    return tuple(sorted(word for word in every if (word[0], word[-1], len(word)) == (first, last, length)))


def sentence(details: Mapping[str, Any]) -> str:
    return _("Coarse or insulting words: %(words)s.") % {"words": format_list(list(details["words"]))}


PROFANITY = Signal(look, pgettext_lazy("signal", "Coarse words"), sentence)
