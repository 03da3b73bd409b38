"""What a reader may choose from, what counts now, and how a choice is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import pgettext_lazy

from django_trust.followups.choices import MARKETING, Purpose
from django_trust.followups.consent.ledger import NOBODY_KNOWN, Standing, standings
from django_trust.followups.consent.services import record_opt_in, record_opt_out
from django_trust.l10n.locales import current_language
from django_trust.shop.models import PurchaseLine

SOURCE = "preference page"
SENTENCES = {
    Purpose.REVIEW: pgettext_lazy(
        "what messages are about", "Once an order has arrived, we ask what you think of the goods."
    ),
    Purpose.SURVEY: pgettext_lazy("what messages are about", "A question or two about how your order went."),
    Purpose.TIPS: pgettext_lazy("what messages are about", "How to use and look after what you bought."),
    Purpose.OFFERS: pgettext_lazy(
        "what messages are about", "A coupon for your next order, or a word about similar goods."
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One kind of message as the page shows it; ``is_on``: such messages would be sent as things stand."""

    purpose: str
    label: str
    sentence: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Preferences:
    """What somebody gets. ``bounced``: messages to the address came back, so nothing is sent there."""

    choices: tuple[Choice, ...]
    bounced: bool


def standing_for(key: str) -> Standing:
    return standings([key]).get(key, NOBODY_KNOWN)


def preferences_of(key: str, now: datetime | None = None) -> Preferences:
    """Return what the owner of an address gets, in the active language. Two queries."""
    standing, country = standing_for(key), country_of(key)
    choices = tuple(
        Choice(
            str(purpose),
            purpose_label(purpose),
            str(SENTENCES[purpose]),
            standing.is_wanted(purpose, country, now),
        )
        for purpose in MARKETING
    )
    return Preferences(choices, standing.bounced)


def purpose_label(purpose: str) -> str:
    """Return what readers call a purpose, in the active language."""
    return str(Purpose(purpose).label)


def country_of(key: str) -> str:
    """Return the country of somebody's last order, empty where nobody knows it."""
    lines = PurchaseLine.objects.filter(email_key=key).order_by("-purchase__placed_at", "-pk")
    return lines.values_list("purchase__country", flat=True).first() or ""


def save_preferences(
    key: str, *, wanted: Collection[str], shown: Collection[str], may_agree: bool = True
) -> None:
    """Keep what somebody chose. ``shown`` are the boxes that were ticked when the page was drawn.

    Every box left empty is an objection. Only a box that was empty and is ticked now is consent: leaving
    a ticked one alone agrees to nothing (CJEU, C-673/17, Planet49), and brings nothing back that was
    stopped elsewhere meanwhile. With ``may_agree`` false only the objections are kept.
    """
    refused = [purpose for purpose in MARKETING if purpose not in wanted]
    if len(refused) == len(MARKETING):
        record_opt_out(key=key, source=SOURCE)
        return
    standing = standing_for(key)
    for purpose in refused:
        if not standing.has_objected(purpose):
            record_opt_out(key=key, purpose=purpose, source=SOURCE)
    for purpose in MARKETING if may_agree else ():
        if purpose in wanted and purpose not in shown:
            _agree(key, purpose)


def _agree(key: str, purpose: Purpose) -> None:
    words = {"label": purpose_label(purpose), "sentence": str(SENTENCES[purpose])}
    evidence = {"agreed_to": words, "language": current_language()}
    record_opt_in(key=key, purpose=purpose, source=SOURCE, evidence=evidence)
