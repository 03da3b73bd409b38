"""What reviews do when the facts of a purchase change."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from django_trust.reviews.models import EventKind, Review
from django_trust.reviews.ratings import take_verified_mark, touch_rating
from django_trust.reviews.services.common import note
from django_trust.shop.models import Purchase, PurchaseLine


def reconsider_verification(sender: type[Purchase], purchase: Purchase, **kwargs: Any) -> None:
    """Take the "verified purchase" mark from reviews whose line was refunded in full or cancelled.

    Runs in the transaction of the refund, so no page ever shows the one without the other.
    """
    kept = PurchaseLine.objects.kept().filter(purchase=purchase)
    lost = Review.objects.filter(purchase_line__purchase=purchase, verified=True).exclude(
        purchase_line__in=kept
    )
    for pk in list(lost.values_list("pk", flat=True)):
        if Review.objects.filter(pk=pk, verified=True).update(verified=False):
            review = Review.objects.get(pk=pk)
            if review.is_public:
                take_verified_mark(review.item_id)
            note(review, EventKind.PROOF_LOST)


def note_delivery(sender: type[Purchase], purchase: Purchase, **kwargs: Any) -> None:
    """Store the day of delivery with reviews that were written before it was known."""
    day = timezone.localdate(purchase.delivered_at) if purchase.delivered_at else None
    reviews = Review.objects.filter(purchase_line__purchase=purchase, verified=True).exclude(delivered_on=day)
    for pk, item_id in list(reviews.values_list("pk", "item_id")):
        Review.objects.filter(pk=pk).update(delivered_on=day)
        touch_rating(item_id)
