"""What became of the sample reviews: decisions, votes, replies, reports, appeals."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from django.contrib.auth.models import User
from django.db.models.signals import pre_save

from django_trust.reviews.models import ModerationEvent, Review
from django_trust.reviews.services import (
    appeal_review,
    choose_testimonial,
    edit_review,
    publish_review,
    reject_review,
    reply_to_review,
    report_review,
    vote_on_review,
)

Entry = Mapping[str, Any]


def decide(review: Review, entry: Entry, staff: Mapping[str, User]) -> None:
    """Do with a review that was just written what its entry tells."""
    state = entry.get("state", "published")
    moderator = staff[entry.get("moderator", "admin")]
    with _noted_at(review.created_at + _hours_waited(entry)):
        if state == "rejected":
            reject_review(review=review, reason=entry["reason"], by=moderator, note=entry["note"])
        elif state == "published" or "first" in entry:
            publish_review(review=review, by=moderator)
    if state == "published":
        _react(review, entry, moderator)
    if "first" in entry:
        words = {name: entry[name] for name in ("rating", "title", "body")}
        edit_review(review=review, author_name=entry["author"], **words)
    if "appeal" in entry:
        appeal_review(review=review, text=entry["appeal"])


def _hours_waited(entry: Entry) -> timedelta:
    """Between two hours and two days, whatever the stars."""
    return timedelta(hours=2 + crc32(b"decided" + entry["key"].encode()) % 46)


@contextmanager
def _noted_at(moment: datetime) -> Iterator[None]:
    """Let the history say that what happens meanwhile happened at ``moment``."""

    def backdate(instance: ModerationEvent, **kwargs: Any) -> None:
        instance.at = moment

    pre_save.connect(backdate, sender=ModerationEvent)
    try:
        yield
    finally:
        pre_save.disconnect(backdate, sender=ModerationEvent)


def _react(review: Review, entry: Entry, moderator: User) -> None:
    for helpful, count in ((True, entry.get("yes", 0)), (False, entry.get("no", 0))):
        for voter in range(count):
            vote_on_review(review=review, helpful=helpful, voter_key=f"seed-{helpful:d}-{voter}")
    if "reply" in entry:
        answered = review.created_at + timedelta(days=2)
        reply_to_review(
            review=review, body=entry["reply"], by=moderator, language=entry["language"], created_at=answered
        )
    if "reported" in entry:
        report_review(review=review, reporter_key="seed-1", **entry["reported"])
    if entry.get("testimonial"):
        choose_testimonial(review=review, by=moderator)
