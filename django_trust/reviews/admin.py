"""The moderation queue. Decisions go through the services; nobody can change a reviewer's words or stars."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.csrf import csrf_protect

from django_trust.l10n.formats import format_date, format_number
from django_trust.l10n.locales import current_language, html_lang, language_name
from django_trust.reviews import services
from django_trust.reviews.admin_filters import (
    HasReplyFilter,
    ItemFilter,
    LanguageFilter,
    ReportedFilter,
    StateFilter,
    WrittenFilter,
)
from django_trust.reviews.admin_forms import PublishForm, RejectForm, ReplyForm
from django_trust.reviews.exceptions import ReviewError
from django_trust.reviews.models import ReportState, Review, ReviewState
from django_trust.reviews.phrases import stars_out_of_five

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Review]
else:
    ModelAdmin = admin.ModelAdmin

MOST_COUNTED = 100_000


class BoundedPaginator(Paginator):  # type: ignore[type-arg] # not generic at run time
    """Counts no further than a moderator can page: counting a million rows would be the slow part."""

    @cached_property
    def count(self) -> int:
        return int(self.object_list.order_by()[:MOST_COUNTED].count())  # type: ignore[attr-defined]


@admin.register(Review)
class ReviewAdmin(ModelAdmin):
    list_display = [
        "excerpt_column",
        "about_column",
        "stars_column",
        "state",
        "reports_column",
        "written_column",
    ]
    list_display_links = ["excerpt_column"]
    list_filter = [
        StateFilter,
        ReportedFilter,
        "verified",
        LanguageFilter,
        HasReplyFilter,
        WrittenFilter,
        ItemFilter,
    ]
    list_select_related = ["item"]
    list_per_page = 50
    show_full_result_count = False
    paginator = BoundedPaginator
    search_fields = ["title", "body", "author_name", "email", "item__name"]
    ordering = ["-id"]  # in order of arrival, as the index of the queue has it
    actions = ["publish_selected", "reject_selected"]
    change_list_template = "admin/trust/review/change_list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:
        """Never: words and stars belong to the author. Decisions have permissions of their own."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:
        return any(
            request.user.has_perm(f"trust.{name}_review")
            for name in ("view", "change", "publish", "reject", "reply")
        )

    def has_delete_permission(self, request: HttpRequest, obj: Review | None = None) -> bool:
        return False

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("trust.publish_review")

    def has_reject_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("trust.reject_review")

    def has_reply_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("trust.reply_review")

    @admin.display(description=pgettext_lazy("column", "review"))
    def excerpt_column(self, review: Review) -> SafeString:
        text = review.excerpt or _("(no words)")
        return format_html(
            '<span class="trust-excerpt" lang="{}" dir="auto">{}</span>', html_lang(review.language), text
        )

    @admin.display(description=pgettext_lazy("column", "stars"), ordering="rating")
    def stars_column(self, review: Review) -> SafeString:
        return format_html(
            '<span title="{}">{} ★</span>', stars_out_of_five(review.rating), format_number(review.rating)
        )

    @admin.display(description=pgettext_lazy("column", "item and author"), ordering="item__name")
    def about_column(self, review: Review) -> SafeString:
        mark = format_html(' <span title="{}">✓</span>', _("Verified purchase")) if review.verified else ""
        author = review.author_name or review.email
        return format_html("<bdi>{}</bdi><br><small><bdi>{}</bdi>{}</small>", review.item.name, author, mark)

    @admin.display(description=pgettext_lazy("column", "written"), ordering="created_at")
    def written_column(self, review: Review) -> SafeString:
        return format_html('<span class="nowrap">{}</span>', format_date(review.created_at, style="medium"))

    @admin.display(description=pgettext_lazy("column", "reports"), ordering="open_reports")
    def reports_column(self, review: Review) -> str:
        return format_number(review.open_reports) if review.open_reports else "–"

    @admin.action(description=gettext_lazy("Publish the selected reviews"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        done, failed = _for_each(
            queryset, lambda review: services.publish_review(review=review, by=request.user)
        )
        self._report(
            request, done, failed, ngettext("%(done)s review published.", "%(done)s reviews published.", done)
        )

    @admin.action(description=gettext_lazy("Reject the selected reviews …"), permissions=["reject"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[Review]) -> HttpResponse | None:
        form = RejectForm(request.POST if "reason" in request.POST or "confirmed" in request.POST else None)
        if form.is_valid():
            done, failed = _for_each(
                queryset,
                lambda review: services.reject_review(review=review, by=request.user, **form.cleaned_data),
            )
            text = ngettext("%(done)s review rejected.", "%(done)s reviews rejected.", done)
            self._report(request, done, failed, text)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Reject reviews: for which reason?"),
            "form": form,
            "reviews": queryset.select_related("item")[:100],
            "selected": request.POST.getlist("_selected_action"),
            "select_across": request.POST.get("select_across", "0"),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/trust/review/reject_selected.html", context)

    def _report(self, request: HttpRequest, done: int, failed: int, text: str) -> None:
        if done:
            messages.success(request, text % {"done": format_number(done)})
        if failed:
            text = ngettext(
                "%(failed)s review was decided otherwise meanwhile and stays as it is.",
                "%(failed)s reviews were decided otherwise meanwhile and stay as they are.",
                failed,
            )
            messages.warning(request, text % {"failed": format_number(failed)})

    def get_urls(self) -> list[URLPattern]:
        decide = path(
            "<int:pk>/decide/", self.admin_site.admin_view(self.decide_view), name="trust_review_decide"
        )
        return [decide, *super().get_urls()]

    @method_decorator(csrf_protect)
    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take one decision from the buttons of a review's page, then show what is left in the queue."""
        review = self.get_object(request, str(pk))
        if review is None or request.method != "POST":
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))  # type: ignore[attr-defined, no-any-return]
        decision = request.POST.get("decision", "")
        if decision not in DECISIONS:
            raise PermissionDenied
        permission, form_class, decide, text = DECISIONS[decision]
        if not request.user.has_perm(f"trust.{permission}_review"):
            raise PermissionDenied
        form = form_class(request.POST)
        if form.is_valid():
            try:
                decide(review=review, by=request.user, **form.cleaned_data)
            except (ValidationError, ReviewError) as error:
                form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            else:
                messages.success(request, str(text))
                return self._after_decision(request, review, decision)
        return self.changeform_view(
            request, str(pk), extra_context={f"{decision}_form": form, "decision_failed": True}
        )

    def _after_decision(self, request: HttpRequest, review: Review, decision: str) -> HttpResponse:
        if decision == "reply":
            return HttpResponseRedirect(reverse("admin:trust_review_change", args=[review.pk]))
        earlier = Review.objects.pending().filter(pk__lt=review.pk)
        following = earlier.order_by("-pk").values_list("pk", flat=True).first()
        if following and "next" in request.POST:
            return HttpResponseRedirect(reverse("admin:trust_review_change", args=[following]))
        return HttpResponseRedirect(reverse("admin:trust_review_changelist"))

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
        review = self.get_object(request, object_id or "") if object_id else None
        if review is not None and self.has_view_permission(request):
            extra_context = {**self._review_context(request, review), **extra_context}
            if extra_context.get("decision_failed"):
                return self._review_page(request, review, extra_context, status=400)
            return self._review_page(request, review, extra_context)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _review_page(
        self, request: HttpRequest, review: Review, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Review of %(item)s") % {"item": review.item.name},
            "opts": self.opts,
            "original": review,
            "has_view_permission": True,
            **context,
        }
        return TemplateResponse(request, "admin/trust/review/change_form.html", context, status=status)

    def _review_context(self, request: HttpRequest, review: Review) -> dict[str, Any]:
        reply = getattr(review, "reply", None)
        return {
            "review": review,
            "rating_text": stars_out_of_five(review.rating),
            "lang": html_lang(review.language),
            "language": language_name(review.language, current_language()),
            "events": review.events.all(),
            "reports": review.reports.filter(state=ReportState.OPEN).order_by("pk"),
            "reply": reply,
            "publish_form": PublishForm(),
            "reject_form": RejectForm(auto_id="reject_%s"),
            "reply_form": ReplyForm(initial={"body": reply.body} if reply else None),
            "decide_url": reverse("admin:trust_review_decide", args=[review.pk]),
            "may_publish": self.has_publish_permission(request) and review.state in ("pending", "rejected"),
            "may_keep": self.has_publish_permission(request) and review.is_public and review.open_reports,
            "may_reject": self.has_reject_permission(request) and review.state in ("pending", "published"),
            "may_reply": self.has_reply_permission(request) and review.state in ("pending", "published"),
        }

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "counters": moderation_counters()})


