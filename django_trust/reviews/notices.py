"""Which news of a review is worth a mail: receivers of our own signals, called after the commit."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from django_trust.reviews import mails
from django_trust.reviews.models import (
    Appeal,
    EventKind,
    Report,
    Review,
    ReviewPhoto,
    ReviewSource,
    ReviewState,
)
from django_trust.reviews.services.readers import forget_contact

# An appeal that was granted has a mail of its own.
NEWS = (EventKind.DECISION, EventKind.WAITED)


def tell_published(sender: type[Review], review: Review, at_once: bool = False, **kwargs: Any) -> None:
    """Tell authors whose review was not public before. Whole lists of imports are not mailed to."""
    if at_once or review.source == ReviewSource.IMPORT:
        return
    event = review.events.exclude(from_state=F("to_state")).last()
    if event is not None and event.kind in NEWS and event.to_state == ReviewState.PUBLISHED:
        mails.send_published(review)


def tell_rejected(sender: type[Review], review: Review, **kwargs: Any) -> None:
    mails.send_statement(review)


def tell_photo_rejected(sender: type[ReviewPhoto], photo: ReviewPhoto, **kwargs: Any) -> None:
    photo.refresh_from_db()
    mails.send_photo_statement(photo)


def tell_appeal_decided(sender: type[Appeal], appeal: Appeal, **kwargs: Any) -> None:
    mails.send_appeal_decision(appeal)


def answer_report(sender: type[Report], report: Report, **kwargs: Any) -> None:
    mails.send_report_answer(report)
    forget_contact(report=report)
