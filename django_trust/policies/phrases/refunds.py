"""What somebody gets back, how and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import npgettext_lazy, pgettext, pgettext_lazy

from django_trust.policies.choices import RefundStart, RefundType
from django_trust.policies.facts import ReturnFacts
from django_trust.policies.lines import FactLine
from django_trust.policies.phrases.figures import one_of, say

WHAT: dict[str, Any] = {
    # Translators: an entry of a list after "What you get back"; the list joins its entries with "or".
    RefundType.FULL: pgettext_lazy("what you get back", "your money back"),
    RefundType.EXCHANGE: pgettext_lazy("what you get back", "an exchange"),
    RefundType.STORE_CREDIT: pgettext_lazy("what you get back", "store credit"),
}
NO_MONEY: dict[frozenset[str], Any] = {
    frozenset([RefundType.EXCHANGE]): pgettext_lazy("refund", "You get an exchange, not your money back."),
    frozenset([RefundType.STORE_CREDIT]): pgettext_lazy(
        "refund", "You get store credit, not your money back."
    ),
    frozenset([RefundType.EXCHANGE, RefundType.STORE_CREDIT]): pgettext_lazy(
        "refund", "You get an exchange or store credit, not your money back."
    ),
}
# By whether it is money, and from when the days count.
WITHIN: dict[tuple[bool, str], Any] = {
    (True, RefundStart.NOTICE): npgettext_lazy(
        "refund",
        "You get your money back within %(number)s day of the day we learn of the return.",
        "You get your money back within %(number)s days of the day we learn of the return.",
        "n",
    ),
    (True, RefundStart.GOODS_BACK): npgettext_lazy(
        "refund",
        "You get your money back within %(number)s day of the day the goods are back with us.",
        "You get your money back within %(number)s days of the day the goods are back with us.",
        "n",
    ),
    # Translators: "it" is an exchange or store credit.
    (False, RefundStart.NOTICE): npgettext_lazy(
        "refund",
        "You get it within %(number)s day of the day we learn of the return.",
        "You get it within %(number)s days of the day we learn of the return.",
        "n",
    ),
    # Translators: "it" is an exchange or store credit.
    (False, RefundStart.GOODS_BACK): npgettext_lazy(
        "refund",
        "You get it within %(number)s day of the day the goods are back with us.",
        "You get it within %(number)s days of the day the goods are back with us.",
        "n",
    ),
}
AT_ONCE: dict[tuple[bool, str], Any] = {
    (True, RefundStart.NOTICE): pgettext_lazy(
        "refund", "You get your money back as soon as we learn of the return."
    ),
    (True, RefundStart.GOODS_BACK): pgettext_lazy(
        "refund", "You get your money back as soon as the goods are back with us."
    ),
    # Translators: "it" is an exchange or store credit.
    (False, RefundStart.NOTICE): pgettext_lazy("refund", "You get it as soon as we learn of the return."),
    # Translators: "it" is an exchange or store credit.
    (False, RefundStart.GOODS_BACK): pgettext_lazy(
        "refund", "You get it as soon as the goods are back with us."
    ),
}


def refunds_money(row: ReturnFacts) -> bool:
    return RefundType.FULL in row.refund_types


def deadline_sentence(row: ReturnFacts) -> str:
    """Say when the money, or what stands for it, is there."""
    key = refunds_money(row), row.refund_start
    return say(WITHIN[key], row.refund_days) if row.refund_days else say(AT_ONCE[key])


def no_money_sentence(row: ReturnFacts) -> str:
    """Say what customers get instead of their money; nothing where they get that."""
    return say(NO_MONEY.get(frozenset(row.refund_types), ""))


def refund_lines(row: ReturnFacts) -> Iterator[FactLine]:
    """Yield what, when and how customers get back."""
    yield FactLine(
        "refund_type",
        " ".join(row.refund_types),
        pgettext("returns", "What you get back"),
        one_of([WHAT.get(entry, entry) for entry in row.refund_types]),
    )
    yield FactLine(
        "refund_deadline",
        f"{row.refund_days} {row.refund_start}",
        pgettext("returns", "When you get it"),
        deadline_sentence(row),
    )
    if refunds_money(row):
        yield FactLine(
            "refund_means",
            "same" if row.refund_same_means else "other",
            pgettext("returns", "How you get your money back"),
            _means(row),
        )
    yield FactLine(
        "refund_shipping",
        "refunded" if row.refund_shipping else "kept",
        pgettext("returns", "What you paid for delivery"),
        _shipping(row),
    )


def _means(row: ReturnFacts) -> str:
    if row.refund_same_means:
        return pgettext("returns", "The same way you paid.")
    return pgettext("returns", "Not always the way you paid.")


def _shipping(row: ReturnFacts) -> str:
    if row.refund_shipping:
        return pgettext("returns", "We refund the cost of standard delivery too.")
    return pgettext("returns", "We do not refund the cost of delivery.")
