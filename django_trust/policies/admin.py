"""Policies for staff: which terms are in force where, and the way to the next version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from django_trust.edges import writing_view
from django_trust.l10n.formats import format_moment
from django_trust.policies.admin_columns import (
    MAY_BEGIN,
    PolicyColumns,
    PolicyList,
    version_title,
    version_url,
)
from django_trust.policies.admin_forms import PolicyForm
from django_trust.policies.admin_labels import DurabilityLabelAdmin, OfficialNoticeAdmin
from django_trust.policies.admin_rates import ExchangeRateAdmin
from django_trust.policies.admin_translations import TranslationsMixin
from django_trust.policies.admin_versions import PolicyVersionAdmin, state_mark
from django_trust.policies.models import Policy, PolicyVersion
from django_trust.policies.services import start_draft

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Policy]
else:
    ModelAdmin = admin.ModelAdmin

__all__ = [
    "DurabilityLabelAdmin",
    "ExchangeRateAdmin",
    "OfficialNoticeAdmin",
    "PolicyAdmin",
    "PolicyVersionAdmin",
]


@admin.register(Policy)
class PolicyAdmin(PolicyColumns, TranslationsMixin, ModelAdmin):
    form = PolicyForm
    fields = ["kind", "market"]
    list_display = [
        "policy_column",
        "market_column",
        "now_column",
        "coming_column",
        "draft_column",
        "texts_column",
    ]
    actions = None
    change_list_template = "admin/trust/policy/change_list.html"
    change_form_template = "admin/trust/policy/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(writing_view("POST")(self.draft_view))
        page = path("<int:pk>/draft/", transaction.non_atomic_requests(view), name="trust_policy_draft")
        return [page, *super().get_urls()]

    def has_change_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        """Kind and market of a policy stay: links to it and versions of it rest on them."""
        return super().has_change_permission(request, obj) and obj is None

    def has_delete_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and obj is not None and not obj.versions.exists()

    # The list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[PolicyList]:
        return PolicyList

    # A policy begins with a draft

    def response_add(
        self, request: HttpRequest, obj: Policy, post_url_continue: str | None = None
    ) -> HttpResponse:
        if not request.user.has_perm(MAY_BEGIN):
            return super().response_add(request, obj, post_url_continue)
        return self._to_draft(request, obj, None)

    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin a draft, with the terms of the newest version or of the one named by ``copy``."""
        policy = self.get_object(request, str(pk))
        if policy is None or not request.user.has_perm(MAY_BEGIN):
            raise PermissionDenied
        wanted = request.POST.get("copy", "")
        versions = policy.versions.select_related("policy")
        copy = versions.filter(pk=wanted).first() if wanted.isdecimal() else None
        return self._to_draft(request, policy, copy)

    def _to_draft(self, request: HttpRequest, policy: Policy, copy: PolicyVersion | None) -> HttpResponse:
        known = set(policy.versions.values_list("pk", flat=True))
        draft = start_draft(kind=policy.kind, market=policy.market, copy=copy)
        if draft.pk not in known:
            self.log_change(request, policy, [{"added": {"name": "draft", "object": str(draft)}}])
            messages.success(request, _("This is the draft. Shoppers see it once it is published."))
        else:
            messages.info(request, _("There is a draft already. It was left as it is."))
        return HttpResponseRedirect(version_url(draft))

    # The page of a policy

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Policy | None = None,
    ) -> HttpResponse:
        if obj is not None and obj.pk:
            versions = obj.versions.select_related("policy").order_by("-number")
            context["versions"] = [_version(version) for version in versions.defer("terms", "texts")]
        return super().render_change_form(request, context, add, change, form_url, obj)


def _version(version: PolicyVersion) -> dict[str, Any]:
    return {
        "title": version_title(version),
        "url": version_url(version),
        "state": state_mark(version),
        "since": format_moment(version.effective_from) if version.effective_from else "–",
    }
