"""Who pays when something goes back, and what the shop keeps."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import pgettext, pgettext_lazy

from django_trust.policies.choices import ReturnFees
from django_trust.policies.facts import ReturnFacts
from django_trust.policies.lines import FactLine
from django_trust.policies.phrases.figures import money, paragraph, percent, plain, plain_money, say

POSTAGE: dict[str, Any] = {
    # Translators: the postage of a parcel that goes back to the shop.
    ReturnFees.FREE: pgettext_lazy("returns", "We pay the postage."),
    ReturnFees.CUSTOMER: pgettext_lazy("returns", "You pay the postage."),
    ReturnFees.FIXED: pgettext_lazy("returns", "We deduct %(amount)s from your refund for the postage."),
}
RESTOCKING_SHARE = pgettext_lazy("returns", "We keep %(percent)s of the price as a restocking fee.")
RESTOCKING_AMOUNT = pgettext_lazy("returns", "We keep %(amount)s as a restocking fee.")


class Fee(NamedTuple):
    """Who pays the postage: ``kind`` is a ReturnFees; ``amount`` is written in the reader's language."""

    kind: str
    value: str
    amount: str = ""

    @property
    def sentence(self) -> str:
        return say(POSTAGE[self.kind], amount=self.amount)


def fee(kind: str, amount: Decimal | None, currency: str) -> Fee:
    """Return who pays. Nothing deducted is free; a deduction nobody has named is left to the carrier."""
    if kind != ReturnFees.FIXED:
        return Fee(kind, kind)
    if amount is None:
        return Fee(ReturnFees.CUSTOMER.value, ReturnFees.CUSTOMER.value)
    if amount == 0:
        return Fee(ReturnFees.FREE.value, ReturnFees.FREE.value)
    return Fee(kind, f"{kind} {plain_money(amount, currency)}", money(amount, currency))


def remorse_fee(row: ReturnFacts) -> Fee:
    return fee(row.remorse_fees, row.remorse_amount, row.currency)


def restocking_sentence(row: ReturnFacts) -> str:
    """Say what the shop keeps; nothing where it keeps nothing."""
    share, amount = row.restocking_percent, row.restocking_amount
    return paragraph(
        [
            say(RESTOCKING_SHARE, percent=percent(share)) if share else "",
            say(RESTOCKING_AMOUNT, amount=money(amount, row.currency)) if amount else "",
        ]
    )


def fee_lines(row: ReturnFacts, *, after_remorse: bool) -> Iterator[FactLine]:
    """Yield who pays by reason, and the restocking fee where there is one."""
    defect = fee(row.defect_fees, row.defect_amount, row.currency)
    wrong = fee(row.wrong_item_fees, row.wrong_item_amount, row.currency)
    if after_remorse:
        own = remorse_fee(row)
        label = pgettext("returns", "Who pays if you change your mind")
        yield FactLine("return_cost_remorse", own.value, label, own.sentence)
    label = pgettext("returns", "Who pays if it is faulty")
    yield FactLine("return_cost_defect", defect.value, label, defect.sentence)
    label = pgettext("returns", "Who pays if it is not what you ordered")
    yield FactLine("return_cost_wrong_item", wrong.value, label, wrong.sentence)
    restocking = restocking_sentence(row)
    if restocking:
        label = pgettext("returns", "Restocking fee")
        yield FactLine("restocking", _restocking_value(row), label, restocking)


def _restocking_value(row: ReturnFacts) -> str:
    parts = []
    if row.restocking_percent:
        parts.append(f"percent {plain(row.restocking_percent)}")
    if row.restocking_amount:
        parts.append(f"fixed {plain_money(row.restocking_amount, row.currency)}")
    return " ".join(parts)
