"""A dry run: what a flow, as it is typed, would have done about the orders of the last month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms.models import construct_instance
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from django_trust.followups.choices import Reason
from django_trust.followups.models import Flow, Step
from django_trust.followups.planning import NotStarted
from django_trust.followups.simulation import SEND, Simulation, simulate
from django_trust.followups.words import delay_words
from django_trust.l10n.formats import format_number
from django_trust.shop.models import Purchase

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Flow]
else:
    ModelAdmin = object

TRIED_DAYS = 30
MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class TrialLine:
    """What would become of a step for some orders. ``examples`` are pairs of order number and address."""

    words: str
    number: str
    is_sent: bool
    examples: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TrialStep:
    name: str
    delay: str
    lines: list[TrialLine]


class TrialMixin(ModelAdmin):
    """Adds ``<pk>/try/`` and ``try/`` to the admin of flows. Writes nothing."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.trial_view)
        return [
            path("try/", view, name="trust_flow_try_new"),
            path("<int:pk>/try/", view, name="trust_flow_try"),
            *super().get_urls(),
        ]

    def trial_url(self, request: HttpRequest, flow: Flow | None) -> str:
        """Return where the form of a flow is tried; empty for whoever may not save it."""
        if flow is None or flow.pk is None:
            return reverse("admin:trust_flow_try_new") if self.has_add_permission(request) else ""
        allowed = self.has_change_permission(request, flow)
        return reverse("admin:trust_flow_try", args=[flow.pk]) if allowed else ""

    @method_decorator([csrf_protect, require_POST])
    def trial_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        flow = self.get_object(request, str(pk)) if pk is not None else None
        allowed = self.has_change_permission(request, flow) if pk else self.has_add_permission(request)
        if not allowed or (pk is not None and flow is None):
            raise PermissionDenied
        typed = self._typed(request, flow)
        if typed is None:  # what is wrong is said where it was typed
            name, arguments = ("change", [pk]) if pk else ("add", [])
            return self.changeform_view(
                request, str(pk) if pk else None, reverse(f"admin:trust_flow_{name}", args=arguments)
            )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Tried on last month’s orders"),
            "opts": self.opts,
            "flow": typed[0],
            "stored": flow is not None,
            **trial_context(*typed, show_orders=request.user.has_perm("trust.view_followup")),
        }
        return TemplateResponse(request, "admin/trust/flow/trial.html", context)

    def _typed(self, request: HttpRequest, flow: Flow | None) -> tuple[Flow, list[Step]] | None:
        """Return flow and steps as they are in the form; None where that cannot be saved."""
        form = self.get_form(request, flow, change=flow is not None)(request.POST, instance=flow)
        checked = [form.is_valid()]
        typed: Flow = form.instance
        formsets: Any = self._create_formsets(request, typed, change=flow is not None)[0]  # type: ignore[attr-defined]
        checked += [formset.is_valid() for formset in formsets]
        if not all(checked):
            return None
        return typed, list(_steps(typed, formsets))


def _steps(flow: Flow, formsets: Iterable[Any]) -> Iterator[Step]:
    for formset in formsets:
        for form in formset.forms:
            if form.empty_permitted and not form.has_changed():
                continue
            step: Step = construct_instance(form, form.instance)
            step.flow = flow
            yield step


def trial_context(flow: Flow, steps: list[Step], *, show_orders: bool) -> dict[str, Any]:
    """Return the variables of the page of a dry run."""
    now = timezone.now()
    found = simulate(flow, steps, since=now - timedelta(days=TRIED_DAYS), until=now, now=now)
    return {
        "orders": format_number(found.orders),
        "days": format_number(TRIED_DAYS),
        "is_partial": found.is_partial,
        "steps": [trial_step(step, found, show_orders=show_orders) for step in steps],
    }


def trial_step(step: Step, found: Simulation, *, show_orders: bool) -> TrialStep:
    counts = found.counts.get(step.code, {})
    examples = _examples(step, found) if show_orders else {}
    verdicts = sorted(counts.items(), key=lambda entry: (entry[0] != SEND, -entry[1]))
    return TrialStep(
        step.name,
        delay_words(step),
        [
            TrialLine(
                words=_verdict(verdict),
                number=format_number(number),
                is_sent=verdict == SEND,
                examples=[(order.reference, order_page(order)) for order in examples.get(verdict, ())],
            )
            for verdict, number in verdicts
        ],
    )


def _examples(step: Step, found: Simulation) -> dict[str, list[Purchase]]:
    orders: dict[str, list[Purchase]] = {}
    for outcome in found.outcomes:
        if outcome.step.code == step.code:
            some = orders.setdefault(outcome.reason or SEND, [])
            if len(some) < MOST_EXAMPLES:
                some.append(outcome.purchase)
    return orders


def _verdict(verdict: str) -> str:
    if verdict == SEND:
        return pgettext("dry run", "would be sent")
    reasons = {**dict(Reason.choices), **dict(NotStarted.choices)}
    return pgettext("dry run", "not sent: %(reason)s") % {"reason": reasons.get(verdict, verdict)}


def order_page(purchase: Purchase) -> str:
    """Return the address of the page that explains the messages of an order."""
    return reverse("admin:trust_followup_order", args=[purchase.reference])
