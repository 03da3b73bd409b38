"""Which days count as business days where.

The week comes from CLDR (Babel). The extra ``delivery`` (package ``holidays``) adds public holidays, and the
week of countries for which it knows another one than Monday to Friday. Without it only weekends are known,
and whoever shows a date says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from importlib import import_module
from typing import Any

from babel import Locale
from babel.localedata import locale_identifiers

DAY = timedelta(days=1)
WEEK = 7
MONDAY_TO_FRIDAY = frozenset(range(1, 6))  # ISO: 1 is Monday
SATURDAY_AND_SUNDAY = frozenset({5, 6})  # as date.weekday() counts


@dataclass(frozen=True, slots=True)
class Place:
    """A country (ISO 3166-1 alpha-2, empty where unknown), perhaps a part of it (ISO 3166-2 without the
    country, such as CA)."""

    country: str = ""
    region: str = ""

    @classmethod
    def of(cls, country: str, region: str = "") -> Place:
        """Return a place that may come from a visitor: a region nobody knows holidays of is as good as none,
        so that it takes no room among what is kept."""
        code = region.strip().upper().rpartition("-")[2]
        return cls(country, code if code in supported_regions().get(country, ()) else "")


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days that are business days in all of ``places``.

    ``weekdays`` (ISO, 1 is Monday) stand for the usual week of these places where they are given; public
    holidays are free all the same.
    """

    places: tuple[Place, ...]
    weekdays: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        return self._is_in_week(day) and not any(_is_holiday(place, day) for place in self.places)

    def on_or_after(self, day: date, last: date) -> date | None:
        """Return the first business day from ``day`` to ``last``; None where there is none."""
        while day <= last:
            if self.is_working(day):
                return day
            day += DAY
        return None

    def after(self, day: date, number: int, last: date) -> date | None:
        """Return the business day that is ``number`` ones after ``day``, and ``day`` itself for 0; None
        where that is later than ``last``."""
        found: date | None = day
        for _ in range(number):
            if found is None:
                return None
            found = self.on_or_after(found + DAY, last)
        return found

    def knows_holidays(self, year: int) -> bool:
        """Whether the public holidays of all places are known."""
        return all(public_holidays(place.country, place.region, year) is not None for place in self.places)

    def _is_in_week(self, day: date) -> bool:
        if self.weekdays:
            return day.isoweekday() in self.weekdays
        return all(day.isoweekday() in week_of(place.country, day.year) for place in self.places)


def _is_holiday(place: Place, day: date) -> bool:
    return day in (public_holidays(place.country, place.region, day.year) or ())


@lru_cache(maxsize=1024)
def week_of(country: str, year: int) -> frozenset[int]:
    """Return the working weekdays (ISO) of a country; Monday to Friday for an unknown one.

    Saturday and Sunday are what ``holidays`` answers for a country it knows nothing special about, so that
    answer does not count.
    """
    known = _holidays_of(country, "", year)
    if known is not None and set(known.weekend) != SATURDAY_AND_SUNDAY:
        weekend = frozenset(known.weekend)
    else:
        weekend = _cldr_weekend(country)
    return frozenset(day + 1 for day in range(WEEK) if day not in weekend)


def _cldr_weekend(country: str) -> frozenset[int]:
    ending = f"_{country}"
    code = next((code for code in locale_identifiers() if country and code.endswith(ending)), None)
    if code is None:
        return SATURDAY_AND_SUNDAY
    locale = Locale.parse(code)
    first, last = locale.weekend_start, locale.weekend_end
    return frozenset((first + number) % WEEK for number in range((last - first) % WEEK + 1))


@lru_cache(maxsize=1024)
def public_holidays(country: str, region: str, year: int) -> frozenset[date] | None:
    """Return the public holidays of a year; None where nobody knows them: the extra is not installed, or has
    no such country. Raises ``NotImplementedError`` for a region it does not have."""
    known = _holidays_of(country, region, year)
    return None if known is None else frozenset(known)


def _holidays_of(country: str, region: str, year: int) -> Any | None:
    package = holidays_package()
    if package is None or country not in supported_regions():
        return None
    return package.country_holidays(country, subdiv=region or None, years=year, expand=False)


@lru_cache(maxsize=1)
def supported_regions() -> dict[str, list[str]]:
    """Return the countries of ``holidays`` with their regions; empty without the extra."""
    package = holidays_package()
    return {} if package is None else package.list_supported_countries(include_aliases=True)


@lru_cache(maxsize=1)
def holidays_package() -> Any | None:
    """Return the package of the extra ``delivery``, or None where it is not installed."""
    try:
        return import_module("holidays")
    except ImportError:
        return None
