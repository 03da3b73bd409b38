"""Phrases of a text, and the few hashes of them by which similar texts find each other."""

from __future__ import annotations

import re
from hashlib import blake2b

from django_trust.reviews.flagging.wording import words

LEAST_WORDS = 8  # shorter texts are alike by chance: "Good product, fast delivery"
LEAST_LETTERS = 20  # the same for scripts without spaces
WORDS_IN_PHRASE = 3
LETTERS_IN_PHRASE = 5
LONG_PHRASE = 16  # characters; "i love this" is in too many reviews to find anything by
SKETCH_SIZE = 4
# Thai, Lao, Myanmar, Khmer, kana, Han.
WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")

Phrases = frozenset[str]


def phrases_of(text: str) -> Phrases:
    """Return the phrases by which a text is compared; none of a text too short to judge."""
    found = words(text)
    letters = "".join(found)
    if len(WITHOUT_SPACES.findall(letters)) * 2 > len(letters):
        return _letter_phrases(letters)
    if len(found) < LEAST_WORDS:
        return frozenset()
    starts = range(len(found) - WORDS_IN_PHRASE + 1)
    return frozenset(" ".join(found[start : start + WORDS_IN_PHRASE]) for start in starts)


def phrases_of_review(title: str, body: str, pros: str, cons: str) -> Phrases:
    """Return the phrases of a review: those of title and body, where they are long enough to be compared.

    Points added to a borrowed text would else make it look like another one.
    """
    return phrases_of(f"{title}\n{body}") or phrases_of("\n".join((title, body, pros, cons)))


def _letter_phrases(letters: str) -> Phrases:
    if len(letters) < LEAST_LETTERS:
        return frozenset()
    starts = range(len(letters) - LETTERS_IN_PHRASE + 1)
    return frozenset(letters[start : start + LETTERS_IN_PHRASE] for start in starts)


def likeness(one: Phrases, other: Phrases) -> float:
    """Return the share of phrases that two texts have in common (Jaccard index), 0 to 1."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def sketch_of(phrases: Phrases) -> list[int]:
    """Return the smallest hashes of the phrases, long ones where there are enough.

    Of two texts whose phrases overlap by 0.7, at least one is shared in 99 cases of 100 (1 - 0.3^4).
    """
    long = {phrase for phrase in phrases if len(phrase) >= LONG_PHRASE}
    chosen = long if len(long) >= SKETCH_SIZE else phrases
    return sorted({_hash(phrase) for phrase in chosen})[:SKETCH_SIZE]


def _hash(phrase: str) -> int:
    """Return 63 bits, which fit a signed column."""
    digest = blake2b(phrase.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1
