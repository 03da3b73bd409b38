"""Signed links that let an author back to the own review, without an account."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from django_trust.reviews.models import Review

SALT = "django_trust.review.author"
MAX_AGE = timedelta(days=180)


def author_token(review: Review) -> str:
    return signing.dumps(review.pk, salt=SALT)


def author_url(review: Review) -> str:
    return reverse("trust:review-mine", args=[author_token(review)])


def review_of_token(token: str) -> Review | None:
    """Return the review a link was made for; None for an expired or forged one."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    return Review.objects.select_related("item").filter(pk=pk).first()
