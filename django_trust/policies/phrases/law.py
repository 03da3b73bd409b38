"""What of a term the law gives anyway, and what the shop promises beyond it.

Presenting a legal right as a distinctive feature of an offer is forbidden: Directive 2005/29/EC, Annex I,
no. 10. So a sentence needs to know which of the two a term is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django_trust.conf import trust_settings
from django_trust.policies.choices import ReturnCategory, ReturnFees, ReturnStart
from django_trust.policies.facts import Codes, ReturnFacts
from django_trust.policies.markets import profile_for

UNCERTAIN = "L"  # such a fact is no ground to tell shoppers what the law is
# From the earliest to the latest day from which days may be counted.
STARTS: tuple[str, ...] = (ReturnStart.CONTRACT, ReturnStart.DELIVERY, ReturnStart.LAST_ITEM)


class Standing(Enum):
    """How the days to return something relate to the law."""

    PROMISE = "promise"  # the law gives less or nothing
    LEGAL = "legal"  # just what the law gives
    NEUTRAL = "neutral"  # less than the law gives, or what the law gives is not certain


@dataclass(frozen=True, slots=True)
class ReturnLaw:
    """The right to change one's mind somewhere. ``days`` is 0 where the law gives none."""

    days: int
    start: str
    cost: str
    certain: bool


def place_of(country: str, countries: Codes, market: str = "") -> str:
    """Return the country or union whose law counts for a row.

    It is the shopper's country; where that is unknown, the first one of the row, the one of the policy, or
    the first of ``MARKETS``. Empty where none of these is given.
    """
    return country or next(iter(countries), "") or market or next(iter(trust_settings.markets), "")


def known_fact(place: str, name: str) -> Any:
    """Return what the law of a place says, or None where it says nothing or nobody is sure."""
    profile = profile_for(place) if place else None
    fact = profile.fact(name) if profile else None
    return None if fact is None or fact.certainty == UNCERTAIN else fact.value


def known_silence(place: str, name: str) -> bool:
    """Whether it is certain that the law of a place names no number here."""
    profile = profile_for(place) if place else None
    fact = profile.fact(name) if profile else None
    return fact is not None and fact.certainty != UNCERTAIN and fact.value is None


def return_law(place: str) -> ReturnLaw | None:
    """Return the right to change one's mind, or None for a place without a profile."""
    profile = profile_for(place) if place else None
    days = profile.fact("withdrawal_days") if profile else None
    if profile is None or days is None:
        return None
    start, cost = profile.fact("withdrawal_start"), profile.fact("remorse_cost")
    return ReturnLaw(
        days=int(days.value or 0),
        start=str(start.value) if start and start.value else ReturnStart.DELIVERY.value,
        cost=str(cost.value) if cost and cost.value else "policy",
        certain=days.certainty != UNCERTAIN,
    )


def standing(returns: ReturnFacts, law: ReturnLaw | None) -> Standing:
    """Compare the days of a term that has some with those of the law."""
    if law is None or not law.days or returns.category == ReturnCategory.UNLIMITED:
        return Standing.PROMISE
    days = returns.days or 0
    if days < law.days or _is_curtailed(returns, law):
        return Standing.NEUTRAL
    if days > law.days:
        return Standing.PROMISE
    return Standing.LEGAL if law.certain else Standing.NEUTRAL


def _is_curtailed(returns: ReturnFacts, law: ReturnLaw) -> bool:
    """Whether the shop takes back with the other hand: by an earlier first day, or by a fee."""
    starts_early = STARTS.index(returns.start) < STARTS.index(law.start)
    return starts_early or bool(returns.restocking_percent or returns.restocking_amount)


def is_free_by_promise(returns: ReturnFacts, law: ReturnLaw | None) -> bool:
    """Whether the shop pays a return after a change of mind without having to."""
    return returns.remorse_fees == ReturnFees.FREE and (law is None or law.cost != "free")


def is_statutory_only(returns: ReturnFacts, country: str = "") -> bool:
    """Whether a term gives no more than the law does, in days and in who pays.

    Such a term is a right, or less than that, and never an advantage of the shop. False where the law gives
    nothing, and where nothing is known about it.
    """
    law = return_law(place_of(country, returns.countries))
    if law is None or not law.days or returns.category != ReturnCategory.FINITE:
        return False
    return (returns.days or 0) <= law.days and not is_free_by_promise(returns, law)
