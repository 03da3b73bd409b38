"""Terms of legal and commercial guarantees."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.l10n.translated import TranslatedField
from django_trust.policies.choices import (
    GuaranteeBy,
)
from django_trust.policies.models.terms import WEB_ADDRESS, Terms


class GuaranteeTerms(Terms):
    """What the law gives, and what the shop or the producer give beyond it."""

    legal_months = models.PositiveSmallIntegerField(
        pgettext_lazy("guarantee", "legal guarantee in months"),
        null=True,
        blank=True,
        help_text=_("Empty for what the law of the market says."),
    )
    commercial_months = models.PositiveSmallIntegerField(
        pgettext_lazy("guarantee", "commercial guarantee in months"), null=True, blank=True
    )
    commercial_by = models.CharField(
        pgettext_lazy("guarantee", "given by"), max_length=20, choices=GuaranteeBy, default=GuaranteeBy.SELLER
    )
    guarantor = models.CharField(
        pgettext_lazy("guarantee", "name and address of the guarantor"), max_length=300, blank=True
    )
    covers = TranslatedField(
        pgettext_lazy("guarantee", "what it covers"), max_length=500, multiline=True, blank=True
    )
    terms_url = models.URLField(
        pgettext_lazy("guarantee", "link to the conditions"),
        max_length=500,
        blank=True,
        validators=[WEB_ADDRESS],
    )
    repair_extension_months = models.PositiveSmallIntegerField(
        pgettext_lazy("guarantee", "months added after a repair"),
        null=True,
        blank=True,
        help_text=_("Empty for what the law of the market says."),
    )

    class Meta(Terms.Meta):
        verbose_name = pgettext_lazy("terms of the shop", "guarantee terms")
        verbose_name_plural = pgettext_lazy("terms of the shop", "guarantee terms")

    def __str__(self) -> str:
        from django_trust.policies.rows import sentence_of

        return sentence_of(self)
