"""The history of checks in the admin: to be read, never to be written, whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy

from django_trust.badges.admin_columns import outcome_mark
from django_trust.badges.models import Badge, BadgeCheck
from django_trust.badges.phrases import check_label, claim_of, finding_text
from django_trust.l10n.formats import format_moment, format_number

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[BadgeCheck]
else:
    ModelAdmin = admin.ModelAdmin

NEWEST = 50


def history_context(badge: Badge) -> dict[str, Any]:
    """Return the newest checks of a badge as texts, and where all of them are."""
    rows = list(BadgeCheck.objects.filter(badge=badge).newest_first()[: NEWEST + 1])
    return {
        "history": [
            {
                "at": format_moment(row.checked_at),
                "iso": row.checked_at.isoformat(timespec="seconds"),
                "check": check_label(row.check_name),
                "host": row.host,
                "outcome": outcome_mark(row.outcome),
                "sentence": finding_text(row.message, row.facts),
            }
            for row in rows[:NEWEST]
        ],
        "history_url": f"{reverse('admin:trust_badgecheck_changelist')}?badge__id__exact={badge.pk}",
        "history_is_cut": len(rows) > NEWEST,
        "history_limit": format_number(NEWEST),
    }


@admin.register(BadgeCheck)
class BadgeCheckAdmin(ModelAdmin):
    list_display = [
        "checked_column",
        "outcome_column",
        "found_column",
        "badge_column",
        "host_column",
    ]
    list_display_links = None
    list_filter = ["outcome", ("badge", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["badge"]
    list_per_page = 100
    show_full_result_count = False
    sortable_by = ()
    fields = (
        "checked_column",
        "outcome_column",
        "found_column",
        "badge_column",
        "host_column",
        "until",
    )
    change_list_template = "admin/trust/badge/history_list.html"
    change_form_template = "admin/trust/badge/history_entry.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: BadgeCheck | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: BadgeCheck | None = None) -> bool:
        """Never: history goes with its badge alone."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: BadgeCheck | None = None) -> bool:
        """Whoever may see badges sees how they were checked."""
        return any(
            request.user.has_perm(f"trust.{name}")
            for name in ("view_badgecheck", "view_badge", "change_badge")
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    @admin.display(description=pgettext_lazy("of a badge", "checked"))
    def checked_column(self, row: BadgeCheck) -> SafeString:
        return format_html('<span class="nowrap">{}</span>', format_moment(row.checked_at))

    @admin.display(description=pgettext_lazy("trust sign", "badge"))
    def badge_column(self, row: BadgeCheck) -> SafeString:
        claim, url = claim_of(row.badge), reverse("admin:trust_badge_change", args=[row.badge_id])
        return format_html('<a href="{}" lang="{}" dir="{}">{}</a>', url, claim.lang, claim.dir, claim.text)

    @admin.display(description=pgettext_lazy("of a badge", "host"))
    def host_column(self, row: BadgeCheck) -> SafeString | str:
        return format_html("<bdi>{}</bdi>", row.host) if row.host else "–"

    @admin.display(description=pgettext_lazy("of a check", "outcome"))
    def outcome_column(self, row: BadgeCheck) -> SafeString:
        return outcome_mark(row.outcome)

    @admin.display(description=pgettext_lazy("of a check", "what was found"))
    def found_column(self, row: BadgeCheck) -> SafeString:
        sentence = finding_text(row.message, row.facts)
        return format_html("<strong>{}</strong><br>{}", check_label(row.check_name), sentence)


class WithoutHistory(NestedObjects):
    """What goes with some badges. Their history goes too, by one statement: nobody wants to read a list of
    ten thousand checks first, and nobody has a permission to delete one of them alone."""

    def related_objects(self, related_model: Any, related_fields: Any, objs: Any) -> QuerySet[Any]:
        found = super().related_objects(related_model, related_fields, objs)
        return found.none() if related_model is BadgeCheck else found


class DeletesHistory:
    """Mixin of the admin of badges: its page before a deletion counts the history."""

    admin_site: admin.AdminSite

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[Any, int], set[str], list[str]]:
        badges = list(objs)
        collector = WithoutHistory(using=router.db_for_write(Badge))
        collector.collect(badges)
        found: dict[Any, Any] = dict(collector.model_objs)
        counts = {model._meta.verbose_name_plural: len(rows) for model, rows in found.items() if rows}
        checks = BadgeCheck.objects.filter(badge__in=badges).count()
        if checks:
            counts[BadgeCheck._meta.verbose_name_plural] = checks
        missing = {
            str(model._meta.verbose_name)
            for model in found
            if model in self.admin_site._registry
            and not self.admin_site._registry[model].has_delete_permission(request)
        }
        return collector.nested(_name), counts, missing, [_name(row) for row in collector.protected]


def _name(row: Any) -> str:
    return f"{capfirst(row._meta.verbose_name)}: {row}"
