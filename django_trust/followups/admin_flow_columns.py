"""What the list of flows says: what starts each, what it sends when, and how much it has sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext, pgettext_lazy

from django_trust.followups.choices import FollowUpState
from django_trust.followups.models import Flow, FollowUp, Step
from django_trust.followups.words import delay_words
from django_trust.l10n.formats import format_moment, format_number
from django_trust.policies.admin_fields import place_list
from django_trust.policies.admin_marks import marked

COUNTED_DAYS = 30


def sent_by_flow(days: int = COUNTED_DAYS) -> dict[int, int]:
    """Return how many messages each flow has sent in the last days. One query by the index of ``sent_at``."""
    since = timezone.now() - timedelta(days=days)
    sent = FollowUp.objects.filter(sent_at__gt=since, state=FollowUpState.SENT).order_by()
    return dict(sent.values_list("step__flow").annotate(number=Count("pk")))


class FlowList(ChangeList):
    """Gives each flow of the page the number of messages it has ``sent``."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        numbers = sent_by_flow()
        for flow in self.result_list:
            flow.sent = numbers.get(flow.pk, 0)


class FlowColumns:
    """Mixin of the admin of flows. Rows come with ``sent`` and their steps: no column asks the database."""

    @admin.display(description=pgettext_lazy("column of flows", "flow"), ordering="name")
    def name_column(self, flow: Flow) -> SafeString:
        return format_html("<bdi>{}</bdi>", flow.name)

    @admin.display(description=pgettext_lazy("column of flows", "state"), ordering="is_active")
    def state_column(self, flow: Flow) -> SafeString:
        if not flow.is_active:
            return marked("off", "cross", pgettext("state of a flow", "Off"))
        words = pgettext("state of a flow", "On since %(moment)s")
        return marked("shown", "check", words % {"moment": format_moment(flow.active_since)})

    @admin.display(description=pgettext_lazy("column of flows", "starts with"), ordering="event")
    def event_column(self, flow: Flow) -> str:
        return str(flow.get_event_display())

    @admin.display(description=pgettext_lazy("column of flows", "steps"))
    def steps_column(self, flow: Flow) -> SafeString | str:
        lines = ((step_url(step), step.name, _when(step)) for step in flow.steps.all())
        line = '<li><a href="{}"><bdi>{}</bdi></a> <small class="quiet">{}</small></li>'
        return format_html('<ul class="trust-steps">{}</ul>', format_html_join("", line, lines)) or "–"

    @admin.display(description=pgettext_lazy("column of flows", "countries"))
    def countries_column(self, flow: Flow) -> str:
        return place_list(flow.countries)

    @admin.display(description=pgettext_lazy("column of flows", "sent in 30 days"))
    def sent_column(self, flow: Any) -> str:
        return format_number(flow.sent)


def _when(step: Step) -> str:
    if step.is_active:
        return delay_words(step)
    return pgettext("step", "%(delay)s, switched off") % {"delay": delay_words(step)}


def step_url(step: Step, name: str = "change") -> str:
    """Return the address of a page about a step in the admin."""
    return reverse(f"admin:trust_step_{name}", args=[step.pk])
