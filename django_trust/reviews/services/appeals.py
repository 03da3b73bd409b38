"""Appeals against a rejection: asked by the author, decided by somebody else where there is anybody."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from django_trust import signals
from django_trust.reviews.cleaning import clean_appeal, clean_note
from django_trust.reviews.exceptions import AlreadyAppealed, InvalidTransition, SameModerator
from django_trust.reviews.models import Appeal, AppealState, EventKind, Review
from django_trust.reviews.ratings import Counted, add_to_rating
from django_trust.reviews.services.common import PUBLISHED, REJECTED, lock, note, state_fields
from django_trust.transactions import atomic_write

DECIDES = "trust.publish_review"


def appeal_review(*, review: Review, text: str) -> Appeal:
    """Object to the rejection of a review in its author's words.

    Raises ``ValidationError`` without words, ``InvalidTransition`` when it is not rejected,
    ``AlreadyAppealed`` when this rejection was appealed against before.
    """
    return _appeal(review, clean_appeal(text))


@atomic_write
def _appeal(review: Review, text: str) -> Appeal:
    current = lock(review)
    if current.state != REJECTED:
        raise InvalidTransition
    rejection = current.events.filter(to_state=REJECTED).exclude(from_state=REJECTED).last()
    if current.appeals.filter(created_at__gte=rejection.at if rejection else current.created_at).exists():
        raise AlreadyAppealed
    appeal = Appeal.objects.create(
        review=current, text=text, rejected_by=rejection.actor if rejection else None
    )
    note(current, EventKind.APPEALED)
    signals.send_after_commit(signals.review_appealed, Appeal, review=current, appeal=appeal)
    return appeal


def decide_appeal(*, appeal: Appeal, grant: bool, by: Any = None, note: str = "") -> Appeal:
    """Publish the review (``grant``) or let the rejection stand, and tell the author.

    Raises ``SameModerator`` when ``by`` took the first decision and somebody else could decide,
    ``InvalidTransition`` when the appeal is not open any more.
    """
    return _decide(appeal, grant, by, clean_note(note))


@atomic_write
def _decide(appeal: Appeal, grant: bool, by: Any, text: str) -> Appeal:
    review = lock(appeal.review)
    appeal = Appeal.objects.get(pk=appeal.pk)
    if appeal.state != AppealState.OPEN or review.state != REJECTED:
        raise InvalidTransition
    require_other_moderator(review, by)
    if grant:
        Review.objects.filter(pk=review.pk).update(**state_fields(PUBLISHED))
        add_to_rating(Counted.of(review))
        review.refresh_from_db()
        signals.send_after_commit(signals.review_published, Review, review=review)
    _close(appeal, AppealState.GRANTED if grant else AppealState.DISMISSED, by)
    kind = EventKind.APPEAL_GRANTED if grant else EventKind.APPEAL_DISMISSED
    note(review, kind, from_state=REJECTED, by=by, text=text)
    return appeal


def close_appeals(review: Review, by: Any = None) -> bool:
    """Close what is open because the review moved on; return whether publication granted an appeal."""
    appeal = review.appeals.filter(state=AppealState.OPEN).first()
    if appeal is None:
        return False
    granted = review.state == PUBLISHED
    _close(appeal, AppealState.GRANTED if granted else AppealState.CLOSED, by)
    return granted


def _close(appeal: Appeal, state: AppealState, by: Any) -> None:
    appeal.state, appeal.decided_by, appeal.decided_at = state, by, timezone.now()
    appeal.save(update_fields=["state", "decided_by", "decided_at"])
    if state != AppealState.CLOSED:
        signals.send_after_commit(signals.appeal_decided, Appeal, review=appeal.review, appeal=appeal)


def require_other_moderator(review: Review, by: Any) -> None:
    """Refuse whoever rejected a review to decide its appeal, where somebody else may. Nobody: the system."""
    appeal = review.appeals.filter(state=AppealState.OPEN).first()
    if appeal is None or by is None or appeal.rejected_by_id != by.pk:
        return
    if other_moderators(by).exists():
        raise SameModerator


def other_moderators(user: Any) -> Any:
    """Return the active accounts besides ``user`` that may publish reviews."""
    moderators = ModelBackend().with_perm(DECIDES, is_active=True, include_superusers=True)
    if any(field.name == "is_staff" for field in get_user_model()._meta.get_fields()):
        moderators = moderators.filter(is_staff=True)
    return moderators.exclude(pk=user.pk)
