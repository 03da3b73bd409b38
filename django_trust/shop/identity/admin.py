"""One page on which staff say who the shop is and how to reach it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import DateInput, TimeInput
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.l10n.locales import current_language, language_name
from django_trust.pages import framed_page
from django_trust.shop.identity.admin_forms import ChannelForm, ProfileForm, RegistrationForm
from django_trust.shop.identity.blocks import shop, support
from django_trust.shop.identity.models import (
    PROFILE_KEY,
    OpeningHours,
    ShopClosure,
    ShopProfile,
    ShopRegistration,
    SupportChannel,
)

if TYPE_CHECKING:
    Overrides = Mapping[type[models.Field[Any, Any]], Mapping[str, Any]]
    ModelAdmin = admin.ModelAdmin[ShopProfile]
    ChannelInlineBase = admin.StackedInline[SupportChannel, ShopProfile]
    RegistrationInlineBase = admin.TabularInline[ShopRegistration, ShopProfile]
    HoursInlineBase = admin.TabularInline[OpeningHours, ShopProfile]
    ClosureInlineBase = admin.StackedInline[ShopClosure, ShopProfile]
else:
    ModelAdmin = admin.ModelAdmin
    ChannelInlineBase = ClosureInlineBase = admin.StackedInline
    RegistrationInlineBase = HoursInlineBase = admin.TabularInline

HTTPS: Overrides = {models.URLField: {"assume_scheme": "https"}}
# Days and times are the shop's: the browser's own pickers do not offer the "now" of the server.
CALENDAR: Overrides = {
    models.DateField: {"widget": DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
}
CLOCK: Overrides = {models.TimeField: {"widget": TimeInput(attrs={"type": "time"}, format="%H:%M")}}


class RegistrationInline(RegistrationInlineBase):
    model = ShopRegistration
    form = RegistrationForm
    formfield_overrides = HTTPS
    fields = ["scheme", "number", "label", "verify_url", "position"]
    extra = 0


class ChannelInline(ChannelInlineBase):
    model = SupportChannel
    form = ChannelForm
    fieldsets = [
        (None, {"fields": [("kind", "value"), ("answer_minutes", "always_open"), "languages"]}),
        (pgettext_lazy("about the shop", "More"), {"fields": ["note", "position"], "classes": ["collapse"]}),
    ]
    extra = 0


class HoursInline(HoursInlineBase):
    model = OpeningHours
    formfield_overrides = CLOCK
    extra = 0


class ClosureInline(ClosureInlineBase):
    model = ShopClosure
    formfield_overrides = CALENDAR
    fields = [("first_day", "last_day"), "reason"]
    extra = 0


@admin.register(ShopProfile)
class ShopProfileAdmin(ModelAdmin):
    """There is one profile: the list leads to it, or to the empty form while there is none."""

    form = ProfileForm
    formfield_overrides = HTTPS
    inlines = [ChannelInline, HoursInline, ClosureInline, RegistrationInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["legal_name", "founded", "story"],
                "description": _("Shoppers see this on the pages where the shop shows who it is."),
            },
        ),
        (
            pgettext_lazy("about the shop", "Address"),
            {"fields": ["street", ("postal_code", "city"), "region", "country"]},
        ),
        (
            pgettext_lazy("about the shop", "More"),
            {"fields": ["time_zone", "logo_url"]},
        ),
    ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not ShopProfile.objects.exists()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        name = self.admin_site.name
        if ShopProfile.objects.filter(pk=PROFILE_KEY).exists():
            return HttpResponseRedirect(
                reverse("admin:trust_shopprofile_change", args=[PROFILE_KEY], current_app=name)
            )
        if self.has_add_permission(request):
            return HttpResponseRedirect(reverse("admin:trust_shopprofile_add", current_app=name))
        return super().changelist_view(request, extra_context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {"show_save_and_add_another": False, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)
        return [path("preview/", view, name="trust_shopprofile_preview"), *super().get_urls()]

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """Show both blocks in every language of the shop, in the frame of the shop's own pages."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        memo: dict[str, Any] = {}
        context = {
            "back_url": reverse("admin:trust_shopprofile_changelist", current_app=self.admin_site.name),
            "previews": [_preview(request, code.lower(), memo) for code, _name in settings.LANGUAGES],
        }
        return framed_page(request, "django_trust/shop/preview.html", context)


def _preview(request: HttpRequest, language: str, memo: dict[str, Any]) -> dict[str, str]:
    title = language_name(language, current_language())
    with translation.override(language):
        return {"title": title, "support": support(memo, request), "shop": shop(memo)}
