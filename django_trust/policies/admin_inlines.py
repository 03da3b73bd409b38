"""The parts of a draft's page: one group of rows for each kind of terms, and the texts by language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.forms import Field
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from django_trust.policies.admin_forms import (
    ReturnTermsForm,
    TermsForm,
    TermsFormSet,
    TranslationForm,
    TranslationFormSet,
    field_of_column,
)
from django_trust.policies.choices import PolicyKind
from django_trust.policies.models import (
    GuaranteeTerms,
    PaymentTerms,
    PolicyTranslation,
    PolicyVersion,
    PrivacyPurpose,
    PrivacyTerms,
    ReturnTerms,
    ShippingRate,
)

if TYPE_CHECKING:
    StackedInline = admin.StackedInline[Any, PolicyVersion]
else:
    StackedInline = admin.StackedInline

Fieldsets = list[tuple[str | Promise | None, dict[str, Any]]]
MAY_EDIT = "trust.change_policyversion"
MAY_SEE = (MAY_EDIT, "trust.view_policyversion")
COLLAPSED = ["collapse"]
MORE: Any = (
    pgettext_lazy("part of a form", "More"),
    {
        "fields": ["position"],
        "classes": COLLAPSED,
        "description": gettext_lazy(
            "The first row for a country counts there, so put rows for single countries before the one for "
            "everywhere. Lower numbers come first."
        ),
    },
)


class DraftInline(StackedInline):
    """Rows of a version belong to it: whoever may change drafts may change them, and nobody any other."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: PolicyVersion | None = None) -> bool:
        return any(request.user.has_perm(name) for name in MAY_SEE)

    def has_change_permission(self, request: HttpRequest, obj: PolicyVersion | None = None) -> bool:
        return request.user.has_perm(MAY_EDIT) and (obj is None or not obj.is_published)

    def has_add_permission(self, request: HttpRequest, obj: PolicyVersion | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: PolicyVersion | None = None) -> bool:
        return self.has_change_permission(request, obj)


class TermsInline(DraftInline):
    form = TermsForm
    formset = TermsFormSet
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    is_needed = True  # without one such row there are no terms

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        return field_of_column(db_field) or super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_min_num(self, request: HttpRequest, obj: PolicyVersion | None = None, **kwargs: Any) -> int:
        """The first row is there from the beginning, and stored even when all its defaults are right."""
        return int(self.is_needed and obj is not None and not self._has_rows(obj))

    def get_extra(self, request: HttpRequest, obj: PolicyVersion | None = None, **kwargs: Any) -> int:
        return int(not self.is_needed and obj is not None and not self._has_rows(obj))

    def _has_rows(self, version: PolicyVersion) -> bool:
        return bool(self.model._default_manager.filter(version=version).exists())


