"""What buyers answered, for staff: cases to close, and scores to read. Nobody changes what a buyer said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from django_trust.edges import writing_view
from django_trust.followups.admin_order_page import MISSING, Fact
from django_trust.followups.admin_row_columns import order_url
from django_trust.followups.answers.services import close_answer
from django_trust.followups.choices import SCORES, AnswerKind, AnswerState, SurveyKind
from django_trust.followups.models import OrderAnswer, SurveyAnswer
from django_trust.l10n.formats import format_duration, format_moment, format_number
from django_trust.l10n.locales import current_language, direction, html_lang, language_name
from django_trust.policies.admin_marks import marked

if TYPE_CHECKING:
    AnswerModelAdmin = admin.ModelAdmin[OrderAnswer]
    SurveyModelAdmin = admin.ModelAdmin[SurveyAnswer]
else:
    AnswerModelAdmin = SurveyModelAdmin = admin.ModelAdmin

NOTE_MAX = 2000
ICONS = {AnswerKind.ALL_GOOD: "check", AnswerKind.NOT_ARRIVED: "truck", AnswerKind.PROBLEM: "warning"}
EXCERPT = 80


class ReadOnly:
    """Rows that are read here and written elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class CloseForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note for colleagues"),
        required=False,
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


def case_mark(answer: OrderAnswer) -> SafeString:
    """Return what was said and whether somebody still has to look at it."""
    icon = ICONS.get(AnswerKind(answer.kind), "chat")
    if answer.state == AnswerState.CLOSED:
        level = "shown" if answer.kind == AnswerKind.ALL_GOOD else "off"
    else:
        level = "hidden" if answer.kind == AnswerKind.PROBLEM else "soon"
    return marked(level, icon, str(answer.get_kind_display()))


def waiting_words(answer: OrderAnswer) -> str:
    """Return for how long a case is open, or when it was closed."""
    if answer.state == AnswerState.CLOSED:
        if answer.closed_at is None:
            return MISSING
        return pgettext("case", "closed on %(moment)s") % {"moment": format_moment(answer.closed_at)}
    words = {"duration": format_duration(timezone.now() - answer.at)}
    return pgettext("case", "waiting for %(duration)s") % words


def _order_link(reference: str) -> SafeString:
    return format_html('<a href="{}"><bdi>{}</bdi></a>', order_url(reference), reference)


def _words(text: str, language: str) -> SafeString | str:
    if not text:
        return MISSING
    return format_html(
        '<span class="trust-excerpt" lang="{}" dir="auto">{}</span>',
        html_lang(language),
        Truncator(text).chars(EXCERPT),
    )


