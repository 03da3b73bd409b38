"""The verbs of the reviews room: the only code that writes reviews, votes, replies and their counters.

Who may call what (permissions, throttles) is checked by forms, admin and API; what may happen at all is
checked here, so it holds for all of them and for imports. In every transaction the review's own row is
written first and the item's counters last: one order for all, so writers wait for each other instead of
locking each other out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.db.models import F, Model
from django.utils import timezone

from django_trust import signals
from django_trust.conf import trust_settings
from django_trust.reviews.cleaning import (
    ReviewText,
    clean_language,
    clean_note,
    clean_reason,
    clean_reply,
)
from django_trust.reviews.exceptions import (
    AlreadyReviewed,
    InvalidTransition,
    NotPublished,
    OwnReview,
)
from django_trust.reviews.models import (
    NAME_MAX,
    ModerationEvent,
    Reply,
    Report,
    ReportState,
    Review,
    ReviewSource,
    ReviewState,
    Vote,
)
from django_trust.reviews.people import (
    adapter_knows,
    find_purchase_line,
    find_review,
    is_author,
    require_allowed,
)
from django_trust.reviews.ratings import Counted, add_to_rating, helpful_rank, touch_rating
from django_trust.shop.adapter import get_adapter
from django_trust.shop.models import PurchaseLine
from django_trust.shop.services import item_for
from django_trust.text import email_key
from django_trust.transactions import atomic_write

PENDING, PUBLISHED = ReviewState.PENDING, ReviewState.PUBLISHED
REJECTED, WITHDRAWN = ReviewState.REJECTED, ReviewState.WITHDRAWN


def submit_review(
    *,
    item: Model,
    rating: Any,
    title: str = "",
    body: str = "",
    author_name: str = "",
    email: str = "",
    user: Any = None,
    language: str = "",
    purchase_line: PurchaseLine | None = None,
    source: str = ReviewSource.WEB,
    created_at: datetime | None = None,
    device_key: str = "",
) -> Review:
    """Store a review of ``item`` (a saved model instance or an ``Item``) and return it.

    It is pending or published as ``REVIEWS_MODERATION`` says. A person is an account or an e-mail address
    and has one review per item. "Verified purchase" is set from ``purchase_line``, else from a purchase
    recorded for this person, else by the adapter's ``has_purchased``; never by the caller.

    Raises ``ValidationError`` for what was typed, ``AlreadyReviewed``, ``NotSignedIn``, ``NotPurchased``.
    """
    text = ReviewText.clean(
        rating=rating,
        title=title,
        body=body,
        author_name=author_name,
        email=email,
        user=user,
        language=language,
    )
    target = item_for(item)
    line = purchase_line or find_purchase_line(target, email=text.email, user=user)
    verified = line.is_kept_for(target) if line else adapter_knows(item, email=text.email, user=user)
    require_allowed(user, verified)
    review = Review(
        item=target,
        user=user,
        email_key=email_key(text.email) or None,
        device_key=device_key,
        source=ReviewSource(source),
        verified=verified,
        purchase_line=line if verified else None,
        created_at=created_at or timezone.now(),
        state=_initial_state(),
        **text.as_fields(),
    )
    if review.state == PUBLISHED:
        review.published_at = timezone.now()
    try:
        return _insert(review)
    except IntegrityError:
        existing = find_review(target, email=text.email, user=user)
        if existing is None:
            raise
        raise AlreadyReviewed(existing) from None


@atomic_write
def _insert(review: Review) -> Review:
    review.pk = None
    review._state.adding = True
    review.save(force_insert=True)
    _recheck_proof(review)
    if review.state == PUBLISHED:
        add_to_rating(Counted.of(review))
        signals.send_after_commit(signals.review_published, Review, review=review)
    signals.send_after_commit(signals.review_submitted, Review, review=review)
    return review


def _recheck_proof(review: Review) -> None:
    """A refund may have come between the look-up of the line and the review: look again, under lock."""
    if review.purchase_line_id is None:
        return
    PurchaseLine.objects.filter(pk=review.purchase_line_id).update(quantity=F("quantity"))
    if not PurchaseLine.objects.kept().filter(pk=review.purchase_line_id).exists():
        review.verified = False
        Review.objects.filter(pk=review.pk).update(verified=False)


def edit_review(
    *, review: Review, rating: Any, title: str = "", body: str = "", author_name: str = ""
) -> Review:
    """Replace an author's words and stars. Votes start anew; a decision taken on the old words is void.

    Under moderation before publication, and once it was rejected, it waits for a moderator again.
    Raises ``ValidationError`` for what was typed.
    """
    text = ReviewText.clean(
        rating=rating,
        title=title,
        body=body,
        author_name=author_name,
        email=review.email,
        user=review.user,
        language=review.language,
    )
    return _edit(review, text)


@atomic_write
def _edit(review: Review, text: ReviewText) -> Review:
    before = _lock(review)
    now = timezone.now()
    state = PENDING if _waits_again(before) else PUBLISHED
    if before.state == PUBLISHED:
        add_to_rating(Counted.of(before), -1)
    before.votes.all().delete()
    words = {name: value for name, value in text.as_fields().items() if name != "email"}
    Review.objects.filter(pk=review.pk).update(
        **words,
        state=state,
        edited_at=now,
        published_at=now if state == PUBLISHED else None,
        helpful_count=0,
        unhelpful_count=0,
        helpful_rank=0,
    )
    review.refresh_from_db()
    if state == PUBLISHED:
        add_to_rating(Counted.of(review))
    if before.state != state:
        _note_move(review, before.state, by=None)
    signals.send_after_commit(signals.review_edited, Review, review=review)
    return review


def _waits_again(review: Review) -> bool:
    """Whether an edited review needs a moderator. Rejected once, always: no detour may lead around."""
    return (
        trust_settings.reviews_moderation == "before"
        or review.state == PENDING
        or review.events.filter(to_state=REJECTED).exists()
    )


def publish_review(*, review: Review, by: Any = None, note: str = "") -> Review:
    """Make a pending or rejected review public; one that is public already stays as it is.

    Raises ``InvalidTransition`` for a withdrawn review.
    """
    return _move(
        review,
        PUBLISHED,
        allowed=(PENDING, REJECTED),
        by=by,
        note=clean_note(note),
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
        note=clean_note(note),
        signal=signals.review_rejected,
    )


def withdraw_review(*, review: Review, by: Any = None) -> Review:
    """Take a review back at its author's wish."""
    return _move(
        review, WITHDRAWN, allowed=(PENDING, PUBLISHED, REJECTED), by=by, signal=signals.review_withdrawn
    )


