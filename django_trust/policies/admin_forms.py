"""The forms of a draft: plain choices and lists for what rows keep as codes, the law beside each field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.choices import flatten_choices
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from django_trust.l10n.formats import format_number
from django_trust.l10n.locales import current_language, language_name
from django_trust.policies.admin_fields import (
    AmountField,
    CodesField,
    WordsField,
    labelled,
    market_choices,
    weekday_choices,
)
from django_trust.policies.admin_floors import floor_lines
from django_trust.policies.admin_seasons import SeasonsField, season_facts, seasons_of, store_seasons
from django_trust.policies.choices import (
    Exclusion,
    ItemCondition,
    PrivacyRight,
    RefundType,
    ReturnCategory,
    ReturnMethod,
)
from django_trust.policies.models import (
    Policy,
    PolicyTranslation,
    PolicyVersion,
    ReturnTerms,
    SeasonalReturn,
)
from django_trust.policies.rows import facts_of_row
from django_trust.shop import payments
from django_trust.shop.identity.admin_forms import country_choices, time_zone_choices

if TYPE_CHECKING:
    PolicyModelForm = forms.ModelForm[Policy]
    VersionModelForm = forms.ModelForm[PolicyVersion]
    TranslationModelForm = forms.ModelForm[PolicyTranslation]
    TermsModelForm = forms.ModelForm[Any]
    TermsInlineFormSet = forms.BaseInlineFormSet[Any, PolicyVersion, Any]
else:
    PolicyModelForm = VersionModelForm = TranslationModelForm = TermsModelForm = forms.ModelForm
    TermsInlineFormSet = forms.BaseInlineFormSet

MakeField = Callable[..., forms.Field]
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def _codes(choices: Any, **options: Any) -> MakeField:
    offered = choices if callable(choices) and not isinstance(choices, type) else labelled(choices.choices)
    return lambda **kwargs: CodesField(offered=offered, **options, **kwargs)


def _select(choices: Callable[[], Any]) -> MakeField:
    return lambda **kwargs: forms.ChoiceField(choices=choices, **kwargs)


def _words(**options: Any) -> MakeField:
    return lambda **kwargs: WordsField(**options, **kwargs)


FIELDS: dict[str, MakeField] = {
    "countries": _words(upper=True),
    "return_countries": _words(upper=True),
    "refund_types": _codes(RefundType),
    "returnterms.methods": _codes(ReturnMethod),
    "conditions": _codes(ItemCondition),
    "exclusions": _codes(Exclusion),
    "origin": _select(country_choices),
    "time_zone": _select(time_zone_choices),
    "regions": _words(split="phrases", upper=True),
    "postal_codes": _words(split="phrases", upper=True, rows=2),
    "handling_weekdays": _codes(weekday_choices, coerce=int),
    "delivery_weekdays": _codes(weekday_choices, coerce=int),
    "cutoff": lambda **kwargs: forms.TimeField(widget=CLOCK, **kwargs),
    "paymentterms.methods": _codes(payments.method_choices),
    "currencies": _words(upper=True),
    "rights": _codes(PrivacyRight),
    "processors": _words(split="lines", rows=3),
}


def field_of_column(column: models.Field[Any, Any]) -> forms.Field | None:
    """Return the form field of a column that needs one of ours, with the words of the model."""
    make = FIELDS.get(f"{column.model._meta.model_name}.{column.name}") or FIELDS.get(column.name)
    if make is None and isinstance(column, models.DecimalField):
        return AmountField.of(column)
    if make is None:
        return None
    return make(
        label=capfirst(column.verbose_name),
        required=not column.blank,
        help_text=column.help_text,
        initial=column.default if column.has_default() else None,
    )


class TermsForm(TermsModelForm):
    """One row of terms."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            stored = self.initial.get(name)
            if isinstance(field, CodesField):
                field.offer_also(stored or [])
            elif isinstance(field, forms.ChoiceField):
                offer(field, stored)

    def has_changed(self) -> bool:
        """The first row of a draft is stored even when all its defaults are right."""
        is_first = self.instance._state.adding and not self.empty_permitted
        return is_first or super().has_changed()

    def facts(self) -> Any:
        """Return the row as facts: as typed where it was sent, else as it is stored."""
        return facts_of_row(self.instance)


