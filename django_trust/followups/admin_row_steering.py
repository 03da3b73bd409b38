"""What staff do with messages: cancel, send now, try again; and the switch that stops them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from django_trust.edges import View, writing_view
from django_trust.followups.choices import FollowUpState
from django_trust.followups.models import FollowUp, SendingSwitch
from django_trust.followups.sending import control
from django_trust.l10n.formats import format_moment, format_number
from django_trust.text import without_controls

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[FollowUp]
else:
    ModelAdmin = object

MAY_SWITCH = "trust.change_sendingswitch"


@dataclass(frozen=True, slots=True)
class Steering:
    """One button. ``act`` takes ``followup`` and raises ``ValidationError`` where it is too late for it."""

    act: Callable[..., FollowUp]
    label: str | Promise
    done: str | Promise
    states: frozenset[str]


STEERINGS: dict[str, Steering] = {
    "retry": Steering(
        control.retry_followup,
        pgettext_lazy("follow-up", "Try again"),
        gettext_lazy("It is tried again with the next run of the sender."),
        frozenset({FollowUpState.FAILED}),
    ),
    "send": Steering(
        control.send_now,
        pgettext_lazy("follow-up", "Send now"),
        gettext_lazy("It goes out with the next run of the sender, if the buyer may be written to."),
        frozenset({FollowUpState.WAITING, FollowUpState.SKIPPED, FollowUpState.CANCELLED}),
    ),
    "cancel": Steering(
        control.cancel_followup,
        pgettext_lazy("follow-up", "Cancel"),
        gettext_lazy("It is cancelled."),
        frozenset({FollowUpState.WAITING}),
    ),
}


class PauseForm(forms.Form):
    note = forms.CharField(
        label=pgettext_lazy("sending", "Reason"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class SteeringMixin(ModelAdmin):
    """Adds ``<pk>/steer/`` and ``switch/`` and the actions of the list."""

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, tuple[View, str]] = {
            "<int:pk>/steer/": (self.steer_view, "steer"),
            "switch/": (self.switch_view, "switch"),
        }
        own = [
            path(route, self.admin_site.admin_view(writing_view("POST")(view)), name=f"trust_followup_{name}")
            for route, (view, name) in views.items()
        ]
        return [*own, *super().get_urls()]

    def has_steer_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may say what becomes of messages: the permission to change them."""
        return request.user.has_perm("trust.change_followup")

    @admin.action(description=pgettext_lazy("follow-ups", "Try again"), permissions=["steer"])
    def retry_selected(self, request: HttpRequest, queryset: QuerySet[FollowUp]) -> None:
        self._steer_all(request, queryset, "retry")

    @admin.action(description=pgettext_lazy("follow-ups", "Send now"), permissions=["steer"])
    def send_selected(self, request: HttpRequest, queryset: QuerySet[FollowUp]) -> None:
        self._steer_all(request, queryset, "send")

    @admin.action(description=pgettext_lazy("follow-ups", "Cancel"), permissions=["steer"])
    def cancel_selected(self, request: HttpRequest, queryset: QuerySet[FollowUp]) -> None:
        self._steer_all(request, queryset, "cancel")

    def _steer_all(self, request: HttpRequest, rows: Iterable[FollowUp], name: str) -> None:
        """Do it where it can be done, and say how many those were and how many were left as they are."""
        done = left = 0
        for row in rows:
            try:
                self._steer(request, row, name)
            except ValidationError:
                left += 1
            else:
                done += 1
        text = ngettext("%(number)s message changed.", "%(number)s messages changed.", done)
        messages.success(request, text % {"number": format_number(done)})
        if left:
            text = ngettext(
                "%(number)s message was left as it is: its state does not allow it.",
                "%(number)s messages were left as they are: their state does not allow it.",
                left,
            )
            messages.warning(request, text % {"number": format_number(left)})

    def _steer(self, request: HttpRequest, row: FollowUp, name: str) -> None:
        steering = STEERINGS[name]
        steering.act(followup=row)
        self.log_change(request, row, str(steering.done))

    def steer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Press one of the buttons of a message's page."""
        if not self.has_steer_permission(request):
            raise PermissionDenied
        row = self.get_object(request, str(pk))
        name = request.POST.get("steer", "")
        if row is None or name not in STEERINGS:
            raise Http404
        try:
            self._steer(request, row, name)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, str(STEERINGS[name].done))
        return HttpResponseRedirect(reverse("admin:trust_followup_change", args=[pk]))

    # The switch

    def switch_view(self, request: HttpRequest) -> HttpResponse:
        """Stop all sending, or let it go on."""
        if not request.user.has_perm(MAY_SWITCH):
            raise PermissionDenied
        if request.POST.get("do") == "resume":
            control.resume_sending()
            messages.success(request, _("Messages are sent again."))
        elif request.POST.get("do") == "pause":
            note = without_controls(request.POST.get("note", ""))
            control.pause_sending(by=request.user, note=note)
            messages.success(request, _("Nothing is sent until somebody lets it go on."))
        return HttpResponseRedirect(reverse("admin:trust_followup_changelist"))


def switch_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the banner above the list says."""
    switch = SendingSwitch.objects.select_related("paused_by").first()
    paused_at = switch.paused_at if switch else None
    return {
        "paused_words": _paused_words(switch) if switch and paused_at else "",
        "paused_note": switch.note if switch and paused_at else "",
        "may_switch": request.user.has_perm(MAY_SWITCH),
        "switch_url": reverse("admin:trust_followup_switch"),
        "pause_form": PauseForm(auto_id="pause_%s"),
    }


def _paused_words(switch: SendingSwitch) -> str:
    moment = format_moment(switch.paused_at or timezone.now())
    if switch.paused_by is None:
        return _("Nothing has been sent since %(moment)s.") % {"moment": moment}
    words = {"moment": moment, "person": switch.paused_by.get_username()}
    return _("Nothing has been sent since %(moment)s: %(person)s paused it.") % words
