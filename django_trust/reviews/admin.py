"""The moderation queue. Decisions go through the services; nobody can change a reviewer's words or stars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.csrf import csrf_protect

from django_trust.l10n.formats import format_number
from django_trust.links import serving
from django_trust.reviews import services
from django_trust.reviews.admin_columns import ReviewColumns, marks
from django_trust.reviews.admin_decisions import DECISIONS, following_url, page_url, with_errors
from django_trust.reviews.admin_filters import (
    AppealedFilter,
    FlaggedFilter,
    HasReplyFilter,
    ItemFilter,
    LanguageFilter,
    PhotosFilter,
    ReportedFilter,
    StateFilter,
    WrittenFilter,
    appealed,
    with_waiting_photos,
)
from django_trust.reviews.admin_forms import RejectForm
from django_trust.reviews.admin_page import review_context
from django_trust.reviews.admin_report import ModerationReportMixin
from django_trust.reviews.exceptions import ReviewError
from django_trust.reviews.models import Review, ReviewState

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Review]
else:
    ModelAdmin = admin.ModelAdmin

MOST_COUNTED = 100_000
REFUSED = {"decision_failed": True}


class BoundedPaginator(Paginator):  # type: ignore[type-arg] # not generic at run time
    """Counts no further than a moderator can page: counting a million rows would be the slow part."""

    @cached_property
    def count(self) -> int:
        return int(self.object_list.order_by()[:MOST_COUNTED].count())  # type: ignore[attr-defined]


class QueueList(ChangeList):
    """Fetches what the columns say with the page's rows; actions get the rows without it."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        prefetch_related_objects(list(self.result_list), *marks())


LIST_FILTERS: list[Any] = [
    StateFilter,
    AppealedFilter,
    ReportedFilter,
    FlaggedFilter,
    PhotosFilter,
    "verified",
    LanguageFilter,
    HasReplyFilter,
    WrittenFilter,
    ItemFilter,
]
# All that may narrow the queue: any other field of a review in the address would, too.
LOOKUPS = {getattr(entry, "parameter_name", f"{entry}__exact") for entry in LIST_FILTERS}


@admin.register(Review)
class ReviewAdmin(ReviewColumns, ModerationReportMixin, ModelAdmin):
    list_display = [
        "excerpt_column",
        "about_column",
        "stars_column",
        "state",
        "marks_column",
        "written_column",
    ]
    list_display_links = ["excerpt_column"]
    list_filter = LIST_FILTERS
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

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return QueueList

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only the filters of the list: ``?rating=1`` would tell what the blind queue hides."""
        return lookup in LOOKUPS

    @admin.action(description=gettext_lazy("Publish the selected reviews"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Review]) -> None:
        done, refused = _for_each(
            request, queryset, lambda review: services.publish_review(review=review, by=request.user)
        )
        text = ngettext("%(done)s review published.", "%(done)s reviews published.", done)
        self._report(request, done, refused, text)

    @admin.action(description=gettext_lazy("Reject the selected reviews …"), permissions=["reject"])
    def reject_selected(self, request: HttpRequest, queryset: QuerySet[Review]) -> HttpResponse | None:
        form = RejectForm(request.POST if "reason" in request.POST or "confirmed" in request.POST else None)
        if form.is_valid():
            done, refused = _for_each(
                request,
                queryset,
                lambda review: services.reject_review(review=review, by=request.user, **form.cleaned_data),
            )
            text = ngettext("%(done)s review rejected.", "%(done)s reviews rejected.", done)
            self._report(request, done, refused, text)
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

    def _report(self, request: HttpRequest, done: int, refused: Counter[str], text: str) -> None:
        if done:
            messages.success(request, text % {"done": format_number(done)})
        for why, number in refused.items():
            stays = ngettext(
                "%(failed)s review stays as it is.", "%(failed)s reviews stay as they are.", number
            )
            messages.warning(request, f"{stays % {'failed': format_number(number)}} {why}")

    def get_urls(self) -> list[URLPattern]:
        view = transaction.non_atomic_requests(self.admin_site.admin_view(self.decide_view))
        return [path("<int:pk>/decide/", view, name="trust_review_decide"), *super().get_urls()]

    @method_decorator(csrf_protect)
    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take one decision from the buttons of a review's page, then show what is left in the queue."""
        review = self.get_object(request, str(pk))
        if review is None or request.method != "POST":
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))  # type: ignore[attr-defined, no-any-return]
        name = request.POST.get("decision", "")
        decision = DECISIONS.get(name)
        if decision is None or not request.user.has_perm(f"trust.{decision.permission}_review"):
            raise PermissionDenied
        form = decision.form(request.POST)
        if form.is_valid():
            try:
                with serving(request, public=False):
                    decision.decide(review=review, by=request.user, **form.cleaned_data)
            except (ValidationError, ReviewError) as error:
                form.add_error(None, error if isinstance(error, ValidationError) else str(error))
            else:
                messages.success(request, str(decision.done))
                goes_on = decision.goes_on and "next" in request.POST
                return HttpResponseRedirect(following_url(review, name) if goes_on else page_url(review))
        return self.changeform_view(request, str(pk), extra_context=REFUSED | with_errors(name, form))

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
            extra_context = {**review_context(review, request.user), **extra_context}
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

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "counters": moderation_counters()})


def moderation_counters() -> list[dict[str, Any]]:
    """Return what waits for staff, for the head of the queue and the admin's app page."""
    queue = reverse("admin:trust_review_changelist")
    published = ReviewState.PUBLISHED
    return [
        _counter(pgettext_lazy("counter of reviews", "Waiting"), Review.objects.pending(), queue),
        _counter(pgettext_lazy("counter of reviews", "Appeals"), appealed(), f"{queue}?appealed=1"),
        _counter(
            pgettext_lazy("counter of reviews", "Reported"),
            Review.objects.reported(),
            f"{queue}?reported=1",
        ),
        _counter(
            pgettext_lazy("counter of reviews", "Photos waiting"),
            with_waiting_photos(),
            f"{queue}?photos=1",
        ),
        _counter(
            pgettext_lazy("counter of reviews", "Published"),
            Review.objects.published(),
            f"{queue}?state={published}",
        ),
    ]


def _counter(label: Any, reviews: QuerySet[Review], url: str) -> dict[str, Any]:
    number = reviews.order_by()[: MOST_COUNTED + 1].count()
    text = format_number(min(number, MOST_COUNTED)) + ("+" if number > MOST_COUNTED else "")
    return {"label": label, "number": text, "url": url}


def _for_each(
    request: HttpRequest, reviews: QuerySet[Review], decide: Callable[[Review], object]
) -> tuple[int, Counter[str]]:
    """Decide one by one, each in its own transaction; return how many went well, and why others did not."""
    refused: Counter[str] = Counter()
    decided = list(reviews)
    with serving(request, public=False):
        for review in decided:
            try:
                decide(review)
            except ReviewError as error:
                refused[str(error)] += 1
    return len(decided) - refused.total(), refused