@atomic_write
def _move(
    review: Review, to: ReviewState, *, allowed: tuple[ReviewState, ...], by: Any, signal: Any, **why: str
) -> Review:
    before = _lock(review)
    if before.state != to:
        if before.state not in allowed:
            raise InvalidTransition
        published_at = timezone.now() if to == PUBLISHED else None
        Review.objects.filter(pk=review.pk).update(state=to, published_at=published_at)
        if PUBLISHED in (before.state, to):
            add_to_rating(Counted.of(before), 1 if to == PUBLISHED else -1)
    review.refresh_from_db()
    if before.state != to:
        _note_move(review, before.state, by=by, **why)
        signals.send_after_commit(signal, Review, review=review)
    _close_reports(review)
    return review


@atomic_write
def close_reports(*, review: Review) -> Review:
    """Say that the open reports of a review have been looked at; the review stays as it is."""
    _lock(review)
    _close_reports(review)
    return review


def _close_reports(review: Review) -> None:
    if Review.objects.filter(pk=review.pk, open_reports__gt=0).update(open_reports=0):
        review.reports.filter(state=ReportState.OPEN).update(state=ReportState.CLOSED)
        review.open_reports = 0


def reply_to_review(
    *, review: Review, body: str, by: Any = None, language: str = "", created_at: datetime | None = None
) -> Reply:
    """Answer a review in the shop's name; a second answer replaces the first. Raises ``ValidationError``."""
    fields = {
        "body": clean_reply(body),
        "user": by,
        "language": clean_language(language),
        "author_name": get_adapter().get_shop().name[:NAME_MAX],
    }
    return _reply(review, fields, created_at or timezone.now())


@atomic_write
def _reply(review: Review, fields: dict[str, Any], at: datetime) -> Reply:
    _lock(review)
    reply, created = Reply.objects.get_or_create(review_id=review.pk, defaults={**fields, "created_at": at})
    if not created:
        for name, value in (fields | {"edited_at": timezone.now()}).items():
            setattr(reply, name, value)
        reply.save()
    touch_rating(review.item_id)
    signals.send_after_commit(signals.review_replied, Reply, review=review, reply=reply)
    return reply


def vote_on_review(*, review: Review, helpful: bool = True, user: Any = None, voter_key: str = "") -> Vote:
    """Count whether a public review helped this account or device. Voting again can only change one's mind.

    Raises ``ValueError`` without a voter, ``NotPublished``, ``OwnReview``.
    """
    if user is None and not voter_key:
        raise ValueError("A vote needs a user or a voter key.")
    return _vote(review, helpful, user, voter_key or None)


@atomic_write
def _vote(review: Review, helpful: bool, user: Any, voter_key: str | None) -> Vote:
    current = _lock(review)
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
    *, review: Review, reason: str, details: str = "", user: Any = None, reporter_key: str = ""
) -> Report:
    """Put a public review before a moderator. The same person's second report is the first one.

    Raises ``ValidationError`` for an unknown reason, ``ValueError`` without a reporter, ``NotPublished``.
    """
    if user is None and not reporter_key:
        raise ValueError("A report needs a user or a reporter key.")
    return _report(review, clean_reason(reason), clean_note(details), user, reporter_key or None)


@atomic_write
def _report(review: Review, reason: str, details: str, user: Any, reporter_key: str | None) -> Report:
    current = _lock(review)
    if current.state != PUBLISHED:
        raise NotPublished
    reporter = {"user": user} if user is not None else {"reporter_key": reporter_key}
    report, created = Report.objects.get_or_create(
        review=current, **reporter, defaults={"reason": reason, "details": details}
    )
    if created:
        Review.objects.filter(pk=current.pk).update(open_reports=F("open_reports") + 1)
        signals.send_after_commit(signals.review_reported, Report, review=current, report=report)
    return report


def _lock(review: Review) -> Review:
    """Lock the review's row by a write (which SQLite can wait for) and return it as it now stands."""
    if not Review.objects.filter(pk=review.pk).update(open_reports=F("open_reports")):
        raise InvalidTransition
    return Review.objects.get(pk=review.pk)


def _note_move(review: Review, from_state: str, *, by: Any, reason: str = "", note: str = "") -> None:
    ModerationEvent.objects.create(
        review=review,
        actor=by,
        actor_name=str(by)[:150] if by is not None else "",
        from_state=from_state,
        to_state=review.state,
        reason=reason,
        note=note,
    )


def _initial_state() -> ReviewState:
    return PENDING if trust_settings.reviews_moderation == "before" else PUBLISHED
