"""Photos of the sample reviews: drawn when they are needed, added like anybody's."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from django_trust.reviews.models import Review
from django_trust.reviews.services.photos import add_photos, publish_photo


def add_sample_photos(review: Review, entries: Iterable[Mapping[str, Any]], *, by: User) -> None:
    """Add the photos and publish those that do not wait for a moderator. Needs Pillow."""
    from .pictures import draw_photo

    for entry in entries:
        file = SimpleUploadedFile("photo.jpg", draw_photo(entry["draw"]), "image/jpeg")
        photos, problems = add_photos(review=review, files=[file], alts=[entry["alt"]])
        if problems:
            raise ValueError(f"{entry['draw']}: {' '.join(problems)}")
        if not entry.get("waiting"):
            publish_photo(photo=photos[0], by=by)
