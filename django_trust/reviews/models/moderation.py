"""What people think of a review, and what was decided about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from django_trust.history import AppendOnly, AppendOnlyQuerySet
from django_trust.reviews.models.choices import (
    AppealState,
    EventKind,
    RejectionReason,
    ReportState,
    ReviewState,
)
from django_trust.reviews.models.review import Review
from django_trust.shop.fields import ExactCharField

APPEAL_MAX = 2000


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
    # Where to answer to, if the reporter wishes an answer.
    contact = models.EmailField(pgettext_lazy("review", "e-mail for the answer"), blank=True)
    language = models.CharField(pgettext_lazy("review", "language"), max_length=15, blank=True)
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


class ReviewFlag(models.Model):
    """Why a review wants a closer look: the finding of one signal. It decides nothing."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="flags", db_index=False)
    signal = models.CharField(pgettext_lazy("review", "signal"), max_length=60)
    weight = models.PositiveSmallIntegerField(pgettext_lazy("of a signal", "weight"))
    # Empty: worth knowing, but no ground to reject anything.
    reason = models.CharField(
        pgettext_lazy("review", "reason"), max_length=20, choices=RejectionReason, blank=True
    )
    # What the signal's sentence is filled with; signals of a shop's own bring the sentence itself.
    details = models.JSONField(default=dict, blank=True)
    sentence = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("review", "flag")
        verbose_name_plural = pgettext_lazy("review", "flags")
        constraints = [models.UniqueConstraint(fields=["review", "signal"], name="trust_flag_once")]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.signal} ({self.weight})"


class ReviewSketch(models.Model):
    """A few of the smallest hashes of a review's phrases: similar texts share some of them."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="sketch")
    phrase = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["phrase", "review"], name="trust_sketch_phrase")]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.phrase}"


class Appeal(models.Model):
    """An author's objection to a rejection (Regulation (EU) 2022/2065, Art. 20)."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="appeals")
    text = models.TextField(pgettext_lazy("review", "appeal"), max_length=APPEAL_MAX)
    state = models.CharField(
        pgettext_lazy("review", "state"), max_length=10, choices=AppealState, default=AppealState.OPEN
    )
    # Who took the decision that is appealed against; nobody when it is not known.
    rejected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(pgettext_lazy("review", "written at"), default=timezone.now)
    decided_at = models.DateTimeField(pgettext_lazy("review", "decided at"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("review", "appeal")
        verbose_name_plural = pgettext_lazy("review", "appeals")
        indexes = [models.Index(fields=["state", "review"], name="trust_appeal_open")]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.get_state_display()}"


class ModerationEventQuerySet(AppendOnlyQuerySet["ModerationEvent"]):
    """What happened, in order."""


class ModerationEvent(AppendOnly):
    """What happened to a review: who moved it from which state to which, when and why."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="events")
    # Nobody: the author, or the system.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    actor_name = models.CharField(pgettext_lazy("review", "by"), max_length=150, blank=True)
    kind = models.CharField(
        pgettext_lazy("review", "event"), max_length=12, choices=EventKind, default=EventKind.DECISION
    )
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
