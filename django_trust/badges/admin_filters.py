"""Filters and search of the list of badges. They look at the rows in Python: a shop has a few dozen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from django_trust.badges.admin_columns import asked_once, state_mark
from django_trust.badges.choices import Placement
from django_trust.badges.models import Badge
from django_trust.badges.phrases import claim_of


def only(queryset: QuerySet[Badge], wanted: Callable[[Badge], bool]) -> QuerySet[Badge]:
    """Narrow a queryset to rows that only Python can tell. One query more."""
    return queryset.filter(pk__in=[badge.pk for badge in Badge.objects.all() if wanted(badge)])


def matches(badge: Badge, words: list[str]) -> bool:
    """Whether each word is somewhere in the claim, in any language, or in what names the evidence."""
    texts = [
        claim_of(badge).text,
        *badge.claim.values(),
        badge.issuer,
        badge.certificate_number,
        badge.scheme,
    ]
    haystack = "\n".join(texts).casefold()
    return all(word.casefold() in haystack for word in words)


class StateFilter(admin.SimpleListFilter):
    title = pgettext_lazy("of a badge", "state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [
            ("shown", pgettext_lazy("badges in a state", "Shown")),
            ("soon", pgettext_lazy("badges in a state", "Shown, ends soon")),
            ("hidden", pgettext_lazy("badges in a state", "Hidden")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Badge]) -> QuerySet[Badge]:
        levels = {"shown": ("shown", "soon"), "soon": ("soon",), "hidden": ("off", "hidden")}
        if self.value() not in levels:
            return queryset
        wanted, ask = levels[self.value() or ""], asked_once()
        return only(queryset, lambda badge: state_mark(badge, ask=ask).level in wanted)


class PlacementFilter(admin.SimpleListFilter):
    """A badge for every place is found under each."""

    title = pgettext_lazy("of a badge", "place")
    parameter_name = "placement"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return Placement.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Badge]) -> QuerySet[Badge]:
        chosen = self.value() or ""
        if chosen not in Placement.values:
            return queryset
        return only(queryset, lambda badge: chosen in badge.placements or Placement.ANY in badge.placements)
