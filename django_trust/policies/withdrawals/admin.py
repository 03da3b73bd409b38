"""Withdrawals and returns for staff: nobody changes what was declared; they say what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.csrf import csrf_protect

from django_trust.l10n.formats import format_number
from django_trust.links import serving
from django_trust.policies.models import WithdrawalRequest
from django_trust.policies.withdrawals.admin_columns import AttentionFilter, RequestColumns
from django_trust.policies.withdrawals.admin_page import DECISIONS, Decision, request_context

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[WithdrawalRequest]
else:
    ModelAdmin = admin.ModelAdmin

REFUSED = {"decision_failed": True}


@admin.register(WithdrawalRequest)
class WithdrawalRequestAdmin(RequestColumns, ModelAdmin):
    list_display = [
        "state_column",
        "order_column",
        "sender_column",
        "marks_column",
        "submitted_column",
        "due_column",
    ]
    list_display_links = ["state_column", "order_column"]
    list_filter = [AttentionFilter, "state", "kind"]
    list_select_related = ["purchase"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["reference", "name", "email"]
    search_help_text = gettext_lazy("Searches order numbers, names and e-mail addresses.")
    actions = ["goods_back_selected", "refund_selected"]
    change_list_template = "admin/trust/withdrawalrequest/change_list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: WithdrawalRequest | None = None) -> bool:
        """Never: a statement belongs to whoever made it. See ``has_settle_permission``."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: WithdrawalRequest | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: WithdrawalRequest | None = None) -> bool:
        return request.user.has_perm("trust.view_withdrawalrequest") or self.has_settle_permission(request)

    def has_settle_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may say what became of requests: the permission to change them."""
        return request.user.has_perm("trust.change_withdrawalrequest")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        view = transaction.non_atomic_requests(self.admin_site.admin_view(self.decide_view))
        name = "trust_withdrawalrequest_decide"
        return [path("<int:pk>/decide/", view, name=name), *super().get_urls()]

    @admin.action(description=pgettext_lazy("action", "Goods are back"), permissions=["settle"])
    def goods_back_selected(self, request: HttpRequest, queryset: QuerySet[WithdrawalRequest]) -> None:
        self._decide_all(request, queryset, DECISIONS["goods_back"])

    @admin.action(description=pgettext_lazy("action", "Money is paid back"), permissions=["settle"])
    def refund_selected(self, request: HttpRequest, queryset: QuerySet[WithdrawalRequest]) -> None:
        self._decide_all(request, queryset, DECISIONS["refund"])

    def _decide_all(
        self, request: HttpRequest, queryset: QuerySet[WithdrawalRequest], decision: Decision
    ) -> None:
        """Take one decision about each request it can be taken about; say how many those were."""
        open_ones = [stored for stored in queryset.select_related("purchase") if decision.is_open(stored)]
        for stored in open_ones:
            decision.decide(request=stored, by=request.user)
            self._log(request, stored, decision)
        text = ngettext("%(number)s request changed.", "%(number)s requests changed.", len(open_ones))
        messages.success(request, text % {"number": format_number(len(open_ones))})

    def _log(self, request: HttpRequest, stored: WithdrawalRequest, decision: Decision) -> None:
        self.log_change(request, stored, str(decision.done))

    @method_decorator(csrf_protect)
    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take one decision from the buttons of a request's page."""
        stored = self.get_object(request, str(pk))
        if stored is None or request.method != "POST":
            return HttpResponseRedirect(reverse("admin:trust_withdrawalrequest_changelist"))
        name = request.POST.get("decision", "")
        decision = DECISIONS.get(name)
        if decision is None or not self.has_settle_permission(request):
            raise PermissionDenied
        form = decision.form(request.POST, auto_id=f"{name}_%s")
        if form.is_valid():
            try:
                with serving(request, public=False):
                    decision.decide(request=stored, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self._log(request, stored, decision)
                messages.success(request, str(decision.done))
                return HttpResponseRedirect(reverse("admin:trust_withdrawalrequest_change", args=[pk]))
        errors = [message for problems in form.errors.values() for message in problems]
        return self.changeform_view(request, str(pk), extra_context=REFUSED | {"errors": errors, name: form})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        extra_context = extra_context or {}
        if request.method == "POST" and "decision_failed" not in extra_context:
            raise PermissionDenied  # there is nothing here to save
        stored = self.get_object(request, object_id) if object_id else None
        if stored is None or not self.has_view_permission(request):
            return super().changeform_view(request, object_id, form_url, extra_context)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Order %(number)s: withdrawal or return") % {"number": stored.reference},
            "opts": self.opts,
            **request_context(stored, may_settle=self.has_settle_permission(request)),
            **extra_context,
        }
        for decision in context["decisions"]:  # what was filled in and refused
            decision["form"] = extra_context.get(decision["name"], decision["form"])
        status = 400 if extra_context.get("decision_failed") else 200
        return TemplateResponse(
            request, "admin/trust/withdrawalrequest/change_form.html", context, status=status
        )
