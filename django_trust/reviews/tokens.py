"""Signed links that let an author back to the own review, without an account.

A link sent by mail says so: whoever opens it reads mail sent to the address of the review.
"""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import Any

from django.core import signing
from django.urls import reverse

from django_trust.reviews.models import Review

SALT = "django_trust.review.author"
MAX_AGE = timedelta(days=180)
MAILED = 1


def author_token(review: Review, *, mailed: bool = False) -> str:
    """Return the text that lets its bearer act as the author. ``mailed``: it is sent to the address only."""
    return signing.dumps([review.pk, MAILED] if mailed else review.pk, salt=SALT)


def author_url(review: Review, *, mailed: bool = False) -> str:
    """Return the path of the author's own page."""
    return reverse("trust:review-mine", args=[author_token(review, mailed=mailed)])


def review_of_token(token: str) -> Review | None:
    """Return the review a link was made for; None for an expired or forged one."""
    pk, _ = _read(token)
    return None if pk is None else Review.objects.select_related("item").filter(pk=pk).first()


def is_mailed(token: str) -> bool:
    """Whether a link is valid and came by mail, so that its bearer can read the address of the review."""
    return _read(token)[1]


def _read(token: str) -> tuple[int | None, bool]:
    """Return the key of a review and whether the token was mailed; no key for anything we did not sign."""
    try:
        payload = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError, zlib.error):  # forged or expired; not what dumps() makes
        return None, False
    match payload:
        case [pk, mark] if _is_key(pk) and _is_key(mark) and mark == MAILED:
            return pk, True
        case pk if _is_key(pk):
            return pk, False
    return None, False


def _is_key(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
