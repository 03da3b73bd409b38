"""The page that shows all translations of all policies at one glance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from django_trust.policies.admin_columns import MAY_BEGIN, Standing, standings, version_title, version_url
from django_trust.policies.admin_forms import language_choices
from django_trust.policies.admin_matrix import text_states
from django_trust.policies.admin_versions import state_mark
from django_trust.policies.models import Policy, PolicyVersion
from django_trust.policies.rows import facts_of_version

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Policy]
else:
    ModelAdmin = object


class TranslationsMixin(ModelAdmin):
    """Adds ``translations/`` to the admin of policies, for whoever may view them."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.translations_view)
        return [path("translations/", view, name="trust_policy_translations"), *super().get_urls()]

    @method_decorator(require_safe)
    def translations_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        policies = list(self.get_queryset(request))
        found = standings(policies)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Translations"),
            "opts": self.opts,
            "languages": language_choices(),
            "lines": [line for policy in policies for line in _lines(policy, found[policy.pk])],
            "may_begin": request.user.has_perm(MAY_BEGIN),
        }
        return TemplateResponse(request, "admin/trust/policy/translations.html", context)


def _lines(policy: Policy, standing: Standing) -> Iterator[dict[str, Any]]:
    """What shoppers read now, what they will read, and what is being written."""
    for version in (standing.now, standing.coming, standing.draft):
        if version is not None:
            yield _line(policy, version, standing.draft)


def _line(policy: Policy, version: PolicyVersion, draft: PolicyVersion | None) -> dict[str, Any]:
    return {
        "title": version_title(version),
        "url": version_url(version),
        "state": state_mark(version),
        "cells": text_states(facts_of_version(version)),
        # Texts are mended in a draft: of the draft there is, else of a new one.
        "edit_url": f"{version_url(draft)}#translations-group" if draft else "",
        "begin_url": "" if draft else reverse("admin:trust_policy_draft", args=[policy.pk]),
    }
