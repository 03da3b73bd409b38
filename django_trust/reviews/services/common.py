"""What all verbs share: the lock, the history, the rule where a review goes next."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils import timezone

from django_trust.conf import trust_settings
from django_trust.reviews.exceptions import InvalidTransition
from django_trust.reviews.models import EventKind, ModerationEvent, Review, ReviewState

PENDING, PUBLISHED = ReviewState.PENDING, ReviewState.PUBLISHED
REJECTED, WITHDRAWN = ReviewState.REJECTED, ReviewState.WITHDRAWN


def lock(review: Review) -> Review:
    """Lock the review's row by a write (which SQLite can wait for) and return it as it now stands."""
    if not Review.objects.filter(pk=review.pk).update(open_reports=F("open_reports")):
        raise InvalidTransition
    return Review.objects.get(pk=review.pk)


def note(
    review: Review,
    kind: EventKind,
    *,
    from_state: str = "",
    by: Any = None,
    reason: str = "",
    text: str = "",
) -> None:
    """Add to the history what happened; the review's state is the one it has now."""
    ModerationEvent.objects.create(
        review=review,
        kind=kind,
        actor=by,
        actor_name=str(by)[:150] if by is not None else "",
        from_state=from_state or review.state,
        to_state=review.state,
        reason=reason,
        note=text,
    )


def state_fields(state: ReviewState, *, reason: str = "") -> dict[str, Any]:
    """What a review's columns say when it enters a state now."""
    now = timezone.now()
    return {
        "state": state,
        "published_at": now if state == PUBLISHED else None,
        "pending_since": now if state == PENDING else None,
        "rejected_for": reason if state == REJECTED else "",
    }


def first_state(*, flagged: bool) -> ReviewState:
    """Where ``REVIEWS_MODERATION`` sends what an author has just written."""
    moderation = trust_settings.reviews_moderation
    waits = moderation == "before" or (moderation == "flagged" and flagged)
    return PENDING if waits else PUBLISHED
