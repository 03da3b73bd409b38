"""What readers of reviews do: vote and report."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from django_trust import signals
from django_trust.l10n.locales import current_language
from django_trust.reviews.cleaning import clean_contact, clean_note, clean_reason
from django_trust.reviews.exceptions import NotPublished, OwnReview
from django_trust.reviews.models import Report, Review, Vote
from django_trust.reviews.people import is_author
from django_trust.reviews.ratings import helpful_rank, touch_rating
from django_trust.reviews.services.common import PUBLISHED, lock
from django_trust.transactions import atomic_write


def vote_on_review(*, review: Review, helpful: bool = True, user: Any = None, voter_key: str = "") -> Vote:
    """Count whether a public review helped this account or device. Voting again can only change one's mind.

    Raises ``ValueError`` without a voter, ``NotPublished``, ``OwnReview``.
    """
    if user is None and not voter_key:
        raise ValueError("A vote needs a user or a voter key.")
    return _vote(review, helpful, user, voter_key or None)


@atomic_write
def _vote(review: Review, helpful: bool, user: Any, voter_key: str | None) -> Vote:
    current = lock(review)
    if current.state != PUBLISHED:
        raise NotPublished
    if is_author(current, user, voter_key):
        raise OwnReview
    voter = {"user": user} if user is not None else {"voter_key": voter_key}
    vote, created = Vote.objects.get_or_create(review=current, **voter, defaults={"helpful": helpful})
    if created or vote.helpful != helpful:
        Vote.objects.filter(pk=vote.pk).update(helpful=helpful)
        vote.helpful = helpful
        _count_vote(current, helpful, changed_mind=not created)
        touch_rating(current.item_id)
        signals.send_after_commit(signals.review_voted, Vote, review=current, vote=vote)
    return vote


def _count_vote(review: Review, helpful: bool, *, changed_mind: bool) -> None:
    """The review's row is locked, so what was read of it still holds."""
    taken_back = 1 if changed_mind else 0
    yes = review.helpful_count + (1 if helpful else -taken_back)
    no = review.unhelpful_count + (-taken_back if helpful else 1)
    Review.objects.filter(pk=review.pk).update(
        helpful_count=yes, unhelpful_count=no, helpful_rank=helpful_rank(yes, no)
    )


def report_review(
    *,
    review: Review,
    reason: str,
    details: str = "",
    contact: str = "",
    user: Any = None,
    reporter_key: str = "",
) -> Report:
    """Put a public review before a moderator. The same person's second report is the first one.

    ``contact`` is an e-mail address that the answer goes to. Raises ``ValidationError`` for an unknown
    reason or a bad address, ``ValueError`` without a reporter, ``NotPublished``.
    """
    if user is None and not reporter_key:
        raise ValueError("A report needs a user or a reporter key.")
    words = {
        "reason": clean_reason(reason),
        "details": clean_note(details),
        "contact": clean_contact(contact),
        "language": current_language()[:15],
    }
    return _report(review, words, user, reporter_key or None)


@atomic_write
def _report(review: Review, words: dict[str, str], user: Any, reporter_key: str | None) -> Report:
    current = lock(review)
    if current.state != PUBLISHED:
        raise NotPublished
    reporter = {"user": user} if user is not None else {"reporter_key": reporter_key}
    report, created = Report.objects.get_or_create(review=current, **reporter, defaults=words)
    if created:
        Review.objects.filter(pk=current.pk).update(open_reports=F("open_reports") + 1)
        signals.send_after_commit(signals.review_reported, Report, review=current, report=report)
    return report


def forget_contact(*, report: Report) -> None:
    """Erase the address an answer was to go to: it was given for this answer only."""
    Report.objects.filter(pk=report.pk).exclude(contact="").update(contact="")
