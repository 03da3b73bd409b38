"""The page "why did this mail go, and will that one?" about one order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from django_trust.conf import trust_settings
from django_trust.followups.admin_row_columns import order_url, state_mark
from django_trust.followups.admin_row_steering import switch_context
from django_trust.followups.choices import Basis, Event, Purpose
from django_trust.followups.explaining import Explanation, PurposeLine, StepLine, explain
from django_trust.followups.facts import PurchaseFacts
from django_trust.followups.models import Consent, FollowUp
from django_trust.followups.words import delay_words, window_words
from django_trust.l10n.formats import format_date, format_moment, format_number
from django_trust.l10n.locales import current_language, language_name
from django_trust.policies.admin_marks import marked
from django_trust.shop.identity.zones import country_name

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[FollowUp]
else:
    ModelAdmin = object

MISSING = "–"


class Fact(NamedTuple):
    label: str
    value: Any


class OrderPageMixin(ModelAdmin):
    """Adds ``order/<number>/`` to the admin of messages, for whoever may view them. Writes nothing."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("order/", view(self.find_view), name="trust_followup_find"),
            path("order/<path:reference>/", view(self.order_view), name="trust_followup_order"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def find_view(self, request: HttpRequest) -> HttpResponse:
        """Lead from the search box to the page of an order."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = request.GET.get("number", "").strip()
        try:
            return HttpResponseRedirect(order_url(number) if number else "../")
        except NoReverseMatch:  # what no order is called
            return self._page(request, number, None)

    @method_decorator(require_safe)
    def order_view(self, request: HttpRequest, reference: str) -> HttpResponse:
        return self._page(request, reference, explain(reference, timezone.now()))

    def _page(self, request: HttpRequest, reference: str, found: Explanation | None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Messages about order %(number)s") % {"number": reference},
            "opts": self.opts,
            "reference": reference,
            "find_url": reverse("admin:trust_followup_find"),
            **(order_context(found) | switch_context(request) if found else {}),
        }
        return TemplateResponse(
            request, "admin/trust/followup/order.html", context, status=200 if found else 404
        )


def order_context(found: Explanation) -> dict[str, Any]:
    """Return the variables of the page of one order."""
    return {
        "found": True,
        "facts": list(_facts(found.facts)),
        "timeline": list(timeline(found.facts)),
        "flows": list(_flows(found.steps)),
        "purposes": [_purpose(line) for line in found.purposes],
        "bounced": found.standing.bounced,
        "entries": [_entry(entry) for entry in found.entries],
        "cap_words": cap_words(found),
        "answers": [_answer(answer) for answer in found.answers],
        "scores": list(_scores(found)),
        "requests": [
            {
                "words": f"{request.get_kind_display()}: {request.get_state_display()}",
                "moment": format_moment(request.submitted_at),
                "url": reverse("admin:trust_withdrawalrequest_change", args=[request.pk]),
            }
            for request in found.requests
        ],
    }


def _facts(facts: PurchaseFacts) -> Iterator[Fact]:
    purchase = facts.purchase
    yield Fact(pgettext("order", "Buyer"), purchase.name or MISSING)
    yield Fact(pgettext("order", "E-mail"), purchase.email or MISSING)
    yield Fact(pgettext("order", "Language"), language_name(purchase.language, current_language()))
    yield Fact(pgettext("order", "Country"), country_name(purchase.country) if purchase.country else MISSING)
    yield Fact(pgettext("order", "Time zone"), str(facts.zone))


def timeline(facts: PurchaseFacts) -> Iterator[Fact]:
    """Yield what has happened to an order, in its order, each with its moment."""
    events = sorted(facts.events.items(), key=lambda entry: entry[1])
    for event, moment in events:
        yield Fact(_event_words(event, facts), format_moment(moment))
    if facts.not_arrived_at is not None:
        yield Fact(_("The buyer said that it has not arrived"), format_moment(facts.not_arrived_at))
    if facts.purchase.promised_by:
        yield Fact(_("Delivery promised by"), format_date(facts.purchase.promised_by, style="medium"))


def _event_words(event: Event, facts: PurchaseFacts) -> str:
    until = facts.purchase.delayed_until
    if event == Event.DELAYED and until is not None:
        return _("Delivery delayed until %(day)s") % {"day": format_date(until, style="medium")}
    return str(event.label)


def _flows(lines: list[StepLine]) -> Iterator[dict[str, Any]]:
    """Group the lines of steps by flow."""
    flows: dict[int, dict[str, Any]] = {}
    for line in lines:
        flow = line.step.flow
        group = flows.setdefault(
            flow.pk,
            {
                "name": flow.name,
                "url": reverse("admin:trust_flow_change", args=[flow.pk]),
                "event": flow.get_event_display(),
                "lines": [],
            },
        )
        group["lines"].append(_line(line))
    yield from flows.values()


def _line(line: StepLine) -> dict[str, Any]:
    row = line.row
    return {
        "name": line.step.name,
        "plan": [words for words in (delay_words(line.step), window_words(line.step)) if words],
        "purpose": line.step.get_purpose_display(),
        "occurrence": row.occurrence if row else "",
        "verdict": state_mark(row, line.verdict) if row else marked("off", "info", line.verdict),
        "outlook": line.outlook,
        "due": format_moment(row.due_at) if row else MISSING,
        "url": reverse("admin:trust_followup_change", args=[row.pk]) if row else "",
    }


def _purpose(line: PurposeLine) -> dict[str, Any]:
    return {
        "name": line.purpose.label,
        "basis": Basis(line.rule.basis).label,
        "source": line.rule.source,
        "mark": _refusal_mark(line),
    }


def _refusal_mark(line: PurposeLine) -> SafeString:
    if line.refusal is None:
        return marked("shown", "check", pgettext("consent", "May be sent"))
    words = pgettext("consent", "Not sent: %(reason)s") % {"reason": line.refusal.label}
    return marked("off", "cross", words)


def _entry(entry: Consent) -> dict[str, Any]:
    purpose = dict(Purpose.choices).get(entry.purpose)
    return {
        "kind": entry.get_kind_display(),
        "purpose": purpose or pgettext("consent", "everything that needs consent"),
        "source": entry.source,
        "moment": format_moment(entry.at),
    }


def cap_words(found: Explanation) -> str:
    """Return how much of what the cap allows somebody has had."""
    days, cap = trust_settings.followups_cap_days, trust_settings.followups_cap
    count = found.lately.number
    text = ngettext(
        "Within %(days)s days this person was sent %(number)s message that is not about an order itself; "
        "%(most)s at most are sent.",
        "Within %(days)s days this person was sent %(number)s messages that are not about an order itself; "
        "%(most)s at most are sent.",
        count,
    )
    return text % {
        "days": format_number(days),
        "number": format_number(count),
        "most": format_number(cap),
    }


def _answer(answer: Any) -> dict[str, Any]:
    return {
        "kind": answer.get_kind_display(),
        "state": answer.get_state_display(),
        "moment": format_moment(answer.at),
        "url": reverse("admin:trust_orderanswer_change", args=[answer.pk]),
    }


def _scores(found: Explanation) -> Iterator[Fact]:
    for score in found.scores:
        yield Fact(str(score.get_kind_display()), format_number(score.score))
