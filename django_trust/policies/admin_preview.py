"""What shoppers would read: the terms of a form as they are typed, in every language, before saving."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms import BaseInlineFormSet
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from django_trust.conf import trust_settings
from django_trust.l10n.formats import format_number
from django_trust.l10n.locales import current_language, direction, html_lang, language_name
from django_trust.policies.admin_columns import policies_name
from django_trust.policies.admin_fields import place_name
from django_trust.policies.admin_floors import shortfall_lines
from django_trust.policies.admin_inlines import TermsInline
from django_trust.policies.choices import PolicyKind
from django_trust.policies.facts import VersionFacts
from django_trust.policies.models import PolicyVersion
from django_trust.policies.phrases import checkout_line, sections, short_line
from django_trust.policies.rows import PARTS, version_facts

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[PolicyVersion]
    FormSet = BaseInlineFormSet[Any, PolicyVersion, Any]
else:
    ModelAdmin = object
    FormSet = BaseInlineFormSet

MOST_LANGUAGES = 12
COUNTRY = "preview_country"
# What sentences of contradictory terms may raise: a window of days without days, a fee without an amount.
UNSAYABLE = (TypeError, ValueError, ArithmeticError, LookupError)


class PreviewMixin(ModelAdmin):
    """Adds ``<pk>/preview/`` to the admin of versions, for whoever may change drafts. Writes nothing."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)
        return [path("<int:pk>/preview/", view, name="trust_policyversion_preview"), *super().get_urls()]

    @method_decorator([csrf_protect, require_POST])
    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer with the sentences of the form that was sent: a fragment for the script, else a page."""
        version = self.get_object(request, str(pk))
        if version is None or not self.has_change_permission(request, version):
            raise PermissionDenied
        formsets = self._term_formsets(request, version)
        context = typed_preview(version, formsets, request.POST.get(COUNTRY))
        if "fragment" in request.GET:
            return TemplateResponse(request, "admin/trust/policyversion/sentences.html", context)
        page = {
            **self.admin_site.each_context(request),
            "title": _("What shoppers read"),
            "opts": self.opts,
            "original": version,
            "policies": policies_name(),
            **context,
        }
        return TemplateResponse(request, "admin/trust/policyversion/preview.html", page)

    def _term_formsets(self, request: HttpRequest, version: PolicyVersion) -> list[FormSet]:
        formsets = []
        for formset_class, inline in self.get_formsets_with_inlines(request, version):
            if isinstance(inline, TermsInline):
                prefix = formset_class.get_default_prefix()
                options = self.get_formset_kwargs(request, version, inline, prefix)
                formsets.append(formset_class(**options))
        return formsets


def typed_preview(version: PolicyVersion, formsets: Iterable[FormSet], country: str | None) -> dict[str, Any]:
    """Return what readers of each language see of the terms in these forms, and what is wrong with them."""
    facts, problems = typed_facts(version, formsets)
    return {"problems": problems, **facts_preview(facts, country)}


def facts_preview(facts: VersionFacts, country: str | None) -> dict[str, Any]:
    """Return the variables of ``sentences.html`` for terms, typed or published."""
    places = audiences(facts)
    place = country if country in places else places[0]
    return {
        "countries": [{"code": code, "name": place_label(code), "chosen": code == place} for code in places],
        "country": place_label(place),
        "shortfalls": shortfall_lines(facts),
        "languages": [_in_language(facts, place, code) for code in _languages()],
    }


def typed_facts(version: PolicyVersion, formsets: Iterable[FormSet]) -> tuple[VersionFacts, list[str]]:
    """Return a version with the rows of these forms, and a sentence for each entry that is wrong.

    A wrong entry counts as it was stored before; the rest of its row counts as it is typed.
    """
    parts: dict[str, Any] = {}
    problems: list[str] = []
    names: dict[Any, str] = {part.model: part.name for part in PARTS[PolicyKind(version.policy.kind)]}
    for formset in formsets:
        if formset.model not in names:
            continue  # texts, which are shown as they are written
        rows = _rows(formset)
        parts[names[formset.model]] = tuple(form.facts() for form in rows)
        problems += [text for number, form in enumerate(rows, 1) for text in _problems(form, number)]
    return replace(version_facts(version, {}, {}), **parts), problems


def _rows(formset: FormSet) -> list[Any]:
    """The rows that would be stored, in their order."""
    formset.is_valid()  # cleans, where something was sent
    kept = [form for form in formset.forms if not _is_gone(form)]
    return sorted(kept, key=lambda form: form.instance.position)


def _is_gone(form: Any) -> bool:
    """Whether a row is to be deleted, or is an extra one that was left as it came."""
    ticked = getattr(form, "cleaned_data", {}).get(DELETION_FIELD_NAME)
    return bool(ticked or (form.empty_permitted and not form.has_changed()))


def _problems(form: Any, number: int) -> Iterator[str]:
    text, whole = _("Row %(number)s, %(field)s: %(problem)s"), _("Row %(number)s: %(problem)s")
    for name, messages in form.errors.items():
        for message in messages:
            facts = {"number": format_number(number), "problem": message}
            label = form.fields[name].label if name in form.fields else ""
            yield text % {**facts, "field": label} if label else whole % facts


def audiences(facts: VersionFacts) -> list[str]:
    """Return the countries and unions for which these terms may read differently; empty is an unknown one."""
    rows: list[Any] = [row for part in PARTS[facts.kind] for row in getattr(facts, part.name)]
    named = [code for row in rows for code in row.countries]
    if facts.market:
        return list(dict.fromkeys([facts.market, *named]))
    return list(dict.fromkeys([*trust_settings.markets, *named, ""]))


def place_label(code: str) -> str:
    """Return the name of a country for the choice above a preview."""
    return place_name(code) if code else _("an unknown country")


def _languages() -> list[str]:
    codes = [code.lower() for code, _name in settings.LANGUAGES]
    if len(codes) > MOST_LANGUAGES:
        codes = [settings.LANGUAGE_CODE.lower(), current_language(), *codes][:MOST_LANGUAGES]
    return list(dict.fromkeys(codes))


def _in_language(facts: VersionFacts, country: str, code: str) -> dict[str, Any]:
    name = language_name(code, current_language())
    with override(code):
        try:
            said = {
                "short": short_line(facts, country).text,
                "checkout": checkout_line(facts, country).text,
                "sections": sections(facts, country),
            }
        except UNSAYABLE:
            said = {}
    return {"name": capfirst(name), "code": code, "lang": html_lang(code), "dir": direction(code), **said}
