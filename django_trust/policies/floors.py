"""Terms against the law of the markets: what a shop promises may be more, never less.

The demands are in ``markets``. What is not certain there is reported as such and never as an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.l10n.formats import format_date, format_list
from django_trust.policies.book import PolicyBook
from django_trust.policies.choices import PolicyKind
from django_trust.policies.facts import Codes, VersionFacts, row_for, rows_for
from django_trust.policies.markets.further_rules import RULES as FURTHER_RULES
from django_trust.policies.markets.profiles import CERTAINTIES, Fact, Market, market_code, profile_for
from django_trust.policies.markets.refund_rules import RULES as REFUND_RULES
from django_trust.policies.markets.return_rules import RULES as RETURN_RULES
from django_trust.policies.markets.rules import Rule
from django_trust.policies.rows import ALL_PARTS
from django_trust.shop.places import UNIONS, is_within

RULES: tuple[Rule, ...] = (*RETURN_RULES, *REFUND_RULES, *FURTHER_RULES)
# What buyers everywhere look for. Payment is what the shop chooses.
EXPECTED = {
    PolicyKind.RETURNS: "returns",
    PolicyKind.SHIPPING: "rates",
    PolicyKind.GUARANTEE: "guarantees",
    PolicyKind.PRIVACY: "privacy",
}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A term that gives less than the law of a market.

    ``market`` is the code as in ``MARKETS``, ``countries`` the scope of the row (empty for everywhere) and
    ``field`` its column. ``message`` says what the term gives and what the law asks for, ``hint`` what to
    do; both are for staff, in the language that was active. ``law`` names the source in English.
    """

    market: str
    countries: Codes
    field: str
    kind: PolicyKind
    message: str
    law: str
    checked_on: date
    certainty: str
    hint: str

    @property
    def is_certain(self) -> bool:
        """Whether this is an error; what is not certain is a warning."""
        return self.certainty == CERTAINTIES[0]


