"""What happens to personal data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.l10n.translated import TranslatedField
from django_trust.policies.choices import (
    LegalBasis,
    Purpose,
)
from django_trust.policies.models.terms import WEB_ADDRESS, Terms, day_count


class PrivacyTerms(Terms):
    """Who is responsible for personal data and what people may ask for."""

    contact_email = models.EmailField(
        pgettext_lazy("privacy", "e-mail for questions about data"),
        blank=True,
        help_text=_("Empty for the shop's own address."),
    )
    officer = models.CharField(
        pgettext_lazy("privacy", "data protection officer"), max_length=200, blank=True
    )
    rights = models.JSONField(pgettext_lazy("privacy", "rights"), default=list, blank=True)
    answer_days = day_count(
        pgettext_lazy("privacy", "days until an answer"), _("At most, in calendar days."), default=30
    )
    authority = models.CharField(
        pgettext_lazy("privacy", "supervisory authority"), max_length=200, blank=True
    )
    authority_url = models.URLField(
        pgettext_lazy("privacy", "link to the authority"),
        max_length=500,
        blank=True,
        validators=[WEB_ADDRESS],
    )
    transfers = TranslatedField(
        pgettext_lazy("privacy", "data that leaves the country"), max_length=500, multiline=True, blank=True
    )
    sells_data = models.BooleanField(pgettext_lazy("privacy", "data is sold or shared"), default=False)

    class Meta(Terms.Meta):
        verbose_name = pgettext_lazy("terms of the shop", "privacy terms")
        verbose_name_plural = pgettext_lazy("terms of the shop", "privacy terms")

    def __str__(self) -> str:
        from django_trust.policies.rows import sentence_of

        return sentence_of(self)


class PrivacyPurpose(Terms):
    """One use of personal data: why, on which basis, for how long, and who else sees it."""

    purpose = models.CharField(pgettext_lazy("privacy", "purpose"), max_length=20, choices=Purpose)
    description = TranslatedField(
        pgettext_lazy("privacy", "description"),
        max_length=300,
        blank=True,
        help_text=_("Needed for “another purpose”; else the purpose in your own words."),
    )
    data = TranslatedField(
        pgettext_lazy("privacy", "which data"),
        max_length=300,
        blank=True,
        help_text=_("Such as “name, address, e-mail”."),
    )
    legal_basis = models.CharField(
        pgettext_lazy("privacy", "legal basis"),
        max_length=30,
        choices=LegalBasis,
        default=LegalBasis.CONTRACT,
    )
    retention_months = models.PositiveSmallIntegerField(
        pgettext_lazy("privacy", "kept for (months)"), null=True, blank=True
    )
    retention_note = TranslatedField(
        pgettext_lazy("privacy", "kept until"),
        max_length=200,
        blank=True,
        help_text=_("Where no number of months can be given, such as “until you close your account”."),
    )
    processors = models.JSONField(
        pgettext_lazy("privacy", "who processes it for us"),
        default=list,
        blank=True,
        help_text=_("Names of companies."),
    )

    class Meta(Terms.Meta):
        verbose_name = pgettext_lazy("terms of the shop", "use of personal data")
        verbose_name_plural = pgettext_lazy("terms of the shop", "uses of personal data")

    def __str__(self) -> str:
        return str(Purpose(self.purpose).label) if self.purpose in Purpose.values else self.purpose
