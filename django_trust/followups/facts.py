"""What planning and sending look at: the facts of purchases, read in one query for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from django_trust.followups.choices import AnswerKind, AnswerState, Event
from django_trust.followups.models import OrderAnswer
from django_trust.followups.zones import buyer_zone
from django_trust.policies.choices import RequestState
from django_trust.policies.models import WithdrawalRequest
from django_trust.reviews.models import Review
from django_trust.shop.models import Purchase, PurchaseLine
from django_trust.text import email_key

COLUMNS = {
    Event.PLACED: "placed_at",
    Event.PAID: "paid_at",
    Event.SHIPPED: "shipped_at",
    Event.DELIVERED: "delivered_at",
    Event.DELAYED: "delayed_at",
    Event.REFUNDED: "refunded_at",
    Event.CANCELLED: "cancelled_at",
}
MOMENTS = {**COLUMNS, Event.REVIEW_PUBLISHED: "first_published"}


@dataclass(frozen=True, slots=True)
class PurchaseFacts:
    """A purchase as it stands, and what its buyer has done since.

    ``is_kept``: something of it is neither cancelled nor refunded. ``is_returning``: the buyer withdrew or
    asked to return it, and nobody declined. ``is_reviewed``: a review of it was submitted, whatever became of
    that. ``not_arrived_at``: when the buyer last said that it has not arrived, unless all is well since.
    ``has_case``: a problem the buyer reported is open; ``closed_at``: when the last one was closed.
    """

    purchase: Purchase
    events: dict[Event, datetime]
    is_kept: bool
    is_returning: bool
    is_reviewed: bool
    not_arrived_at: datetime | None
    has_case: bool
    closed_at: datetime | None

    @property
    def zone(self) -> tzinfo:
        return buyer_zone(self.purchase.time_zone, self.purchase.country)

    @property
    def email_key(self) -> str:
        return email_key(self.purchase.email)

    def occurrence(self, event: str) -> str:
        """Return what tells two events of one kind apart: the new date of a delay."""
        until = self.purchase.delayed_until
        return until.isoformat() if event == Event.DELAYED and until else ""


def facts_of(purchases: Iterable[int]) -> dict[int, PurchaseFacts]:
    """Return the facts of these purchases (primary keys) as they are now. One query."""
    rows = _annotated(Purchase.objects.filter(pk__in=list(purchases)))
    return {row.pk: _facts(row) for row in rows}


def _annotated(purchases: QuerySet[Purchase]) -> QuerySet[Purchase]:
    own_lines = PurchaseLine.objects.filter(purchase=OuterRef("pk"))
    reviews = Review.objects.filter(purchase_line__purchase=OuterRef("pk"))
    answers = OrderAnswer.objects.filter(purchase=OuterRef("pk"))
    problems, arrival = answers.filter(kind=AnswerKind.PROBLEM), answers.exclude(kind=AnswerKind.PROBLEM)
    returns = WithdrawalRequest.objects.filter(purchase=OuterRef("pk")).exclude(state=RequestState.DECLINED)
    return purchases.annotate(
        is_kept=Exists(own_lines.kept()),
        is_returning=Exists(returns),
        is_reviewed=Exists(reviews),
        first_published=_first(reviews.published().exclude(published_at=None), "published_at"),
        not_arrived_at=_first(answers.filter(kind=AnswerKind.NOT_ARRIVED), "-at"),
        last_word=Subquery(arrival.order_by("-at", "-pk").values("kind")[:1]),
        has_case=Exists(problems.filter(state=AnswerState.OPEN)),
        closed_at=_first(problems.exclude(closed_at=None), "-closed_at"),
    )


def _first(rows: QuerySet[Any], order: str) -> Subquery:
    return Subquery(rows.order_by(order).values(order.removeprefix("-"))[:1])


def _facts(row: Any) -> PurchaseFacts:
    moments = {event: getattr(row, name) for event, name in MOMENTS.items()}
    return PurchaseFacts(
        purchase=row,
        events={event: moment for event, moment in moments.items() if moment is not None},
        is_kept=row.is_kept,
        is_returning=row.is_returning,
        is_reviewed=row.is_reviewed,
        not_arrived_at=row.not_arrived_at if row.last_word == AnswerKind.NOT_ARRIVED else None,
        has_case=row.has_case,
        closed_at=row.closed_at,
    )
