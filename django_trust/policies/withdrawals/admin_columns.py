"""Columns and filters of the list of withdrawals and returns. A shape and words, colour on top."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext, pgettext_lazy

from django_trust.icons import icon_svg
from django_trust.l10n.formats import format_date, format_time
from django_trust.policies.choices import RequestState
from django_trust.policies.models import WithdrawalRequest
from django_trust.policies.withdrawals.deadlines import local_day

UNSETTLED = (RequestState.OPEN, RequestState.GOODS_BACK)
LEVELS = {
    RequestState.OPEN: ("soon", "clock"),
    RequestState.GOODS_BACK: ("soon", "return"),
    RequestState.REFUNDED: ("shown", "check"),
    RequestState.DECLINED: ("off", "cross"),
}


def today() -> date:
    """Return the day in the shop's time zone."""
    return local_day(timezone.now())


def is_overdue(request: WithdrawalRequest) -> bool:
    """Whether the last day for the refund is over and nobody has settled the request."""
    due = request.refund_due
    return request.state in UNSETTLED and due is not None and due < today()


def state_mark(request: WithdrawalRequest) -> SafeString:
    level, icon = LEVELS.get(RequestState(request.state), ("off", "info"))
    return _marked(level, icon, str(request.get_state_display()))


def due_mark(request: WithdrawalRequest) -> SafeString | str:
    """Return the last day for the refund; of what is late, with a warning in words."""
    if request.refund_due is None:
        return "–"
    day = format_date(request.refund_due, style="medium")
    if is_overdue(request):
        return _marked("hidden", "warning", pgettext("refund", "%(date)s, overdue") % {"date": day})
    return day


def _marked(level: str, icon: str, words: str) -> SafeString:
    return format_html(
        '<span class="trust-state trust-state-{}">{}<span>{}</span></span>', level, icon_svg(icon), words
    )


def unusual(request: WithdrawalRequest) -> list[str]:
    """Return in a word or two what staff should not overlook."""
    marks = {
        pgettext("mark of a request", "late"): bool(request.is_late),
        pgettext("mark of a request", "order not found"): request.purchase is None,
        pgettext("mark of a request", "not acknowledged"): request.acknowledged_at is None,
    }
    return [words for words, holds in marks.items() if holds]


def moment_words(moment: datetime) -> str:
    """Return date and time for staff, in the current time zone."""
    words = {"date": format_date(moment, style="medium"), "time": format_time(moment)}
    return pgettext("date and time", "%(date)s, %(time)s") % words


class RequestColumns:
    """Mixin of the admin of requests. No column asks the database."""

    @admin.display(description=pgettext_lazy("return request", "state"), ordering="state")
    def state_column(self, request: WithdrawalRequest) -> SafeString:
        return state_mark(request)

    @admin.display(description=pgettext_lazy("return request", "order"))
    def order_column(self, request: WithdrawalRequest) -> SafeString:
        return format_html(
            '<bdi>{}</bdi> <small class="quiet">{}</small>', request.reference, request.get_kind_display()
        )

    @admin.display(description=pgettext_lazy("return request", "from"))
    def sender_column(self, request: WithdrawalRequest) -> SafeString:
        return format_html(
            '<bdi>{}</bdi><br><small class="quiet"><bdi>{}</bdi></small>', request.name, request.email
        )

    @admin.display(description=pgettext_lazy("return request", "look at"))
    def marks_column(self, request: WithdrawalRequest) -> SafeString | str:
        texts = ((text,) for text in unusual(request))
        return format_html_join(" ", '<span class="trust-mark">{}</span>', texts) or "–"

    @admin.display(description=pgettext_lazy("return request", "submitted"), ordering="submitted_at")
    def submitted_column(self, request: WithdrawalRequest) -> str:
        return moment_words(request.submitted_at)

    @admin.display(description=pgettext_lazy("return request", "refund due"), ordering="refund_due")
    def due_column(self, request: WithdrawalRequest) -> SafeString | str:
        return due_mark(request)


class AttentionFilter(admin.SimpleListFilter):
    """What staff look for first."""

    title = pgettext_lazy("return request", "what to look at")
    parameter_name = "attention"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [
            ("open", pgettext("requests", "Not settled")),
            ("overdue", pgettext("requests", "Refund overdue")),
            ("late", pgettext("requests", "Came late")),
            ("unmatched", pgettext("requests", "Order not found")),
            ("unacknowledged", pgettext("requests", "Not acknowledged")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[WithdrawalRequest]
    ) -> QuerySet[WithdrawalRequest]:
        wanted = {
            "open": Q(state__in=UNSETTLED),
            "overdue": Q(state__in=UNSETTLED, refund_due__lt=today()),
            "late": Q(is_late=True),
            "unmatched": Q(purchase=None),
            "unacknowledged": Q(acknowledged_at=None),
        }
        return queryset.filter(wanted.get(self.value() or "", Q()))
