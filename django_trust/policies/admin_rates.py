"""Exchange rates for staff: the newest first, and which of them are too old to be shown."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.forms import Field
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import ngettext_lazy, pgettext, pgettext_lazy

from django_trust.conf import trust_settings
from django_trust.l10n.formats import format_moment, format_number
from django_trust.policies.admin_fields import AmountField
from django_trust.policies.admin_marks import marked
from django_trust.policies.models import ExchangeRate

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[ExchangeRate]
else:
    ModelAdmin = admin.ModelAdmin

STALE = ngettext_lazy("Too old: more than %(number)s hour", "Too old: more than %(number)s hours", "hours")


@admin.register(ExchangeRate)
class ExchangeRateAdmin(ModelAdmin):
    list_display = ["pair_column", "rate_column", "source", "of_column", "state_column"]
    list_filter = ["base", "quote"]
    list_per_page = 100
    ordering = ["-as_of", "base", "quote"]
    date_hierarchy = None
    fields = [("base", "quote"), "rate", "source", "as_of"]
    change_list_template = "admin/trust/policy/plain_list.html"
    change_form_template = "admin/trust/policy/plain_form.html"

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        if isinstance(db_field, models.DecimalField):
            return AmountField.of(db_field)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"as_of": timezone.now().replace(second=0, microsecond=0)}

    @admin.display(description=pgettext_lazy("column of exchange rates", "currencies"), ordering="base")
    def pair_column(self, rate: ExchangeRate) -> str:
        return str(rate)

    @admin.display(description=pgettext_lazy("exchange rate", "rate"), ordering="rate")
    def rate_column(self, rate: ExchangeRate) -> str:
        exponent = rate.rate.normalize().as_tuple().exponent
        return format_number(rate.rate, decimals=max(0, -int(exponent)))

    @admin.display(description=pgettext_lazy("exchange rate", "of"), ordering="as_of")
    def of_column(self, rate: ExchangeRate) -> str:
        return format_moment(rate.as_of)

    @admin.display(description=pgettext_lazy("column of exchange rates", "state"))
    def state_column(self, rate: ExchangeRate) -> SafeString:
        hours = trust_settings.policies_rates_hours
        if rate.as_of < timezone.now() - timedelta(hours=hours):
            return marked("hidden", "clock", STALE % {"hours": hours, "number": format_number(hours)})
        return marked("shown", "check", pgettext("state of an exchange rate", "Current"))
