"""Which rows of a version a shopper reads, and what their sections are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from django.utils.translation import pgettext

from django_trust.policies.facts import Scoped, row_for
from django_trust.policies.phrases.figures import place_names
from django_trust.shop.places import countries_of

S = TypeVar("S", bound=Scoped)


class Heading(NamedTuple):
    """The code of a section, the same in every language, and its title."""

    code: str
    title: str


def code_of(row: Scoped, country: str) -> str:
    """Return the code of a row's section: nothing where one row is all a reader sees."""
    return "" if country else "+".join(row.countries)


def headed_rows(rows: Iterable[S], country: str) -> Iterator[tuple[Heading, S]]:
    """Yield the row in force in ``country``; for an unknown country each row that is in force somewhere."""
    rows = tuple(rows)
    if country:
        row = row_for(rows, country)
        if row is not None:
            yield Heading("", ""), row
        return
    seen: set[str] = set()
    for row in rows:
        here = set(countries_of(row.countries))
        if not row.countries:
            title = pgettext("countries", "All other countries") if seen else ""
            yield Heading("", title), row
            return  # the first row for a country counts, so nothing behind this one does
        if here - seen:
            yield Heading(code_of(row, country), place_names(row.countries)), row
        seen |= here


def rate_code(number: int) -> str:
    """Return the code of the section of a rate; ``number`` counts all rates of the version from 1."""
    return f"rate-{number}"


def qualified(code: str, name: str) -> str:
    """Return the name that a line of a section has among all lines of a policy."""
    return f"{code}.{name}" if code else name
