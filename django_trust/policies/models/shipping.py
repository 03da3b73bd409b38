"""Ways of delivery."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.l10n.translated import TranslatedField
from django_trust.policies.models.terms import NOT_NEGATIVE, Terms, amount, day_count


class ShippingRate(Terms):
    """A way to deliver, to where, for how much and how long it takes.

    ``countries`` are the destinations. Days are business days; handling counts those of the shop's country,
    transit those on which parcels are delivered there.
    """

    name = TranslatedField(
        pgettext_lazy("delivery", "name"),
        max_length=80,
        help_text=_("What shoppers choose from, such as “Parcel machine” or “Courier”."),
    )
    code = models.SlugField(
        pgettext_lazy("delivery", "code"),
        max_length=40,
        blank=True,
        help_text=_("The name of this way in your own system."),
    )
    regions = models.JSONField(
        pgettext_lazy("delivery", "regions"),
        default=list,
        blank=True,
        help_text=_("Parts of the one country above, such as CA, NY in the US; empty for all of it."),
    )
    postal_codes = models.JSONField(
        pgettext_lazy("delivery", "postal codes"),
        default=list,
        blank=True,
        help_text=_("Beginnings of postal codes in the one country above; empty for all of it."),
    )
    origin = models.CharField(
        pgettext_lazy("delivery", "sent from"),
        max_length=2,
        blank=True,
        help_text=_("The country whose working days and holidays count for handling, such as EE."),
    )
    time_zone = models.CharField(
        pgettext_lazy("delivery", "time zone"),
        max_length=64,
        blank=True,
        help_text=_("Of the time until which orders are handled the same day; empty for TIME_ZONE."),
    )
    does_not_ship = models.BooleanField(pgettext_lazy("delivery", "we do not deliver there"), default=False)
    pickup = models.BooleanField(
        pgettext_lazy("delivery", "the customer collects it"),
        default=False,
        help_text=_("In your store, at a parcel machine or at a service point."),
    )
    price = amount(pgettext_lazy("delivery", "price"))
    free_from = amount(
        pgettext_lazy("delivery", "free from an order of"), _("Empty where it never becomes free.")
    )
    currency = models.CharField(pgettext_lazy("terms", "currency"), max_length=3, blank=True)
    order_min = amount(pgettext_lazy("delivery", "for orders from"))
    order_max = amount(pgettext_lazy("delivery", "for orders up to"))
    weight_min = models.DecimalField(
        pgettext_lazy("delivery", "from a weight of (kg)"),
        max_digits=9,
        decimal_places=3,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
    )
    weight_max = models.DecimalField(
        pgettext_lazy("delivery", "up to a weight of (kg)"),
        max_digits=9,
        decimal_places=3,
        null=True,
        blank=True,
        validators=NOT_NEGATIVE,
    )
    cutoff = models.TimeField(
        pgettext_lazy("delivery", "ordered before"),
        null=True,
        blank=True,
        help_text=_("Orders before this time of a business day are handled that same day."),
    )
    handling_min = day_count(pgettext_lazy("delivery", "handling, at least (business days)"), default=0)
    handling_max = day_count(pgettext_lazy("delivery", "handling, at most (business days)"), default=1)
    transit_min = day_count(pgettext_lazy("delivery", "transport, at least (business days)"), default=1)
    transit_max = day_count(pgettext_lazy("delivery", "transport, at most (business days)"), default=3)
    handling_weekdays = models.JSONField(
        pgettext_lazy("delivery", "weekdays on which orders are handled"),
        default=list,
        blank=True,
        help_text=_("1 for Monday to 7 for Sunday; empty for the usual working week of the shop's country."),
    )
    delivery_weekdays = models.JSONField(
        pgettext_lazy("delivery", "weekdays on which parcels arrive"),
        default=list,
        blank=True,
        help_text=_("1 for Monday to 7 for Sunday; empty for the usual working week over there."),
    )

    class Meta(Terms.Meta):
        verbose_name = pgettext_lazy("terms of the shop", "way of delivery")
        verbose_name_plural = pgettext_lazy("terms of the shop", "ways of delivery")

    def __str__(self) -> str:
        from django_trust.l10n.translated import in_language

        return in_language(self.name).text
