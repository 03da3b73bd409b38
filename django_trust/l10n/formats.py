"""Numbers, money, dates and durations by Babel, in the locale's own digits.

Every function takes the Django language code to write in, by default the active one. Money is a
``Decimal`` with its ISO 4217 code; moments are aware datetimes, shown in the current time zone.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale, dates, lists, numbers
from django.utils import timezone

from django_trust.l10n.locales import current_language, to_babel

DateStyle = Literal["short", "medium", "long", "full"]

# "US$" at the end of a line that runs from right to left would read "$US".
SIGN_AT_END = re.compile(r"[A-Za-z][^\W\d_]*[^\w\s]$")
LEFT_TO_RIGHT_MARK = "\u200e"

# Code point of the digit zero of CLDR's numbering systems; their digits one to nine follow it.
ZEROS = {
    "adlm": 0x1E950,
    "arab": 0x0660,
    "arabext": 0x06F0,
    "beng": 0x09E6,
    "cakm": 0x11136,
    "deva": 0x0966,
    "mymr": 0x1040,
    "olck": 0x1C50,
    "tibt": 0x0F20,
}


def format_number(value: int | Decimal, language: str | None = None, *, decimals: int | None = None) -> str:
    """Write a number; with ``decimals``, exactly that many, rounded half up."""
    return _number(value, decimals, language or current_language())


@lru_cache(maxsize=8192)
def _number(value: int | Decimal, decimals: int | None, language: str) -> str:
    pattern = None
    if decimals is not None:
        value = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    locale = to_babel(language)
    return own_digits(
        numbers.format_decimal(value, pattern, locale=locale, numbering_system="default"), locale
    )


def format_percent(share: Decimal, language: str | None = None) -> str:
    """Write a share (0 to 1) as whole per cent."""
    locale = to_babel(language or current_language())
    return own_digits(numbers.format_percent(share, locale=locale, numbering_system="default"), locale)


def format_money(amount: Decimal, currency: str, language: str | None = None) -> str:
    """Write an amount with its currency (ISO 4217) as the language does, with the currency's own decimals."""
    locale = to_babel(language or current_language())
    text = numbers.format_currency(amount, currency, locale=locale, numbering_system="default")
    if locale.text_direction == "rtl" and SIGN_AT_END.search(text):
        text += LEFT_TO_RIGHT_MARK
    return own_digits(text, locale)


def format_date(value: date | datetime, language: str | None = None, *, style: DateStyle = "long") -> str:
    """Write a date; of a moment, the date in the current time zone."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return _date(value, style, language or current_language())


@lru_cache(maxsize=8192)
def _date(value: date, style: DateStyle, language: str) -> str:
    locale = to_babel(language)
    return own_digits(dates.format_date(value, style, locale=locale), locale)


def format_date_range(start: date, end: date, language: str | None = None) -> str:
    """Write a window such as "Tue, Nov 24 - Thu, Nov 26"."""
    locale = to_babel(language or current_language())
    return own_digits(dates.format_interval(start, end, "MMMEd", locale=locale), locale)


def format_time(value: time | datetime, language: str | None = None) -> str:
    """Write the time of a day with 12 or 24 hours; of a moment, the time in the current time zone."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).time() if timezone.is_aware(value) else value.time()
    return _time(value, language or current_language())


@lru_cache(maxsize=2048)
def _time(value: time, language: str) -> str:
    locale = to_babel(language)
    return own_digits(dates.format_time(value, "short", locale=locale), locale)


def format_moment(value: datetime, language: str | None = None, *, style: DateStyle = "medium") -> str:
    """Write date and time of a moment in the current time zone; ``style`` is that of the date."""
    language = language or current_language()
    pattern = str(dates.get_datetime_format("medium", locale=to_babel(language))).replace("'", "")
    day = format_date(value, language, style=style)
    return pattern.replace("{1}", day).replace("{0}", format_time(value, language))


def format_duration(duration: timedelta, language: str | None = None) -> str:
    """Write a length of time in words, rounded to its largest useful unit: "14 days", "3 hours".

    ``format_unit`` leaks its identifiers in many locales (Babel issue 1217); ``format_timedelta`` does not.
    """
    locale = to_babel(language or current_language())
    units: dict[Literal["day", "hour", "minute"], timedelta] = {
        "day": timedelta(days=1),
        "hour": timedelta(hours=1),
        "minute": timedelta(0),
    }
    unit = next(name for name, length in units.items() if duration >= length)
    words = dates.format_timedelta(duration, granularity=unit, threshold=1000, locale=locale)
    return own_digits(words, locale)


def format_list(
    entries: list[str], language: str | None = None, *, style: Literal["standard", "or"] = "standard"
) -> str:
    """Join texts as the language does: "a, b and c", or "a, b or c" with ``style="or"``."""
    return lists.format_list(entries, style=style, locale=to_babel(language or current_language()))


def own_digits(text: str, locale: Locale) -> str:
    """Replace ASCII digits by those of the locale's default numbering system, which Babel leaves undone."""
    zero = ZEROS.get(locale.default_numbering_system)
    return text if zero is None else text.translate({ord("0") + n: chr(zero + n) for n in range(10)})
