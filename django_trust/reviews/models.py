"""Reviews, what is counted of them, and every decision made about them."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.shop.fields import ExactCharField
from django_trust.shop.models import Item, PurchaseLine

TITLE_MAX = 150
BODY_MAX = 5000
NAME_MAX = 80
STARS = (5, 4, 3, 2, 1)


class ReviewState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("state of a review", "pending")  # waits for a moderator
    PUBLISHED = "published", pgettext_lazy("state of a review", "published")  # shown and counted
    REJECTED = "rejected", pgettext_lazy("state of a review", "rejected")  # by a moderator, with a reason
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a review", "withdrawn")  # by its author


class ReviewSource(models.TextChoices):
    WEB = "web", pgettext_lazy("review", "web form")
    API = "api", pgettext_lazy("review", "API")
    IMPORT = "import", pgettext_lazy("review", "import")


class RejectionReason(models.TextChoices):
    """Grounds that apply to every star alike (16 CFR 465.7(b)); "negative" is not one of them."""

    SPAM = "spam", pgettext_lazy("review", "Advertising or spam")
    FAKE = "fake", _("Reasonably believed to be fake")
    OFF_TOPIC = "off_topic", _("Not about this product or shop")
    ABUSIVE = "abusive", _("Insulting, threatening or harassing")
    OBSCENE = "obscene", _("Obscene or sexually explicit")
    DISCRIMINATORY = "discriminatory", _("Discriminates against people")
    PERSONAL_DATA = "personal_data", _("Holds personal data or a likeness of somebody else")
    CONFIDENTIAL = "confidential", _("Holds trade secrets or confidential data")
    FALSE = "false", _("Clearly false or misleading")
    ILLEGAL = "illegal", _("Against the law for another reason")


class ReportState(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of a report", "open")
    CLOSED = "closed", pgettext_lazy("state of a report", "closed")


class ReviewQuerySet(models.QuerySet["Review"]):
    def published(self) -> ReviewQuerySet:
        return self.filter(state=ReviewState.PUBLISHED)

    def pending(self) -> ReviewQuerySet:
        return self.filter(state=ReviewState.PENDING)

    def reported(self) -> ReviewQuerySet:
        """Reviews with reports nobody has looked at yet."""
        return self.filter(pk__in=Report.objects.filter(state=ReportState.OPEN).values("review"))

    def for_object(self, obj: models.Model) -> ReviewQuerySet:
        """All reviews of a host object, whatever their state."""
        return self.filter(item__in=Item.objects.for_object(obj))


class Review(models.Model):
    """What one person says about one item. Words are plain text, kept as typed and escaped when shown."""

    item = models.ForeignKey(
        Item,
        verbose_name=pgettext_lazy("review", "item"),
        on_delete=models.PROTECT,
        related_name="reviews",
        db_index=False,  # the indexes below begin with it
    )
    rating = models.PositiveSmallIntegerField(pgettext_lazy("stars of a review", "rating"))
    title = models.CharField(pgettext_lazy("of a review", "title"), max_length=TITLE_MAX, blank=True)
    body = models.TextField(pgettext_lazy("of a review", "review"), max_length=BODY_MAX, blank=True)
    author_name = models.CharField(pgettext_lazy("review", "name shown"), max_length=NAME_MAX, blank=True)
    email = models.EmailField(pgettext_lazy("review", "e-mail"), blank=True)
    # NULL where unknown: two unknown people are two people, in a unique index as in life.
    email_key = ExactCharField(max_length=32, null=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    device_key = ExactCharField(max_length=32, blank=True, editable=False)
    language = models.CharField(pgettext_lazy("review", "language"), max_length=15)
    source = models.CharField(
        pgettext_lazy("review", "source"), max_length=10, choices=ReviewSource, default=ReviewSource.WEB
    )
    state = models.CharField(
        pgettext_lazy("of a review", "state"), max_length=10, choices=ReviewState, default=ReviewState.PENDING
    )
    verified = models.BooleanField(
        pgettext_lazy("review", "verified purchase"), default=False, editable=False
    )
    purchase_line = models.ForeignKey(
        PurchaseLine, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    helpful_count = models.PositiveIntegerField(pgettext_lazy("review", "helpful"), default=0, editable=False)
    unhelpful_count = models.PositiveIntegerField(
        pgettext_lazy("review", "not helpful"), default=0, editable=False
    )
    # Wilson lower bound in millionths: whole, so that pages can be cut at an exact value.
    helpful_rank = models.PositiveIntegerField(default=0, editable=False)
    open_reports = models.PositiveIntegerField(
        pgettext_lazy("review", "open reports"), default=0, editable=False
    )
    created_at = models.DateTimeField(pgettext_lazy("review", "written at"), default=timezone.now)
    published_at = models.DateTimeField(
        pgettext_lazy("review", "published at"), null=True, blank=True, editable=False
    )
    edited_at = models.DateTimeField(
        pgettext_lazy("review", "edited at"), null=True, blank=True, editable=False
    )

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("review", "review")
        verbose_name_plural = pgettext_lazy("review", "reviews")
        permissions = [
            ("publish_review", "Can publish reviews"),
            ("reject_review", "Can reject reviews"),
            ("reply_review", "Can reply to reviews"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rating__gte=1, rating__lte=5), name="trust_review_rating_1_5"
            ),
            models.UniqueConstraint(fields=["item", "user"], name="trust_review_once_per_user"),
            models.UniqueConstraint(fields=["item", "email_key"], name="trust_review_once_per_email"),
        ]
        indexes = [
            models.Index(fields=["item", "state", "created_at", "id"], name="trust_review_newest"),
            models.Index(fields=["item", "state", "rating", "created_at", "id"], name="trust_review_stars"),
            models.Index(fields=["item", "state", "helpful_rank", "id"], name="trust_review_helpful"),
            models.Index(
                fields=["item", "state", "language", "created_at", "id"], name="trust_review_language"
            ),
            models.Index(
                fields=["item", "state", "verified", "created_at", "id"], name="trust_review_verified"
            ),
            # Not by date: a planner would read a product's old reviews through everybody's newest ones.
            models.Index(fields=["state", "id"], name="trust_review_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.excerpt}"

    def get_absolute_url(self) -> str:
        return reverse("trust:review", args=[self.pk])

    @property
    def excerpt(self) -> str:
        """The first words, for lists."""
        words = " ".join([*self.title.split(), *self.body[:400].split()])
        return words if len(words) <= 120 else f"{words[:119]}…"

    @property
    def is_public(self) -> bool:
        return self.state == ReviewState.PUBLISHED


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
    # Grows with every change a shopper could see, so kept pages know when they are stale.
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = pgettext_lazy("review", "rating of an item")
        verbose_name_plural = pgettext_lazy("review", "ratings of items")

    def __str__(self) -> str:
        return f"{self.item_id}: {self.total}/{self.count}"


class ItemLanguage(models.Model):
    """How many published reviews of an item are in one language: the choices of the language filter."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="languages", db_index=False)
    language = models.CharField(max_length=15)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "language"], name="trust_item_language_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.language}: {self.count}"


