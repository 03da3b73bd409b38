"""Every sentence a shopper reads about terms, made from facts, in the active language.

A sentence is translated as a whole, with its figures in it: a number bends the words around it, and a phrase
that is right after "within" is wrong after "for". Where a term has two parts that vary, each has its own
sentence. Labels and cells of a table are the only texts shorter than that.

The value of a ``FactLine`` is the same in every language: "30", "free", "fixed 4.90 EUR", "2..4",
"2026-12-24".
"""

from __future__ import annotations

from collections.abc import Iterator

from django_trust.policies.choices import PolicyKind
from django_trust.policies.facts import VersionFacts, rows_for
from django_trust.policies.lines import Section
from django_trust.policies.phrases import guarantee, payment, privacy, returns, shipping
from django_trust.policies.phrases.law import is_statutory_only, place_of
from django_trust.policies.phrases.offers import shown_rates
from django_trust.policies.phrases.rows import headed_rows, rate_code
from django_trust.policies.phrases.sentences import checkout_line, row_sentence, short_line

__all__ = ["checkout_line", "is_statutory_only", "row_sentence", "sections", "short_line"]


def sections(version: VersionFacts, country: str = "") -> tuple[Section, ...]:
    """Return all that a version says, for readers in ``country`` (ISO 3166-1 alpha-2) or anywhere.

    Where terms differ by country and the reader's is unknown, each row has a section of its own. Codes of
    sections are unique within a version, names of lines within a section. Empty where no row is in force.
    """
    return tuple(section for section in _MAKERS[version.kind](version, country) if section.lines)


def _returns(version: VersionFacts, country: str) -> Iterator[Section]:
    for heading, row in headed_rows(version.returns, country):
        place = place_of(country, row.countries, version.market)
        yield Section(*heading, tuple(returns.return_lines(row, place)))


def _shipping(version: VersionFacts, country: str) -> Iterator[Section]:
    shown = shown_rates(version.rates, country)
    if version.rates and not shown:
        yield Section("", "", (shipping.refusal_line(),))
    for number, rate in enumerate(version.rates, start=1):
        if any(rate is one for one in shown):
            lines = tuple(shipping.rate_lines(rate, version.market))
            yield Section(rate_code(number), shipping.rate_title(rate), lines)


def _guarantee(version: VersionFacts, country: str) -> Iterator[Section]:
    for heading, row in headed_rows(version.guarantees, country):
        place = place_of(country, row.countries, version.market)
        yield Section(*heading, tuple(guarantee.guarantee_lines(row, place)))


def _payment(version: VersionFacts, country: str) -> Iterator[Section]:
    for heading, row in headed_rows(version.payments, country):
        yield Section(*heading, tuple(payment.payment_lines(row, country)))


def _privacy(version: VersionFacts, country: str) -> Iterator[Section]:
    for heading, row in headed_rows(version.privacy, country):
        yield Section(*heading, tuple(privacy.privacy_lines(row)))
    yield from privacy.purpose_sections(rows_for(version.purposes, country), country)


_MAKERS = {
    PolicyKind.RETURNS: _returns,
    PolicyKind.SHIPPING: _shipping,
    PolicyKind.GUARANTEE: _guarantee,
    PolicyKind.PAYMENT: _payment,
    PolicyKind.PRIVACY: _privacy,
}