class ReturnTermsForm(TermsForm):
    seasons = SeasonsField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.instance, ReturnTerms):
            self.initial.setdefault("seasons", seasons_of(self.instance))

    def clean(self) -> dict[str, Any]:
        """Check the seasons against the terms they belong to."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        terms = ReturnTerms(category=found.get("category", ReturnCategory.FINITE))
        for season in found.get("seasons") or ():
            try:
                SeasonalReturn(terms=terms, **season).clean()
            except ValidationError as error:
                self.add_error("seasons", error.messages)
                break
        return found

    def facts(self) -> Any:
        typed = getattr(self, "cleaned_data", {}).get("seasons")
        return super().facts() if typed is None else replace(super().facts(), seasons=season_facts(typed))

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]
        if "seasons" in self.changed_data:
            store_seasons(self.instance, self.cleaned_data["seasons"])


class TermsFormSet(TermsInlineFormSet):
    """The rows of a draft, each beside what the law asks at least."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        places = form.initial.get("countries") or [self.instance.policy.market]
        for name, field in form.fields.items():
            if lines := floor_lines(name, places):
                field.help_text = format_html("{} {}", field.help_text, lines)


class PolicyForm(PolicyModelForm):
    market = forms.ChoiceField(
        label=gettext_lazy("For shoppers in"),
        choices=market_choices,
        required=False,
        help_text=gettext_lazy(
            "One policy for everywhere is enough for many shops: its rows may differ by country. A policy "
            "for a country or union stands instead of the one for everywhere."
        ),
    )


def language_choices() -> list[tuple[str, str]]:
    """Return the languages of the shop by name."""
    reader = current_language()
    return [(code.lower(), language_name(code, reader)) for code, _name in settings.LANGUAGES]


def source_choices() -> list[tuple[str, str]]:
    """Return the languages in which a text can have been written first; empty is the shop's own."""
    own = language_name(settings.LANGUAGE_CODE, current_language())
    default = pgettext("language of the original", "%(language)s, the language of the shop")
    return [("", default % {"language": own}), *language_choices()]


class VersionForm(VersionModelForm):
    source_language = forms.ChoiceField(
        label=gettext_lazy("Language of the original text"),
        choices=source_choices,
        required=False,
        help_text=gettext_lazy("All other languages are translations of it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "source_language" in self.fields:
            offer(self.fields["source_language"], self.initial.get("source_language"))


class TranslationForm(TranslationModelForm):
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=language_choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            offer(self.fields["language"], self.initial.get("language"))


class TranslationFormSet(TermsInlineFormSet):
    """The texts of a draft. A new translation is one of the original beside it: it names no version."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "renders" in form.fields:
            field = form.fields["renders"]
            field.queryset = self.earlier()
            field.label_from_instance = earlier_label
            field.empty_label = pgettext("original of a translation", "as it stands in this draft")

    def earlier(self) -> models.QuerySet[PolicyVersion]:
        same = PolicyVersion.objects.published().filter(policy=self.instance.policy_id)
        return same.defer("terms", "texts").order_by("-number")


def earlier_label(version: PolicyVersion) -> str:
    """Return what a choice calls an older original."""
    text = pgettext("original of a translation", "as it stood in version %(number)s")
    return text % {"number": format_number(version.number)}


def offer(field: forms.Field, stored: Any) -> None:
    """Keep a stored code that nobody offers any more as a choice, so that saving does not lose it."""
    choices = list(field.choices)  # type: ignore[attr-defined]
    if stored and stored not in dict(flatten_choices(choices)):
        field.choices = [*choices, (stored, _("%(code)s (not known any more)") % {"code": stored})]  # type: ignore[attr-defined]
