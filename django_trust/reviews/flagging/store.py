"""Keeping what signals found."""

from __future__ import annotations

from collections.abc import Iterable

from django_trust.conf import trust_settings
from django_trust.reviews.flagging.base import Finding
from django_trust.reviews.flagging.sketches import phrases_of_review, sketch_of
from django_trust.reviews.models import Review, ReviewFlag, ReviewSketch


def weight_of(findings: Iterable[Finding]) -> int:
    """Return the sum of weights that stand for a listed reason."""
    return sum(finding.weight for finding in findings if finding.reason)


def store_findings(review: Review, findings: Iterable[Finding]) -> None:
    """Replace the flags of a review. Needs a transaction in which the review's row is locked."""
    findings = list(findings)
    if review.edited_at is not None:
        review.flags.all().delete()
    if findings:
        ReviewFlag.objects.bulk_create(
            ReviewFlag(
                review=review,
                signal=finding.signal[:60],
                weight=finding.weight,
                reason=finding.reason,
                details=finding.details,
                sentence=finding.sentence[:300],
            )
            for finding in findings
        )


def remember(review: Review) -> None:
    """Keep the sketch by which similar texts find this one; replace that of its earlier words.

    Needs the transaction that stores the review. Writes nothing where ``near_duplicate`` is switched off.
    """
    if "near_duplicate" not in trust_settings.signals:
        return
    if review.edited_at is not None:
        review.sketch.all().delete()
    phrases = sketch_of(phrases_of_review(review.title, review.body, review.pros, review.cons))
    if phrases:
        ReviewSketch.objects.bulk_create(ReviewSketch(review=review, phrase=phrase) for phrase in phrases)
