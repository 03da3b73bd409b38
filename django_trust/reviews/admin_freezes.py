"""Displayed averages that stand still. Staff can look, and let them move again."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from django_trust.l10n.formats import format_moment, format_number
from django_trust.reviews.freezing import is_open
from django_trust.reviews.models import RatingFreeze
from django_trust.reviews.services.freezes import release_freeze

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[RatingFreeze]
    SimpleListFilter = admin.SimpleListFilter
else:
    ModelAdmin = admin.ModelAdmin
    SimpleListFilter = admin.SimpleListFilter


class OpenFilter(SimpleListFilter):
    title = pgettext_lazy("frozen rating", "state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", pgettext_lazy("frozen rating", "stands still"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[RatingFreeze]) -> QuerySet[RatingFreeze]:
        if self.value() != "open":
            return queryset
        return queryset.filter(released_at=None, ends_at__gt=timezone.now())


@admin.register(RatingFreeze)
class RatingFreezeAdmin(ModelAdmin):
    list_display = (
        "item_column",
        "since_column",
        "until_column",
        "burst_column",
        "usual_column",
        "averages_column",
        "state_column",
    )
    list_filter = [OpenFilter]
    list_select_related = ["item", "released_by"]
    list_per_page = 50
    show_full_result_count = False
    fields = (*list_display, "released_by")
    actions = ["release_selected"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RatingFreeze | None = None) -> bool:
        """Never: what set it off is history. To release one is an action of its own."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RatingFreeze | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: RatingFreeze | None = None) -> bool:
        return super().has_view_permission(request, obj) or self.has_publish_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("trust.publish_review")

    @admin.display(description=pgettext_lazy("column", "item"), ordering="item__name")
    def item_column(self, freeze: RatingFreeze) -> SafeString:
        return format_html("<bdi>{}</bdi>", freeze.item.name)

    @admin.display(description=pgettext_lazy("frozen rating", "since"), ordering="started_at")
    def since_column(self, freeze: RatingFreeze) -> str:
        return format_moment(freeze.started_at, style="long")

    @admin.display(description=pgettext_lazy("frozen rating", "until"), ordering="ends_at")
    def until_column(self, freeze: RatingFreeze) -> str:
        return format_moment(freeze.released_at or freeze.ends_at, style="long")

    @admin.display(description=pgettext_lazy("frozen rating", "reviews in the burst"), ordering="burst")
    def burst_column(self, freeze: RatingFreeze) -> str:
        return format_number(freeze.burst)

    @admin.display(description=pgettext_lazy("frozen rating", "usual reviews a day"), ordering="usual")
    def usual_column(self, freeze: RatingFreeze) -> str:
        return _figure(freeze.usual)

    @admin.display(description=pgettext_lazy("frozen rating", "average before, and of the burst"))
    def averages_column(self, freeze: RatingFreeze) -> SafeString:
        before = "–" if freeze.average is None else _figure(freeze.average)
        return format_html("<bdi>{}</bdi> / <bdi>{}</bdi>", before, _figure(freeze.burst_average))

    @admin.display(description=pgettext_lazy("frozen rating", "state"))
    def state_column(self, freeze: RatingFreeze) -> str:
        if is_open(freeze):
            return pgettext("frozen rating", "stands still")
        if freeze.released_at is None:
            return pgettext("frozen rating", "over")
        return pgettext("frozen rating", "released by staff")

    @admin.action(description=_("Let the selected ratings move again"), permissions=["publish"])
    def release_selected(self, request: HttpRequest, queryset: QuerySet[RatingFreeze]) -> None:
        opened = [freeze for freeze in queryset if is_open(freeze)]
        for freeze in opened:
            release_freeze(freeze=freeze, by=request.user)
        text = ngettext("%(number)s rating moves again.", "%(number)s ratings move again.", len(opened))
        messages.success(request, text % {"number": format_number(len(opened))})


def _figure(number: float) -> str:
    return format_number(Decimal(str(number)), decimals=1)
