"""One step for staff: when it is sent, and the words they give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from django_trust.followups.admin_flow_forms import StepForm, TextForm, TextFormSet
from django_trust.followups.admin_flows import MAY_SEE, STEP_FIELDSETS, refuse_deletion
from django_trust.followups.admin_preview import PreviewMixin
from django_trust.followups.choices import MessageKind
from django_trust.followups.messages.validation import doubts
from django_trust.followups.messages.variables import VARIABLES
from django_trust.followups.models import Flow, FollowUp, Step, StepText
from django_trust.followups.plans import plan_anew
from django_trust.l10n.locales import current_language, language_name

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Step]
    StackedInline = admin.StackedInline[StepText, Step]
else:
    ModelAdmin = admin.ModelAdmin
    StackedInline = admin.StackedInline

KEPT_STEP = gettext_lazy(
    "This step cannot be deleted: messages of it belong to orders, and so does why they were sent or not. "
    "Switch it off instead."
)


class ByFlow:
    """Whoever may change flows may change their steps and the words of these."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return any(request.user.has_perm(name) for name in MAY_SEE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("trust.change_flow")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("trust.change_flow")


class TextInline(ByFlow, StackedInline):
    model = StepText
    form = TextForm
    formset = TextFormSet
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Step | None = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(Step)
class StepAdmin(ByFlow, PreviewMixin, ModelAdmin):
    form = StepForm
    fieldsets = STEP_FIELDSETS
    inlines = [TextInline]
    actions = None
    change_form_template = "admin/trust/step/change_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never here: steps are added on the page of their flow."""
        return False

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Out of the index: the list of flows leads here."""
        return {}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Step]:
        return super().get_queryset(request).select_related("flow")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:trust_flow_changelist"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        step = form.instance
        plan_anew(step.flow)  # what waits follows the new delay and hours with the next run
        texts = list(step.texts.select_related("step__flow"))
        reader = current_language()
        for text in texts:
            for sentence in doubts(text):
                messages.warning(request, f"{language_name(text.language, reader)}: {sentence}")
        if not texts and step.message == MessageKind.CUSTOM:
            messages.warning(request, _("This step has no words yet, so nothing is sent."))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        step = self.get_object(request, object_id)
        if step is None or not self.has_delete_permission(request, step):
            return super().delete_view(request, object_id, extra_context)
        if FollowUp.objects.filter(step=step).exists():
            return refuse_deletion(request, str(KEPT_STEP), "../change/")
        try:
            return super().delete_view(request, object_id, extra_context)
        except ProtectedError:  # an order has come in meanwhile
            return refuse_deletion(request, str(KEPT_STEP), "../change/")

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Step | None = None,
    ) -> HttpResponse:
        if obj is not None and obj.pk:
            context |= {
                "variables": list(VARIABLES.values()),
                "flow_opts": Flow._meta,
                "flow_url": reverse("admin:trust_flow_change", args=[obj.flow_id]),
                **self.preview_context(request, obj),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)
