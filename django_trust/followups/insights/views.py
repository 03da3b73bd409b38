"""The page with all figures, and each of its tables as a file. Both only read."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from django_trust.followups.insights.figures import Insights
from django_trust.followups.insights.files import csv_of
from django_trust.followups.insights.filters import Filters, chosen_filters, filter_context
from django_trust.followups.insights.sections import TABLES, Section, sections, tiles
from django_trust.followups.models import FollowUp
from django_trust.l10n.formats import format_date


@require_safe
def insights_view(request: HttpRequest, model_admin: ModelAdmin[FollowUp]) -> HttpResponse:
    """Show the figures to whoever may view messages. Nonsense in the address is ignored."""
    _require_view(request, model_admin)
    now = timezone.now()
    today = timezone.localtime(now).date()
    filters = chosen_filters(request.GET, today)
    insights = Insights(filters.scope, now)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Insights"),
        "opts": model_admin.opts,
        "list_url": reverse("admin:trust_followup_changelist"),
        "period": _("From %(first)s to %(last)s")
        % {"first": format_date(filters.scope.first), "last": format_date(filters.scope.last)},
        **filter_context(filters, today),
        "tiles": tiles(insights),
        "sections": [_section_context(section, filters) for section in sections(insights)],
    }
    return TemplateResponse(request, "admin/trust/insights/page.html", context)


@require_safe
def insights_csv_view(request: HttpRequest, model_admin: ModelAdmin[FollowUp]) -> HttpResponse:
    """Return the table of ``?table=`` as CSV. Raises ``Http404`` for one that there is not."""
    _require_view(request, model_admin)
    build = TABLES.get(request.GET.get("table", ""))
    if build is None:
        raise Http404
    now = timezone.now()
    scope = chosen_filters(request.GET, timezone.localtime(now).date()).scope
    table = build(Insights(scope, now))
    name = f"{table.code}-{scope.first:%Y-%m-%d}-{scope.last:%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(csv_of(table), content_type="text/csv; charset=utf-8", headers=headers)


def _require_view(request: HttpRequest, model_admin: ModelAdmin[FollowUp]) -> None:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied


def _section_context(section: Section, filters: Filters) -> dict[str, Any]:
    file = reverse("admin:trust_followup_insights_csv")
    return {
        "title": section.title,
        "sentences": section.sentences,
        "charts": section.charts,
        "tables": [
            {"table": table, "url": file + filters.address(table=table.code)} for table in section.tables
        ],
        "notes": section.notes,
    }
