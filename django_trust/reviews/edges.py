"""What the public pages of reviews share beyond ``django_trust.edges``: photos, and who votes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from django_trust.edges import user_of
from django_trust.reviews import pictures
from django_trust.reviews.exceptions import ReviewError
from django_trust.reviews.models import Review
from django_trust.reviews.services.photos import add_photos
from django_trust.reviews.uploads import refused_uploads
from django_trust.throttling import device_key


def photos_allowed() -> int:
    """Return how many photos a review may have: none without the extra ``images``."""
    return pictures.photo_limit()


def add_chosen_photos(request: HttpRequest, review: Review, files: Sequence[Any], field: str) -> list[str]:
    """Add the photos sent in one field of a form; return in words which were not kept, and why."""
    problems = refused_uploads(request, field)
    if files and photos_allowed():
        try:
            problems += add_photos(review=review, files=files)[1]
        except ReviewError as error:  # withdrawn meanwhile
            problems.append(str(error))
    return list(dict.fromkeys(problems))


def posted_files(request: HttpRequest) -> MultiValueDict[str, Any] | None:
    return request.FILES if request.method == "POST" else None


def voter_of(request: HttpRequest, key_name: str) -> dict[str, Any]:
    """Return who votes or reports: the account, else the device under ``key_name``."""
    user = user_of(request)
    return {"user": user} if user is not None else {key_name: device_key(request)}
