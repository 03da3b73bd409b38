"""How goods go back, in which condition, where to, and which do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import pgettext, pgettext_lazy

from django_trust.policies.choices import Exclusion, ItemCondition, LabelSource, ReturnMethod
from django_trust.policies.facts import ReturnFacts
from django_trust.policies.lines import FactLine
from django_trust.policies.phrases.figures import listed, one_of, place_names, say

METHODS: dict[str, Any] = {
    # Translators: an entry of a list after "How to send it back"; the list joins its entries with "or".
    ReturnMethod.MAIL: pgettext_lazy("way to send back", "by post or courier"),
    ReturnMethod.IN_STORE: pgettext_lazy("way to send back", "in a store"),
    ReturnMethod.KIOSK: pgettext_lazy("way to send back", "at a parcel machine"),
}
LABELS: dict[str, Any] = {
    LabelSource.IN_BOX: pgettext_lazy("return label", "It is in the parcel."),
    LabelSource.DOWNLOAD: pgettext_lazy("return label", "You download and print it."),
    LabelSource.CUSTOMER: pgettext_lazy("return label", "You get it from the carrier."),
}
CONDITIONS: dict[str, Any] = {
    # Translators: an entry of a list after "Condition of the goods"; the list joins its entries with "or".
    ItemCondition.NEW: pgettext_lazy("condition of goods", "new and unused"),
    ItemCondition.USED: pgettext_lazy("condition of goods", "used"),
    ItemCondition.DAMAGED: pgettext_lazy("condition of goods", "damaged"),
    ItemCondition.REFURBISHED: pgettext_lazy("condition of goods", "refurbished"),
}
EXCLUSIONS = dict(Exclusion.choices)


def parcel_lines(row: ReturnFacts, *, after_remorse: bool) -> Iterator[FactLine]:
    """Yield how to send goods back. Conditions and exceptions are those after a change of mind."""
    if row.methods:
        text = one_of([METHODS.get(code, code) for code in row.methods])
        yield FactLine(
            "return_methods", " ".join(row.methods), pgettext("returns", "How to send it back"), text
        )
    if ReturnMethod.MAIL in row.methods:
        label = pgettext("returns", "Return label")
        yield FactLine("return_label", row.label_source, label, say(LABELS[row.label_source]))
    if row.return_countries:
        label = pgettext("returns", "The parcel goes to")
        places = place_names(row.return_countries)
        yield FactLine("return_countries", " ".join(row.return_countries), label, places)
    if after_remorse:
        yield from _goods_lines(row)


def _goods_lines(row: ReturnFacts) -> Iterator[FactLine]:
    if row.conditions:
        text = one_of([CONDITIONS.get(code, code) for code in row.conditions])
        label = pgettext("returns", "Condition of the goods")
        yield FactLine("return_condition", " ".join(row.conditions), label, text)
    if row.exclusions:
        text = listed([EXCLUSIONS.get(code, code) for code in row.exclusions])
        label = pgettext("returns", "Cannot be returned after a change of mind")
        yield FactLine("return_exclusions", " ".join(row.exclusions), label, text)
