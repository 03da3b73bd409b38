"""One sentence for a whole policy: beside the buy button, at checkout, and in lists of staff.

The name and the value of such a line are those of its main fact, as ``sections`` has it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from django.utils import timezone

from django_trust.policies.choices import PolicyKind
from django_trust.policies.facts import (
    Facts,
    GuaranteeFacts,
    PaymentFacts,
    PrivacyFacts,
    RateFacts,
    ReturnFacts,
    VersionFacts,
    row_for,
)
from django_trust.policies.lines import FactLine
from django_trust.policies.phrases import guarantee, payment, privacy, returns, shipping
from django_trust.policies.phrases.figures import paragraph
from django_trust.policies.phrases.law import place_of
from django_trust.policies.phrases.offers import open_rates
from django_trust.policies.phrases.rows import code_of, qualified, rate_code


class Summary(NamedTuple):
    """The main fact of a policy (name and machine value) and what is said of it, short and fuller."""

    name: str
    value: str
    short: str
    fuller: str


NOTHING = Summary("", "", "", "")


def short_line(version: VersionFacts, country: str = "", *, today: date | None = None) -> FactLine:
    """Return the one sentence beside a buy button. Its text is empty where no row is in force.

    ``today`` is the day in the current time zone unless given; in a season the sentence says what holds for
    goods bought on that day.
    """
    found = _summary(version, country, today)
    return FactLine(found.name, found.value, str(version.kind.label), found.short)


def checkout_line(version: VersionFacts, country: str = "", *, today: date | None = None) -> FactLine:
    """Return what a buyer should know before paying: a few sentences, empty where no row is in force."""
    found = _summary(version, country, today)
    return FactLine(found.name, found.value, str(version.kind.label), found.fuller)


def row_sentence(facts: Facts) -> str:
    """Return what one row says, for lists of staff."""
    place = place_of("", facts.countries)
    if isinstance(facts, ReturnFacts):
        return returns.short_text(facts, place)
    if isinstance(facts, RateFacts):
        return shipping.rate_sentence(facts)
    if isinstance(facts, GuaranteeFacts):
        return guarantee.short_text(facts, place)
    if isinstance(facts, PaymentFacts):
        return payment.charged_sentence(facts)
    if isinstance(facts, PrivacyFacts):
        return privacy.short_text(facts)
    return privacy.purpose_title(facts)


def _summary(version: VersionFacts, country: str, today: date | None) -> Summary:
    return _SUMMARIES[version.kind](version, country, today or timezone.localdate())


def _returns(version: VersionFacts, country: str, today: date) -> Summary:
    row = row_for(version.returns, country)
    if row is None:
        return NOTHING
    place = place_of(country, row.countries, version.market)
    line = returns.window_line(row)
    return Summary(
        qualified(code_of(row, country), line.name),
        line.value,
        returns.short_text(row, place, today),
        returns.checkout_text(row, place, today),
    )


def _shipping(version: VersionFacts, country: str, today: date) -> Summary:
    rates = open_rates(version.rates, country)
    main, _other = shipping.best_and_other(rates, country)
    if main is None:
        closed = bool(version.rates and country and not rates)
        line = shipping.refusal_line()
        return Summary(line.name, line.value, line.text, line.text) if closed else NOTHING
    number = next(number for number, rate in enumerate(version.rates, start=1) if rate is main.rate)
    line = shipping.price_line(main.rate)
    said = shipping.rates_sentences(rates, country)
    return Summary(
        qualified(rate_code(number), line.name),
        line.value,
        paragraph(said),
        paragraph([*said, shipping.cutoff_sentence(main.rate)]),
    )


def _guarantee(version: VersionFacts, country: str, today: date) -> Summary:
    row = row_for(version.guarantees, country)
    if row is None:
        return NOTHING
    place = place_of(country, row.countries, version.market)
    line = guarantee.legal_line(row, place)
    return Summary(
        qualified(code_of(row, country), line.name),
        line.value,
        guarantee.short_text(row, place),
        guarantee.checkout_text(row, place),
    )


def _payment(version: VersionFacts, country: str, today: date) -> Summary:
    row = row_for(version.payments, country)
    if row is None:
        return NOTHING
    name = qualified(code_of(row, country), "payment_charged")
    return Summary(
        name, payment.charged_value(row), payment.charged_sentence(row), payment.checkout_text(row)
    )


def _privacy(version: VersionFacts, country: str, today: date) -> Summary:
    row = row_for(version.privacy, country)
    if row is None:
        return NOTHING
    name = qualified(code_of(row, country), "privacy_sale")
    return Summary(name, privacy.sale_value(row), privacy.short_text(row), privacy.checkout_text(row))


_SUMMARIES: dict[PolicyKind, Callable[[VersionFacts, str, date], Summary]] = {
    PolicyKind.RETURNS: _returns,
    PolicyKind.SHIPPING: _shipping,
    PolicyKind.GUARANTEE: _guarantee,
    PolicyKind.PAYMENT: _payment,
    PolicyKind.PRIVACY: _privacy,
}
