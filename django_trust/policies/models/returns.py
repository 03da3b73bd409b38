"""Terms of returns and refunds."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.policies.choices import (
    ItemCondition,
    LabelSource,
    RefundStart,
    RefundType,
    ReturnCategory,
    ReturnFees,
    ReturnMethod,
    ReturnStart,
)
from django_trust.policies.immutable import Guarded
from django_trust.policies.models.terms import Terms, amount, day_count


def full_refund() -> list[str]:
    return [RefundType.FULL.value]


def by_mail() -> list[str]:
    return [ReturnMethod.MAIL.value]


def new_condition() -> list[str]:
    return [ItemCondition.NEW.value]


class ReturnTerms(Terms):
    """Sending back goods that are not wanted, are faulty, or are not what was ordered."""

    category = models.CharField(
        pgettext_lazy("returns", "returns are possible"),
        max_length=20,
        choices=ReturnCategory,
        default=ReturnCategory.FINITE,
    )
    days = day_count(
        pgettext_lazy("returns", "days"),
        _("How many days somebody who changed their mind has, in calendar days."),
        null=True,
        blank=True,
    )
    start = models.CharField(
        pgettext_lazy("returns", "counted from"),
        max_length=20,
        choices=ReturnStart,
        default=ReturnStart.LAST_ITEM,
    )
    remorse_fees = models.CharField(
        pgettext_lazy("returns", "return after a change of mind"),
        max_length=20,
        choices=ReturnFees,
        default=ReturnFees.CUSTOMER,
    )
    remorse_amount = amount(pgettext_lazy("returns", "amount after a change of mind"))
    defect_fees = models.CharField(
        pgettext_lazy("returns", "return of faulty goods"),
        max_length=20,
        choices=ReturnFees,
        default=ReturnFees.FREE,
    )
    defect_amount = amount(pgettext_lazy("returns", "amount for faulty goods"))
    wrong_item_fees = models.CharField(
        pgettext_lazy("returns", "return of something not ordered"),
        max_length=20,
        choices=ReturnFees,
        default=ReturnFees.FREE,
    )
    wrong_item_amount = amount(pgettext_lazy("returns", "amount for something not ordered"))
    restocking_percent = models.DecimalField(
        pgettext_lazy("returns", "restocking fee in per cent of the price"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    restocking_amount = amount(pgettext_lazy("returns", "restocking fee as an amount"))
    currency = models.CharField(pgettext_lazy("terms", "currency"), max_length=3, blank=True)
    refund_types = models.JSONField(pgettext_lazy("returns", "what customers get back"), default=full_refund)
    refund_days = day_count(
        pgettext_lazy("returns", "days until the refund"),
        _("How many calendar days the refund takes at most."),
        default=14,
    )
    refund_start = models.CharField(
        pgettext_lazy("returns", "refund counted from"),
        max_length=20,
        choices=RefundStart,
        default=RefundStart.NOTICE,
    )
    refund_same_means = models.BooleanField(
        pgettext_lazy("returns", "refund the way the customer paid"), default=True
    )
    refund_shipping = models.BooleanField(
        pgettext_lazy("returns", "refund the standard delivery cost too"), default=True
    )
    methods = models.JSONField(pgettext_lazy("returns", "ways to send it back"), default=by_mail)
    label_source = models.CharField(
        pgettext_lazy("returns", "return label"),
        max_length=20,
        choices=LabelSource,
        default=LabelSource.CUSTOMER,
    )
    conditions = models.JSONField(
        pgettext_lazy("returns", "condition in which goods are taken back"), default=new_condition
    )
    exclusions = models.JSONField(
        pgettext_lazy("returns", "what cannot be returned for a change of mind"),
        default=list,
        blank=True,
        help_text=_("The exceptions of Directive 2011/83/EU, Art. 16, by their letters."),
    )
    return_countries = models.JSONField(
        pgettext_lazy("returns", "countries the parcel goes to"),
        default=list,
        blank=True,
        help_text=_("Empty for the country of the shop."),
    )

    class Meta(Terms.Meta):
        verbose_name = pgettext_lazy("terms of the shop", "return terms")
        verbose_name_plural = pgettext_lazy("terms of the shop", "return terms")

    def __str__(self) -> str:
        from django_trust.policies.rows import sentence_of

        return sentence_of(self)


class SeasonalReturn(Guarded):
    """Other days for goods bought during a season: more time for presents, for example."""

    version_path = "terms__version"
    fixed_fields = frozenset({"terms"})

    terms = models.ForeignKey(ReturnTerms, on_delete=models.CASCADE, related_name="seasons")
    first_day = models.DateField(pgettext_lazy("season", "bought from"))
    last_day = models.DateField(pgettext_lazy("season", "bought until"))
    days = day_count(pgettext_lazy("season", "days"), null=True, blank=True)
    until = models.DateField(
        pgettext_lazy("season", "or until a day"),
        null=True,
        blank=True,
        help_text=_("The last day to send it back, instead of a number of days."),
    )

    class Meta:
        verbose_name = pgettext_lazy("terms of the shop", "season")
        verbose_name_plural = pgettext_lazy("terms of the shop", "seasons")
        ordering = ["first_day", "pk"]

    def clean(self) -> None:
        """Raise ``ValidationError`` by field for a season that cannot be."""
        from django_trust.policies.validation import validate_season

        super().clean()
        validate_season(self)
