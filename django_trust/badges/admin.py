"""Badges for staff: claims and evidence are theirs, what checks found is nobody's to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, QuerySet, URLField
from django.forms import Field, ModelForm
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from django_trust.badges import services
from django_trust.badges.admin_checks import MOST_LINES, CheckNowMixin
from django_trust.badges.admin_columns import BadgeColumns, BadgeList, state_mark
from django_trust.badges.admin_filters import PlacementFilter, StateFilter, matches, only
from django_trust.badges.admin_forms import BadgeForm, PositionForm, staff_choices
from django_trust.badges.admin_history import BadgeCheckAdmin, DeletesHistory
from django_trust.badges.admin_page import FIELDSETS, READ_ONLY, ReadColumns, badge_context
from django_trust.badges.admin_preview import BadgePreviewMixin
from django_trust.badges.models import Badge
from django_trust.badges.phrases import claim_of
from django_trust.badges.remarks import warnings
from django_trust.l10n.formats import format_number

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Badge]
else:
    ModelAdmin = admin.ModelAdmin

__all__ = ["BadgeAdmin", "BadgeCheckAdmin"]
FILES = ("document", "artwork")


@admin.register(Badge)
class BadgeAdmin(BadgeColumns, ReadColumns, BadgePreviewMixin, CheckNowMixin, DeletesHistory, ModelAdmin):
    form = BadgeForm
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    list_display = [
        "state_column",
        "claim_column",
        "place_column",
        "dates_column",
        "position",
    ]
    list_display_links = ["claim_column"]
    list_editable = ["position"]
    list_filter = [StateFilter, "kind", PlacementFilter]
    list_per_page = 100
    sortable_by = ["position"]
    search_fields = ["claim", "issuer"]
    search_help_text = gettext_lazy("Searches claims in all languages, issuers and certificate numbers.")
    actions = ["check_selected", "switch_on", "switch_off"]
    change_list_template = "admin/trust/badge/change_list.html"
    change_form_template = "admin/trust/badge/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("suggest/", view(self.suggest_view), name="trust_badge_suggest"),
            path("<int:pk>/file/<str:name>/", view(self.file_view), name="trust_badge_file"),
            *super().get_urls(),
        ]

    # The list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return BadgeList

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[ModelForm[Badge]]:
        return PositionForm

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Badge], search_term: str
    ) -> tuple[QuerySet[Badge], bool]:
        """Look into the words here: databases differ in how they keep ä or ع inside JSON."""
        words = search_term.split()
        return (only(queryset, lambda badge: matches(badge, words)) if words else queryset), False

    @admin.action(description=pgettext_lazy("badges", "Switch on"), permissions=["change"])
    def switch_on(self, request: HttpRequest, queryset: QuerySet[Badge]) -> None:
        number = self._switch(request, queryset, on=True)
        text = ngettext("%(number)s badge was switched on.", "%(number)s badges were switched on.", number)
        messages.success(request, text % {"number": format_number(number)})
        marks = [(badge, state_mark(badge)) for badge in queryset]
        for badge, mark in [line for line in marks if not line[1].shown][:MOST_LINES]:
            messages.warning(request, f"{claim_of(badge).text}: {mark.sentence}")

    @admin.action(description=pgettext_lazy("badges", "Switch off"), permissions=["change"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet[Badge]) -> None:
        number = self._switch(request, queryset, on=False)
        text = ngettext("%(number)s badge was switched off.", "%(number)s badges were switched off.", number)
        messages.success(request, text % {"number": format_number(number)})

    def _switch(self, request: HttpRequest, queryset: QuerySet[Badge], *, on: bool) -> int:
        """Save one by one, so that kept pages and the log of the admin learn of it."""
        changed = list(queryset.exclude(enabled=on))
        for badge in changed:
            badge.enabled = on
            badge.save(update_fields=["enabled", "updated_at"])
            self.log_change(request, badge, [{"changed": {"fields": ["switched on"]}}])
        return len(changed)

    @method_decorator([csrf_protect, require_POST])
    def suggest_view(self, request: HttpRequest) -> HttpResponse:
        """Add what the settings and the adapter already say."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        added = services.add_suggested_badges(by=request.user)
        for badge in added:
            self.log_addition(request, badge, [{"added": {}}])
        if added:
            text = ngettext("%(number)s badge added.", "%(number)s badges added.", len(added))
            advice = _("Those with automatic checks appear once these have passed: check them now.")
            messages.success(request, f"{text % {'number': format_number(len(added))}} {advice}")
        else:
            messages.info(
                request,
                _(
                    "There is nothing to add. Suggestions come from BADGES_HOSTS in the settings and from "
                    "the payment methods that the shop has switched on."
                ),
            )
        return HttpResponseRedirect(reverse("admin:trust_badge_changelist"))

    # The page of one badge

    def get_fieldsets(self, request: HttpRequest, obj: Badge | None = None) -> Any:
        if self._may_write(request, obj):
            return FIELDSETS
        return [
            (title, {**options, "fields": [_read(name) for name in options["fields"]]})
            for title, options in FIELDSETS
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Badge | None = None) -> Any:
        return [] if self._may_write(request, obj) else list(READ_ONLY.values())

    def _may_write(self, request: HttpRequest, obj: Badge | None) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, obj)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "owner":
            match = request.resolver_match
            pk = match.kwargs.get("object_id") if match else None
            badge = self.get_object(request, str(pk)) if pk else None
            kwargs["queryset"] = staff_choices(request.user, badge.owner_id if badge else None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Field | None:
        """Colleagues are chosen here, and managed elsewhere."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "owner" and field is not None:
            for link in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{link}_related", False)
        return field  # type: ignore[no-any-return]

    def save_model(self, request: HttpRequest, obj: Badge, form: Any, change: bool) -> None:
        """Write what the form has, and nothing else: a check may have found something meanwhile."""
        if not change:
            obj.save()
        else:
            names = {field.name for field in obj._meta.fields if not field.primary_key} & set(form.fields)
            obj.save(update_fields=[*names, "updated_at"])
        if not isinstance(form, PositionForm):
            for remark in warnings(obj):
                messages.warning(request, remark.sentence)

    def view_on_site(self, obj: Badge) -> str | None:
        try:
            return obj.get_absolute_url() if state_mark(obj).shown else None
        except NoReverseMatch:
            return None

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Badge | None = None,
    ) -> HttpResponse:
        if obj is not None and obj.pk:
            stored = Badge.objects.get(pk=obj.pk)  # ``obj`` may hold what was typed and refused
            context |= {**badge_context(stored), "may_check": self.has_change_permission(request, stored)}
        context["files_lost"] = bool(context["errors"] and request.FILES)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @method_decorator(require_safe)
    def file_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse | FileResponse:
        """Hand out a file to staff, whether shoppers may read it or not."""
        badge = self.get_object(request, str(pk))
        if not self.has_view_permission(request, badge):
            raise PermissionDenied
        file = getattr(badge, name, None) if name in FILES else None
        if not file:
            raise Http404
        try:
            opened = file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(opened, as_attachment=True, filename=_filename(pk, name, file.name))
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


def _read(name: Any) -> Any:
    return tuple(map(_read, name)) if isinstance(name, tuple) else READ_ONLY.get(name, name)


def _filename(pk: int, name: str, stored: str) -> str:
    return f"badge-{pk}-{name}.{stored.rpartition('.')[2]}"
