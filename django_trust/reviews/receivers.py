"""What reviews do when the facts of a purchase change."""

from __future__ import annotations

from typing import Any

from django_trust.reviews.models import Review
from django_trust.reviews.ratings import take_verified_mark
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
