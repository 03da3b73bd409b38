"""What follow-ups do when something happens to an order or a review."""

from __future__ import annotations

from typing import Any

from django_trust import signals
from django_trust.followups.consent.services import note_sale
from django_trust.followups.plans import schedule_followups
from django_trust.policies.models import WithdrawalRequest
from django_trust.reviews.models import Review
from django_trust.shop.models import Purchase

UID = "django_trust.followups"


def connect() -> None:
    """Connect the room to the news of others. Calling it again changes nothing."""
    signals.purchase_recording.connect(_note_sale, dispatch_uid=UID)
    for signal in (
        signals.purchase_recorded,
        signals.purchase_paid,
        signals.purchase_shipped,
        signals.purchase_delivered,
        signals.purchase_delayed,
        signals.purchase_cancelled,
        signals.lines_refunded,
    ):
        signal.connect(plan_purchase, dispatch_uid=UID)
    for signal in (
        signals.review_submitted,
        signals.review_published,
        signals.review_withdrawn,
        signals.review_rejected,
    ):
        signal.connect(plan_of_review, dispatch_uid=UID)
    for signal in (signals.withdrawal_received, signals.withdrawal_settled):
        signal.connect(plan_of_request, dispatch_uid=UID)


def _note_sale(purchase: Purchase, **kwargs: Any) -> None:
    note_sale(purchase)


def plan_purchase(purchase: Purchase, **kwargs: Any) -> None:
    schedule_followups(purchase)


def plan_of_review(review: Review, **kwargs: Any) -> None:
    if review.purchase_line is not None:
        schedule_followups(review.purchase_line.purchase)


def plan_of_request(request: WithdrawalRequest, **kwargs: Any) -> None:
    if request.purchase is not None:
        schedule_followups(request.purchase)
