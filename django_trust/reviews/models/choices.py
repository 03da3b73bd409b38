"""The words of the reviews room: states, reasons, sources."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

TITLE_MAX = 150
BODY_MAX = 5000
NAME_MAX = 80
POINTS_MAX = 600  # pros, or cons: one on each line
VARIANT_MAX = 100
STARS = (5, 4, 3, 2, 1)


class ReviewState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("state of a review", "pending")  # waits for a moderator
    PUBLISHED = "published", pgettext_lazy("state of a review", "published")  # shown and counted
    REJECTED = "rejected", pgettext_lazy("state of a review", "rejected")  # by a moderator, with a reason
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a review", "withdrawn")  # by its author


class ReviewSource(models.TextChoices):
    """How a review was collected. Shoppers read it beside the review (UK DMCC Act 2024, Sch. 20 para 13)."""

    WEB = "web", pgettext_lazy("review", "web form")
    API = "api", pgettext_lazy("review", "API")
    IMPORT = "import", pgettext_lazy("review", "import")
    INVITATION = "invitation", pgettext_lazy("review", "invitation")
    ORDER_PAGE = "order_page", pgettext_lazy("review", "order page")
    STAFF = "staff", pgettext_lazy("review", "entered by staff")


class Incentive(models.TextChoices):
    """What the author got for writing (16 CFR 255, UK DMCC Act 2024, Google's is_incentivized_review)."""

    NONE = "", pgettext_lazy("incentive", "Nothing: I paid the usual price")
    FREE = "free", pgettext_lazy("incentive", "I received it free of charge")
    DISCOUNT = "discount", pgettext_lazy("incentive", "I received a discount")
    REWARD = "reward", pgettext_lazy("incentive", "I received a reward for the review")


class NameStyle(models.TextChoices):
    """How much of a name the public sees."""

    FULL = "full", pgettext_lazy("name shown", "The name as I wrote it")
    INITIAL = "initial", pgettext_lazy("name shown", "First name and initial")
    BUYER = "buyer", pgettext_lazy("name shown", "No name: “verified buyer” or “anonymous”")


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


class PhotoState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("state of a photo", "pending")
    PUBLISHED = "published", pgettext_lazy("state of a photo", "published")
    REJECTED = "rejected", pgettext_lazy("state of a photo", "rejected")


class AppealState(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of an appeal", "open")
    GRANTED = "granted", pgettext_lazy("state of an appeal", "granted")  # the review became public
    DISMISSED = "dismissed", pgettext_lazy("state of an appeal", "dismissed")  # the rejection stands
    CLOSED = "closed", pgettext_lazy("state of an appeal", "closed")  # the author edited or withdrew


class EventKind(models.TextChoices):
    """What happened to a review. Every kind but the first leaves its state as it is, or is automatic."""

    DECISION = "decision", pgettext_lazy("event of a review", "decision")
    EDITED = "edited", pgettext_lazy("event of a review", "edited by its author")
    WITHDRAWN = "withdrawn", pgettext_lazy("event of a review", "withdrawn by its author")
    WAITED = "waited", pgettext_lazy("event of a review", "published after waiting")
    APPEALED = "appealed", pgettext_lazy("event of a review", "appeal by its author")
    APPEAL_GRANTED = "granted", pgettext_lazy("event of a review", "appeal granted")
    APPEAL_DISMISSED = "dismissed", pgettext_lazy("event of a review", "appeal dismissed")
    REPORTS_CLOSED = "reports", pgettext_lazy("event of a review", "reports answered")
    PROOF_LOST = "proof_lost", pgettext_lazy("event of a review", "proof of purchase lost")
    PROOF_FOUND = "proof_found", pgettext_lazy("event of a review", "purchase confirmed")
    PHOTO = "photo", pgettext_lazy("event of a review", "decision about a photo")
