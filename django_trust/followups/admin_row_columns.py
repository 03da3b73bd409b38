"""Columns and filters of the list of messages to orders. A shape and words, colour on top."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext, pgettext_lazy

from django_trust.followups.choices import OPEN, FollowUpState
from django_trust.followups.models import FollowUp
from django_trust.followups.words import verdict_words
from django_trust.l10n.formats import format_moment
from django_trust.policies.admin_marks import marked

LEVELS = {
    FollowUpState.WAITING: ("soon", "clock"),
    FollowUpState.SENDING: ("soon", "mail"),
    FollowUpState.SENT: ("shown", "check"),
    FollowUpState.SKIPPED: ("off", "info"),
    FollowUpState.CANCELLED: ("off", "cross"),
    FollowUpState.FAILED: ("hidden", "warning"),
}


def state_mark(row: FollowUp, words: str = "") -> SafeString:
    """Return the state of a row as a shape with words beside it."""
    level, icon = LEVELS.get(FollowUpState(row.state), ("off", "info"))
    return marked(level, icon, words or str(row.get_state_display()))


def order_url(reference: str) -> str:
    """Return the address of the page that explains the messages of an order."""
    return reverse("admin:trust_followup_order", args=[reference])


class RowColumns:
    """Mixin of the admin of messages. No column asks the database."""

    @admin.display(description=pgettext_lazy("follow-up", "what became of it"), ordering="state")
    def verdict_column(self, row: FollowUp) -> SafeString:
        return state_mark(row, verdict_words(row))

    @admin.display(description=pgettext_lazy("follow-up", "message"))
    def step_column(self, row: FollowUp) -> SafeString:
        return format_html(
            '<bdi>{}</bdi><br><small class="quiet"><bdi>{}</bdi></small>', row.step.name, row.step.flow.name
        )

    @admin.display(description=pgettext_lazy("follow-up", "order"))
    def order_column(self, row: FollowUp) -> SafeString:
        number = row.purchase.reference
        return format_html('<a href="{}"><bdi>{}</bdi></a>', order_url(number), number)

    @admin.display(description=pgettext_lazy("follow-up", "buyer"))
    def buyer_column(self, row: FollowUp) -> SafeString:
        return format_html(
            '<bdi>{}</bdi><br><small class="quiet"><bdi>{}</bdi></small>',
            row.purchase.name or "–",
            row.purchase.email or "–",
        )

    @admin.display(description=pgettext_lazy("follow-up", "due"), ordering="due_at")
    def due_column(self, row: FollowUp) -> str:
        return format_moment(row.due_at)


class DueFilter(admin.SimpleListFilter):
    """When a message is or was due, by ranges that an index answers."""

    title = pgettext_lazy("follow-up", "due")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [
            ("now", pgettext("follow-ups due", "Now, and not sent")),
            ("next", pgettext("follow-ups due", "In the next 7 days")),
            ("week", pgettext("follow-ups due", "In the last 7 days")),
            ("month", pgettext("follow-ups due", "In the last 30 days")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
        now = timezone.now()
        wanted = {
            "now": Q(state__in=OPEN, wake_at__lte=now),
            "next": Q(due_at__gt=now, due_at__lte=now + timedelta(days=7)),
            "week": Q(due_at__gt=now - timedelta(days=7), due_at__lte=now),
            "month": Q(due_at__gt=now - timedelta(days=30), due_at__lte=now),
        }
        return queryset.filter(wanted.get(self.value() or "", Q()))
