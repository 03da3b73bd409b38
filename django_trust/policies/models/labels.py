"""Official artwork that the shop supplies: the EU's harmonised notice and the GARAN label."""

from __future__ import annotations

import secrets
from decimal import Decimal
from pathlib import PurePath

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.shop.models import Item


def official_path(instance: models.Model, filename: str) -> str:
    """Artwork is public; a random name lets browsers keep it for ever."""
    return f"trust/official/{secrets.token_urlsafe(12)}{PurePath(filename).suffix.lower()[:8]}"


class OfficialNotice(models.Model):
    """The harmonised notice on the legal guarantee in one language, as the European Commission publishes it
    (Implementing Regulation (EU) 2025/1960, Annex I). Shown as it is, never redrawn."""

    language = models.CharField(pgettext_lazy("official notice", "language"), max_length=15, unique=True)
    file = models.FileField(
        pgettext_lazy("official notice", "official file"),
        upload_to=official_path,
        max_length=200,
        help_text=_("SVG, PNG or WebP, as published."),
    )
    url = models.URLField(
        pgettext_lazy("official notice", "page of the European Union"),
        max_length=500,
        blank=True,
        help_text=_("Where its QR code leads, below europa.eu/youreurope."),
    )
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = pgettext_lazy("official notice", "harmonised notice")
        verbose_name_plural = pgettext_lazy("official notice", "harmonised notices")
        ordering = ["language"]

    def __str__(self) -> str:
        return str(self.language)

    def clean(self) -> None:
        """Raise ``ValidationError`` by field for a file or address that is not the official one."""
        from django_trust.policies.labels.validation import validate_notice

        super().clean()
        validate_notice(self)


class DurabilityLabel(models.Model):
    """The GARAN label of one product (Annex II): the producer guarantees its durability for more than two
    years, at no extra cost and for the whole of it."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="+")
    years = models.DecimalField(
        pgettext_lazy("durability label", "years"),
        max_digits=4,
        decimal_places=1,
        validators=[MaxValueValidator(Decimal(99))],
        help_text=_("More than two, in whole or half years."),
    )
    brand = models.CharField(pgettext_lazy("durability label", "brand or trademark"), max_length=100)
    model = models.CharField(pgettext_lazy("durability label", "model"), max_length=100)
    producer_gives = models.BooleanField(
        pgettext_lazy("durability label", "the producer gives it, at no extra cost, for the whole product"),
        default=False,
    )
    file = models.FileField(
        pgettext_lazy("durability label", "official label"),
        upload_to=official_path,
        max_length=200,
        help_text=_("SVG, PNG or WebP, made from the official artwork with these three entries."),
    )
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = pgettext_lazy("durability label", "GARAN label")
        verbose_name_plural = pgettext_lazy("durability label", "GARAN labels")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.brand} {self.model}"

    def clean(self) -> None:
        """Raise ``ValidationError`` by field for a label the regulation does not allow."""
        from django_trust.policies.labels.validation import validate_label

        super().clean()
        validate_label(self)
