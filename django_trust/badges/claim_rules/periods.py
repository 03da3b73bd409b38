"""Lengths of time in claims: "14 days", "two-year", "kaheaastane", "أسبوعين"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django_trust.badges.claim_rules.spelling import forms, words_of

LONGEST_NUMBER = 4
LONGEST_WORD = 30

UNITS = {
    1: """day days dia dias hari päev päeva päevad päevane päevase päevast päevaks päevaga päevani päevas
        kalendripäeva kalendripäev tööpäeva tööpäev يوم يوما أيام أياما""",
    7: """week weeks semana semanas minggu pekan nädal nädala nädalat nädalane nädalase nädalast
        nädalaks أسبوع أسبوعا أسابيع""",
    30: """month months mes meses bulan kuu kuud kuune kuuse kuust kuuks kuuline kuulise kuulist
        شهر شهرا أشهر شهور""",
    365: """year years yr yrs ano anos tahun aasta aastat aastane aastase aastast aastaks aastased سنة
        سنوات سنين عام عاما أعوام""",
}
NUMBERS = {
    1: "one um uma satu üks ühe واحد واحدة",
    2: "two dois duas dua kaks kahe",
    3: "three tres tiga kolm kolme ثلاث ثلاثة",
    5: "five cinco lima viis viie خمس خمسة",
    6: "six seis enam kuus ست ستة",
    7: "seven sete tujuh seitse seitsme سبع سبعة",
    10: "ten dez sepuluh kümme kümne عشر عشرة",
    14: "fourteen quatorze catorze neliteist neljateist neljateistkümne",
    30: "thirty trinta kolmkümmend kolmekümne ثلاثون ثلاثين",
    90: "ninety noventa üheksakümmend تسعون تسعين",
}
# Words that are a number and a unit at once.
WHOLE = {
    7: "أسبوع",
    14: "fortnight quinzena أسبوعين أسبوعان",
    30: "شهر",
    60: "شهرين شهران",
    365: "سنة",
    730: "سنتين سنتان عامين عامان biênio",
}
# Words between the number and the unit, or behind the unit, that change nothing.
BESIDE = "working business calendar consecutive full úteis corridos kerja kalender penuh عمل عملا"


def _table(lists: dict[int, str]) -> dict[str, int]:
    return {words_of(word)[0]: value for value, words in lists.items() for word in words.split()}


_UNITS, _NUMBERS, _WHOLE = _table(UNITS), _table(NUMBERS), _table(WHOLE)
_BESIDE = {words_of(word)[0] for word in BESIDE.split()}


@lru_cache(maxsize=4096)
def _number(word: str) -> int | None:
    if word.isdecimal():
        return int(word) if len(word) <= LONGEST_NUMBER else None
    return next((_NUMBERS[form] for form in forms(word) if form in _NUMBERS), None)


@lru_cache(maxsize=4096)
def _unit(word: str) -> int | None:
    return next((_UNITS[form] for form in forms(word) if form in _UNITS), None)


@lru_cache(maxsize=4096)
def _whole(word: str) -> int | None:
    """Return the days of one word such as ``أسبوعين`` or the Estonian ``kaheaastane``."""
    found = next((_WHOLE[form] for form in forms(word) if form in _WHOLE), None)
    if found is not None:
        return found
    if len(word) > LONGEST_WORD:
        return None
    starts = (length for length in range(3, len(word) - 2) if word[:length] in _NUMBERS)
    return next(
        (_NUMBERS[word[:n]] * _UNITS[word[n:]] for n in starts if word[n:] in _UNITS),
        None,
    )


def may_begin_period(word: str) -> bool:
    return _number(word) is not None or _whole(word) is not None


def period_at(words: Sequence[str], place: int) -> tuple[int, int] | None:
    """Return the days of the length of time that begins at ``place``, and the place behind it, or None.

    A month counts as 30 days, a year as 365.
    """
    number = _number(words[place])
    if number is not None:
        unit_at = place + 1
        # "14 (fourteen) working days"
        while unit_at < len(words) - 1 and unit_at < place + 3 and _unit(words[unit_at]) is None:
            if words[unit_at] not in _BESIDE and _number(words[unit_at]) != number:
                break
            unit_at += 1
        unit = _unit(words[unit_at]) if unit_at < len(words) else None
        if unit is not None:
            behind = unit_at + 1
            return number * unit, behind + (behind < len(words) and words[behind] in _BESIDE)
    days = _whole(words[place])
    return None if days is None else (days, place + 1)
