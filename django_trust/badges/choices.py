"""The words of the badges room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BadgeKind(models.TextChoices):
    """What a badge is about."""

    SECURITY = "security", pgettext_lazy("badge kind", "Security")
    PAYMENT = "payment", pgettext_lazy("badge kind", "Payment method")
    CERTIFICATION = "certification", pgettext_lazy("badge kind", "Certification")
    GUARANTEE = "guarantee", pgettext_lazy("badge kind", "Guarantee")
    MEMBERSHIP = "membership", pgettext_lazy("badge kind", "Membership")
    SUPPORT = "support", pgettext_lazy("badge kind", "Support")
    CUSTOM = "custom", pgettext_lazy("badge kind", "Other")


class Placement(models.TextChoices):
    """Where a badge stands."""

    ANY = "any", pgettext_lazy("badge placement", "everywhere")
    PRODUCT = "product", pgettext_lazy("badge placement", "product page")
    CART = "cart", pgettext_lazy("badge placement", "basket")
    CHECKOUT = "checkout", pgettext_lazy("badge placement", "checkout")
    FOOTER = "footer", pgettext_lazy("badge placement", "foot of every page")


class Style(models.TextChoices):
    """How a row of badges looks."""

    CARDS = "cards", pgettext_lazy("badge style", "cards")
    LINE = "line", pgettext_lazy("badge style", "one compact line")


class Outcome(models.TextChoices):
    """What a check came to. ``unknown`` is no evidence either way: there was no answer."""

    PASSED = "passed", pgettext_lazy("check outcome", "passed")
    WARNING = "warning", pgettext_lazy("check outcome", "passed with a warning")
    FAILED = "failed", pgettext_lazy("check outcome", "failed")
    UNKNOWN = "unknown", pgettext_lazy("check outcome", "no answer")


class Reason(models.TextChoices):
    """Why a badge is shown or hidden at a moment. The first two are shown."""

    CURRENT = "current", _("shown: its evidence is current")
    EXPIRING = "expiring", _("shown, but its evidence ends soon")
    OFF = "off", _("hidden: switched off")
    EARLY = "early", _("hidden: not valid yet")
    EXPIRED = "expired", _("hidden: no longer valid")
    DOCUMENT_EXPIRED = "document_expired", _("hidden: the document behind it has expired")
    CHECK_EXPIRED = "check_expired", _("hidden: what the check saw has expired")
    NO_EVIDENCE = "no_evidence", _("hidden: there is no evidence for it")
    UNCHECKED = "unchecked", _("hidden: not checked yet")
    STALE = "stale", _("hidden: the last check is too old")
    FAILED = "failed", _("hidden: a check failed")
    METHOD_OFF = "method_off", _("hidden: the shop does not accept it at present")
    REFUSED = "refused", _("hidden: the claim is not allowed")
