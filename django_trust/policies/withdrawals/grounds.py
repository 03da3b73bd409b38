"""What a request is measured by: the terms the order was made under, and the law of the buyer's country.

Whoever says more for the buyer prevails; that is for the callers to work out.
"""

from __future__ import annotations

from dataclasses import dataclass

from django_trust.conf import trust_settings
from django_trust.policies.book import book
from django_trust.policies.choices import PolicyKind, RefundStart, RequestKind, ReturnStart
from django_trust.policies.facts import ReturnFacts, VersionFacts, row_for
from django_trust.policies.markets import profile_for
from django_trust.policies.models import PolicyPin, PolicyVersion
from django_trust.policies.rows import facts_of_frozen
from django_trust.shop.models import Purchase
from django_trust.shop.places import EU


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """The right to change one's mind somewhere. ``days`` is 0 where there is none, ``refund_days`` None
    where no number is known. ``function`` says whether the law wants the withdrawal function there."""

    days: int = 0
    start: str = ReturnStart.DELIVERY.value
    cost: str = "policy"
    refund_days: int | None = None
    refund_start: str = RefundStart.NOTICE.value
    function: bool = False


@dataclass(frozen=True, slots=True)
class Grounds:
    """``returns`` is None for a shop without return terms there."""

    returns: ReturnFacts | None
    law: Law
    country: str = ""


def grounds_for(purchase: Purchase | None, country: str, kind: str) -> Grounds:
    """Return what counts for an order; without one, what is in force now for buyers in ``country``."""
    place = (purchase.country if purchase else "") or country
    # Both are read for an unknown order too, so that the answer takes as long as for a known one.
    pinned, policies = pinned_returns(purchase.pk if purchase else 0), book()
    version = pinned or policies.find(PolicyKind.RETURNS, place)
    return Grounds(row_for(version.returns, place) if version else None, law_for(place, kind), place)


def pinned_returns(purchase_pk: int) -> VersionFacts | None:
    """Return the return terms an order was made under, if they were kept with it. One query."""
    pins = PolicyPin.objects.filter(purchase=purchase_pk).values("version")
    returns = PolicyVersion.objects.published().filter(pk__in=pins, policy__kind=PolicyKind.RETURNS)
    version = returns.defer("texts").select_related("policy").first()
    return facts_of_frozen(version, {}) if version else None


def law_for(country: str, kind: str) -> Law:
    """Return the law of a country; where it is unknown, that of the first market, and for a withdrawal, which
    only buyers in the Union have a function for, that of the Union."""
    place = country or next(iter(trust_settings.markets), "")
    if not place and kind == RequestKind.WITHDRAWAL:
        place = EU
    profile = profile_for(place) if place else None
    if profile is None:
        return Law()
    return Law(
        days=profile.value("withdrawal_days") or 0,
        start=profile.value("withdrawal_start") or ReturnStart.DELIVERY.value,
        cost=profile.value("remorse_cost") or "policy",
        refund_days=profile.value("refund_days"),
        refund_start=profile.value("refund_start") or RefundStart.NOTICE.value,
        function=has_function(place),
    )


def has_function(place: str) -> bool:
    """Whether consumers in a country or union have the withdrawal function: Directive 2011/83/EU, Art. 11a.

    Asked of no calendar: where national law came later, the function did no harm before.
    """
    profile = profile_for(place) if place else None
    return profile is not None and bool(profile.value("withdrawal_function"))


def usual_kind(country: str) -> RequestKind:
    """Return what shoppers in a country are offered; unknown ones, what the shop's markets want."""
    places = [country] if country else trust_settings.markets
    return RequestKind.WITHDRAWAL if any(map(has_function, places)) else RequestKind.RETURN
