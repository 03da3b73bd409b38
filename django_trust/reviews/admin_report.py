"""The suppression report as a page of Django's admin: figures per star, and whether stars played a part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from django_trust.conf import trust_settings
from django_trust.l10n.formats import format_date, format_duration, format_number
from django_trust.reviews import services
from django_trust.reviews.census import reason_label
from django_trust.reviews.charts import publish_rate_chart, publish_rate_text
from django_trust.reviews.fairness import (
    DAYS,
    MOST_WAITS,
    ModerationReport,
    StarFigures,
    Verdict,
    moderation_report,
)
from django_trust.reviews.models import Review
from django_trust.reviews.phrases import star_count
from django_trust.reviews.verdicts import p_value_text, rejection_sentence, verdict_label, waiting_sentence

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Review]
else:
    ModelAdmin = object

PERIODS = (30, 90, DAYS)
MOST_OVERDUE = 100  # looked up for the page


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, written in the reader's language."""

    label: str
    cells: list[str]


class ModerationReportMixin(ModelAdmin):
    """Adds the page ``report/`` to the admin of reviews, for whoever may view reviews."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.report_view)
        return [path("report/", view, name="trust_review_report"), *super().get_urls()]

    @method_decorator(require_safe)
    def report_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        days = chosen_period(request.GET.get("days", ""))
        now = timezone.now()
        report = moderation_report(since=now - timedelta(days=days), now=now)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Fairness report"),
            "opts": self.opts,
            "periods": period_links(days),
            **report_context(report),
            "overdue": overdue_sentence(),
            "auto_publish": trust_settings.reviews_auto_publish_days > 0,
        }
        return TemplateResponse(request, "admin/trust/review/report.html", context)


def chosen_period(text: str) -> int:
    """Return the days a visitor asked for; nonsense is ignored."""
    return next((days for days in PERIODS if str(days) == text), DAYS)


def period_links(chosen: int) -> list[dict[str, Any]]:
    return [
        {
            "label": ngettext("%(number)s day", "%(number)s days", days) % {"number": format_number(days)},
            "url": f"?days={days}",
            "chosen": days == chosen,
        }
        for days in PERIODS
    ]


def report_context(report: ModerationReport) -> dict[str, Any]:
    """Return the report as texts, for the template."""
    return {
        "period": _("Reviews written from %(start)s to %(end)s, imported ones left out")
        % {"start": format_date(report.since), "end": format_date(report.until)},
        "verdicts": [
            {
                "name": name,
                "verdict": comparison.verdict.value,
                "label": verdict_label(comparison.verdict),
                "sentence": sentence,
                "p_value": p_value_text(comparison.p_value),
                "tells": comparison.verdict != Verdict.TOO_FEW,
            }
            for name, comparison, sentence in (
                (
                    pgettext("fairness report", "Are low ratings rejected more often?"),
                    report.rejection,
                    rejection_sentence(report.rejection),
                ),
                (
                    pgettext("fairness report", "Do low ratings wait longer?"),
                    report.waiting,
                    waiting_sentence(report.waiting),
                ),
            )
        ],
        "chart": publish_rate_chart(report.stars),
        "figures": [figures_row(figures) for figures in (*report.stars, report.total)],
        "stars": [star_count(figures.stars) for figures in report.stars],
        "reasons": list(reason_rows(report)),
        "sampled": sampled_sentence(report),
    }


def figures_row(figures: StarFigures) -> Row:
    counts = (figures.received, figures.published, figures.rejected, figures.waiting, figures.withdrawn)
    wait = figures.median_wait
    return Row(
        star_count(figures.stars) if figures.stars else pgettext("sum of a table", "All"),
        [
            *(format_number(count) for count in counts),
            publish_rate_text(figures),
            "–" if wait is None else format_duration(wait),
        ],
    )


def reason_rows(report: ModerationReport) -> Iterable[Row]:
    """Yield one line for each reason that was given, the most frequent first."""
    for code, total in report.total.reasons.items():
        numbers = [figures.reasons.get(code, 0) for figures in report.stars]
        yield Row(reason_label(code), [format_number(number) for number in (*numbers, total)])


def sampled_sentence(report: ModerationReport) -> str:
    """Say that not all waits were looked at, where that is so."""
    if report.total.decided <= MOST_WAITS:
        return ""
    return _("Waiting times are those of the newest %(number)s decided reviews.") % {
        "number": format_number(MOST_WAITS)
    }


def overdue_sentence() -> str:
    """Say how many reviews should have published themselves; empty where none should."""
    number = len(services.publish_waiting(dry_run=True, limit=MOST_OVERDUE + 1))
    if not number:
        return ""
    text = format_number(min(number, MOST_OVERDUE)) + ("+" if number > MOST_OVERDUE else "")
    return ngettext(
        "%(number)s review has waited longer than it should and is not flagged. This command publishes it:",
        "%(number)s reviews have waited longer than they should and are not flagged."
        " This command publishes them:",
        number,
    ) % {"number": text}
