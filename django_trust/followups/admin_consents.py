"""The ledger of consent for staff: to be read, looked up by address, and added to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from django_trust.edges import posted, writing_view
from django_trust.followups.admin_answers import ReadOnly
from django_trust.followups.choices import MARKETING, ConsentKind, Purpose
from django_trust.followups.consent.services import record_opt_out, record_restored
from django_trust.followups.models import Consent
from django_trust.l10n.formats import format_moment
from django_trust.policies.admin_marks import marked
from django_trust.text import email_key

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Consent]
else:
    ModelAdmin = admin.ModelAdmin

SOURCE = "staff"
KEY_SHOWN = 8
LEVELS = {
    ConsentKind.OPT_IN: ("shown", "check"),
    ConsentKind.SOFT_OPT_IN: ("shown", "check"),
    ConsentKind.RESTORED: ("shown", "mail"),
    ConsentKind.OPT_OUT: ("off", "cross"),
    ConsentKind.BOUNCE: ("hidden", "warning"),
    ConsentKind.COMPLAINT: ("hidden", "warning"),
}


def _opt_out(*, email: str, purpose: str) -> Consent:
    return record_opt_out(email=email, purpose=purpose, source=SOURCE)


def _restored(*, email: str, purpose: str) -> Consent:
    return record_restored(email=email, source=SOURCE)


RECORDS: dict[str, Callable[..., Consent]] = {"opt_out": _opt_out, "restored": _restored}


class RecordForm(forms.Form):
    """What somebody told the shop. That they agreed is nothing staff can say for them."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    what = forms.ChoiceField(
        label=pgettext_lazy("consent", "What to record"),
        choices=[
            ("opt_out", gettext_lazy("This person wants no such messages")),
            ("restored", gettext_lazy("This address works again")),
        ],
    )
    purpose = forms.ChoiceField(
        label=pgettext_lazy("consent", "Which messages"),
        required=False,
        choices=lambda: [
            ("", _("All but news of orders")),
            *((purpose.value, purpose.label) for purpose in MARKETING),
        ],
    )


@admin.register(Consent)
class ConsentAdmin(ReadOnly, ModelAdmin):
    list_display = ["kind_column", "purpose_column", "source", "at_column", "person_column"]
    list_display_links = None
    list_filter = ["kind", "purpose"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["email_key"]
    search_help_text = gettext_lazy("Finds the entries of one whole e-mail address.")
    actions = None
    change_list_template = "admin/trust/consent/change_list.html"
    change_form_template = "admin/trust/followup/plain_form.html"
    fields = ["kind_column", "purpose_column", "source", "at_column", "person_column", "evidence_read"]
    readonly_fields = [
        "kind_column",
        "purpose_column",
        "source",
        "at_column",
        "person_column",
        "evidence_read",
    ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_record_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may add to the ledger, in the two ways of ``RecordForm``."""
        return request.user.has_perm("trust.add_consent") and self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(writing_view("GET", "POST")(self.record_view))
        return [path("record/", view, name="trust_consent_record"), *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Consent], search_term: str
    ) -> tuple[QuerySet[Consent], bool]:
        """The address is hashed as it is in the ledger; an entry's own key finds its neighbours."""
        term = search_term.strip()
        if not term:
            return queryset, False
        return queryset.filter(email_key=email_key(term) if "@" in term else term), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may_record = self.has_record_permission(request)
        url = reverse("admin:trust_consent_record") if may_record else ""
        return super().changelist_view(request, {"record_url": url, **(extra_context or {})})

    # The columns

    @admin.display(description=pgettext_lazy("consent", "what happened"), ordering="kind")
    def kind_column(self, entry: Consent) -> SafeString:
        level, icon = LEVELS.get(ConsentKind(entry.kind), ("off", "info"))
        return marked(level, icon, str(entry.get_kind_display()))

    @admin.display(description=pgettext_lazy("consent", "for"), ordering="purpose")
    def purpose_column(self, entry: Consent) -> str:
        if entry.kind in (ConsentKind.BOUNCE, ConsentKind.RESTORED):
            return pgettext("consent", "all messages")
        known = dict(Purpose.choices).get(entry.purpose)
        return str(known or pgettext("consent", "all but news of orders"))

    @admin.display(description=pgettext_lazy("consent", "when"), ordering="at")
    def at_column(self, entry: Consent) -> str:
        return format_moment(entry.at)

    @admin.display(description=pgettext_lazy("consent", "person"))
    def person_column(self, entry: Consent) -> SafeString:
        """The beginning of the key, enough to see which entries are one person's."""
        url = reverse("admin:trust_consent_changelist")
        return format_html(
            '<a href="{}?q={}"><code>{}</code></a>', url, entry.email_key, entry.email_key[:KEY_SHOWN]
        )

    @admin.display(description=pgettext_lazy("consent", "evidence"))
    def evidence_read(self, entry: Consent) -> SafeString | str:
        if not entry.evidence:
            return "–"
        lines = [f"{name}: {value}" for name, value in sorted(entry.evidence.items())]
        return format_html('<span class="trust-comment">{}</span>', "\n".join(lines))

    # Adding to it

    def record_view(self, request: HttpRequest) -> HttpResponse:
        """Record what a person told the shop."""
        if not self.has_record_permission(request):
            raise PermissionDenied
        form = RecordForm(posted(request), auto_id="record_%s")
        if form.is_valid():
            entry = self._record(form)
            if entry is not None:
                self.log_addition(request, entry, [{"added": {}}])
                messages.success(request, _("It is recorded, and holds from now on."))
                url = reverse("admin:trust_consent_changelist")
                return HttpResponseRedirect(f"{url}?q={entry.email_key}")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Record what a person told you"),
            "opts": self.opts,
            "form": form,
        }
        status = 400 if form.errors else 200
        return TemplateResponse(request, "admin/trust/consent/record.html", context, status=status)

    def _record(self, form: RecordForm) -> Consent | None:
        """Store it; None where the service finds something wrong, which the form then says."""
        data = form.cleaned_data
        try:
            return RECORDS[data["what"]](email=data["email"], purpose=data["purpose"])
        except ValidationError as error:
            form.add_error("email", error)
            return None
