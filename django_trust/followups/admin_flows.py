"""Flows for staff: what starts them, their steps, on and off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from django_trust.followups.admin_flow_columns import FlowColumns, FlowList, step_url
from django_trust.followups.admin_flow_forms import FlowForm, StepRowForm
from django_trust.followups.admin_trial import TrialMixin
from django_trust.followups.models import Flow, FollowUp, Step
from django_trust.followups.plans import plan_anew
from django_trust.followups.switching import switch_flows
from django_trust.l10n.formats import format_number

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Flow]
    StackedInline = admin.StackedInline[Step, Flow]
else:
    ModelAdmin = admin.ModelAdmin
    StackedInline = admin.StackedInline

MAY_SEE = ("trust.view_flow", "trust.change_flow")
STEP_FIELDSETS: Any = [
    (
        None,
        {
            "fields": [
                ("name", "code"),
                ("message", "purpose"),
                ("delay", "delay_unit"),
                ("send_from", "send_until"),
                ("condition", "within_days"),
                ("channel", "is_active"),
            ]
        },
    ),
]


class StepInline(StackedInline):
    """Steps belong to their flow: whoever may change flows may change them. Words and the way out of a step
    are on its own page."""

    model = Step
    form = StepRowForm
    extra = 0
    fieldsets = [(None, {"fields": [*STEP_FIELDSETS[0][1]["fields"], "texts_read"]})]
    readonly_fields = ["texts_read"]

    def has_view_permission(self, request: HttpRequest, obj: Flow | None = None) -> bool:
        return any(request.user.has_perm(name) for name in MAY_SEE)

    def has_change_permission(self, request: HttpRequest, obj: Flow | None = None) -> bool:
        return request.user.has_perm("trust.change_flow" if obj else "trust.add_flow")

    def has_add_permission(self, request: HttpRequest, obj: Flow | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Flow | None = None) -> bool:
        return False

    @admin.display(description=pgettext_lazy("step", "words"))
    def texts_read(self, step: Step) -> SafeString | str:
        if not step.pk:
            return _("Once the flow is saved, each step has a page for its words.")
        return format_html('<a href="{}">{}</a>', step_url(step), _("Texts and preview"))


@admin.register(Flow)
class FlowAdmin(FlowColumns, TrialMixin, ModelAdmin):
    form = FlowForm
    inlines = [StepInline]
    fields = ["name", "code", "event", "countries", ("is_active", "active_since")]
    list_display = [
        "name_column",
        "state_column",
        "event_column",
        "steps_column",
        "countries_column",
        "sent_column",
    ]
    prepopulated_fields = {"code": ["name"]}
    actions = ["switch_on", "switch_off"]
    change_list_template = "admin/trust/flow/change_list.html"
    change_form_template = "admin/trust/flow/change_form.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return FlowList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Flow]:
        return super().get_queryset(request).prefetch_related("steps")

    def get_readonly_fields(self, request: HttpRequest, obj: Flow | None = None) -> list[str]:
        """What started rows of orders stays what it was."""
        return ["code", "event"] if obj is not None else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Flow | None = None) -> dict[str, Any]:
        return {} if obj is not None else dict(self.prepopulated_fields)

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Flow | None = None,
    ) -> HttpResponse:
        context["try_url"] = self.trial_url(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Flow, form: Any, change: bool) -> None:
        """Switched on without another moment, a flow starts with what happens from now on."""
        is_new = not change or "is_active" in form.changed_data
        if obj.is_active and is_new and "active_since" not in form.changed_data:
            obj.active_since = timezone.now()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        plan_anew(form.instance)  # what waits follows the new delays and hours with the next run

    # On and off

    @admin.action(description=pgettext_lazy("flows", "Switch on"), permissions=["change"])
    def switch_on(self, request: HttpRequest, queryset: QuerySet[Flow]) -> None:
        changed = switch_flows(flows=queryset, on=True)
        text = ngettext(
            "%(number)s flow was switched on.", "%(number)s flows were switched on.", len(changed)
        )
        self._tell(request, changed, text)

    @admin.action(description=pgettext_lazy("flows", "Switch off"), permissions=["change"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet[Flow]) -> None:
        changed = switch_flows(flows=queryset, on=False)
        text = ngettext(
            "%(number)s flow was switched off.", "%(number)s flows were switched off.", len(changed)
        )
        self._tell(request, changed, text)

    def _tell(self, request: HttpRequest, changed: list[Flow], text: str) -> None:
        for flow in changed:
            self.log_change(request, flow, [{"changed": {"fields": ["switched on"]}}])
        messages.success(request, text % {"number": format_number(len(changed))})

    # Deleting

    def has_delete_permission(self, request: HttpRequest, obj: Flow | None = None) -> bool:
        """One by one, and only what has planned nothing: see ``delete_view``."""
        return super().has_delete_permission(request, obj) and obj is not None

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        flow = self.get_object(request, object_id)
        if flow is None or not self.has_delete_permission(request, flow):
            return super().delete_view(request, object_id, extra_context)
        if FollowUp.objects.filter(step__flow=flow).exists():
            return refuse_deletion(request, str(KEPT_FLOW), "../change/")
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:  # an order has come in meanwhile
            return refuse_deletion(request, str(KEPT_FLOW), "../change/")


KEPT_FLOW = gettext_lazy(
    "This flow cannot be deleted: messages of it belong to orders, and so does why they were sent or not. "
    "Switch it off instead."
)


def refuse_deletion(request: HttpRequest, sentence: str, url: str) -> HttpResponse:
    """Say why something stays, on the page that was left for deleting it."""
    messages.error(request, sentence)
    return HttpResponseRedirect(url)
