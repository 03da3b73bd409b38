"""The page of one version: a draft to be written, or what was published, to be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from django_trust.l10n.formats import format_moment
from django_trust.l10n.translated import in_language
from django_trust.policies.admin_columns import MAY_BEGIN, policies_name, version_title, version_url
from django_trust.policies.admin_floors import tell_shortfalls
from django_trust.policies.admin_forms import VersionForm
from django_trust.policies.admin_inlines import TERMS_INLINES, Fieldsets, TranslationInline
from django_trust.policies.admin_marks import marked
from django_trust.policies.admin_matrix import text_states
from django_trust.policies.admin_preview import PreviewMixin, facts_preview, typed_preview
from django_trust.policies.admin_publish import PublishMixin
from django_trust.policies.choices import PolicyKind
from django_trust.policies.history import Life, life_sentence, lives_of
from django_trust.policies.immutable import PublishedError
from django_trust.policies.models import PolicyVersion
from django_trust.policies.rows import facts_of_draft, facts_of_version
from django_trust.policies.seals import is_untouched

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[PolicyVersion]
else:
    ModelAdmin = admin.ModelAdmin

DRAFT: Fieldsets = [
    (
        pgettext_lazy("part of a form", "About this version"),
        {
            "fields": ["summary", "source_language"],
            "description": gettext_lazy(
                "The terms below make the sentences that shoppers read, in every language. A text of your "
                "own is for what no field has room for: each language is a row at the end of this page."
            ),
            "classes": ["collapse"],
        },
    ),
]
PUBLISHED: Fieldsets = [
    (
        None,
        {
            "fields": [
                ("state_column", "since_read"),
                ("published_column", "seal_column"),
                "summary_read",
            ]
        },
    ),
]
READ_ONLY = ["state_column", "since_read", "published_column", "seal_column", "summary_read"]


@admin.register(PolicyVersion)
class PolicyVersionAdmin(PublishMixin, PreviewMixin, ModelAdmin):
    form = VersionForm
    list_display = ["version_column", "state_column", "since_column", "published_column"]
    list_filter = ["policy"]
    list_select_related = ["policy"]
    actions = None
    change_form_template = "admin/trust/policyversion/change_form.html"
    change_list_template = "admin/trust/policy/plain_list.html"

    # Who may do what

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: drafts begin in the list of policies, with the terms in force."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: PolicyVersion | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_published)

    def has_delete_permission(self, request: HttpRequest, obj: PolicyVersion | None = None) -> bool:
        return super().has_delete_permission(request, obj) and obj is not None and not obj.is_published

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Out of the index: the list of policies leads here."""
        return {}

    # The list

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[PolicyVersion]:
        return super().get_queryset(request).select_related("policy")

    @admin.display(description=pgettext_lazy("column of versions", "version"), ordering="policy")
    def version_column(self, version: PolicyVersion) -> str:
        return version_title(version)

    @admin.display(description=pgettext_lazy("column of versions", "state"), ordering="published_at")
    def state_column(self, version: PolicyVersion) -> SafeString:
        return state_mark(version)

    @admin.display(
        description=pgettext_lazy("column of versions", "in force from"), ordering="effective_from"
    )
    def since_column(self, version: PolicyVersion) -> str:
        return format_moment(version.effective_from) if version.effective_from else "–"

    @admin.display(description=pgettext_lazy("column of versions", "published"), ordering="published_at")
    def published_column(self, version: PolicyVersion) -> SafeString | str:
        if version.published_at is None:
            return "–"
        moment = format_moment(version.published_at)
        if not version.published_by_name:
            return moment
        return format_html("{}<br><bdi>{}</bdi>", moment, version.published_by_name)

    @admin.display(description=pgettext_lazy("column of versions", "content"))
    def seal_column(self, version: PolicyVersion) -> SafeString | str:
        """Django lets nobody change a published version; whoever used SQL is found out here."""
        if not version.is_published:
            return "–"
        if is_untouched(version):
            return marked("shown", "shield", pgettext("content of a version", "As it was published"))
        return marked("hidden", "warning", pgettext("content of a version", "Changed in the database since"))

    @admin.display(description=pgettext_lazy("column of versions", "in force"))
    def since_read(self, version: PolicyVersion) -> str:
        life = life_of(version)
        return life_sentence(life) if life else "–"

    @admin.display(description=pgettext_lazy("of a version", "what changed"))
    def summary_read(self, version: PolicyVersion) -> SafeString | str:
        words = in_language(version.summary)
        return format_html('<span lang="{}" dir="{}">{}</span>', words.lang, words.dir, words.text or "–")

    # The page of one version

    def get_fieldsets(self, request: HttpRequest, obj: PolicyVersion | None = None) -> Any:
        if obj is None or not self.has_change_permission(request, obj):
            return PUBLISHED
        return DRAFT

    def get_readonly_fields(self, request: HttpRequest, obj: PolicyVersion | None = None) -> Any:
        if obj is None or not self.has_change_permission(request, obj):
            return READ_ONLY
        return []

    def get_inlines(self, request: HttpRequest, obj: PolicyVersion | None) -> list[Any]:
        if obj is None or not self.has_change_permission(request, obj):
            return []
        return [*TERMS_INLINES[PolicyKind(obj.policy.kind)], TranslationInline]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Whoever saves a draft that a colleague has just published is told so; nothing is changed."""
        context = {"show_save_and_add_another": False, **(extra_context or {})}
        version = self.get_object(request, object_id) if object_id else None
        if request.method == "POST" and version is not None and version.is_published:
            return self._published_meanwhile(request, version)
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except PublishedError:
            if version is None:
                raise
            return self._published_meanwhile(request, version)

    def _published_meanwhile(self, request: HttpRequest, version: PolicyVersion) -> HttpResponse:
        text = _("%(version)s is published and cannot be changed. Nothing of what you sent was saved.")
        messages.error(request, text % {"version": version_title(version)})
        return HttpResponseRedirect(version_url(version))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        tell_shortfalls(request, facts_of_draft(form.instance))

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: PolicyVersion | None = None,
    ) -> HttpResponse:
        if obj is not None and obj.pk:
            may_edit = self.has_change_permission(request, obj)
            extra = self._draft(request, obj, context) if may_edit else self._read(request, obj)
            context |= {"title": version_title(obj), "subtitle": None, "policies": policies_name(), **extra}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _draft(self, request: HttpRequest, version: PolicyVersion, context: Any) -> dict[str, Any]:
        formsets = [entry.formset for entry in context["inline_admin_formsets"]]
        states = text_states(facts_of_draft(version))
        has_texts = any(state.state != "none" or state.gaps for state in states)
        return {
            "is_draft": True,
            "texts": [state for state in states if has_texts],
            "preview_url": version_url(version, "preview"),
            "publish_url": version_url(version, "publish") if self.may_publish(request, version) else "",
            **typed_preview(version, formsets, request.POST.get("preview_country")),
        }

    def _read(self, request: HttpRequest, version: PolicyVersion) -> dict[str, Any]:
        may_begin = request.user.has_perm(MAY_BEGIN) and version.is_published
        return {
            **facts_preview(facts_of_version(version), request.GET.get("country")),
            "shortfalls": [],
            "is_read": True,
            "links": list(shopper_links(version)),
            "begin_url": reverse("admin:trust_policy_draft", args=[version.policy_id]) if may_begin else "",
        }

    def view_on_site(self, obj: PolicyVersion) -> str | None:
        if not obj.is_published:
            return None
        try:
            return obj.get_absolute_url()
        except NoReverseMatch:
            return None


def state_mark(version: PolicyVersion) -> SafeString:
    """Return whether a version is published or a draft, as a shape with words."""
    if version.is_published:
        return marked("shown", "lock", pgettext("state of a version", "Published"))
    return marked("off", "document", pgettext("state of a version", "Draft"))


def life_of(version: PolicyVersion) -> Life | None:
    """Return a published version in time."""
    lives = lives_of(version.policy_id) if version.is_published else ()
    return next((life for life in lives if life.id == version.pk), None)


def shopper_links(version: PolicyVersion) -> Iterator[dict[str, str]]:
    """Yield label and address of what shoppers can open about a published version."""
    life = life_of(version)
    if life is None:
        return
    changed = [life.predecessor, life.id] if life.predecessor else None
    pages: list[tuple[str, str, list[int] | None]] = [
        (_("What changed"), "trust:policy-difference", changed),
        (_("All versions"), "trust:policy-history", [version.policy_id]),
    ]
    for label, name, arguments in pages:
        try:
            if arguments is not None:
                yield {"label": label, "url": reverse(name, args=arguments)}
        except NoReverseMatch:
            continue
