"""Terms of payment."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.l10n.translated import TranslatedField
from django_trust.policies.choices import (
    Charged,
    Conversion,
)
from django_trust.policies.models.terms import Terms, day_count


class PaymentTerms(Terms):
    """How to pay, in which currency, and when the money is taken."""

    methods = models.JSONField(
        pgettext_lazy("payment terms", "methods"),
        default=list,
        blank=True,
        help_text=_("Codes of payment methods; empty for those that the shop has switched on."),
    )
    charged = models.CharField(
        pgettext_lazy("payment terms", "the money is taken"),
        max_length=20,
        choices=Charged,
        default=Charged.ORDER,
    )
    invoice_days = day_count(pgettext_lazy("payment terms", "days to pay an invoice"), null=True, blank=True)
    currencies = models.JSONField(
        pgettext_lazy("payment terms", "currencies"),
        default=list,
        blank=True,
        help_text=_("Currencies one pays in, as codes such as EUR."),
    )
    conversion = models.CharField(
        pgettext_lazy("payment terms", "conversion by"),
        max_length=20,
        choices=Conversion,
        default=Conversion.BANK,
    )
    prices_include_tax = models.BooleanField(
        pgettext_lazy("payment terms", "prices include taxes"), default=True
    )
    note = TranslatedField(pgettext_lazy("payment terms", "note"), max_length=500, multiline=True, blank=True)

    class Meta(Terms.Meta):
        verbose_name = pgettext_lazy("terms of the shop", "payment terms")
        verbose_name_plural = pgettext_lazy("terms of the shop", "payment terms")

    def __str__(self) -> str:
        from django_trust.policies.rows import sentence_of

        return sentence_of(self)