class Reply(models.Model):
    """The shop's public answer to a review."""

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="reply")
    body = models.TextField(pgettext_lazy("review", "reply"), max_length=BODY_MAX)
    author_name = models.CharField(pgettext_lazy("review", "name shown"), max_length=NAME_MAX, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    language = models.CharField(pgettext_lazy("review", "language"), max_length=15)
    created_at = models.DateTimeField(pgettext_lazy("review", "written at"), default=timezone.now)
    edited_at = models.DateTimeField(pgettext_lazy("review", "edited at"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("review", "reply")
        verbose_name_plural = pgettext_lazy("review", "replies")

    def __str__(self) -> str:
        return self.body[:80]


class Vote(models.Model):
    """One person's or device's opinion on whether a review helped."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="votes", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    voter_key = ExactCharField(max_length=64, null=True)
    helpful = models.BooleanField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("review", "vote")
        verbose_name_plural = pgettext_lazy("review", "votes")
        constraints = [
            models.UniqueConstraint(fields=["review", "user"], name="trust_vote_once_per_user"),
            models.UniqueConstraint(fields=["review", "voter_key"], name="trust_vote_once_per_device"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {'+' if self.helpful else '-'}"


class Report(models.Model):
    """A shopper's notice that a review breaks a rule (Regulation (EU) 2022/2065, Art. 16)."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reports", db_index=False)
    reason = models.CharField(pgettext_lazy("review", "reason"), max_length=20, choices=RejectionReason)
    details = models.TextField(pgettext_lazy("review", "details"), max_length=1000, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reporter_key = ExactCharField(max_length=64, null=True)
    state = models.CharField(
        pgettext_lazy("review", "state"), max_length=10, choices=ReportState, default=ReportState.OPEN
    )
    created_at = models.DateTimeField(pgettext_lazy("review", "reported at"), default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("review", "report")
        verbose_name_plural = pgettext_lazy("review", "reports")
        indexes = [models.Index(fields=["state", "review"], name="trust_report_open")]
        constraints = [
            models.UniqueConstraint(fields=["review", "user"], name="trust_report_once_per_user"),
            models.UniqueConstraint(fields=["review", "reporter_key"], name="trust_report_once_per_device"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.reason}"


class AppendOnlyError(TypeError):
    """History can only be added to."""


class ModerationEventQuerySet(models.QuerySet["ModerationEvent"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("Moderation history cannot be changed.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("Moderation history cannot be deleted.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("Moderation history cannot be changed.")


class ModerationEvent(models.Model):
    """Who moved a review from which state to which, when and why. Rows are only ever added.

    Django refuses every change through this model; raw SQL is beyond its reach.
    """

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="events")
    # Nobody: the author, or the system.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    actor_name = models.CharField(pgettext_lazy("review", "by"), max_length=150, blank=True)
    at = models.DateTimeField(pgettext_lazy("review", "at"), default=timezone.now)
    from_state = models.CharField(pgettext_lazy("review", "from"), max_length=10, choices=ReviewState)
    to_state = models.CharField(pgettext_lazy("review", "to"), max_length=10, choices=ReviewState)
    reason = models.CharField(
        pgettext_lazy("review", "reason"), max_length=20, choices=RejectionReason, blank=True
    )
    note = models.TextField(pgettext_lazy("review", "note"), max_length=1000, blank=True)

    objects = ModerationEventQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("review", "moderation event")
        verbose_name_plural = pgettext_lazy("review", "moderation history")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.from_state} > {self.to_state}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("Moderation history cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("Moderation history cannot be deleted.")
