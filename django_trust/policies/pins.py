"""What somebody bought under: the versions in force when an order was made, kept with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django_trust.policies.book import PolicyBook
from django_trust.policies.choices import PolicyKind
from django_trust.policies.facts import VersionFacts
from django_trust.policies.models import PolicyPin, PolicyVersion
from django_trust.policies.rows import facts_of_frozen
from django_trust.shop.models import Purchase


def pin_versions(purchase: Purchase, **kwargs: Any) -> None:
    """Receiver of ``purchase_recording``: keep the versions in force when the order was placed.

    One of each kind, for the country of the order. An order recorded late gets what was in force back then.
    One query, and one more where there are policies.
    """
    then = _headings_of(purchase.placed_at)
    found = [then.find(kind, purchase.country) for kind in PolicyKind.values]
    pins = [
        PolicyPin(purchase=purchase, version_id=version.id) for version in found if version and version.id
    ]
    if pins:
        PolicyPin.objects.bulk_create(pins, ignore_conflicts=True)


def _headings_of(moment: datetime) -> PolicyBook:
    """Return the versions in force at a moment without what they say."""
    columns = (
        "pk",
        "policy_id",
        "policy__kind",
        "policy__market",
        "number",
        "effective_from",
        "published_at",
    )
    rows = (
        PolicyVersion.objects.in_force(moment)
        .order_by("policy__kind", "policy__market")
        .values_list(*columns)
    )
    return PolicyBook(
        tuple(
            VersionFacts(
                id=pk,
                policy_id=policy_id,
                kind=PolicyKind(kind),
                market=market,
                number=number,
                effective_from=effective_from,
                published_at=published_at,
            )
            for pk, policy_id, kind, market, number, effective_from, published_at in rows
        )
    )


def versions_of(purchase: Purchase, *, prose: bool = False) -> tuple[VersionFacts, ...]:
    """Return the versions an order was made under, in the order of kinds, with their prose if asked.

    One query.
    """
    pinned = PolicyPin.objects.filter(purchase=purchase).values("version")
    rows = PolicyVersion.objects.filter(pk__in=pinned).select_related("policy")
    if not prose:
        rows = rows.defer("texts")
    return in_order(facts_of_frozen(row, None if prose else {}) for row in rows)


def in_order(versions: Iterable[VersionFacts]) -> tuple[VersionFacts, ...]:
    """Return versions in the order of kinds."""
    return tuple(sorted(versions, key=lambda version: PolicyKind.values.index(version.kind)))
