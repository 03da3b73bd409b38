"""Terms as data: what a version says, one fact in one column.

Lists of codes are JSON columns; ``TERM_LISTS`` names the choices each may hold. An empty list of countries
stands for all the policy is for; entries are countries (ISO 3166-1 alpha-2) or a union such as ``EU``.
"""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.policies.choices import (
    Exclusion,
    ItemCondition,
    PrivacyRight,
    RefundType,
    ReturnMethod,
)
from django_trust.policies.immutable import Guarded
from django_trust.policies.models.versions import PolicyVersion

LONGEST_DAYS = 3650
WEB_ADDRESS = URLValidator(["https", "http"])
NOT_NEGATIVE = [MinValueValidator(0)]

# Columns that hold lists of codes, and which codes.
TERM_LISTS: dict[str, Any] = {
    "refund_types": RefundType,
    "methods": ReturnMethod,
    "conditions": ItemCondition,
    "exclusions": Exclusion,
    "rights": PrivacyRight,
}


def amount(verbose_name: Any, help_text: Any = "") -> Any:
    """An amount in the row's ``currency``, or nothing."""
    return models.DecimalField(
        verbose_name,
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
        help_text=help_text,
    )


def day_count(verbose_name: Any, help_text: Any = "", **kwargs: Any) -> Any:
    """A number of days."""
    return models.PositiveSmallIntegerField(
        verbose_name, validators=[MaxValueValidator(LONGEST_DAYS)], help_text=help_text, **kwargs
    )


class Terms(Guarded):
    """A row of a version. Rows of one version are in the order of ``position``; the first row for a country
    is in force there."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="%(class)s_rows")
    countries = models.JSONField(
        pgettext_lazy("terms", "countries"),
        default=list,
        blank=True,
        help_text=_("Where this row is in force, as codes such as EE, BR or EU; empty for everywhere."),
    )
    position = models.PositiveSmallIntegerField(pgettext_lazy("terms", "order"), default=100)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def clean(self) -> None:
        """Raise ``ValidationError`` by field for what cannot be promised."""
        from django_trust.policies.validation import validate_terms

        super().clean()
        validate_terms(self)