@dataclass(frozen=True, slots=True)
class Gap:
    """A policy that a market has no terms for; ``countries`` are those concerned, none where all are."""

    market: str
    kind: PolicyKind
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A market the shop sells to: its law, and the countries that law is asked for."""

    code: str
    law: Market
    countries: tuple[str, ...]


def places_of(markets: Iterable[str]) -> list[Place]:
    """Return the markets that have a profile. A country named beside its union answers to its own law."""
    codes = list(dict.fromkeys(market_code(code) for code in markets))
    found = []
    for code in codes:
        law = profile_for(code)
        countries = sorted(UNIONS.get(code, {code}) - ({*codes} if code in UNIONS else set()))
        if law is not None and countries:
            found.append(Place(code, law, tuple(countries)))
    return found


def shortfalls(version: VersionFacts, markets: Iterable[str]) -> list[Shortfall]:
    """Return what a version gives less than the law of ``markets``, row by row, errors first.

    ``markets`` are countries or unions; those without a profile are passed over, and so are countries the
    policy is not for. For a union, each row that is in force in one of its countries is compared once.
    """
    return _sorted(one for place in places_of(markets) for one in _of_place(version, place, place.countries))


def shortfalls_of_all(
    versions: Iterable[VersionFacts], markets: Iterable[str]
) -> list[tuple[VersionFacts, Shortfall]]:
    """Return the same for all versions in force together: each only where no narrower policy is."""
    book, found = PolicyBook(tuple(versions)), []
    for place in places_of(markets):
        for version in book.versions:
            mine = [country for country in place.countries if book.find(version.kind, country) is version]
            found += [(version, one) for one in _of_place(version, place, mine)]
    return sorted(found, key=lambda pair: CERTAINTIES.index(pair[1].certainty))


def gaps(versions: Iterable[VersionFacts], markets: Iterable[str]) -> list[Gap]:
    """Return the policies a market lacks. Delivery may stop at a border: it lacks where it goes nowhere."""
    book, found = PolicyBook(tuple(versions)), []
    for place in places_of(markets):
        for kind, part in EXPECTED.items():
            missing = [country for country in place.countries if not _has_terms(book, kind, part, country)]
            anywhere = any(_has_terms(book, kind, part, country) for country in UNIONS.get(place.code, ()))
            if missing and not (kind == PolicyKind.SHIPPING and anywhere):
                some = tuple(missing) if len(missing) < len(place.countries) else ()
                found.append(Gap(place.code, kind, some))
    return found


def floor_text(country: str, field: str) -> str:
    """Return in words what the law of a country or union asks of a column of the terms.

    ``EU: at least 14 days (Directive 2011/83/EU, Art. 9)``; empty where it asks for nothing.
    """
    law = profile_for(country)
    found = [] if law is None else list(_demands(law, field))
    if law is None or not found:
        return ""
    rule, fact = min(found, key=lambda pair: CERTAINTIES.index(pair[1].certainty))
    words = {"market": law.code, "floor": rule.floor(fact.value), "law": fact.source}
    if fact.is_certain:
        return pgettext("legal floor", "%(market)s: %(floor)s (%(law)s)") % words
    text = pgettext(
        "legal floor", "%(market)s: %(floor)s (%(law)s; checked on %(date)s, certainty %(certainty)s)"
    )
    return text % {**words, "date": format_date(fact.checked_on), "certainty": fact.certainty}


def _demands(law: Market, field: str = "", part: str = "") -> Iterator[tuple[Rule, Fact]]:
    """Yield the demands of a law on one column, or on the rows of one part."""
    for rule in RULES:
        if rule.field == field or rule.part == part:
            fact = law.fact(rule.fact)
            if fact is not None and fact.value is not None and rule.demands(fact.value):
                yield rule, fact


def _has_terms(book: PolicyBook, kind: PolicyKind, part: str, country: str) -> bool:
    version = book.find(kind, country)
    return version is not None and bool(rows_for(getattr(version, part), country))


def _of_place(version: VersionFacts, place: Place, countries: Iterable[str]) -> Iterator[Shortfall]:
    countries = [country for country in countries if is_within(country, version.market)]
    for part in dict.fromkeys(rule.part for rule in RULES):
        rows = getattr(version, part)
        in_force = {id(row_for(rows, country)) for country in countries}
        for row in rows:
            if id(row) in in_force:
                yield from _of_row(part, row, place)


def _of_row(part: str, row: Any, place: Place) -> Iterator[Shortfall]:
    """Yield what one row gives less, once for each column, by the surest ground."""
    found: dict[str, tuple[Rule, Fact]] = {}
    for rule, fact in _demands(place.law, part=part):
        if rule.is_broken(row, fact.value):
            known = found.get(rule.field)
            if known is None or CERTAINTIES.index(fact.certainty) < CERTAINTIES.index(known[1].certainty):
                found[rule.field] = rule, fact
    for rule, fact in found.values():
        yield _shortfall(rule, fact, row, place)


def _shortfall(rule: Rule, fact: Fact, row: Any, place: Place) -> Shortfall:
    model = ALL_PARTS[rule.part].model
    kind = next(kind for kind, part in EXPECTED.items() if part == rule.part)
    words = {"given": rule.given(row), "floor": rule.floor(fact.value), "term": _term(model, rule.field)}
    message = _("%(term)s: %(given)s. Required by law: %(floor)s.") % words
    hint = rule.fix(fact.value)
    if row.countries:
        scope = _("This is the row for %(countries)s.") % {"countries": format_list(list(row.countries))}
        hint = " ".join([hint, scope])
    return Shortfall(
        market=place.code,
        countries=tuple(row.countries),
        field=rule.field,
        kind=kind,
        message=message,
        law=fact.source,
        checked_on=fact.checked_on,
        certainty=fact.certainty,
        hint=hint,
    )


def _term(model: type[Any], field: str) -> str:
    """Return what staff call a column, with a capital letter."""
    if field == "category":
        return pgettext("terms of the shop", "Returns")
    if field == "seasons":  # rows of their own
        return pgettext("terms of the shop", "Seasons")
    return capfirst(str(model._meta.get_field(field).verbose_name))


def _sorted(found: Iterable[Shortfall]) -> list[Shortfall]:
    return sorted(found, key=lambda one: CERTAINTIES.index(one.certainty))