def moderation_counters() -> list[dict[str, Any]]:
    """Return what waits for staff, for the head of the queue and the admin's app page."""
    queue = reverse("admin:trust_review_changelist")
    waiting = Review.objects.pending()
    reported = Review.objects.reported()
    return [
        _counter(pgettext_lazy("counter of reviews", "Waiting"), waiting, queue),
        _counter(pgettext_lazy("counter of reviews", "Reported"), reported, f"{queue}?state=all&reported=1"),
        _counter(
            pgettext_lazy("counter of reviews", "Published"),
            Review.objects.published(),
            f"{queue}?state={ReviewState.PUBLISHED}",
        ),
    ]


def _counter(label: Any, reviews: QuerySet[Review], url: str) -> dict[str, Any]:
    number = reviews.order_by()[: MOST_COUNTED + 1].count()
    text = format_number(min(number, MOST_COUNTED)) + ("+" if number > MOST_COUNTED else "")
    return {"label": label, "number": text, "url": url}


def _for_each(queryset: QuerySet[Review], decide: Callable[[Review], object]) -> tuple[int, int]:
    """Decide one by one, each in its own transaction; return how many went well and how many did not."""
    done = failed = 0
    for review in list(queryset):
        try:
            decide(review)
            done += 1
        except ReviewError:
            failed += 1
    return done, failed


def _keep(*, review: Review, by: Any, note: str = "") -> None:
    services.close_reports(review=review)


DECISIONS: dict[str, tuple[str, Any, Callable[..., Any], Any]] = {
    "publish": ("publish", PublishForm, services.publish_review, gettext_lazy("The review is public now.")),
    "keep": ("publish", PublishForm, _keep, gettext_lazy("The review stays public; its reports are closed.")),
    "reject": ("reject", RejectForm, services.reject_review, gettext_lazy("The review was rejected.")),
    "reply": (
        "reply",
        ReplyForm,
        services.reply_to_review,
        pgettext_lazy("shop to review", "The reply is saved."),
    ),
}
