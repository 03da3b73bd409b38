"""Exchange rates that staff enter, for prices in the shopper's own currency."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CURRENCY_HELP = _("As a code such as EUR.")


class ExchangeRate(models.Model):
    """One unit of ``base`` costs ``rate`` units of ``quote``, as ``source`` said at a moment."""

    base = models.CharField(pgettext_lazy("exchange rate", "from"), max_length=3, help_text=CURRENCY_HELP)
    quote = models.CharField(pgettext_lazy("exchange rate", "to"), max_length=3, help_text=CURRENCY_HELP)
    rate = models.DecimalField(
        pgettext_lazy("exchange rate", "rate"),
        max_digits=20,
        decimal_places=8,
        validators=[MinValueValidator(0)],
        help_text=_("How many units of the second currency one unit of the first one costs."),
    )
    source = models.CharField(
        pgettext_lazy("exchange rate", "source"),
        max_length=100,
        help_text=_("Who says so, such as “European Central Bank”; shoppers read it."),
    )
    as_of = models.DateTimeField(pgettext_lazy("exchange rate", "of"))

    class Meta:
        verbose_name = pgettext_lazy("prices", "exchange rate")
        verbose_name_plural = pgettext_lazy("prices", "exchange rates")
        ordering = ["base", "quote", "-as_of"]
        constraints = [
            models.UniqueConstraint(fields=["base", "quote", "as_of"], name="trust_exchangerate_once")
        ]

    def __str__(self) -> str:
        return f"{self.base} → {self.quote}"

    def clean(self) -> None:
        """Raise ``ValidationError`` by field for currencies and rates that cannot be."""
        from django_trust.policies.prices.validation import validate_rate

        super().clean()
        validate_rate(self)
