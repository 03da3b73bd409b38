"""Claims with their evidence, and the dated results of checking it."""

from __future__ import annotations

import secrets
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.badges.choices import BadgeKind, Outcome, Placement
from django_trust.conf import trust_settings
from django_trust.history import AppendOnly, AppendOnlyQuerySet
from django_trust.l10n.translated import TranslatedField

CLAIM_MAX = 80
SCOPE_MAX = 500
STATEMENT_MAX = 2000
FRESHNESS_DAYS = 7


def documents() -> Storage:
    """Return the storage of documents (``BADGES_STORAGE``); artwork is public and lies in the default one."""
    return storages[trust_settings.badges_storage]


def _secret_path(folder: str, filename: str) -> str:
    """Nobody can guess the address of a document that is not public."""
    return f"trust/badges/{folder}/{secrets.token_urlsafe(18)}{PurePath(filename).suffix.lower()[:8]}"


def document_path(badge: Badge, filename: str) -> str:
    return _secret_path("documents", filename)


def artwork_path(badge: Badge, filename: str) -> str:
    return _secret_path("artwork", filename)


def everywhere() -> list[str]:
    return [Placement.ANY.value]


class BadgeQuerySet(models.QuerySet["Badge"]):
    def enabled(self) -> BadgeQuerySet:
        """Badges staff switched on; whether one is shown now, its ``state()`` says."""
        return self.filter(enabled=True)

    def in_order(self) -> BadgeQuerySet:
        return self.order_by("position", "pk")


