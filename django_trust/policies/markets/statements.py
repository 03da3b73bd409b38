"""What the law of a market wants shoppers to be told, in the words of this library.

Codes and sources are in ``markets.toml``. The sentences hold whatever the terms of the shop are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext_lazy

from django_trust.l10n.formats import format_number
from django_trust.policies.choices import PolicyKind
from django_trust.policies.markets.profiles import profile_for

RETURNS = (PolicyKind.RETURNS,)
RETURNS_AND_GUARANTEE = (PolicyKind.RETURNS, PolicyKind.GUARANTEE)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence for shoppers, and the policies it belongs to. ``figures`` fill its placeholders."""

    kinds: tuple[PolicyKind, ...]
    text: Any
    figures: tuple[tuple[str, int], ...] = ()


STATEMENTS: dict[str, Statement] = {
    "withdrawal_right": Statement(
        RETURNS,
        pgettext_lazy(
            "statement",
            "By law you may withdraw from the contract within the withdrawal period without giving a reason.",
        ),
    ),
    "model_form": Statement(
        RETURNS,
        pgettext_lazy(
            "statement",
            "To withdraw you can use the model withdrawal form, or tell us clearly in words of your own.",
        ),
    ),
    "withdrawal_function": Statement(
        RETURNS,
        pgettext_lazy(
            "statement",
            "You can also withdraw online on this site for as long as the withdrawal period lasts.",
        ),
    ),
    "return_cost_told": Statement(
        RETURNS,
        pgettext_lazy(
            "statement",
            "After a withdrawal you pay for sending goods back only if we told you so before you ordered.",
        ),
    ),
    "no_withdrawal_cases": Statement(
        RETURNS,
        pgettext_lazy(
            "statement",
            "The law excludes some goods and services from the right of withdrawal, such as goods made to "
            "your specification and goods that spoil quickly.",
        ),
    ),
    "legal_guarantee_reminder": Statement(
        (PolicyKind.GUARANTEE,),
        pgettext_lazy(
            "statement",
            "If goods are faulty or not as agreed, the law gives you rights against the seller at no cost: "
            "the legal guarantee. Any other guarantee comes on top of it.",
        ),
    ),
    "ee_disputes": Statement(
        RETURNS_AND_GUARANTEE,
        pgettext_lazy(
            "statement",
            "If we cannot settle a dispute, you can turn to the Consumer Disputes Committee "
            "(Tarbijavaidluste komisjon).",
        ),
    ),
    "complaints_book": Statement(
        RETURNS_AND_GUARANTEE,
        pgettext_lazy(
            "statement",
            "You can complain in the electronic complaints book (Livro de Reclamações): "
            "https://www.livroreclamacoes.pt",
        ),
    ),
    "br_arrependimento": Statement(
        RETURNS,
        pgettext_lazy(
            "statement",
            "By law you may give up a purchase made online without giving a reason and get back all that you "
            "paid, delivery included (direito de arrependimento).",
        ),
    ),
    "br_same_channel": Statement(
        RETURNS,
        pgettext_lazy(
            "statement",
            "You can give up the purchase the same way you ordered, or by any other way we offer.",
        ),
    ),
    "no_void_clauses": Statement(
        RETURNS_AND_GUARANTEE,
        pgettext_lazy(
            "statement",
            "Nothing here takes away the rights the law gives you when goods are faulty, not as described or "
            "not what you ordered.",
        ),
    ),
    "id_exchange_window": Statement(
        RETURNS,
        pgettext_lazy(
            "statement",
            "If what you get is wrong, late, damaged, expired or has a hidden fault, you have at least two "
            "working days from receipt to exchange it or to cancel.",
        ),
    ),
    "sa_withdrawal_right": Statement(
        RETURNS,
        pgettext_lazy(
            "statement", "By law you may cancel the purchase for some days if you have not used the goods."
        ),
    ),
    "eg_withdrawal_right": Statement(
        RETURNS,
        pgettext_lazy(
            "statement",
            "By law you may return goods in their original condition for some days without giving a reason.",
        ),
    ),
    "au_consumer_guarantees": Statement(
        RETURNS_AND_GUARANTEE,
        pgettext_lazy(
            "statement",
            "Our goods come with guarantees that cannot be excluded under the Australian Consumer Law.",
        ),
    ),
    "in_grievance_officer": Statement(
        RETURNS_AND_GUARANTEE,
        pgettext_lazy(
            "statement",
            "Our grievance officer confirms a complaint within %(hours)s hours and settles it within one "
            "month.",
        ),
        (("hours", 48),),
    ),
}


def statement(code: str) -> str:
    """Return a statement in the active language. Raises ``KeyError`` for a code that does not exist."""
    found = STATEMENTS[code]
    text = str(found.text)
    return text % {name: format_number(figure) for name, figure in found.figures} if found.figures else text


def market_statements(kind: str, country: str) -> tuple[str, ...]:
    """Return what shoppers in ``country`` (or a union) must be told beside a kind of policy.

    Nothing for an unknown country, and for one without a profile.
    """
    profile = profile_for(country) if country else None
    codes = profile.statements if profile else ()
    return tuple(statement(code) for code in codes if kind in STATEMENTS[code].kinds)
