"""Figures of reviews: from the request to the review, how many there are, how soon the shop replies."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from django_trust.followups.choices import FollowUpState, MessageKind, Purpose
from django_trust.followups.insights.scope import Scope
from django_trust.followups.insights.statistics import Wait, wait_of
from django_trust.followups.insights.trend import Span, span_number
from django_trust.followups.models import FollowUp
from django_trust.reviews.models import Review, ReviewState
from django_trust.reviews.models.review import ReviewQuerySet

MOST_WAITS = 20_000  # the newest, whose waiting time is read


@dataclass(frozen=True, slots=True)
class Funnel:
    """Orders whose buyers were asked for reviews in the period, and what they have done until now."""

    asked: int
    reminded: int
    opened: int  # a link of the request or the reminder; 0 where links are not tracked
    reviewed: int  # after the request
    after_reminder: int  # of them, after the reminder


def review_funnel(scope: Scope) -> Funnel:
    """Follow requests to their reviews. An order counts once, by its lines' reviews. One query."""
    sent = FollowUp.objects.filter(state=FollowUpState.SENT)
    requests = sent.filter(step__purpose=Purpose.REVIEW).exclude(step__message=MessageKind.REVIEW_REMINDER)
    reminders = sent.filter(purchase=OuterRef("purchase"), step__message=MessageKind.REVIEW_REMINDER)
    rows = scope.of_orders(scope.within(requests, "sent_at")).annotate(
        reviewed_at=Subquery(_reviews(scope).order_by("created_at").values("created_at")[:1]),
        reminded_at=Subquery(reminders.order_by("sent_at").values("sent_at")[:1]),
        was_opened=Exists(reminders.exclude(opened_at=None)),
    )
    counts = rows.aggregate(
        asked=Count("purchase", distinct=True),
        reminded=_orders(Q(reminded_at__isnull=False)),
        opened=_orders(Q(opened_at__isnull=False) | Q(was_opened=True)),
        reviewed=_orders(Q(reviewed_at__isnull=False)),
        after_reminder=_orders(Q(reviewed_at__gte=F("reminded_at"))),
    )
    return Funnel(**counts)


def _reviews(scope: Scope) -> ReviewQuerySet:
    """Reviews of the order of a request, written after it, whatever became of them."""
    rows = Review.objects.filter(
        purchase_line__purchase=OuterRef("purchase"), created_at__gte=OuterRef("sent_at")
    )
    return rows if scope.item is None else rows.filter(item=scope.item)


def _orders(condition: Q) -> Count:
    return Count("purchase", distinct=True, filter=condition)


def reviews_by_span(scope: Scope, spans: list[Span]) -> tuple[int, ...]:
    """Count the reviews that were written in each span, whatever became of them. One query."""
    rows = scope.within(scope.reviews(), "created_at").order_by()
    counted = Counter(dict(rows.values_list(span_number("created_at", spans)).annotate(Count("pk"))))
    return tuple(counted[number] for number in range(len(spans)))


@dataclass(frozen=True, slots=True)
class ReplyFigures:
    """Published reviews of the period, those the shop has replied to, and how soon."""

    published: int
    replied: int
    wait: Wait


def reply_figures(scope: Scope) -> ReplyFigures:
    """Count replies and read how long the newest ``MOST_WAITS`` of them took. Two queries."""
    rows = scope.within(scope.reviews().filter(state=ReviewState.PUBLISHED), "created_at").order_by()
    counts = rows.aggregate(published=Count("pk"), replied=Count("reply"))
    moments = rows.exclude(reply=None).order_by("-reply__created_at")
    waits: list[timedelta] = [
        replied_at - written_at
        for written_at, replied_at in moments.values_list("created_at", "reply__created_at")[:MOST_WAITS]
    ]
    return ReplyFigures(**counts, wait=wait_of(waits))