class Badge(models.Model):
    """A claim, who makes it, what supports it, and until when."""

    kind = models.CharField(
        pgettext_lazy("of a badge", "kind"), max_length=20, choices=BadgeKind, default=BadgeKind.CUSTOM
    )
    claim = TranslatedField(
        pgettext_lazy("of a badge", "claim"),
        max_length=CLAIM_MAX,
        blank=True,
        help_text=_(
            "A few words that the evidence supports, such as “ISO 27001 certified hosting”. Leave empty for "
            "a payment method or an automatic check: they bring words of their own in every language."
        ),
    )
    statement = TranslatedField(
        pgettext_lazy("of a badge", "statement"),
        max_length=STATEMENT_MAX,
        multiline=True,
        blank=True,
        help_text=_("What exactly is claimed, in plain sentences, for the page that shows the evidence."),
    )
    scope = TranslatedField(
        pgettext_lazy("of a badge", "scope"),
        max_length=SCOPE_MAX,
        multiline=True,
        blank=True,
        help_text=_("What it covers, and what not."),
    )
    issuer = models.CharField(
        pgettext_lazy("of a badge", "issuer"),
        max_length=200,
        blank=True,
        help_text=_("Who certified it. Leave empty where the shop speaks for itself."),
    )
    certificate_number = models.CharField(
        pgettext_lazy("of a badge", "certificate number"), max_length=100, blank=True
    )
    scheme = models.CharField(
        pgettext_lazy("of a badge", "certification scheme"),
        max_length=200,
        blank=True,
        help_text=_("A label about the environment or society needs one, with independent monitoring."),
    )
    verify_url = models.URLField(
        pgettext_lazy("of a badge", "link to verify"),
        max_length=500,
        blank=True,
        validators=[URLValidator(["https", "http"])],
        help_text=_("Where anybody can verify it at the issuer, or read the terms."),
    )
    method = models.CharField(
        pgettext_lazy("of a badge", "payment method"),
        max_length=40,
        blank=True,
        help_text=_("For badges of a payment method: shown only where the shop has it switched on."),
    )
    checks = models.JSONField(
        pgettext_lazy("of a badge", "automatic checks"),
        default=list,
        blank=True,
        help_text=_("All of them must have passed lately."),
    )
    host = models.CharField(
        pgettext_lazy("of a badge", "host"),
        max_length=255,
        blank=True,
        help_text=_("The host that is checked, one of BADGES_HOSTS; empty for the first of them."),
    )
    freshness_days = models.PositiveSmallIntegerField(
        pgettext_lazy("of a badge", "days a check is good for"),
        default=FRESHNESS_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    document = models.FileField(
        pgettext_lazy("of a badge", "document"),
        upload_to=document_path,
        storage=documents,
        max_length=200,
        blank=True,
        help_text=_("PDF, PNG, JPEG or WebP."),
    )
    document_public = models.BooleanField(
        pgettext_lazy("of a badge", "shoppers may read the document"), default=False
    )
    document_date = models.DateField(
        pgettext_lazy("of a badge", "date of the document"), null=True, blank=True
    )
    document_until = models.DateField(
        pgettext_lazy("of a badge", "document good until"), null=True, blank=True
    )
    valid_from = models.DateField(pgettext_lazy("of a badge", "valid from"), null=True, blank=True)
    valid_until = models.DateField(
        pgettext_lazy("of a badge", "valid until"),
        null=True,
        blank=True,
        help_text=_("The last day. The badge disappears by itself when it is over."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("of a badge", "owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The colleague who keeps the evidence current and is warned before it ends."),
    )
    placements = models.JSONField(pgettext_lazy("of a badge", "placements"), default=everywhere)
    countries = models.JSONField(
        pgettext_lazy("of a badge", "countries"),
        default=list,
        blank=True,
        help_text=_("Where shoppers see it, as codes such as EE, BR; empty for everywhere."),
    )
    icon = models.CharField(pgettext_lazy("of a badge", "icon"), max_length=40, blank=True)
    artwork = models.FileField(
        pgettext_lazy("of a badge", "official artwork"),
        upload_to=artwork_path,
        max_length=200,
        blank=True,
        help_text=_("SVG, PNG or WebP, shown instead of the icon."),
    )
    artwork_licence = models.CharField(
        pgettext_lazy("of a badge", "licence of the artwork"),
        max_length=200,
        blank=True,
        help_text=_("What allows the shop to use the mark: contract, brand guide, licence number."),
    )
    position = models.PositiveSmallIntegerField(pgettext_lazy("of a badge", "order"), default=100)
    enabled = models.BooleanField(pgettext_lazy("of a badge", "switched on"), default=True)
    # The latest answer of each check: {"tls": {"outcome", "message", "facts", "host", "at", "until"}}.
    findings = models.JSONField(default=dict, editable=False)
    # What staff have been told: the end they were warned of, how many days before, and why it is hidden.
    warned_end = models.DateTimeField(null=True, editable=False)
    warned_days = models.PositiveSmallIntegerField(null=True, editable=False)
    told_hidden = models.CharField(max_length=20, blank=True, editable=False)
    created_at = models.DateTimeField(pgettext_lazy("of a badge", "created"), auto_now_add=True)
    updated_at = models.DateTimeField(pgettext_lazy("of a badge", "changed"), auto_now=True)

    objects = BadgeQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("trust sign", "badge")
        verbose_name_plural = pgettext_lazy("trust sign", "badges")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        from django_trust.badges.phrases import claim_of

        return claim_of(self).text

    def get_absolute_url(self) -> str:
        return reverse("trust:badge", args=[self.pk])

    def clean(self) -> None:
        """Raise ``ValidationError`` by field for what cannot be claimed, checked or kept."""
        from django_trust.badges.validation import validate_badge

        super().clean()
        validate_badge(self)

    @property
    def names_method(self) -> bool:
        """Whether it stands for a payment method of the shop."""
        return self.kind == BadgeKind.PAYMENT and bool(self.method)

    def is_for(self, *, placement: str = "", kind: str = "", country: str = "") -> bool:
        """Whether the badge belongs there; an empty text stands for every place, kind or country.

        A badge for certain countries is not for shoppers whose country is unknown.
        """
        return (
            (not placement or placement in self.placements or Placement.ANY in self.placements)
            and (not kind or kind == self.kind)
            and (not self.countries or country.upper() in self.countries)
        )


class BadgeCheckQuerySet(AppendOnlyQuerySet["BadgeCheck"]):
    def newest_first(self) -> BadgeCheckQuerySet:
        return self.order_by("-pk")


class BadgeCheck(AppendOnly):
    """One dated answer of one check. Never changed; it goes when its badge is deleted."""

    badge = models.ForeignKey(Badge, on_delete=models.CASCADE, related_name="history")
    check_name = models.CharField(pgettext_lazy("of a badge", "check"), max_length=40)
    host = models.CharField(pgettext_lazy("of a badge", "host"), max_length=255, blank=True)
    outcome = models.CharField(pgettext_lazy("of a check", "outcome"), max_length=10, choices=Outcome)
    message = models.CharField(max_length=40)
    facts = models.JSONField(default=dict, blank=True)
    until = models.DateTimeField(pgettext_lazy("of a check", "good until"), null=True, blank=True)
    checked_at = models.DateTimeField(pgettext_lazy("of a check", "checked"))

    objects = BadgeCheckQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("trust sign", "badge check")
        verbose_name_plural = pgettext_lazy("trust sign", "badge checks")
        ordering = ["-pk"]

    def __str__(self) -> str:
        from django_trust.badges.phrases import finding_text

        return finding_text(self.message, self.facts)
