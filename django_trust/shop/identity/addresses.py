"""The lines of a postal address in the order that is usual in its country.

Source: the address formats of libaddressinput, reduced to the fields kept here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

POSTAL_CODE_FIRST = "{postal_code} {city}|{region}"
LINES = {
    "{city}, {region} {postal_code}": "CO US",
    "{city} {region} {postal_code}": "AU CA",
    "{city} - {region}|{postal_code}": "BR",
    "{city}|{region}|{postal_code}": "EG IE RU UA",
    "{city}|{postal_code}": "GB KE LK ZA",
    "{city} {postal_code}|{region}": "BH IN JO KH LB NG NP NZ SA SG",
    "{city}|{region} {postal_code}": "ID TH VN",
    "{city} - {postal_code}|{region}": "BD PK",
    "{postal_code} {city} {region}": "ES IT",
    "{postal_code} {city}, {region}": "MX",
    "{city}, {postal_code}|{region}": "LV",
}
ORDER = {country: lines for lines, countries in LINES.items() for country in countries.split()}
FIELD = re.compile(r"\{(\w+)\}")


def address_lines(
    *, street: str, postal_code: str, city: str, region: str, country: str, country_name: str
) -> tuple[str, ...]:
    """Return the lines of an address, blank ones left out."""
    parts = {"postal_code": postal_code.strip(), "city": city.strip(), "region": region.strip()}
    order = ORDER.get(country, POSTAL_CODE_FIRST)
    lines = (street.strip(), *(_filled(line, parts) for line in order.split("|")), country_name)
    return tuple(line for line in lines if line)


def _filled(line: str, parts: dict[str, str]) -> str:
    """Put the parts into a line; what stands before a part stays only between two of them."""
    pieces: Iterable[str] = FIELD.split(line)
    text = ""
    *pairs, _end = pieces
    for between, name in zip(pairs[::2], pairs[1::2], strict=True):
        if parts[name]:
            text += f"{between}{parts[name]}" if text else parts[name]
    return text
