"""What people wrote: reviews, their parts and their earlier wordings, and the shop's replies."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from django_trust.history import AppendOnly, AppendOnlyQuerySet
from django_trust.reviews.models.choices import (
    BODY_MAX,
    NAME_MAX,
    POINTS_MAX,
    TITLE_MAX,
    VARIANT_MAX,
    Incentive,
    NameStyle,
    RejectionReason,
    ReportState,
    ReviewSource,
    ReviewState,
)
from django_trust.shop.fields import ExactCharField
from django_trust.shop.models import Item, PurchaseLine

# From this weight on a review is "flagged": it waits for a person and does not publish itself.
FLAGGED_FROM = 40


class ReviewQuerySet(models.QuerySet["Review"]):
    def published(self) -> ReviewQuerySet:
        return self.filter(state=ReviewState.PUBLISHED)

    def pending(self) -> ReviewQuerySet:
        return self.filter(state=ReviewState.PENDING)

    def reported(self) -> ReviewQuerySet:
        """Reviews with reports nobody has looked at yet."""
        reports = self.model._meta.get_field("reports").related_model
        return self.filter(pk__in=reports._default_manager.filter(state=ReportState.OPEN).values("review"))

    def flagged(self) -> ReviewQuerySet:
        """Reviews with signs that count for a listed reason and want a person's eyes."""
        return self.filter(flag_weight__gte=FLAGGED_FROM)

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
    # One on each line.
    pros = models.TextField(pgettext_lazy("of a review", "pros"), max_length=POINTS_MAX, blank=True)
    cons = models.TextField(pgettext_lazy("of a review", "cons"), max_length=POINTS_MAX, blank=True)
    experienced_on = models.DateField(pgettext_lazy("review", "date of experience"), null=True, blank=True)
    variant = models.CharField(pgettext_lazy("review", "variant"), max_length=VARIANT_MAX, blank=True)
    incentive = models.CharField(
        pgettext_lazy("review", "incentive"), max_length=10, choices=Incentive, blank=True
    )
    author_name = models.CharField(pgettext_lazy("review", "name shown"), max_length=NAME_MAX, blank=True)
    name_style = models.CharField(
        pgettext_lazy("review", "form of the name"), max_length=10, choices=NameStyle, default=NameStyle.FULL
    )
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
    # Whether whoever wrote it could read mail sent to the address; without that, it proves no purchase.
    email_confirmed = models.BooleanField(default=False, editable=False)
    delivered_on = models.DateField(
        pgettext_lazy("review", "delivered on"), null=True, blank=True, editable=False
    )
    # Of imports only: the system that says it had checked. Never makes a "verified purchase".
    verified_by = models.CharField(
        pgettext_lazy("review", "verified by"), max_length=60, blank=True, editable=False
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
    # Sum of the weights of its flags that stand for a listed reason.
    flag_weight = models.PositiveIntegerField(default=0, editable=False)
    # What the public sees of its photos, kept here so that a page of reviews stays one query.
    gallery = models.JSONField(default=list, blank=True, editable=False)
    created_at = models.DateTimeField(pgettext_lazy("review", "written at"), default=timezone.now)
    # Since when it has been waiting for a moderator; empty when it is not.
    pending_since = models.DateTimeField(
        pgettext_lazy("review", "waiting since"), null=True, blank=True, editable=False
    )
    rejected_for = models.CharField(
        pgettext_lazy("review", "rejected for"),
        max_length=20,
        choices=RejectionReason,
        blank=True,
        editable=False,
    )
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
            models.Index(fields=["device_key", "created_at"], name="trust_review_device"),
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
    def is_flagged(self) -> bool:
        return self.flag_weight >= FLAGGED_FROM

    @property
    def is_public(self) -> bool:
        return self.state == ReviewState.PUBLISHED


class CriterionRating(models.Model):
    """The stars a review gives to one criterion, such as "quality"."""

    review = models.ForeignKey(
        Review, on_delete=models.CASCADE, related_name="criterion_ratings", db_index=False
    )
    criterion = models.SlugField(pgettext_lazy("review", "criterion"), max_length=40, db_index=False)
    rating = models.PositiveSmallIntegerField(pgettext_lazy("stars of a review", "rating"))

    class Meta:
        verbose_name = pgettext_lazy("review", "rating of a criterion")
        verbose_name_plural = pgettext_lazy("review", "ratings of criteria")
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="trust_criterion_once"),
            models.CheckConstraint(
                condition=models.Q(rating__gte=1, rating__lte=5), name="trust_criterion_rating_1_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.criterion}: {self.rating}"


class ReviewVersionQuerySet(AppendOnlyQuerySet["ReviewVersion"]):
    """Earlier wordings, in order."""


class ReviewVersion(AppendOnly):
    """How a review read before its author changed it: moderators see what a decision was about."""

    WORDS = ("title", "body", "pros", "cons", "author_name")

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="versions")
    rating = models.PositiveSmallIntegerField(pgettext_lazy("stars of a review", "rating"))
    title = models.CharField(pgettext_lazy("of a review", "title"), max_length=TITLE_MAX, blank=True)
    body = models.TextField(pgettext_lazy("of a review", "review"), blank=True)
    pros = models.TextField(pgettext_lazy("of a review", "pros"), blank=True)
    cons = models.TextField(pgettext_lazy("of a review", "cons"), blank=True)
    author_name = models.CharField(pgettext_lazy("review", "name shown"), max_length=NAME_MAX, blank=True)
    state = models.CharField(pgettext_lazy("of a review", "state"), max_length=10, choices=ReviewState)
    replaced_at = models.DateTimeField(pgettext_lazy("review", "replaced at"), default=timezone.now)

    objects = ReviewVersionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("review", "earlier version")
        verbose_name_plural = pgettext_lazy("review", "earlier versions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.replaced_at}"


class Testimonial(models.Model):
    """A published review that staff chose for the home page, where it is marked as a selection."""

    review = models.OneToOneField(
        Review, on_delete=models.CASCADE, primary_key=True, related_name="testimonial"
    )
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    chosen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("review", "testimonial")
        verbose_name_plural = pgettext_lazy("review", "testimonials")

    def __str__(self) -> str:
        return str(self.review)


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