class ReturnTermsInline(TermsInline):
    model = ReturnTerms
    form = ReturnTermsForm
    fieldsets = [
        (None, {"fields": ["countries"]}),
        (
            pgettext_lazy("part of a form", "How long"),
            {"fields": ["category", ("days", "start"), "seasons"]},
        ),
        (
            pgettext_lazy("part of a form", "Who pays for sending it back"),
            {
                "fields": [
                    ("remorse_fees", "remorse_amount"),
                    ("defect_fees", "defect_amount"),
                    ("wrong_item_fees", "wrong_item_amount"),
                    ("restocking_percent", "restocking_amount"),
                    "currency",
                ]
            },
        ),
        (
            pgettext_lazy("part of a form", "The refund"),
            {
                "fields": [
                    "refund_types",
                    ("refund_days", "refund_start"),
                    "refund_same_means",
                    "refund_shipping",
                ]
            },
        ),
        (
            pgettext_lazy("part of a form", "The way back"),
            {"fields": ["methods", "label_source", "conditions", "return_countries"]},
        ),
        (
            pgettext_lazy("part of a form", "What cannot be returned"),
            {"fields": ["exclusions"], "classes": COLLAPSED},
        ),
        MORE,
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("seasons")


class ShippingRateInline(TermsInline):
    model = ShippingRate
    is_needed = False  # a name has to be typed anyway
    fieldsets = [
        (None, {"fields": ["name", "pickup", "does_not_ship", "code"]}),
        (
            pgettext_lazy("part of a form", "Where to"),
            {"fields": ["countries", "regions", "postal_codes"]},
        ),
        (
            pgettext_lazy("part of a form", "Price"),
            {
                "fields": [
                    ("price", "currency"),
                    "free_from",
                    ("order_min", "order_max"),
                    ("weight_min", "weight_max"),
                ]
            },
        ),
        (
            pgettext_lazy("part of a form", "When it arrives"),
            {
                "fields": [
                    ("handling_min", "handling_max"),
                    ("transit_min", "transit_max"),
                    ("cutoff", "time_zone"),
                    "origin",
                ]
            },
        ),
        (
            pgettext_lazy("part of a form", "Working days"),
            {"fields": ["handling_weekdays", "delivery_weekdays"], "classes": COLLAPSED},
        ),
        MORE,
    ]


class GuaranteeTermsInline(TermsInline):
    model = GuaranteeTerms
    fieldsets = [
        (None, {"fields": ["countries"]}),
        (
            pgettext_lazy("part of a form", "By law"),
            {"fields": ["legal_months", "repair_extension_months"]},
        ),
        (
            pgettext_lazy("part of a form", "Beyond the law"),
            {
                "fields": [
                    "commercial_months",
                    "commercial_by",
                    "guarantor",
                    "covers",
                    "terms_url",
                ]
            },
        ),
        MORE,
    ]


class PaymentTermsInline(TermsInline):
    model = PaymentTerms
    fieldsets = [
        (None, {"fields": ["countries", "methods"]}),
        (
            pgettext_lazy("part of a form", "When and in which currency"),
            {
                "fields": [
                    ("charged", "invoice_days"),
                    ("currencies", "conversion"),
                    "prices_include_tax",
                    "note",
                ]
            },
        ),
        MORE,
    ]


class PrivacyTermsInline(TermsInline):
    model = PrivacyTerms
    fieldsets = [
        (None, {"fields": ["countries", "contact_email", "officer"]}),
        (
            pgettext_lazy("part of a form", "What people may ask for"),
            {"fields": ["rights", "answer_days", ("authority", "authority_url")]},
        ),
        (
            pgettext_lazy("part of a form", "Where data goes"),
            {"fields": ["transfers", "sells_data"]},
        ),
        MORE,
    ]


class PrivacyPurposeInline(TermsInline):
    model = PrivacyPurpose
    is_needed = False
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "purpose",
                    "description",
                    "data",
                    "legal_basis",
                    ("retention_months", "retention_note"),
                    "processors",
                ]
            },
        ),
        (
            pgettext_lazy("part of a form", "More"),
            {"fields": ["countries", "position"], "classes": COLLAPSED},
        ),
    ]


class TranslationInline(DraftInline):
    model = PolicyTranslation
    fk_name = "version"
    form = TranslationForm
    formset = TranslationFormSet
    fields = [("language", "renders"), "title", "markup", "text"]

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        """Versions are chosen here, and changed nowhere."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "renders" and field is not None:
            for link in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{link}_related", False)
        return field  # type: ignore[no-any-return]


TERMS_INLINES: dict[PolicyKind, list[type[TermsInline]]] = {
    PolicyKind.RETURNS: [ReturnTermsInline],
    PolicyKind.SHIPPING: [ShippingRateInline],
    PolicyKind.GUARANTEE: [GuaranteeTermsInline],
    PolicyKind.PAYMENT: [PaymentTermsInline],
    PolicyKind.PRIVACY: [PrivacyTermsInline, PrivacyPurposeInline],
}
