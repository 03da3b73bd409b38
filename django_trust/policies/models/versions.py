"""Policies, their versions, and the prose of a version in each language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from django_trust.history import AppendOnly, AppendOnlyQuerySet
from django_trust.l10n.locales import current_language, language_name
from django_trust.l10n.translated import TranslatedField
from django_trust.policies.choices import Markup, PolicyKind
from django_trust.policies.immutable import Guarded, GuardedQuerySet, PublishedError, plain
from django_trust.shop.models import Purchase

TITLE_MAX = 200
NOTE_MAX = 500


class Policy(Guarded):
    """One kind of terms in one market. Its versions say what they are, and since when.

    Once one of them is published, neither kind nor market changes any more: they are part of what it says.
    """

    version_path = "versions"
    fixed_fields = frozenset()

    kind = models.CharField(pgettext_lazy("policy", "kind"), max_length=20, choices=PolicyKind)
    market = models.CharField(
        pgettext_lazy("policy", "market"),
        max_length=10,
        blank=True,
        help_text=pgettext_lazy(
            "policy", "A country such as EE, or EU; empty for everywhere no other policy of this kind is for."
        ),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = pgettext_lazy("terms of the shop", "policy")
        verbose_name_plural = pgettext_lazy("terms of the shop", "policies")
        ordering = ["kind", "market"]
        constraints = [models.UniqueConstraint(fields=["kind", "market"], name="trust_policy_once")]

    def __str__(self) -> str:
        label = str(PolicyKind(self.kind).label) if self.kind in PolicyKind.values else self.kind
        return f"{label} ({self.market})" if self.market else label

    def save(self, *args: Any, **kwargs: Any) -> None:
        stored = plain(Policy, kwargs.get("using")).filter(pk=self.pk, kind=self.kind, market=self.market)
        if self.pk is not None and stored.exists():
            models.Model.save(self, *args, **kwargs)  # nothing changes, so published versions may stand by
        else:
            super().save(*args, **kwargs)

    def versions_wanted(self, using: str) -> list[int | None]:
        return []

    def clean(self) -> None:
        """Raise ``ValidationError`` for a market that is neither a country nor a union."""
        from django_trust.policies.validation import validate_policy

        super().clean()
        validate_policy(self)

    def get_absolute_url(self) -> str:
        return reverse("trust:policy", args=[self.kind])


class PolicyVersionQuerySet(GuardedQuerySet["PolicyVersion"]):
    def drafts(self) -> PolicyVersionQuerySet:
        return self.filter(published_at=None)

    def published(self) -> PolicyVersionQuerySet:
        return self.filter(published_at__isnull=False)

    def in_force(self, at: datetime) -> PolicyVersionQuerySet:
        """The version of each policy that is in force at a moment: the latest that had begun."""
        return self._not_replaced(at).filter(effective_from__lte=at)

    def in_force_or_coming(self, at: datetime) -> PolicyVersionQuerySet:
        """Those in force at a moment, and those that are published and begin later."""
        return self._not_replaced(at).filter(effective_from__isnull=False)

    def _not_replaced(self, at: datetime) -> PolicyVersionQuerySet:
        later = PolicyVersion.objects.filter(
            policy=models.OuterRef("policy"), published_at__isnull=False, effective_from__lte=at
        ).filter(
            models.Q(effective_from__gt=models.OuterRef("effective_from"))
            | models.Q(effective_from=models.OuterRef("effective_from"), number__gt=models.OuterRef("number"))
        )
        return self.published().filter(~models.Exists(later)).select_related("policy")


class PolicyVersion(Guarded):
    """The terms of a policy from a moment on. A draft until it is published, then the same for ever.

    In force is the version with the latest ``effective_from`` that has come, of two with the same one that
    with the higher number. So a later version may come first, and the earlier one still has its turn.

    ``terms`` and ``texts`` are what all faces show: the facts, and the prose of every language, both frozen
    when the version is published. ``digest`` tells whether they are still what was published.
    """

    version_path = "pk"
    fixed_fields = frozenset("published_at published_by published_by_name terms texts digest".split())
    may_be_forgotten = frozenset({"published_by"})

    policy = models.ForeignKey(
        Policy,
        verbose_name=pgettext_lazy("terms of the shop", "policy"),
        on_delete=models.PROTECT,
        related_name="versions",
    )
    number = models.PositiveIntegerField(pgettext_lazy("of a version", "number"))
    summary = TranslatedField(
        pgettext_lazy("of a version", "what changed"),
        max_length=NOTE_MAX,
        multiline=True,
        blank=True,
        help_text=pgettext_lazy("of a version", "For shoppers who compare versions, in a sentence or two."),
    )
    source_language = models.CharField(
        pgettext_lazy("of a version", "language of the original prose"), max_length=15, blank=True
    )
    effective_from = models.DateTimeField(
        pgettext_lazy("of a version", "in force from"), null=True, blank=True
    )
    published_at = models.DateTimeField(pgettext_lazy("of a version", "published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    published_by_name = models.CharField(max_length=150, blank=True, editable=False)
    terms = models.JSONField(default=dict, editable=False)
    texts = models.JSONField(default=dict, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyVersionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = pgettext_lazy("terms of the shop", "version")
        verbose_name_plural = pgettext_lazy("terms of the shop", "versions")
        ordering = ["policy", "-number"]
        permissions = [
            ("publish_policyversion", pgettext_lazy("terms of the shop", "Can publish a version")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="trust_policyversion_once"),
            models.CheckConstraint(
                condition=models.Q(published_at=None)
                | (models.Q(effective_from__isnull=False) & ~models.Q(digest="")),
                name="trust_policyversion_whole",
            ),
        ]
        indexes = [models.Index(fields=["policy", "effective_from"], name="trust_policyversion_when")]

    def __str__(self) -> str:
        return f"{self.policy}, {self.number}"

    def prepare(self) -> None:
        if self.published_at is not None:
            raise PublishedError("Versions are published by publish_policy() only.")

    def versions_wanted(self, using: str) -> list[int | None]:
        return [self.pk]

    def clean(self) -> None:
        """Raise ``ValidationError`` for an original in a language this site does not have."""
        from django_trust.policies.prose import site_language

        super().clean()
        if self.source_language:
            try:
                self.source_language = site_language(self.source_language)
            except ValidationError as error:
                raise ValidationError({"source_language": error}) from error

    def get_absolute_url(self) -> str:
        return reverse("trust:policy-version", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class PolicyTranslation(Guarded):
    """The prose of one version in one language, the original included.

    ``text`` is as staff typed it, ``html`` what readers get: cleaned when it is saved. ``renders`` is the
    version whose original was translated; where that original reads otherwise, the translation is stale.
    """

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(pgettext_lazy("of a version", "language"), max_length=15)
    title = models.CharField(pgettext_lazy("of a version", "title"), max_length=TITLE_MAX, blank=True)
    markup = models.CharField(
        pgettext_lazy("of a version", "written in"), max_length=10, choices=Markup, default=Markup.HTML
    )
    text = models.TextField(pgettext_lazy("of a version", "text"), blank=True)
    html = models.TextField(blank=True, editable=False)
    renders = models.ForeignKey(
        PolicyVersion,
        verbose_name=pgettext_lazy("of a version", "translates version"),
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
    )

    class Meta:
        verbose_name = pgettext_lazy("terms of the shop", "text in a language")
        verbose_name_plural = pgettext_lazy("terms of the shop", "texts by language")
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="trust_policytranslation_once")
        ]

    def __str__(self) -> str:
        name = language_name(self.language, current_language())
        return f"{name}: {self.title}" if self.title else name

    def prepare(self) -> None:
        from django_trust.policies.prose import clean_translation

        clean_translation(self)

    def clean(self) -> None:
        """Clean the prose. Raises ``ValidationError`` by field for what cannot be kept."""
        from django_trust.policies.prose import clean_translation

        super().clean()
        clean_translation(self)


class PolicyPinQuerySet(AppendOnlyQuerySet["PolicyPin"]):
    pass


class PolicyPin(AppendOnly):
    """A version that was in force where and when a purchase was made."""

    purchase = models.ForeignKey(Purchase, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")

    objects = PolicyPinQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("terms of the shop", "terms of a purchase")
        verbose_name_plural = pgettext_lazy("terms of the shop", "terms of purchases")
        constraints = [models.UniqueConstraint(fields=["purchase", "version"], name="trust_policypin_once")]

    def __str__(self) -> str:
        return f"{self.purchase}: {self.version}"
