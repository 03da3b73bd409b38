"""An author shows that an address is the own one: only then may it prove a purchase."""

from __future__ import annotations

from django_trust import signals
from django_trust.conf import trust_settings
from django_trust.reviews.freezing import holds_newcomers
from django_trust.reviews.models import EventKind, Review
from django_trust.reviews.people import find_proof
from django_trust.reviews.ratings import Counted, add_to_rating, give_verified_mark
from django_trust.reviews.services.common import PENDING, PUBLISHED, first_state, lock, note, state_fields
from django_trust.reviews.services.writing import recheck_proof
from django_trust.shop.models import Item
from django_trust.transactions import atomic_write


@atomic_write
def confirm_email(*, review: Review) -> Review:
    """Record that the author reads mail sent to the review's address, which may now prove the purchase."""
    before = lock(review)
    if not before.email_confirmed and before.email:
        Review.objects.filter(pk=review.pk).update(email_confirmed=True)
        if not before.verified:
            _look_for_proof(before)
    review.refresh_from_db()
    return review


def _look_for_proof(review: Review) -> None:
    """The review's row is locked."""
    item: Item = review.item
    proof = find_proof(
        item, item, email=review.email, user=review.user, line=review.purchase_line, email_confirmed=True
    )
    fields = proof.as_fields(item, variant=review.variant)
    Review.objects.filter(pk=review.pk).update(**fields)
    review.refresh_from_db()
    recheck_proof(review)
    if review.verified:
        note(review, EventKind.PROOF_FOUND)
        if review.is_public:
            give_verified_mark(review.item_id)
        _publish_if_that_was_missing(review)


def _publish_if_that_was_missing(review: Review) -> None:
    """Under ``REVIEWS_WHO = "buyers"`` an unconfirmed review waits, whatever the moderation."""
    fresh = review.state == PENDING and review.edited_at is None
    if (
        fresh
        and trust_settings.reviews_who == "buyers"
        and first_state(flagged=review.is_flagged) == PUBLISHED
        and not holds_newcomers(review)
    ):
        Review.objects.filter(pk=review.pk).update(**state_fields(PUBLISHED))
        add_to_rating(Counted.of(review))
        signals.send_after_commit(signals.review_published, Review, review=review)
