"""The page before a draft is published: what changes, what the law says, what is not translated."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from django_trust.edges import posted, writing_view
from django_trust.l10n.formats import format_moment
from django_trust.l10n.locales import direction, html_lang
from django_trust.policies.admin_columns import policies_name, version_title, version_url
from django_trust.policies.admin_floors import ShortfallLine, shortfall_lines
from django_trust.policies.admin_matrix import text_states
from django_trust.policies.differences import Change, changes_between, prose_changes
from django_trust.policies.facts import VersionFacts
from django_trust.policies.models import PolicyVersion
from django_trust.policies.phrases import sections
from django_trust.policies.rows import facts_of_draft, facts_of_frozen, frozen_terms, frozen_texts
from django_trust.policies.services import publish_policy

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[PolicyVersion]
else:
    ModelAdmin = object

MAY_PUBLISH = "trust.publish_policyversion"
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class PublishForm(forms.Form):
    """When it begins, and what staff have seen: ``seen`` is the fingerprint of the terms on the page."""

    effective_from = forms.DateTimeField(label=gettext_lazy("In force from"), required=False, widget=MOMENT)
    anyway = forms.BooleanField(
        label=gettext_lazy("Publish it anyway: we have a reason for terms below what the law asks"),
        error_messages={
            "required": gettext_lazy("Please mend the terms that are below the law, or tick the box.")
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, certain: bool, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        if not certain:
            del self.fields["anyway"]
        help_text = _("Empty for at once. The time is that of %(zone)s.")
        self.fields["effective_from"].help_text = help_text % {"zone": timezone.get_current_timezone_name()}

    def clean_effective_from(self) -> datetime | None:
        """Refuse a moment that is over: nobody can have agreed to it then."""
        moment: datetime | None = self.cleaned_data["effective_from"]
        if moment is not None and moment < timezone.now():
            raise ValidationError(_("This moment is over. Leave the field empty for at once."), code="past")
        return moment

    def clean(self) -> dict[str, Any]:
        """Refuse what nobody has looked at."""
        if self.cleaned_data.get("seen") != self.now:
            raise ValidationError(
                _("The draft was changed in the meantime. Please look at it again."), code="changed"
            )
        return self.cleaned_data


class PublishMixin(ModelAdmin):
    """Adds ``<pk>/publish/`` to the admin of versions, for those with the permission to publish."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(writing_view("GET", "HEAD", "POST")(self.publish_view))
        page = path(
            "<int:pk>/publish/",
            transaction.non_atomic_requests(view),
            name="trust_policyversion_publish",
        )
        return [page, *super().get_urls()]

    def may_publish(self, request: HttpRequest, version: PolicyVersion) -> bool:
        """Publishing binds the shop, so changing a draft is not enough for it."""
        return self.has_view_permission(request, version) and request.user.has_perm(MAY_PUBLISH)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = self.get_object(request, str(pk))
        if version is None or not self.may_publish(request, version):
            raise PermissionDenied
        if version.is_published:
            messages.info(request, _("This version is published already."))
            return HttpResponseRedirect(version_url(version))
        facts = facts_of_draft(version)
        lines, now = shortfall_lines(facts), fingerprint(facts)
        certain = any(line.certain for line in lines)
        form = PublishForm(posted(request), certain=certain, now=now, initial={"seen": now})
        if form.is_bound and form.is_valid() and self._publish(request, version, form):
            return HttpResponseRedirect(version_url(version))
        if form.is_bound:
            form.data = {**request.POST.dict(), "seen": now}  # what the page shows from here on is seen
        context = {
            **self.admin_site.each_context(request),
            "title": _("Publish: %(version)s") % {"version": version_title(version)},
            "opts": self.opts,
            "original": version,
            "form": form,
            "change_url": version_url(version),
            "policies": policies_name(),
            **publish_context(version, facts, lines),
        }
        return TemplateResponse(request, "admin/trust/policyversion/publish.html", context)

    def _publish(self, request: HttpRequest, version: PolicyVersion, form: PublishForm) -> bool:
        """Publish; where the terms contradict themselves, say so and return False."""
        moment = form.cleaned_data["effective_from"]
        try:
            published = publish_policy(version=version, by=request.user, effective_from=moment)
        except ValidationError as error:
            form.add_error(None, ValidationError(error.messages))
            return False
        self.log_change(request, published, [{"changed": {"fields": ["published"]}}])
        text = _("Published. In force from %(moment)s.")
        begins = published.effective_from or timezone.now()
        messages.success(request, text % {"moment": format_moment(begins)})
        return True


def publish_context(
    version: PolicyVersion, facts: VersionFacts, lines: list[ShortfallLine]
) -> dict[str, Any]:
    """Return what the page before a publication shows besides its form."""
    before = newest_published(version)
    return {
        "before": before,
        **changes_context(facts_of_frozen(before) if before else None, facts),
        "shortfalls": lines,
        "texts": [state for state in text_states(facts) if not state.is_complete],
    }


def changes_context(before: VersionFacts | None, after: VersionFacts) -> dict[str, Any]:
    """Return what differs between two versions; without an earlier one, all that the later one says."""
    if before is None:
        lines = [(part.title, line) for part in sections(after) for line in part.lines]
        return {"changes": [Change(title, line.label, "", line.text) for title, line in lines]}
    prose = prose_changes(before, after)
    return {
        "changes": changes_between(before, after),
        "passages": prose.passages if prose else (),
        "prose_lang": html_lang(prose.language) if prose else "",
        "prose_dir": direction(prose.language) if prose else "",
    }


def newest_published(version: PolicyVersion) -> PolicyVersion | None:
    """Return the version that the draft follows."""
    earlier = PolicyVersion.objects.published().filter(policy=version.policy_id)
    return earlier.select_related("policy").order_by("-number").first()


def fingerprint(facts: VersionFacts) -> str:
    """Return what changes with anything a draft says."""
    whole = [frozen_terms(facts), frozen_texts(facts), dict(facts.summary), facts.source_language]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()
