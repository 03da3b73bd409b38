"""Filters of the moderation queue. None lists more choices, or reads more rows, than a page can use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.reviews.models import (
    FLAGGED_FROM,
    Appeal,
    AppealState,
    PhotoState,
    Review,
    ReviewPhoto,
    ReviewState,
)
from django_trust.shop.models import Item

MOST_ITEMS = 20
# Filters for what wants a person whatever the state of the review.
ANY_STATE = ("reported", "appealed", "photos")


def appealed() -> QuerySet[Review]:
    """Return the rejected reviews whose authors wait for the answer to an appeal."""
    appeals = Appeal.objects.filter(state=AppealState.OPEN)
    return Review.objects.filter(pk__in=appeals.values("review"))


def with_waiting_photos() -> QuerySet[Review]:
    """Return the reviews with photos to decide on; those of rejected and withdrawn ones can wait."""
    photos = ReviewPhoto.objects.filter(state=PhotoState.PENDING)
    states = (ReviewState.PENDING, ReviewState.PUBLISHED)
    return Review.objects.filter(pk__in=photos.values("review"), state__in=states)


class StateFilter(admin.SimpleListFilter):
    """Starts with what waits: the list is a queue first and an archive second."""

    title = pgettext_lazy("of a review", "state")
    parameter_name = "state"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        in_any_state = any(request.GET.get(name) == "1" for name in ANY_STATE)
        self.default = "all" if in_any_state else ReviewState.PENDING.value

    @property
    def chosen(self) -> str:
        return self.value() or self.default

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [*ReviewState.choices, ("all", pgettext_lazy("any state", "All"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        for value, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value}, ["p"])
            yield {"selected": str(value) == self.chosen, "query_string": query, "display": label}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> QuerySet[Review]:
        return queryset.filter(state=self.chosen) if self.chosen in ReviewState.values else queryset


class YesNoFilter(admin.SimpleListFilter):
    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("1", _("Yes")), ("0", _("No"))]


class ReportedFilter(YesNoFilter):
    title = pgettext_lazy("filter title", "open reports")
    parameter_name = "reported"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> QuerySet[Review]:
        if self.value() == "1":
            return queryset.filter(pk__in=Review.objects.reported().values("pk"))
        return queryset.filter(open_reports=0) if self.value() == "0" else queryset


class FlaggedFilter(YesNoFilter):
    title = pgettext_lazy("filter title", "flagged")
    parameter_name = "flagged"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> QuerySet[Review]:
        if self.value() == "1":
            return queryset.filter(flag_weight__gte=FLAGGED_FROM)
        return queryset.filter(flag_weight__lt=FLAGGED_FROM) if self.value() == "0" else queryset


class OnlyFilter(admin.SimpleListFilter):
    """Shows the few of a kind; nobody looks for all the others."""

    few: Callable[[], QuerySet[Review]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("1", _("Yes"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> QuerySet[Review]:
        return queryset.filter(pk__in=self.few().values("pk")) if self.value() == "1" else queryset


class AppealedFilter(OnlyFilter):
    title = pgettext_lazy("filter title", "appeals")
    parameter_name = "appealed"
    few = staticmethod(appealed)


class PhotosFilter(OnlyFilter):
    title = pgettext_lazy("filter title", "photos waiting")
    parameter_name = "photos"
    few = staticmethod(with_waiting_photos)


class HasReplyFilter(YesNoFilter):
    title = pgettext_lazy("filter title", "has a reply")
    parameter_name = "replied"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> QuerySet[Review]:
        conditions = {"1": {"reply__isnull": False}, "0": {"reply__isnull": True}}
        return queryset.filter(**conditions.get(self.value() or "", {}))


class LanguageFilter(admin.SimpleListFilter):
    title = pgettext_lazy("filter title", "language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(code.lower(), name) for code, name in settings.LANGUAGES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> QuerySet[Review]:
        return queryset.filter(language=self.value()) if self.value() else queryset


class WrittenFilter(admin.SimpleListFilter):
    title = pgettext_lazy("filter title", "date")
    parameter_name = "written"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [
            ("1", _("Today")),
            ("7", _("Past 7 days")),
            ("31", _("Past 31 days")),
            ("366", _("Past year")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> QuerySet[Review]:
        if self.value() not in dict(self.lookup_choices):
            return queryset
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        return queryset.filter(created_at__gte=midnight - timedelta(days=int(self.value() or 1) - 1))


class ItemFilter(admin.SimpleListFilter):
    """The items with the most waiting reviews, and whichever item was chosen by its address."""

    title = pgettext_lazy("filter title", "item")
    parameter_name = "item"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        busiest = (
            Review.objects.pending().values("item").annotate(number=Count("pk")).order_by("-number", "item")
        )
        keys = [row["item"] for row in busiest[:MOST_ITEMS]]
        chosen = request.GET.get(self.parameter_name, "")
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 18:
            keys.append(int(chosen))
        return [(str(item.pk), item.name) for item in Item.objects.filter(pk__in=keys).order_by("name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Review]) -> QuerySet[Review]:
        chosen = self.value() or ""
        return queryset.filter(item=int(chosen)) if chosen.isascii() and chosen.isdigit() else queryset
