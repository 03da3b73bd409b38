"""What happens to personal data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import npgettext_lazy, pgettext, pgettext_lazy

from django_trust.l10n.formats import format_list
from django_trust.policies.choices import LegalBasis, PrivacyRight, Purpose
from django_trust.policies.facts import PrivacyFacts, PurposeFacts
from django_trust.policies.lines import FactLine, Section
from django_trust.policies.phrases.figures import listed, own_words, paragraph, place_names, plain_words, say
from django_trust.policies.phrases.periods import months_text
from django_trust.shop.adapter import get_adapter

SALE: dict[bool, Any] = {
    False: pgettext_lazy("privacy", "We do not sell your data."),
    True: pgettext_lazy("privacy", "We sell your data or share it with others."),
}
QUESTIONS = pgettext_lazy("privacy", "Questions about your data: %(email)s")
ANSWER = npgettext_lazy(
    "privacy",
    "We answer requests about your data within %(number)s day.",
    "We answer requests about your data within %(number)s days.",
    "n",
)
ANSWER_AT_ONCE = pgettext_lazy("privacy", "We answer requests about your data at once.")
NOT_KEPT = pgettext_lazy("privacy", "It is not kept afterwards.")
RIGHTS = dict(PrivacyRight.choices)
PURPOSES = dict(Purpose.choices)
BASES = dict(LegalBasis.choices)


def privacy_lines(row: PrivacyFacts) -> Iterator[FactLine]:
    """Yield who is responsible and what people may ask for."""
    label = pgettext("privacy", "Sale of data")
    yield FactLine("privacy_sale", sale_value(row), label, sale_sentence(row))
    if email := contact_of(row):
        yield FactLine("privacy_contact", email, pgettext("privacy", "Questions about your data"), email)
    if row.officer:
        label = pgettext("privacy", "Data protection officer")
        yield FactLine("privacy_officer", row.officer, label, row.officer)
    if row.rights:
        label = pgettext("privacy", "Your rights")
        rights = listed([RIGHTS.get(code, code) for code in row.rights])
        yield FactLine("privacy_rights", " ".join(row.rights), label, rights)
    label = pgettext("privacy", "When we answer")
    yield FactLine("privacy_answer", str(row.answer_days), label, answer_sentence(row))
    if row.authority:
        label = pgettext("privacy", "Supervisory authority")
        yield FactLine("privacy_authority", row.authority, label, row.authority)
    if row.authority_url:
        label = pgettext("privacy", "Complaints to the authority")
        yield FactLine("privacy_authority_link", row.authority_url, label, row.authority_url)
    if transfers := own_words(row.transfers):
        label = pgettext("privacy", "Data that leaves the country")
        yield FactLine("privacy_transfers", plain_words(row.transfers), label, transfers)


def sale_value(row: PrivacyFacts) -> str:
    return "yes" if row.sells_data else "no"


def contact_of(row: PrivacyFacts) -> str:
    """Return whom to ask about data: the shop itself where staff named nobody else."""
    return row.contact_email or get_adapter().get_shop().email


def answer_sentence(row: PrivacyFacts) -> str:
    return say(ANSWER, row.answer_days) if row.answer_days else say(ANSWER_AT_ONCE)


def sale_sentence(row: PrivacyFacts) -> str:
    return say(SALE[row.sells_data])


def contact_sentence(row: PrivacyFacts) -> str:
    """Say whom to ask, with the address at the end; nothing where nobody is named."""
    email = contact_of(row)
    return say(QUESTIONS, email=email) if email else ""


def short_text(row: PrivacyFacts) -> str:
    """Say whether data is sold and whom to ask."""
    return paragraph([sale_sentence(row), contact_sentence(row)])


def checkout_text(row: PrivacyFacts) -> str:
    """Say when the shop answers, too."""
    return paragraph([sale_sentence(row), answer_sentence(row), contact_sentence(row)])


def purpose_sections(rows: Iterable[PurposeFacts], country: str) -> Iterator[Section]:
    """Yield a section for each use of data. Several uses of one kind are numbered."""
    seen: dict[str, int] = {}
    for row in rows:
        number = seen[row.purpose] = seen.get(row.purpose, 0) + 1
        code = f"purpose-{row.purpose}" if number == 1 else f"purpose-{row.purpose}-{number}"
        yield Section(code, purpose_title(row), tuple(_purpose_lines(row, country)))


def purpose_title(row: PurposeFacts) -> str:
    """Return what data is used for; a purpose of the shop's own in its own words."""
    named = "" if row.purpose != Purpose.OTHER else own_words(row.description)
    return named or str(PURPOSES.get(row.purpose, row.purpose))


def _purpose_lines(row: PurposeFacts, country: str) -> Iterator[FactLine]:
    description = own_words(row.description)
    if description and description != purpose_title(row):
        label = pgettext("privacy", "What for")
        yield FactLine("purpose_description", plain_words(row.description), label, description)
    if not country and row.countries:
        label = pgettext("privacy", "Where")
        yield FactLine("purpose_countries", " ".join(row.countries), label, place_names(row.countries))
    if data := own_words(row.data):
        yield FactLine("purpose_data", plain_words(row.data), pgettext("privacy", "Which data"), data)
    label = pgettext("privacy", "Legal basis")
    yield FactLine("purpose_basis", row.legal_basis, label, str(BASES.get(row.legal_basis, row.legal_basis)))
    yield from _retention_lines(row)
    if row.processors:
        label = pgettext("privacy", "Who processes it for us")
        text = format_list(list(row.processors))
        yield FactLine("purpose_processors", "; ".join(row.processors), label, text)


def _retention_lines(row: PurposeFacts) -> Iterator[FactLine]:
    if row.retention_months is not None:
        months = row.retention_months
        text = months_text(months) if months else say(NOT_KEPT)
        yield FactLine("purpose_kept", str(months), pgettext("privacy", "Kept for"), text)
    if note := own_words(row.retention_note):
        label = pgettext("privacy", "How long it is kept")
        yield FactLine("purpose_kept_note", plain_words(row.retention_note), label, note)
