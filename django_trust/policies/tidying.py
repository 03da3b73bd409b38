"""Bringing what staff typed into one form: lists of codes, currencies, numbers.

A function changes the row and yields what is wrong with it. It never raises: ``clean`` runs on rows whose
fields may hold anything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from typing import Any

from babel.numbers import is_currency
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from django_trust.l10n.formats import format_list
from django_trust.shop.places import UNIONS, country_codes
from django_trust.text import clean_text

Problem = tuple[str, Any]  # field, and a message or a ``ValidationError``
Number = int | Decimal

LONGEST_NAME = 200


def upper(entry: str) -> str:
    return entry.strip().upper()


def lower(entry: str) -> str:
    return entry.strip().lower()


def tidy_list(row: Any, name: str, tidy: Callable[[str], str] = str.strip) -> Iterator[Problem]:
    """Tidy each text of a list; drop repetitions. What is no list of texts becomes an empty one."""
    value = getattr(row, name)
    if not isinstance(value, list | tuple) or not all(isinstance(entry, str) for entry in value):
        setattr(row, name, [])
        yield name, _("This must be a list of codes.")
    else:
        setattr(row, name, list(dict.fromkeys(tidy(entry) for entry in value)))


def tidy_codes(
    row: Any, name: str, known: Collection[str], tidy: Callable[[str], str] = str.strip
) -> Iterator[Problem]:
    """Tidy a list of codes and yield those nobody knows."""
    yield from tidy_list(row, name, tidy)
    yield from unknown(name, getattr(row, name), known.__contains__)


def unknown(name: str, codes: list[str], is_known: Callable[[str], bool]) -> Iterator[Problem]:
    if strange := [code for code in codes if not is_known(code)]:
        yield name, _("Not known: %(codes)s.") % {"codes": format_list(strange)}


def tidy_places(row: Any, name: str, *, unions: bool = True) -> Iterator[Problem]:
    """Tidy a list of countries (ISO 3166-1 alpha-2) and, if allowed, unions such as EU."""
    yield from tidy_codes(row, name, {*country_codes(), *(UNIONS if unions else ())}, upper)


def tidy_place(row: Any, name: str, *, unions: bool) -> Iterator[Problem]:
    """Tidy one country or, if allowed, union. Empty is none."""
    code = upper(str(getattr(row, name) or ""))
    setattr(row, name, code)
    if code and code not in country_codes() and not (unions and code in UNIONS):
        yield name, _("This country is not known. Please use a code such as EE.")


def tidy_currency(row: Any, name: str = "currency") -> Iterator[Problem]:
    """Tidy a currency (ISO 4217). Empty is none."""
    code = upper(str(getattr(row, name) or ""))
    setattr(row, name, code)
    if code and not is_currency(code):
        yield name, _("This currency is not known. Please use a code such as EUR.")


def tidy_names(row: Any, name: str) -> Iterator[Problem]:
    """Tidy a list of names, such as those of companies; blank ones are dropped."""
    yield from tidy_list(row, name)
    try:
        names = [clean_text(entry, max_length=LONGEST_NAME, multiline=False) for entry in getattr(row, name)]
    except ValidationError as error:
        yield name, error
    else:
        setattr(row, name, list(dict.fromkeys(filter(None, names))))


def tidy_weekdays(row: Any, name: str) -> Iterator[Problem]:
    """Sort weekdays, 1 for Monday to 7 for Sunday; digits may come as texts."""
    value = getattr(row, name)
    days = {_weekday(entry) for entry in value} if isinstance(value, list | tuple) else {None}
    setattr(row, name, sorted(day for day in days if day is not None))
    if None in days:
        yield name, _("Please write weekdays as 1 for Monday to 7 for Sunday.")


def _weekday(entry: Any) -> int | None:
    text = str(entry).strip()
    return int(text) if len(text) == 1 and text in "1234567" else None


def number(row: Any, name: str) -> Number | None:
    """Return the number a field holds, None for anything else: nothing, a text, not a number."""
    value = getattr(row, name)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return None if isinstance(value, Decimal) and not value.is_finite() else value


def require_order(
    row: Any, low: str, high: str, message: str, *, may_be_equal: bool = False
) -> Iterator[Problem]:
    """Yield ``message`` at ``high`` unless it is above ``low``, where both are given."""
    first, last = number(row, low), number(row, high)
    if first is not None and last is not None and (last < first or (last == first and not may_be_equal)):
        yield high, message


def require_positive(row: Any, name: str, message: str) -> Iterator[Problem]:
    """Yield ``message`` for a number that is given and not above zero."""
    value = number(row, name)
    if value is not None and value <= 0:
        yield name, message
