"""Texts as signals compare them: one spelling for what a reader takes to be the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# NFKC makes up to 18 characters of one; no signal needs to read further.
LONGEST = 10_000
INVISIBLE = re.compile("[\u00ad\u0640\u200b-\u200f\u2060\ufe00-\ufe0f]")  # 0640 stretches Arabic words
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
ARABIC_LETTERS = str.maketrans("ىة", "يه")
# "and", "the", "with the", "for the", written as one word with what follows.
ARABIC_PREFIX = re.compile("(?:و)?(?:ال|بال|لل)?(?=\\w{3})")
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@lru_cache(maxsize=8)  # several signals read one text after the other
def plain(text: str) -> str:
    """Return the text in small letters, in compatible characters, with ASCII digits, nothing invisible."""
    text = text[:LONGEST]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)[:LONGEST]
        text = INVISIBLE.sub("", text).translate(DIGITS)
    return text.casefold()[:LONGEST]


@lru_cache(maxsize=8)
def fold(text: str) -> str:
    """Return the text ``plain`` and without accents, Arabic letters in one of their spellings."""
    text = plain(text)
    if text.isascii():
        return text
    letters = (char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", "".join(letters)).translate(ARABIC_LETTERS)


def words(text: str) -> list[str]:
    """Return the words of a text, folded; Arabic ones without the article."""
    folded = fold(text)
    found = WORD.findall(folded)
    return found if folded.isascii() else [bare(word) for word in found]


def bare(word: str) -> str:
    """Return an Arabic word without what is written together with it; any other word as it is."""
    return ARABIC_PREFIX.sub("", word, count=1) if "\u0620" <= word[0] <= "\u064a" else word
