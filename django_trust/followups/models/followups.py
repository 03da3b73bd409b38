"""One message to one buyer about one order."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import pgettext_lazy

from django_trust.followups.choices import OPEN, FollowUpState, Reason
from django_trust.followups.models.flows import Step
from django_trust.shop.fields import ExactCharField
from django_trust.shop.models import Purchase


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def due(self, now: datetime) -> FollowUpQuerySet:
        """Rows the sender should look at now: those whose time has come, and those whose worker vanished.

        The oldest first, by an index of its own, so a million planned rows cost nothing.
        """
        return self.filter(wake_at__lte=now).order_by("wake_at", "pk")

    def open(self) -> FollowUpQuerySet:
        return self.filter(state__in=OPEN)


class FollowUp(models.Model):
    """One step for one purchase: planned once, sent at most once, with its verdict.

    ``occurrence`` is empty but for news that may come again: each new date of a delayed order is one.

    ``wake_at`` is when the sender looks at the row next: when it is due, when it is to be tried again or,
    while somebody is sending it, when that worker's lease ends. Null: never, until the facts change.
    """

    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="followups")
    step = models.ForeignKey(
        Step,
        verbose_name=pgettext_lazy("follow-up", "step"),
        on_delete=models.PROTECT,
        related_name="followups",
    )
    occurrence = models.CharField(max_length=10, blank=True)
    # Copied from the purchase: "how many messages did this person get lately?" is one look-up in one index.
    email_key = ExactCharField(max_length=32, blank=True)
    state = models.CharField(
        pgettext_lazy("follow-up", "state"),
        max_length=10,
        choices=FollowUpState,
        default=FollowUpState.WAITING,
    )
    reason = models.CharField(
        pgettext_lazy("follow-up", "reason"), max_length=20, choices=Reason, default=Reason.DUE
    )
    # What a mail server or channel said, for staff.
    detail = models.CharField(pgettext_lazy("follow-up", "detail"), max_length=300, blank=True)
    started_at = models.DateTimeField(pgettext_lazy("follow-up", "moment of the event"))
    due_at = models.DateTimeField(pgettext_lazy("follow-up", "due"))
    wake_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(pgettext_lazy("follow-up", "attempts"), default=0)
    # Which worker is sending it, while one is.
    claim = ExactCharField(max_length=32, blank=True)
    # What must stay the same when a message is tried again, such as a coupon.
    data = models.JSONField(default=dict, blank=True)
    language = models.CharField(pgettext_lazy("follow-up", "language"), max_length=15, blank=True)
    sent_at = models.DateTimeField(pgettext_lazy("follow-up", "sent"), null=True, blank=True)
    # Only where FOLLOWUPS_TRACK_LINKS is on.
    opened_at = models.DateTimeField(pgettext_lazy("follow-up", "link opened"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("follow-ups", "follow-up")
        verbose_name_plural = pgettext_lazy("follow-ups", "follow-ups")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["wake_at", "id"], name="trust_followup_wake"),
            models.Index(fields=["email_key", "sent_at"], name="trust_followup_person"),
            models.Index(fields=["sent_at"], name="trust_followup_sent"),
            models.Index(fields=["state", "due_at"], name="trust_followup_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["purchase", "step", "occurrence"], name="trust_followup_once")
        ]

    def __str__(self) -> str:
        return f"{self.purchase}: {self.step}"
