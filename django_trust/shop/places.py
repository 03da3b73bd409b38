"""Countries and the unions they belong to, as far as law follows them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from babel import Locale

EU = "EU"
# https://european-union.europa.eu/principles-countries-history/eu-countries_en
EU_MEMBERS = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()
)
# The consumer directives of the Union hold in these countries too: Agreement on the European Economic Area.
EEA_MEMBERS = EU_MEMBERS | {"IS", "LI", "NO"}
UNIONS: dict[str, frozenset[str]] = {EU: EU_MEMBERS}

# Two letters to CLDR that ISO 3166-1 does not assign; shops do use Kosovo's XK.
NOT_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())


@lru_cache(maxsize=1)
def country_codes() -> tuple[str, ...]:
    """Return the codes of all countries (ISO 3166-1 alpha-2, and XK), sorted."""
    territories = map(str, Locale("en").territories)
    return tuple(sorted(code for code in territories if len(code) == 2 and code not in NOT_COUNTRIES))


def is_within(country: str, place: str) -> bool:
    """Whether ``country`` (ISO 3166-1 alpha-2) is ``place`` or one of its members. No place is everywhere."""
    return not place or country == place or country in UNIONS.get(place, frozenset())


def is_in_any(country: str, places: Iterable[str]) -> bool:
    """Whether ``country`` is in one of ``places``; an empty list stands for everywhere."""
    places = list(places)
    return not places or any(is_within(country, place) for place in places)


def countries_of(places: Iterable[str]) -> tuple[str, ...]:
    """Return the single countries behind ``places``, sorted, unions taken apart."""
    found: set[str] = set()
    for place in places:
        found |= UNIONS.get(place, {place})
    return tuple(sorted(found))
