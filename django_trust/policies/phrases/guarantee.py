"""The legal guarantee, which nobody sells, and the commercial one beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import npgettext_lazy, pgettext, pgettext_lazy

from django_trust.policies.choices import GuaranteeBy
from django_trust.policies.facts import GuaranteeFacts
from django_trust.policies.lines import FactLine
from django_trust.policies.phrases.figures import own_words, paragraph, plain_words, say
from django_trust.policies.phrases.law import known_fact, known_silence
from django_trust.policies.phrases.periods import in_years_or_months

# Each pair of texts: for whole years, and for months.
LEGAL = (
    # Translators: a legal right, not an offer: plain words.
    npgettext_lazy(
        "guarantee",
        "Legal guarantee of %(number)s year: your legal right.",
        "Legal guarantee of %(number)s years: your legal right.",
        "n",
    ),
    npgettext_lazy(
        "guarantee",
        "Legal guarantee of %(number)s month: your legal right.",
        "Legal guarantee of %(number)s months: your legal right.",
        "n",
    ),
)
BY_LAW = (
    npgettext_lazy(
        "guarantee",
        "The law gives you %(number)s year. This is your legal right.",
        "The law gives you %(number)s years. This is your legal right.",
        "n",
    ),
    npgettext_lazy(
        "guarantee",
        "The law gives you %(number)s month. This is your legal right.",
        "The law gives you %(number)s months. This is your legal right.",
        "n",
    ),
)
NO_LENGTH = pgettext_lazy(
    "guarantee", "The law protects you when goods are faulty. It names no fixed length of time."
)
LEFT_TO_LAW = pgettext_lazy("guarantee", "The law says what you may ask for when goods are faulty.")
PRESUMPTION = (
    npgettext_lazy(
        "guarantee",
        "A fault that shows within %(number)s year counts as there from the start, unless we prove "
        "otherwise.",
        "A fault that shows within %(number)s years counts as there from the start, unless we prove "
        "otherwise.",
        "n",
    ),
    npgettext_lazy(
        "guarantee",
        "A fault that shows within %(number)s month counts as there from the start, unless we prove "
        "otherwise.",
        "A fault that shows within %(number)s months counts as there from the start, unless we prove "
        "otherwise.",
        "n",
    ),
)
AFTER_REPAIR = (
    npgettext_lazy(
        "guarantee",
        "After a repair the legal guarantee is %(number)s year longer.",
        "After a repair the legal guarantee is %(number)s years longer.",
        "n",
    ),
    npgettext_lazy(
        "guarantee",
        "After a repair the legal guarantee is %(number)s month longer.",
        "After a repair the legal guarantee is %(number)s months longer.",
        "n",
    ),
)
COMMERCIAL: dict[str, tuple[Any, Any]] = {
    GuaranteeBy.SELLER: (
        npgettext_lazy(
            "guarantee",
            "We also guarantee it for %(number)s year, at no extra cost.",
            "We also guarantee it for %(number)s years, at no extra cost.",
            "n",
        ),
        npgettext_lazy(
            "guarantee",
            "We also guarantee it for %(number)s month, at no extra cost.",
            "We also guarantee it for %(number)s months, at no extra cost.",
            "n",
        ),
    ),
    GuaranteeBy.PRODUCER: (
        npgettext_lazy(
            "guarantee",
            "The producer also guarantees it for %(number)s year, at no extra cost.",
            "The producer also guarantees it for %(number)s years, at no extra cost.",
            "n",
        ),
        npgettext_lazy(
            "guarantee",
            "The producer also guarantees it for %(number)s month, at no extra cost.",
            "The producer also guarantees it for %(number)s months, at no extra cost.",
            "n",
        ),
    ),
}
# Translators: "it" is the commercial guarantee.
KEEPS_RIGHTS = pgettext_lazy("guarantee", "It does not limit your legal rights.")


def legal_months(row: GuaranteeFacts, place: str) -> int | None:
    """Return the legal guarantee as the row says, else as the law of the place does."""
    if row.legal_months is not None:
        return row.legal_months
    months = known_fact(place, "guarantee_months")
    return int(months) if months is not None else None


def legal_line(row: GuaranteeFacts, place: str) -> FactLine:
    """Return what the law gives: a length of time, rights without one, or that it is for the law to say."""
    label = pgettext("guarantee", "Legal guarantee")
    months = legal_months(row, place)
    if months:
        return FactLine("guarantee_legal", str(months), label, in_years_or_months(*BY_LAW, months))
    if known_silence(place, "guarantee_months"):
        return FactLine("guarantee_legal", "no_fixed_length", label, say(NO_LENGTH))
    return FactLine("guarantee_legal", "by_law", label, say(LEFT_TO_LAW))


def guarantee_lines(row: GuaranteeFacts, place: str) -> Iterator[FactLine]:
    """Yield what the law gives, then what comes on top."""
    yield legal_line(row, place)
    yield from _period_line(
        "guarantee_presumption",
        pgettext("guarantee", "Who proves a fault"),
        PRESUMPTION,
        known_fact(place, "presumption_months"),
    )
    extension = row.repair_extension_months
    yield from _period_line(
        "guarantee_repair",
        pgettext("guarantee", "After a repair"),
        AFTER_REPAIR,
        known_fact(place, "repair_extension_months") if extension is None else extension,
    )
    if row.commercial_months:
        yield from _commercial_lines(row)


def _period_line(name: str, label: str, texts: tuple[Any, Any], months: Any) -> Iterator[FactLine]:
    if months:
        yield FactLine(name, str(months), label, in_years_or_months(*texts, int(months)))


def _commercial_lines(row: GuaranteeFacts) -> Iterator[FactLine]:
    yield FactLine(
        "guarantee_commercial",
        f"{row.commercial_by} {row.commercial_months}",
        pgettext("guarantee", "Commercial guarantee"),
        commercial_sentence(row),
    )
    if row.guarantor:
        yield FactLine("guarantee_guarantor", row.guarantor, pgettext("guarantee", "Given by"), row.guarantor)
    if covers := own_words(row.covers):
        label = pgettext("guarantee", "What it covers")
        yield FactLine("guarantee_covers", plain_words(row.covers), label, covers)
    if row.terms_url:
        label = pgettext("guarantee", "Its conditions")
        yield FactLine("guarantee_terms", row.terms_url, label, row.terms_url)
    label = pgettext("guarantee", "Your legal rights")
    yield FactLine("guarantee_rights", "kept", label, say(KEEPS_RIGHTS))


def commercial_sentence(row: GuaranteeFacts) -> str:
    """Say who guarantees what beyond the law; nothing where nobody does."""
    if not row.commercial_months:
        return ""
    return in_years_or_months(*COMMERCIAL[row.commercial_by], row.commercial_months)


def short_text(row: GuaranteeFacts, place: str) -> str:
    months = legal_months(row, place)
    legal = in_years_or_months(*LEGAL, months) if months else legal_line(row, place).text
    return paragraph([legal, commercial_sentence(row)])


def checkout_text(row: GuaranteeFacts, place: str) -> str:
    """Add that what comes on top takes nothing away."""
    return paragraph([short_text(row, place), say(KEEPS_RIGHTS) if row.commercial_months else ""])
