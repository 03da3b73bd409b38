"""The buyer's time zone, by what the order says or by its country."""

from __future__ import annotations

from datetime import tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import get_global
from django.utils import timezone

# Where the clocks of a country do not agree, the one most of its people live by; CLDR lists them in no order
# that would help. Censuses and estimates of the national statistical offices; where two zones come close, a
# message is an hour early or late for some. CLDR has no zone for Kosovo.
MOST_PEOPLE = {
    "AQ": "Antarctica/McMurdo",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Lubumbashi",  # the east: Katanga, Kasai, Kivu, the old Orientale
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Chuuk",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "UM": "Pacific/Wake",
    "US": "America/New_York",
    "XK": "Europe/Belgrade",
}
UNKNOWN = "ZZ"  # CLDR's country for "nobody knows"; its zones would be those of ships


def buyer_zone(time_zone: str, country: str) -> tzinfo:
    """Return the named zone (IANA), else that of the country (ISO 3166-1 alpha-2), else ``TIME_ZONE``."""
    for key in (time_zone, _zone_of(country)):
        if key and (zone := _zone(key)) is not None:
            return zone
    return timezone.get_default_timezone()


def _zone_of(country: str) -> str:
    zones = get_global("territory_zones").get(country, ()) if country != UNKNOWN else ()
    return MOST_PEOPLE.get(country, str(zones[0]) if zones else "")


@lru_cache(maxsize=1024)
def _zone(key: str) -> tzinfo | None:
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):  # unknown, malformed, a folder of the tz database
        return None
