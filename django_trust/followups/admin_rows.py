"""Messages to orders for staff: every one with its verdict. Nobody writes them by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from django_trust.followups.admin_flow_columns import step_url
from django_trust.followups.admin_order_page import MISSING, Fact, OrderPageMixin
from django_trust.followups.admin_row_columns import DueFilter, RowColumns, order_url, state_mark
from django_trust.followups.admin_row_steering import STEERINGS, SteeringMixin, switch_context
from django_trust.followups.choices import FollowUpState
from django_trust.followups.facts import facts_of
from django_trust.followups.insights.views import insights_csv_view, insights_view
from django_trust.followups.models import FollowUp
from django_trust.followups.words import verdict_words
from django_trust.l10n.formats import format_moment, format_number
from django_trust.l10n.locales import current_language, language_name
from django_trust.text import email_key

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[FollowUp]
else:
    ModelAdmin = admin.ModelAdmin


@admin.register(FollowUp)
class FollowUpAdmin(RowColumns, OrderPageMixin, SteeringMixin, ModelAdmin):
    list_display = ["verdict_column", "step_column", "order_column", "buyer_column", "due_column"]
    list_display_links = ["verdict_column"]
    list_filter = ["state", DueFilter, "step__flow", "reason"]
    list_select_related = ["purchase", "step__flow"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["purchase__reference"]
    search_help_text = gettext_lazy("Searches order numbers and e-mail addresses.")
    actions = ["retry_selected", "send_selected", "cancel_selected"]
    change_list_template = "admin/trust/followup/change_list.html"

    # Who may do what

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: FollowUp | None = None) -> bool:
        """Never: rows follow the facts of their order. See ``has_steer_permission``."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FollowUp | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: FollowUp | None = None) -> bool:
        return request.user.has_perm("trust.view_followup") or self.has_steer_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("insights/", view(self.insights), name="trust_followup_insights"),
            path("insights.csv", view(self.insights_csv), name="trust_followup_insights_csv"),
            *super().get_urls(),
        ]

    # The list

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[FollowUp], search_term: str
    ) -> tuple[QuerySet[FollowUp], bool]:
        """An address is looked up by its key, which has an index; a number by how it begins."""
        term = search_term.strip()
        if "@" in term:
            return queryset.filter(email_key=email_key(term)), False
        return (queryset.filter(purchase__reference__startswith=term) if term else queryset), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            **switch_context(request),
            "counters": counters(),
            "find_url": reverse("admin:trust_followup_find"),
            "insights_url": reverse("admin:trust_followup_insights"),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    # The page of one row

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST":
            raise PermissionDenied  # there is nothing here to save
        row = self.get_object(request, object_id) if object_id else None
        if row is None or not self.has_view_permission(request):
            return super().changeform_view(request, object_id, form_url, extra_context)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Message about order %(number)s") % {"number": row.purchase.reference},
            "opts": self.opts,
            **row_context(row, may_steer=self.has_steer_permission(request)),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/trust/followup/change_form.html", context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[FollowUp]:
        return super().get_queryset(request).select_related("purchase", "step__flow")

    # Insights, which look at the permission themselves

    def insights(self, request: HttpRequest) -> HttpResponse:
        return insights_view(request, self)

    def insights_csv(self, request: HttpRequest) -> HttpResponse:
        return insights_csv_view(request, self)


def counters() -> list[dict[str, str]]:
    """Return what to look at first, with its number and its list. Two queries by index."""
    failed = FollowUp.objects.filter(state=FollowUpState.FAILED).count()
    due = FollowUp.objects.due(timezone.now()).count()
    return [
        {
            "label": pgettext("follow-ups", "Failed"),
            "number": format_number(failed),
            "url": f"?state__exact={FollowUpState.FAILED.value}",
        },
        {"label": pgettext("follow-ups", "Due now"), "number": format_number(due), "url": "?when=now"},
    ]


def row_context(row: FollowUp, *, may_steer: bool) -> dict[str, Any]:
    """Return the variables of the page of one message."""
    facts = facts_of([row.purchase_id]).get(row.purchase_id)
    return {
        "row": row,
        "verdict": state_mark(row, verdict_words(row, facts)),
        "facts": _facts(row),
        "order_url": order_url(row.purchase.reference),
        "step_url": step_url(row.step),
        "steer_url": reverse("admin:trust_followup_steer", args=[row.pk]),
        "steerings": [
            {"name": name, "label": steering.label}
            for name, steering in STEERINGS.items()
            if may_steer and row.state in steering.states
        ],
    }


def _facts(row: FollowUp) -> list[Fact]:
    moments = [
        (pgettext("follow-up", "Event"), row.started_at),
        (pgettext("follow-up", "Due"), row.due_at),
        (pgettext("follow-up", "Looked at next"), row.wake_at),
        (pgettext("follow-up", "Sent"), row.sent_at),
        (pgettext("follow-up", "Link opened"), row.opened_at),
        (pgettext("follow-up", "Changed"), row.changed_at),
    ]
    language = language_name(row.language, current_language()) if row.language else MISSING
    return [
        Fact(pgettext("follow-up", "Buyer"), row.purchase.name or MISSING),
        Fact(pgettext("follow-up", "Address"), row.purchase.email or MISSING),
        Fact(pgettext("follow-up", "Purpose"), row.step.get_purpose_display()),
        *(Fact(label, format_moment(moment) if moment else MISSING) for label, moment in moments),
        Fact(pgettext("follow-up", "Attempts"), format_number(row.attempts)),
        Fact(pgettext("follow-up", "Language"), language),
        Fact(pgettext("follow-up", "Answer of the server"), row.detail or MISSING),
    ]
