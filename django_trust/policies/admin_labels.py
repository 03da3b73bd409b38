"""Official artwork for staff: the harmonised notice in each language, the GARAN label of each product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from django_trust.conf import trust_settings
from django_trust.l10n.locales import current_language, language_name
from django_trust.policies.admin_fields import AmountField
from django_trust.policies.labels.addresses import PAGES
from django_trust.policies.models import DurabilityLabel, OfficialNotice
from django_trust.shop.models import Item
from django_trust.shop.references import ItemReference
from django_trust.shop.services import item_for

if TYPE_CHECKING:
    NoticeAdmin = admin.ModelAdmin[OfficialNotice]
    LabelAdmin = admin.ModelAdmin[DurabilityLabel]
    NoticeModelForm = forms.ModelForm[OfficialNotice]
    LabelModelForm = forms.ModelForm[DurabilityLabel]
else:
    NoticeAdmin = LabelAdmin = admin.ModelAdmin
    NoticeModelForm = LabelModelForm = forms.ModelForm


class ArtworkMixin:
    """What both kinds of artwork have in common: a picture of the file, and no lost file unmentioned."""

    @admin.display(description=pgettext_lazy("official artwork", "as shoppers see it"))
    def picture(self, row: OfficialNotice | DurabilityLabel) -> SafeString | str:
        """The stored file. A storage without public addresses has none to show."""
        try:
            url = row.file.url if row.file else ""
        except (NotImplementedError, ValueError):
            url = ""
        if not url:
            return "–"
        return format_html('<img class="trust-official-picture" src="{}" alt="{}">', url, str(row))

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["files_lost"] = bool(context["errors"] and request.FILES)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc, no-any-return]


def notice_languages() -> list[tuple[str, str]]:
    """Return the languages in which the notice is published, by name; those of the shop come first."""
    reader = current_language()
    own = {code.lower() for code, _name in settings.LANGUAGES}
    named = [(code, language_name(code, reader)) for code in PAGES]
    return sorted(named, key=lambda choice: (choice[0] not in own, choice[1]))


class NoticeForm(NoticeModelForm):
    language = forms.ChoiceField(
        label=capfirst(pgettext_lazy("official notice", "language")), choices=notice_languages
    )


@admin.register(OfficialNotice)
class OfficialNoticeAdmin(ArtworkMixin, NoticeAdmin):
    form = NoticeForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ["language_column", "picture"]
    fields = ["language", "file", "picture", "url"]
    readonly_fields = ["picture"]
    change_list_template = "admin/trust/policy/plain_list.html"
    change_form_template = "admin/trust/policy/plain_form.html"

    @admin.display(description=pgettext_lazy("official notice", "language"), ordering="language")
    def language_column(self, notice: OfficialNotice) -> str:
        return capfirst(language_name(notice.language, current_language()))


class ItemField(forms.CharField):
    """A product by its name, SKU or GTIN, or by the label of a host's object: ``shop.product:12``."""

    def prepare_value(self, value: Any) -> Any:
        """Show a stored item by what finds it again."""
        item = Item.objects.filter(pk=value).first() if isinstance(value, int) else None
        return (item.sku or item.gtin or item.reference.label()) if item else value

    def clean(self, value: Any) -> Item | None:
        """Return the item. Raises ``ValidationError`` when none or several are meant."""
        text = str(super().clean(value)).strip()
        if not text:
            return None
        found = list(Item.objects.filter(models.Q(sku=text) | models.Q(gtin=text) | models.Q(name=text))[:2])
        if len(found) > 1:
            raise ValidationError(_("Several products are called that. Please use the SKU."), code="several")
        item = found[0] if found else self._by_label(text)
        if item is None:
            raise ValidationError(
                _(
                    "No product with this name, SKU or GTIN was bought or reviewed yet. If its model is in "
                    "ITEM_MODELS, you can write model and key, such as shop.product:12."
                ),
                code="unknown",
            )
        return item

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "")

    def _by_label(self, text: str) -> Item | None:
        """Return the item of an object of the shop, which nobody need have bought yet."""
        model = text.partition(":")[0].lower()
        reference = ItemReference.from_label(text) if model in trust_settings.item_models else None
        obj = reference.host_object() if reference else None
        return item_for(obj) if obj is not None else None


class LabelForm(LabelModelForm):
    item = ItemField(
        label=capfirst(pgettext_lazy("durability label", "product")),
        help_text=gettext_lazy("Its SKU, its GTIN or its name."),
    )


@admin.register(DurabilityLabel)
class DurabilityLabelAdmin(ArtworkMixin, LabelAdmin):
    form = LabelForm
    list_display = ["item_column", "years", "brand", "model"]
    list_select_related = ["item"]
    search_fields = ["item__name", "brand", "model"]
    fields = ["item", "producer_gives", "years", "brand", "model", "file", "picture"]
    readonly_fields = ["picture"]
    change_list_template = "admin/trust/policy/plain_list.html"
    change_form_template = "admin/trust/policy/plain_form.html"

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, models.DecimalField):
            return AmountField.of(db_field)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=pgettext_lazy("durability label", "product"), ordering="item__name")
    def item_column(self, label: DurabilityLabel) -> SafeString:
        return format_html("<bdi>{}</bdi>", label.item.name)
