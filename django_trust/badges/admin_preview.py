"""A badge as shoppers see it: in each language, at each place, on light and on dark pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from django_trust.badges.admin_columns import state_mark
from django_trust.badges.blocks import badges_html, evidence_html
from django_trust.badges.choices import Placement
from django_trust.badges.models import Badge
from django_trust.l10n.locales import current_language, direction, html_lang, language_name

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Badge]
else:
    ModelAdmin = object

MOST_LANGUAGES = 12


class BadgePreviewMixin(ModelAdmin):
    """Adds the page ``<pk>/preview/`` to the admin of badges, for whoever may view them."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)
        return [path("<int:pk>/preview/", view, name="trust_badge_preview"), *super().get_urls()]

    @method_decorator(require_safe)
    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        badge = self.get_object(request, str(pk))
        if not self.has_view_permission(request, badge):
            raise PermissionDenied
        if badge is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))  # type: ignore[attr-defined, no-any-return]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview"),
            "opts": self.opts,
            "original": badge,
            "mark": state_mark(badge),
            "languages": [language_preview(badge, code) for code in preview_languages(badge)],
        }
        return TemplateResponse(request, "admin/trust/badge/preview.html", context)


def preview_languages(badge: Badge) -> list[str]:
    """Return the languages of the shop; of very many, its own, the reader's and those of the claim."""
    codes = [code.lower() for code, _name in settings.LANGUAGES]
    if len(codes) > MOST_LANGUAGES:
        codes = [code for code in codes if code in badge.claim][:MOST_LANGUAGES]
        codes = [settings.LANGUAGE_CODE.lower(), current_language(), *codes]
    return list(dict.fromkeys(codes))


def language_preview(badge: Badge, code: str) -> dict[str, Any]:
    """Return what readers of one language see; labels are for the reader of the preview."""
    labels = [(place, str(place.label)) for place in preview_places(badge)]
    name = language_name(code, current_language())
    with override(code):
        return {
            "name": name,
            "code": code,
            "lang": html_lang(code),
            "dir": direction(code),
            "places": [
                {"label": label, "html": badges_html(placement=place, badges=[badge])}
                for place, label in labels
            ],
            "evidence": evidence_html(badge),
        }


def preview_places(badge: Badge) -> list[Placement]:
    places: list[Placement] = [place for place in Placement if place != Placement.ANY]
    if Placement.ANY in badge.placements:
        return places
    return [place for place in places if place in badge.placements]
