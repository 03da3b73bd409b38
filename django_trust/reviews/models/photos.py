"""Photos that buyers add to their reviews."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from django_trust.conf import trust_settings
from django_trust.reviews.models.choices import PhotoState, RejectionReason
from django_trust.reviews.models.review import Review
from django_trust.shop.fields import ExactCharField

ALT_MAX = 200


def photo_storage() -> Storage:
    """Return the storage that ``REVIEWS_PHOTO_STORAGE`` names."""
    return storages[trust_settings.reviews_photo_storage]


def photo_path(instance: Any, filename: str) -> str:
    """Return a name that tells nothing and cannot be guessed: photos are stored before they are public."""
    name = secrets.token_hex(16)
    return f"trust/reviews/{name[:2]}/{name}.webp"


class ReviewPhoto(models.Model):
    """One photo, drawn anew as WebP without metadata. Moderated apart from the review's words."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="photos")
    image = models.FileField(
        pgettext_lazy("photo", "picture"), upload_to=photo_path, storage=photo_storage, max_length=200
    )
    thumbnail = models.FileField(
        pgettext_lazy("photo", "small picture"), upload_to=photo_path, storage=photo_storage, max_length=200
    )
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    thumbnail_width = models.PositiveIntegerField()
    thumbnail_height = models.PositiveIntegerField()
    alt = models.CharField(pgettext_lazy("photo", "description"), max_length=ALT_MAX, blank=True)
    digest = ExactCharField(max_length=64, editable=False)  # SHA-256 of the picture as stored
    state = models.CharField(
        pgettext_lazy("photo", "state"), max_length=10, choices=PhotoState, default=PhotoState.PENDING
    )
    reason = models.CharField(
        pgettext_lazy("review", "reason"), max_length=20, choices=RejectionReason, blank=True
    )
    created_at = models.DateTimeField(pgettext_lazy("photo", "added at"), default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("photo", "photo")
        verbose_name_plural = pgettext_lazy("photo", "photos")
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "review"], name="trust_photo_waiting")]
        constraints = [models.UniqueConstraint(fields=["review", "digest"], name="trust_photo_once")]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.alt}"
