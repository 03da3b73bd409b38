"""What is counted of an item's published reviews, changed together with them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from django_trust.shop.models import Item


class ItemRating(models.Model):
    """What is shown of an item's published reviews, changed in the transaction that changes a review."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, primary_key=True, related_name="rating")
    stars_1 = models.PositiveIntegerField(default=0)
    stars_2 = models.PositiveIntegerField(default=0)
    stars_3 = models.PositiveIntegerField(default=0)
    stars_4 = models.PositiveIntegerField(default=0)
    stars_5 = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)  # sum of all stars
    verified_count = models.PositiveIntegerField(default=0)
    # The recency-weighted mean in millionths; 0 where REVIEWS_SCORE does not ask for it.
    recent_score = models.PositiveIntegerField(default=0)
    # While the clock (seconds since 1970) is below frozen_until, these figures are shown instead.
    frozen_until = models.PositiveBigIntegerField(default=0)
    frozen_count = models.PositiveIntegerField(default=0)
    frozen_total = models.PositiveBigIntegerField(default=0)
    frozen_recent_score = models.PositiveIntegerField(default=0)
    frozen_stars = models.CharField(max_length=60, blank=True)  # how many of 1, 2, 3, 4 and 5 stars
    # Grows with every change a shopper could see, so kept pages know when they are stale.
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = pgettext_lazy("review", "rating of an item")
        verbose_name_plural = pgettext_lazy("review", "ratings of items")

    def __str__(self) -> str:
        return f"{self.item_id}: {self.total}/{self.count}"


class TallyKind(models.TextChoices):
    LANGUAGE = "language"  # key: code of the language
    CRITERION = "criterion"  # key: code of the criterion; total: sum of its stars
    MONTH = "month"  # key: "2026-11"; total: sum of stars. Kept where REVIEWS_SCORE is "recency"


class ItemTally(models.Model):
    """How many published reviews of an item share something, and the sum of stars they give."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="tallies", db_index=False)
    kind = models.CharField(max_length=10, choices=TallyKind, default=TallyKind.LANGUAGE)
    key = models.CharField(max_length=40)
    count = models.PositiveIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "kind", "key"], name="trust_item_tally_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.kind} {self.key}: {self.count}"


class RatingFreeze(models.Model):
    """A time in which an item's displayed average stood still, because too many reviews came at once."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="freezes")
    started_at = models.DateTimeField(pgettext_lazy("frozen rating", "since"), default=timezone.now)
    ends_at = models.DateTimeField(pgettext_lazy("frozen rating", "until"))
    # What set it off.
    burst = models.PositiveIntegerField(pgettext_lazy("frozen rating", "reviews in the burst"))
    usual = models.FloatField(pgettext_lazy("frozen rating", "usual reviews a day"))
    burst_average = models.FloatField(pgettext_lazy("frozen rating", "average of the burst"))
    average = models.FloatField(pgettext_lazy("frozen rating", "average before"), null=True)
    released_at = models.DateTimeField(pgettext_lazy("frozen rating", "released at"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = pgettext_lazy("frozen rating", "frozen rating")
        verbose_name_plural = pgettext_lazy("frozen rating", "frozen ratings")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.item}: {self.started_at}"
