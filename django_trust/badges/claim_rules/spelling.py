"""Texts of staff as the claim rules compare them: one spelling for what a reader takes to be the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

# A comma, a bar or a dot in the middle ends a phrase; other punctuation is read over.
BREAK = ","
TOKEN = re.compile(r"\d+|[^\W\d_]+|[,،|•·]")
PERCENT_FIRST = re.compile(r"(?<!\d)%(\d+)")
EMPTY_DECIMALS = re.compile(r"(?<=\d)[.,]0+(?=%)")
NUMBER_SIGN = re.compile(r"#(?=\d)")
SENTENCE_MARKS = tuple(".!?؟;؛。")
ABBREVIATIONS = frozenset({"no.", "nos.", "nr.", "n.", "art.", "arts.", "reg.", "núm."})  # a number follows
CLOSING_MARKS = "\"'”’»)]"
BULLETS = "-*•–—·"
EDGES = " \t\"'“”‘’«»()[]{}.,;:!?،؛؟…"

# Letters of other scripts that look like Latin ones, and Latin ones that Unicode does not take apart.
LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХІЈЅаеорсухіјѕԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχıɡłøđ",
    "ABEKMHOPCTYXIJSaeopcyxijsdhABEZHIKMNOPTYXaeikvoptuxiglod",
)
# Spellings of Arabic letters that people mix; the hamza on its own is often left out.
ARABIC = str.maketrans("ىیةکٱ", "ييهكا", "ءـ")
LOOKS_EMPTY = frozenset("\u115f\u1160\u3164\uffa0\u17b4\u17b5")
# Written together with the Arabic word that follows: and, so, with, for, like, the.
ARABIC_PREFIX = re.compile("[وف]?(?:[بكل]?ال|لل|[بكل])?")
SHORTEST_ARABIC = 2


@dataclass(slots=True)
class Sentence:
    """The comparable words of a sentence, each with the place of the written word it comes from."""

    words: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    def add(self, chunk: str) -> None:
        for word in words_of(chunk):
            self.words.append(word)
            self.places.append(len(self.written))
        self.written.append(chunk)

    def quote(self, start: int, end: int) -> str:
        """Return what was written where ``words[start:end]`` come from."""
        return " ".join(self.written[self.places[start] : self.places[end - 1] + 1]).strip(EDGES)


def sentences(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a text.

    A line break alone does not end one, because people break lines anywhere; a blank line and a bullet do.
    """
    sentence, ended = Sentence(), False
    for line in text.splitlines():
        chunks = line.split()
        ended = ended or not chunks or chunks[0][0] in BULLETS
        for chunk in chunks:
            if ended and sentence.words:
                yield sentence
                sentence = Sentence()
            sentence.add(chunk)
            marks = chunk.rstrip(CLOSING_MARKS)
            ended = marks.endswith(SENTENCE_MARKS) and marks.lower() not in ABBREVIATIONS
    if sentence.words:
        yield sentence


@lru_cache(maxsize=8192)
def words_of(chunk: str) -> tuple[str, ...]:
    """Return the words of what stands between two spaces: small letters without accents, ASCII digits.

    Letters and digits are apart (``14-day`` is ``14 day``), ``%`` is the word ``percent``.
    """
    if not chunk.isascii():
        chunk = _plain(chunk)
    chunk = NUMBER_SIGN.sub("no ", EMPTY_DECIMALS.sub("", chunk.casefold()))
    chunk = PERCENT_FIRST.sub(r"\1%", chunk).replace("%", " percent ")
    return tuple(BREAK if word in ",،|•·" else word for word in TOKEN.findall(chunk))


def _plain(chunk: str) -> str:
    letters = []
    for char in unicodedata.normalize("NFD", unicodedata.normalize("NFKC", chunk)):
        if char.isdecimal():
            letters.append(str(unicodedata.decimal(char)))
        elif char not in LOOKS_EMPTY and unicodedata.category(char) not in ("Cf", "Mn", "Me"):
            letters.append("%" if char == "٪" else char)
    plain = "".join(letters).translate(ARABIC)
    latin = plain.translate(LOOKALIKES)
    return latin if all(char.isascii() for char in latin if char.isalpha()) else plain


@lru_cache(maxsize=8192)
def forms(word: str) -> tuple[str, ...]:
    """Return the word and, for an Arabic one, what is left without the little words written with it."""
    if not "\u0620" <= word[0] <= "\u064a":
        return (word,)
    longest = ARABIC_PREFIX.match(word)
    cut = range(len(longest[0]) if longest else 0, 0, -1)
    bare = (
        word[length:]
        for length in cut
        if len(word) - length >= SHORTEST_ARABIC and ARABIC_PREFIX.fullmatch(word[:length])
    )
    return (word, *bare)
