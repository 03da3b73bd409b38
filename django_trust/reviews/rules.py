"""The rule behind each reason for a rejection, in words an author can check the own review against."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from django_trust.reviews.models import RejectionReason

# The grounds of 16 CFR 465.7(b), said plainly. None knows how many stars a review gives.
RULES: dict[RejectionReason, Promise] = {
    RejectionReason.SPAM: _(
        "A review tells of an experience. We do not publish advertising, links to other offers, "
        "or one text sent many times."
    ),
    RejectionReason.FAKE: _(
        "A review comes from somebody who used or bought what it is about. "
        "We do not publish it when there is good reason to believe that this is not so."
    ),
    RejectionReason.OFF_TOPIC: _(
        "A review is about this product or this shop. Questions about an order and views on other things "
        "belong elsewhere."
    ),
    RejectionReason.ABUSIVE: _(
        "Hard words about a product or a service are welcome. "
        "Insults, threats and harassment of people are not."
    ),
    RejectionReason.OBSCENE: _("We do not publish obscene or sexually explicit words or pictures."),
    RejectionReason.DISCRIMINATORY: _(
        "We do not publish what demeans people for who they are: their origin, religion, sex, age, "
        "disability or whom they love."
    ),
    RejectionReason.PERSONAL_DATA: _(
        "A review may not hold the name, address, telephone number or picture of another person "
        "who has not agreed to it."
    ),
    RejectionReason.CONFIDENTIAL: _(
        "A review may not give away trade secrets or other data that its author has to keep to themselves."
    ),
    RejectionReason.FALSE: _(
        "We do not publish what is clearly untrue or misleads its readers, be it praise or blame. "
        "An opinion is never untrue."
    ),
    RejectionReason.ILLEGAL: _("We do not publish what the law forbids us to publish."),
}


def rule_behind(reason: str) -> str:
    """Return the rule in the active language; an empty text for what is no ``RejectionReason``."""
    return str(RULES[RejectionReason(reason)]) if reason in RejectionReason.values else ""
