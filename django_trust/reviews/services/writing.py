"""What authors do: write, confirm, change and take back their reviews."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError
from django.db.models import F, Model
from django.utils import timezone

from django_trust import signals
from django_trust.conf import trust_settings
from django_trust.reviews.cleaning import ReviewText, clean_criteria
from django_trust.reviews.criteria import criteria_for
from django_trust.reviews.exceptions import AlreadyReviewed
from django_trust.reviews.flagging import Finding, Submission, examine, remember, store_findings, weight_of
from django_trust.reviews.freezing import holds_newcomers, is_frozen
from django_trust.reviews.models import (
    FLAGGED_FROM,
    CriterionRating,
    EventKind,
    Review,
    ReviewSource,
    ReviewVersion,
)
from django_trust.reviews.people import Proof, find_proof, find_review, require_allowed
from django_trust.reviews.ratings import Counted, add_to_rating
from django_trust.reviews.services.appeals import close_appeals
from django_trust.reviews.services.common import (
    PENDING,
    PUBLISHED,
    REJECTED,
    first_state,
    lock,
    note,
    state_fields,
)
from django_trust.shop.models import PurchaseLine
from django_trust.shop.services import item_for
from django_trust.text import email_key
from django_trust.transactions import atomic_write

KEPT_BY_EDITS = ("pros", "cons", "experienced_on", "variant", "incentive", "name_style")


class Words(TypedDict, total=False):
    """What an author may say, each part optional. Pros and cons: one on each line, or a list."""

    title: str
    body: str
    author_name: str
    name_style: str  # of NameStyle
    pros: str | Iterable[str]
    cons: str | Iterable[str]
    experienced_on: date | str | None
    variant: str
    incentive: str  # of Incentive


def submit_review(
    *,
    item: Model,
    rating: Any,
    email: str = "",
    user: Any = None,
    language: str = "",
    purchase_line: PurchaseLine | None = None,
    source: str = ReviewSource.WEB,
    created_at: datetime | None = None,
    device_key: str = "",
    criteria: Mapping[str, Any] | None = None,
    verified_by: str = "",
    email_confirmed: bool = True,
    seconds_taken: float | None = None,
    **words: Unpack[Words],
) -> Review:
    """Store a review of ``item`` (a saved model instance or an ``Item``) and return it.

    It is pending or published as ``REVIEWS_MODERATION`` says. A person is an account or an e-mail address
    and has one review per item. "Verified purchase" is set from ``purchase_line``, else from a purchase
    recorded for this person, else by the adapter's ``has_purchased``; never by the caller. An address that
    nobody has confirmed yet (``email_confirmed=False``: typed into a form) proves nothing until
    ``confirm_email``. ``verified_by`` names the system that checked an import; it is words, not proof.
    ``seconds_taken`` is how long the form was open; ``words`` are the texts of ``Words``.

    Raises ``ValidationError`` for what was typed, ``AlreadyReviewed``, ``NotSignedIn``, ``NotPurchased``.
    """
    text = ReviewText.clean(
        user=user,
        known=purchase_line is not None,
        rating=rating,
        email=email,
        language=language,
        **words,
    )
    stars = clean_criteria(criteria, criteria_for(item)) if criteria else {}
    target = item_for(item)
    proof = find_proof(
        item, target, email=text.email, user=user, line=purchase_line, email_confirmed=email_confirmed
    )
    require_allowed(user, proof.bought)
    review = Review(
        item=target,
        user=user,
        email_key=email_key(text.email) or None,
        email_confirmed=email_confirmed and bool(text.email),
        device_key=device_key,
        source=ReviewSource(source),
        verified_by=verified_by[:60] if source == ReviewSource.IMPORT else "",
        created_at=created_at or timezone.now(),
        **{**text.as_fields(), **proof.as_fields(target, variant=text.variant)},
    )
    return _submit(review, proof, stars, seconds_taken)


def _submit(review: Review, proof: Proof, stars: Mapping[str, int], seconds_taken: float | None) -> Review:
    findings = examine(Submission(review, seconds_taken))
    _place(review, findings, proof_missing=proof.bought and not proof.verified)
    try:
        return _insert(review, stars, findings)
    except IntegrityError:
        existing = find_review(review.item, email=review.email, user=review.user)
        if existing is None:
            raise
        raise AlreadyReviewed(existing) from None


def _place(review: Review, findings: tuple[Finding, ...], *, proof_missing: bool) -> None:
    """Decide where a new review begins."""
    review.flag_weight = weight_of(findings)
    state = first_state(flagged=review.is_flagged)
    if proof_missing and trust_settings.reviews_who == "buyers":
        state = PENDING  # until the owner of the address has spoken
    if holds_newcomers(review):
        state = PENDING
    for name, value in state_fields(state).items():
        setattr(review, name, value)


@atomic_write
def _insert(review: Review, stars: Mapping[str, int], findings: tuple[Finding, ...]) -> Review:
    review.pk = None
    review._state.adding = True
    review.save(force_insert=True)
    recheck_proof(review)
    _rate_criteria(review, stars)
    store_findings(review, findings)
    remember(review)
    if review.state == PUBLISHED:
        add_to_rating(Counted.of(review, stars))
        signals.send_after_commit(signals.review_published, Review, review=review, at_once=True)
    signals.send_after_commit(signals.review_submitted, Review, review=review)
    return review


def _rate_criteria(review: Review, stars: Mapping[str, int]) -> None:
    if stars:
        CriterionRating.objects.bulk_create(
            CriterionRating(review=review, criterion=code, rating=number) for code, number in stars.items()
        )


def recheck_proof(review: Review) -> None:
    """A refund may have come between the look-up of the line and the review: look again, under lock."""
    if review.purchase_line_id is None or not review.verified:
        return
    PurchaseLine.objects.filter(pk=review.purchase_line_id).update(quantity=F("quantity"))
    if not PurchaseLine.objects.kept().filter(pk=review.purchase_line_id).exists():
        review.verified = False
        Review.objects.filter(pk=review.pk).update(verified=False)


@dataclass(frozen=True, slots=True)
class Edit:
    """What an author changed a review to, checked."""

    text: ReviewText
    stars: Mapping[str, int] | None
    findings: tuple[Finding, ...]


def edit_review(
    *,
    review: Review,
    rating: Any,
    criteria: Mapping[str, Any] | None = None,
    seconds_taken: float | None = None,
    **words: Unpack[Words],
) -> Review:
    """Replace an author's words and stars; moderators keep the old version. Votes start anew.

    A title, body or author name that is not given is empty now; anything else not given stays as it was.
    A decision taken on the old words is void: under moderation before publication, when signals flag the
    new words, and once it was rejected, the review waits for a moderator again. Raises
    ``ValidationError`` for what was typed.
    """
    kept = {name: getattr(review, name) for name in KEPT_BY_EDITS}
    text = ReviewText.clean(
        user=review.user,
        known=True,
        rating=rating,
        email=review.email,
        language=review.language,
        **{**kept, **words},
    )
    stars = None if criteria is None else clean_criteria(criteria, criteria_for(review.item))
    return _edit(review, Edit(text, stars, examine(Submission(_draft(review, text), seconds_taken))))


def _draft(review: Review, text: ReviewText) -> Review:
    """The review as it would read, for the signals to look at."""
    return Review(
        pk=review.pk,
        item=review.item,
        user=review.user,
        email_key=review.email_key,
        source=review.source,
        device_key=review.device_key,
        created_at=timezone.now(),
        **text.as_fields(),
    )


@atomic_write
def _edit(review: Review, edit: Edit) -> Review:
    before = lock(review)
    weight = weight_of(edit.findings)
    state = PENDING if _waits_again(before, weight) else PUBLISHED
    counted = Counted.of(before) if before.state == PUBLISHED else None
    _keep_version(before)
    before.votes.all().delete()
    words = {name: value for name, value in edit.text.as_fields().items() if name != "email"}
    Review.objects.filter(pk=review.pk).update(
        **words,
        **state_fields(state),
        edited_at=timezone.now(),
        helpful_count=0,
        unhelpful_count=0,
        helpful_rank=0,
        flag_weight=weight,
    )
    if edit.stars is not None:
        before.criterion_ratings.all().delete()
        _rate_criteria(before, edit.stars)
    review.refresh_from_db()
    store_findings(review, edit.findings)
    remember(review)
    note(review, EventKind.EDITED, from_state=before.state)
    close_appeals(review)
    if counted is not None:
        add_to_rating(counted, -1)
    if state == PUBLISHED:
        add_to_rating(Counted.of(review))
    signals.send_after_commit(signals.review_edited, Review, review=review)
    return review


def _keep_version(before: Review) -> None:
    words = {name: getattr(before, name) for name in ReviewVersion.WORDS}
    ReviewVersion.objects.create(review=before, rating=before.rating, state=before.state, **words)


def _waits_again(review: Review, flag_weight: int) -> bool:
    """Whether an edited review needs a moderator. Rejected once, always: no detour may lead around. So does
    one of an item whose rating stands still: a burst may come as edits too."""
    return (
        first_state(flagged=flag_weight >= FLAGGED_FROM) == PENDING
        or review.state == PENDING
        or is_frozen(review.item_id)
        or review.events.filter(to_state=REJECTED).exists()
    )
