"""Who may be written to about what, and how we know."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from django_trust.followups.choices import ConsentKind, Purpose
from django_trust.history import AppendOnly, AppendOnlyQuerySet
from django_trust.shop.fields import ExactCharField


class Consent(AppendOnly):
    """One entry of the ledger. Entries are only added: the last one that concerns a purpose counts.

    The address is kept as a keyed hash, so the list of those who want no mail is not a list of addresses.
    An empty ``purpose`` stands for every purpose that needs consent.
    """

    email_key = ExactCharField(max_length=32)
    purpose = models.CharField(
        pgettext_lazy("consent", "purpose"), max_length=10, choices=Purpose, blank=True
    )
    kind = models.CharField(pgettext_lazy("consent", "what happened"), max_length=20, choices=ConsentKind)
    source = models.CharField(pgettext_lazy("consent", "where"), max_length=60)
    # What proves it: the order, the conditions of a soft opt-in, the words somebody agreed to.
    evidence = models.JSONField(pgettext_lazy("consent", "evidence"), default=dict, blank=True)
    at = models.DateTimeField(pgettext_lazy("consent", "when"), default=timezone.now)

    objects: ClassVar[AppendOnlyQuerySet[Consent]] = AppendOnlyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = pgettext_lazy("follow-ups", "consent")
        verbose_name_plural = pgettext_lazy("follow-ups", "consents")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["email_key", "id"], name="trust_consent_person"),
            models.Index(fields=["kind", "at"], name="trust_consent_period"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_purpose_display() or '*'})"
