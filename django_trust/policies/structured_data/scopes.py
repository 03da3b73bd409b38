"""Where each row is in force: search engines want countries, not "the first row that fits"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django_trust.conf import trust_settings
from django_trust.policies.book import PolicyBook
from django_trust.policies.facts import VersionFacts
from django_trust.shop.places import countries_of, country_codes


class Area(NamedTuple):
    """A version and the countries it is for. ``elsewhere``: in those that nobody has named, too."""

    version: VersionFacts
    countries: frozenset[str]
    elsewhere: bool


def areas(book: PolicyBook, kind: str, rows_name: str) -> list[Area]:
    """Return the versions of a kind with the countries that terms or ``MARKETS`` name, each country once.

    They come in the order of the book: the one for everywhere first.
    """
    versions = book.of_kind(kind)
    named = [place for version in versions for row in getattr(version, rows_name) for place in row.countries]
    markets = [market.upper() for market in trust_settings.markets]
    chosen: dict[int, set[str]] = {}
    for country in single_countries([*markets, *(version.market for version in versions), *named]):
        if (version := book.find(kind, country)) is not None:
            chosen.setdefault(id(version), set()).add(country)
    return [Area(one, frozenset(chosen.get(id(one), ())), not one.market) for one in versions]


def single_countries(places: Iterable[str]) -> tuple[str, ...]:
    """Return the countries behind places, sorted, without what is no country."""
    return tuple(sorted(set(countries_of(places)).intersection(country_codes())))
