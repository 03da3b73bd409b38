"""Checking badges from the admin, in the request: one badge from its page, several from the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from django_trust.badges import services
from django_trust.badges.admin_columns import state_mark
from django_trust.badges.choices import Outcome
from django_trust.badges.findings import DatedFinding
from django_trust.badges.models import Badge
from django_trust.badges.phrases import check_label, claim_of, finding_text
from django_trust.l10n.formats import format_list, format_number

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Badge]
else:
    ModelAdmin = object

MOST_LINES = 10
LEVELS = {
    Outcome.WARNING: messages.WARNING,
    Outcome.UNKNOWN: messages.WARNING,
    Outcome.FAILED: messages.ERROR,
}


class CheckNowMixin(ModelAdmin):
    """Adds ``<pk>/check/`` and an action to the admin of badges, for whoever may change them."""

    def get_urls(self) -> list[URLPattern]:
        urls = super().get_urls()
        for url in urls:
            if url.name == "trust_badge_changelist":
                # Looking at hosts takes its time: no transaction of the whole request around the action.
                transaction.non_atomic_requests(url.callback)
        view = transaction.non_atomic_requests(self.admin_site.admin_view(self.check_view))
        return [path("<int:pk>/check/", view, name="trust_badge_check"), *urls]

    @method_decorator([csrf_protect, require_POST])
    def check_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Check one badge now, and say what came of it."""
        badge = self.get_object(request, str(pk))
        if not self.has_change_permission(request, badge):
            raise PermissionDenied
        if badge is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))  # type: ignore[attr-defined, no-any-return]
        report = services.check_badges([badge])
        passed = report.passed
        if passed:
            text = ngettext("%(number)s check passed.", "%(number)s checks passed.", passed)
            messages.success(request, text % {"number": format_number(passed)})
        for _badge, dated in report.lines:
            if level := LEVELS.get(Outcome(dated.finding.outcome)):
                messages.add_message(request, level, found_sentence(dated))
        if not report.lines:
            messages.info(request, _("This badge has nothing that can be checked automatically."))
        badge.refresh_from_db()
        messages.info(request, state_mark(badge).sentence)
        return HttpResponseRedirect(reverse("admin:trust_badge_change", args=[pk]))

    @admin.action(description=gettext_lazy("Check the selected badges now"), permissions=["change"])
    def check_selected(self, request: HttpRequest, queryset: QuerySet[Badge]) -> None:
        report = services.check_badges(queryset)
        text = ngettext("%(number)s badge checked.", "%(number)s badges checked.", report.checked)
        counts = [
            f"{Outcome(outcome).label}: {format_number(count)}"
            for outcome, count in report.outcomes.items()
            if count
        ]
        head = text % {"number": format_number(report.checked)}
        messages.info(request, f"{head} {format_list(counts)}".strip())
        troubles = [line for line in report.lines if Outcome(line[1].finding.outcome) in LEVELS]
        for badge, dated in troubles[:MOST_LINES]:
            level = LEVELS[Outcome(dated.finding.outcome)]
            messages.add_message(request, level, f"{claim_of(badge).text}: {found_sentence(dated)}")
        if len(troubles) > MOST_LINES:
            messages.info(request, _("There is more: the page of each badge has its history."))


def found_sentence(dated: DatedFinding) -> str:
    finding: Any = dated.finding
    return f"{check_label(dated.check)}: {finding_text(finding.message, finding.facts)}"
