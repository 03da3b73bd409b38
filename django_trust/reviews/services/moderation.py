"""What staff decide, and what decides itself when nobody does."""

from __future__ import annotations

from datetime import datetime, timedelta
from time import time
from typing import Any

from django.db import transaction
from django.utils import timezone

from django_trust import signals
from django_trust.conf import trust_settings
from django_trust.l10n.locales import current_language
from django_trust.reviews.cleaning import clean_language, clean_note, clean_reason, clean_reply
from django_trust.reviews.exceptions import InvalidTransition
from django_trust.reviews.models import (
    FLAGGED_FROM,
    NAME_MAX,
    EventKind,
    Reply,
    Report,
    ReportState,
    Review,
    ReviewState,
    Testimonial,
)
from django_trust.reviews.ratings import Counted, add_to_rating, touch_rating
from django_trust.reviews.services.appeals import close_appeals, require_other_moderator
from django_trust.reviews.services.common import (
    PENDING,
    PUBLISHED,
    REJECTED,
    WITHDRAWN,
    lock,
    note,
    state_fields,
)
from django_trust.shop.adapter import get_adapter
from django_trust.transactions import atomic_write


def publish_review(*, review: Review, by: Any = None, note: str = "") -> Review:
    """Make a pending or rejected review public; one that is public already stays as it is.

    An open appeal is granted by this. Raises ``InvalidTransition`` for a withdrawn review and
    ``SameModerator`` for an appealed one that ``by`` rejected while somebody else could decide.
    """
    return _move(
        review,
        PUBLISHED,
        allowed=(PENDING, REJECTED),
        by=by,
        text=clean_note(note),
        signal=signals.review_published,
    )


def reject_review(*, review: Review, reason: str, by: Any = None, note: str = "") -> Review:
    """Take a review out of, or keep it from, the public for a ``RejectionReason`` code.

    Raises ``ValidationError`` for an unknown reason, ``InvalidTransition`` for a withdrawn review.
    """
    return _move(
        review,
        REJECTED,
        allowed=(PENDING, PUBLISHED),
        by=by,
        reason=clean_reason(reason),
        text=clean_note(note),
        signal=signals.review_rejected,
    )


def withdraw_review(*, review: Review, by: Any = None) -> Review:
    """Take a review back at its author's wish."""
    return _move(
        review,
        WITHDRAWN,
        allowed=(PENDING, PUBLISHED, REJECTED),
        by=by,
        signal=signals.review_withdrawn,
        kind=EventKind.WITHDRAWN,
    )


@atomic_write
def _move(
    review: Review,
    to: ReviewState,
    *,
    allowed: tuple[ReviewState, ...],
    by: Any,
    signal: Any,
    kind: EventKind = EventKind.DECISION,
    reason: str = "",
    text: str = "",
) -> Review:
    before = lock(review)
    if before.state != to:
        if before.state not in allowed or (kind == EventKind.WAITED and before.is_flagged):
            raise InvalidTransition
        if before.state == REJECTED and to == PUBLISHED:
            require_other_moderator(before, by)
        Review.objects.filter(pk=review.pk).update(**state_fields(to, reason=reason))
        if PUBLISHED in (before.state, to):
            add_to_rating(Counted.of(before), 1 if to == PUBLISHED else -1)
    review.refresh_from_db()
    if before.state != to:
        granted = before.state == REJECTED and close_appeals(review, by=by)
        note(
            review,
            EventKind.APPEAL_GRANTED if granted else kind,
            from_state=before.state,
            by=by,
            reason=reason,
            text=text,
        )
        signals.send_after_commit(signal, Review, review=review)
    _close_reports(review)
    return review


def publish_waiting(*, now: datetime | None = None, limit: int = 500, dry_run: bool = False) -> list[Review]:
    """Publish what has waited ``REVIEWS_AUTO_PUBLISH_DAYS`` for a moderator and return it, oldest first.

    Flagged reviews, those of items whose rating stands still, and those whose purchase is still to be
    confirmed under ``REVIEWS_WHO = "buyers"`` go on waiting for a person.
    """
    days = trust_settings.reviews_auto_publish_days
    if not days:
        return []
    since = (now or timezone.now()) - timedelta(days=days)
    waiting = Review.objects.pending().filter(pending_since__lte=since, flag_weight__lt=FLAGGED_FROM)
    if trust_settings.reviews_who == "buyers":
        waiting = waiting.filter(verified=True)
    moving = waiting.exclude(item__rating__frozen_until__gt=int(time()))
    due = list(moving.order_by("pk")[:limit])
    return due if dry_run else [review for review in due if _publish_waited(review)]


def _publish_waited(review: Review) -> bool:
    """A moderator, the author or a new flag may have been faster since the list was made."""
    try:
        _move(
            review,
            PUBLISHED,
            allowed=(PENDING,),
            by=None,
            kind=EventKind.WAITED,
            signal=signals.review_published,
        )
    except InvalidTransition:
        return False
    return True


def close_reports(*, review: Review, by: Any = None) -> Review:
    """Say that the open reports of a review have been looked at; the review stays as it is."""
    return _keep(review, by)


@atomic_write
def _keep(review: Review, by: Any) -> Review:
    lock(review)
    review.refresh_from_db()
    if _close_reports(review):
        note(review, EventKind.REPORTS_CLOSED, by=by)
    return review


def _close_reports(review: Review) -> bool:
    """Close what is open; each reporter is answered once that is stored."""
    if not Review.objects.filter(pk=review.pk, open_reports__gt=0).update(open_reports=0):
        return False
    closed = list(review.reports.filter(state=ReportState.OPEN))
    review.reports.filter(state=ReportState.OPEN).update(state=ReportState.CLOSED)
    review.open_reports = 0
    for report in closed:
        signals.send_after_commit(signals.report_closed, Report, review=review, report=report)
    return True


def reply_to_review(
    *, review: Review, body: str, by: Any = None, language: str = "", created_at: datetime | None = None
) -> Reply:
    """Answer a review in the shop's name; a second answer replaces the first. Raises ``ValidationError``."""
    fields = {
        "body": clean_reply(body),
        "user": by,
        "language": clean_language(language or current_language()),
        "author_name": get_adapter().get_shop().name[:NAME_MAX],
    }
    return _reply(review, fields, created_at or timezone.now())


@atomic_write
def _reply(review: Review, fields: dict[str, Any], at: datetime) -> Reply:
    lock(review)
    reply, created = Reply.objects.get_or_create(review_id=review.pk, defaults={**fields, "created_at": at})
    if not created:
        for name, value in (fields | {"edited_at": timezone.now()}).items():
            setattr(reply, name, value)
        reply.save()
    touch_rating(review.item_id)
    signals.send_after_commit(signals.review_replied, Reply, review=review, reply=reply)
    return reply


@transaction.atomic
def choose_testimonial(*, review: Review, by: Any = None) -> Testimonial:
    """Put a published review among the testimonials. Raises ``InvalidTransition`` for any other review."""
    if lock(review).state != PUBLISHED:
        raise InvalidTransition
    return Testimonial.objects.get_or_create(review=review, defaults={"chosen_by": by})[0]


def drop_testimonial(*, review: Review) -> None:
    """Take a review from the testimonials; it stays as public as it was."""
    Testimonial.objects.filter(review=review).delete()
