"""Time zones: the shop's own, the reader's, and how readers call them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from babel import dates
from babel.core import get_global
from django.http import HttpRequest
from django.utils import timezone

from django_trust.l10n.formats import own_digits
from django_trust.l10n.locales import current_language, to_babel
from django_trust.shop.adapter import get_adapter

DAYS_COMPARED = 9  # those a support block shows, and the nights around them


@dataclass(frozen=True, slots=True)
class ReaderZone:
    """The time zone of the reader. ``country`` says where it was found by the country alone."""

    zone: tzinfo
    country: str = ""


def shop_zone(key: str) -> tzinfo:
    """Return the named time zone; that of ``TIME_ZONE`` for none and for one nobody knows."""
    try:
        return ZoneInfo(key) if key else timezone.get_default_timezone()
    except (KeyError, ValueError, OSError):  # unknown, malformed, a folder of the tz database
        return timezone.get_default_timezone()


def reader_zone(request: HttpRequest | None, now: datetime) -> ReaderZone | None:
    """Return the time zone the host activated, else that of the reader's country; None where unknown.

    A zone that equals ``TIME_ZONE`` does not count as activated: Django does not tell the two apart.
    """
    active = timezone.get_current_timezone()
    if timezone.get_current_timezone_name() != timezone.get_default_timezone_name():
        return ReaderZone(active)
    country = get_adapter().get_country(request) if request is not None else ""
    zones = _zones_of(country.upper()) if country else []
    return ReaderZone(zones[0], country.upper()) if zones and _agree(zones, now) else None


def _zones_of(country: str) -> list[tzinfo]:
    """The time zones of a country (CLDR); none where the tz database does not have them all."""
    try:
        return [ZoneInfo(key) for key in get_global("territory_zones").get(country, ())]
    except (KeyError, ValueError, OSError):
        return []


def _agree(zones: Sequence[tzinfo], now: datetime) -> bool:
    """Whether all clocks of a country show the same these days: Germany has two zones but one time."""
    moments = [now + timedelta(days=number) for number in range(DAYS_COMPARED)]
    return all(len({moment.astimezone(zone).utcoffset() for zone in zones}) == 1 for moment in moments)


def place_name(zone: tzinfo, now: datetime, language: str | None = None) -> str:
    """Return the city a time zone is named after, or its distance to Greenwich: "Tallinn", "GMT-05:00"."""
    locale = to_babel(language or current_language())
    area, _, city = str(getattr(zone, "key", "")).partition("/")
    if city and area != "Etc":
        name = dates.get_timezone_location(zone, locale=locale, return_city=True)
        return name.rpartition("/")[2]
    return own_digits(dates.get_timezone_gmt(now.astimezone(zone), locale=locale), locale)


def country_name(code: str, language: str | None = None) -> str:
    """Return the name of a country or union (``EE``, ``EU``); the code itself where there is none."""
    return str(to_babel(language or current_language()).territories.get(code, code))
