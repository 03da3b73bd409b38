"""Terms of payment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import npgettext_lazy, pgettext, pgettext_lazy

from django_trust.l10n.formats import format_list
from django_trust.l10n.locales import current_language, to_babel
from django_trust.policies.choices import Charged, Conversion
from django_trust.policies.facts import Codes, PaymentFacts
from django_trust.policies.lines import FactLine
from django_trust.policies.phrases.figures import own_words, paragraph, plain_words, say
from django_trust.shop.payments import method_name, methods_on

CHARGED: dict[str, Any] = {
    Charged.ORDER: pgettext_lazy("payment terms", "You pay when you order."),
    Charged.SHIPMENT: pgettext_lazy("payment terms", "You pay when we send the order."),
    Charged.DELIVERY: pgettext_lazy("payment terms", "You pay when the order arrives."),
    Charged.INVOICE: pgettext_lazy("payment terms", "You pay by invoice after the delivery."),
}
INVOICE_WITHIN = npgettext_lazy(
    "payment terms",
    "You get an invoice after the delivery and pay it within %(number)s day.",
    "You get an invoice after the delivery and pay it within %(number)s days.",
    "n",
)
CONVERSION: dict[str, Any] = {
    Conversion.NONE: pgettext_lazy("payment terms", "Nothing is converted: there is one currency only."),
    Conversion.BANK: pgettext_lazy(
        "payment terms",
        "If your account is in another currency, your bank or card converts the price at its own rate.",
    ),
    Conversion.SHOP: pgettext_lazy(
        "payment terms",
        "If your account is in another currency, we convert the price at the rate shown before you pay.",
    ),
}
TAXES = {
    True: pgettext_lazy("payment terms", "Prices include taxes."),
    False: pgettext_lazy("payment terms", "Taxes are added to the prices."),
}


def payment_lines(row: PaymentFacts, country: str) -> Iterator[FactLine]:
    """Yield all that a row says."""
    methods = methods_of(row, country)
    if methods:
        label = pgettext("payment terms", "Ways to pay")
        names = format_list([method_name(code) for code in methods])
        yield FactLine("payment_methods", " ".join(methods), label, names)
    label = pgettext("payment terms", "When you pay")
    yield FactLine("payment_charged", charged_value(row), label, charged_sentence(row))
    if row.currencies:
        label = pgettext("payment terms", "Currencies")
        yield FactLine("payment_currencies", " ".join(row.currencies), label, _currency_names(row.currencies))
    label = pgettext("payment terms", "Conversion")
    yield FactLine("payment_conversion", row.conversion, label, say(CONVERSION[row.conversion]))
    label = pgettext("payment terms", "Taxes")
    value = "included" if row.prices_include_tax else "added"
    yield FactLine("payment_taxes", value, label, say(TAXES[row.prices_include_tax]))
    if note := own_words(row.note):
        label = pgettext("payment terms", "Note")
        yield FactLine("payment_note", plain_words(row.note), label, note)


def methods_of(row: PaymentFacts, country: str) -> Codes:
    """Return the codes of a row, else of what the shop has switched on, in an order that never changes."""
    return row.methods or tuple(sorted(methods_on(country=country)))


def _currency_names(codes: Codes) -> str:
    names = to_babel(current_language()).currencies
    return format_list([str(names.get(code, code)) for code in codes])


def charged_value(row: PaymentFacts) -> str:
    if row.charged == Charged.INVOICE and row.invoice_days:
        return f"{row.charged} {row.invoice_days}"
    return row.charged


def charged_sentence(row: PaymentFacts) -> str:
    """Say when the money is taken."""
    if row.charged == Charged.INVOICE and row.invoice_days:
        return say(INVOICE_WITHIN, row.invoice_days)
    return say(CHARGED[row.charged])


def checkout_text(row: PaymentFacts) -> str:
    """Say when the money is taken, what of taxes, and who converts."""
    converts = row.conversion != Conversion.NONE
    conversion = say(CONVERSION[row.conversion]) if converts else ""
    return paragraph([charged_sentence(row), say(TAXES[row.prices_include_tax]), conversion])