@admin.register(OrderAnswer)
class OrderAnswerAdmin(ReadOnly, AnswerModelAdmin):
    list_display = ["kind_column", "order_column", "words_column", "at_column", "waiting_column"]
    list_filter = ["state", "kind"]
    list_select_related = ["purchase"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["purchase__reference"]
    search_help_text = gettext_lazy("Searches order numbers.")
    # Open ones first, who waits longest above all; then what was closed last.
    ordering = ["-state", F("closed_at").desc(nulls_last=True), "at", "pk"]
    actions = None
    change_list_template = "admin/trust/followup/plain_list.html"

    def has_view_permission(self, request: HttpRequest, obj: OrderAnswer | None = None) -> bool:
        return request.user.has_perm("trust.view_orderanswer") or self.has_close_permission(request)

    def has_close_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may close cases: the permission to change them."""
        return request.user.has_perm("trust.change_orderanswer")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(writing_view("POST")(self.close_view))
        return [path("<int:pk>/close/", view, name="trust_orderanswer_close"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrderAnswer]:
        return super().get_queryset(request).select_related("purchase", "closed_by")

    # The list

    @admin.display(description=pgettext_lazy("case", "answer"), ordering="kind")
    def kind_column(self, answer: OrderAnswer) -> SafeString:
        return case_mark(answer)

    @admin.display(description=pgettext_lazy("case", "order"))
    def order_column(self, answer: OrderAnswer) -> SafeString:
        return _order_link(answer.purchase.reference)

    @admin.display(description=pgettext_lazy("case", "in the buyer’s words"))
    def words_column(self, answer: OrderAnswer) -> SafeString | str:
        return _words(answer.message, answer.language)

    @admin.display(description=pgettext_lazy("case", "when"), ordering="at")
    def at_column(self, answer: OrderAnswer) -> str:
        return format_moment(answer.at)

    @admin.display(description=pgettext_lazy("case", "state"), ordering="state")
    def waiting_column(self, answer: OrderAnswer) -> str:
        return waiting_words(answer)

    # The page of one case

    def close_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Close a case from its page."""
        if not self.has_close_permission(request):
            raise PermissionDenied
        answer = self.get_object(request, str(pk))
        if answer is None:
            return HttpResponseRedirect(reverse("admin:trust_orderanswer_changelist"))
        form = CloseForm(request.POST)
        if form.is_valid():
            try:
                close_answer(answer=answer, by=request.user, note=form.cleaned_data["note"])
            except ValidationError as error:
                form.add_error("note", error)
        if not form.is_valid():
            return self._page(request, answer, form, status=400)
        self.log_change(request, answer, _("The case is closed."))
        messages.success(request, _("The case is closed."))
        return HttpResponseRedirect(reverse("admin:trust_orderanswer_change", args=[pk]))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method == "POST":
            raise PermissionDenied  # there is nothing here to save
        answer = self.get_object(request, object_id) if object_id else None
        if answer is None or not self.has_view_permission(request):
            return super().changeform_view(request, object_id, form_url, extra_context)
        return self._page(request, answer, CloseForm())

    def _page(
        self, request: HttpRequest, answer: OrderAnswer, form: CloseForm, *, status: int = 200
    ) -> HttpResponse:
        may_close = answer.state == AnswerState.OPEN and self.has_close_permission(request)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Order %(number)s: answer of the buyer") % {"number": answer.purchase.reference},
            "opts": self.opts,
            "answer": answer,
            "mark": case_mark(answer),
            "lang": html_lang(answer.language),
            "dir": direction(answer.language),
            "facts": _facts(answer),
            "form": form if may_close else None,
            "close_url": reverse("admin:trust_orderanswer_close", args=[answer.pk]),
            "order_url": order_url(answer.purchase.reference),
        }
        return TemplateResponse(request, "admin/trust/orderanswer/change_form.html", context, status=status)


def _facts(answer: OrderAnswer) -> list[Fact]:
    purchase = answer.purchase
    return [
        Fact(pgettext("case", "Buyer"), purchase.name or MISSING),
        Fact(pgettext("case", "E-mail"), purchase.email or MISSING),
        Fact(pgettext("case", "Language"), language_name(answer.language, current_language())),
        Fact(pgettext("case", "Reported"), format_moment(answer.at)),
        Fact(pgettext("case", "State"), waiting_words(answer)),
        Fact(pgettext("case", "Closed by"), str(answer.closed_by or MISSING)),
    ]


@admin.register(SurveyAnswer)
class SurveyAnswerAdmin(ReadOnly, SurveyModelAdmin):
    list_display = ["score_column", "kind", "order_column", "comment_column", "at_column"]
    list_display_links = None
    list_filter = ["kind", "score"]
    list_select_related = ["purchase"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["purchase__reference"]
    search_help_text = gettext_lazy("Searches order numbers.")
    actions = None
    change_list_template = "admin/trust/followup/plain_list.html"
    change_form_template = "admin/trust/followup/plain_form.html"
    fields = ["order_column", "kind", "score_column", "comment_column", "at_column"]
    readonly_fields = ["order_column", "kind", "score_column", "comment_column", "at_column"]

    @admin.display(description=pgettext_lazy("survey", "score"), ordering="score")
    def score_column(self, answer: SurveyAnswer) -> str:
        most = SCORES[SurveyKind(answer.kind)][-1]
        words = {"score": format_number(answer.score), "most": format_number(most)}
        return pgettext("score in a survey", "%(score)s of %(most)s") % words

    @admin.display(description=pgettext_lazy("survey", "order"))
    def order_column(self, answer: SurveyAnswer) -> SafeString:
        return _order_link(answer.purchase.reference)

    @admin.display(description=pgettext_lazy("survey", "comment"))
    def comment_column(self, answer: SurveyAnswer) -> SafeString | str:
        if not answer.comment:
            return MISSING
        return format_html(
            '<span class="trust-comment" lang="{}" dir="auto">{}</span>',
            html_lang(answer.language),
            answer.comment,
        )

    @admin.display(description=pgettext_lazy("survey", "answered"), ordering="answered_at")
    def at_column(self, answer: SurveyAnswer) -> str:
        return format_moment(answer.answered_at)
