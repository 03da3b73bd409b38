"""What the ledger says about somebody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.utils import timezone

from django_trust.followups.choices import MARKETING, Basis, ConsentKind, Reason
from django_trust.followups.consent.bases import BasisRule, basis_of
from django_trust.followups.models import Consent

OBJECTIONS = {ConsentKind.OPT_OUT: Reason.OPTED_OUT, ConsentKind.COMPLAINT: Reason.COMPLAINED}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands.

    ``kinds`` has the kind of the entry that counts, by purpose; nothing for a purpose nobody ever spoke of.
    ``sold_at`` has the time of the last soft opt-in, by purpose. ``bounced``: the address does not exist.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    bounced: bool = False
    sold_at: dict[str, datetime] = field(default_factory=dict)

    def refusal(self, purpose: str, country: str, now: datetime | None = None) -> Reason | None:
        """Return why nothing may be sent for this purpose to a buyer in ``country`` (ISO 3166-1 alpha-2,
        empty where nobody knows), or None. ``now`` must be aware."""
        if self.bounced:
            return Reason.BOUNCED
        if purpose not in MARKETING:
            return None
        kind = self.kinds.get(purpose)
        if kind in OBJECTIONS:
            return OBJECTIONS[ConsentKind(kind)]
        rule = basis_of(purpose, country)
        return None if self._has(rule, purpose, now or timezone.now()) else Reason.NO_CONSENT

    def is_wanted(self, purpose: str, country: str, now: datetime | None = None) -> bool:
        """Whether messages of this purpose would go out if the address works."""
        return replace(self, bounced=False).refusal(purpose, country, now) is None

    def has_objected(self, purpose: str) -> bool:
        return self.kinds.get(purpose) in OBJECTIONS

    def _has(self, rule: BasisRule, purpose: str, now: datetime) -> bool:
        kind = self.kinds.get(purpose)
        if rule.basis == Basis.OBJECTION or kind == ConsentKind.OPT_IN:
            return True
        if rule.basis != Basis.SOFT_OPT_IN or kind != ConsentKind.SOFT_OPT_IN:
            return False
        return rule.days is None or now <= self.sold_at[purpose] + timedelta(days=rule.days)


NOBODY_KNOWN = Standing()


def standings(keys: Iterable[str]) -> dict[str, Standing]:
    """Return where these people (keys of addresses) stand. One query; who is not in the ledger is missing."""
    entries: dict[str, list[Consent]] = {}
    rows = Consent.objects.filter(email_key__in=set(keys)).order_by("pk")
    for entry in rows.only("email_key", "purpose", "kind", "at"):
        entries.setdefault(entry.email_key, []).append(entry)
    return {key: standing_of(rows) for key, rows in entries.items()}


def standing_of(entries: Sequence[Consent]) -> Standing:
    """Return what these entries of one person, the oldest first, come to.

    The last word somebody said counts: "yes", "no", or the complaint that is a "no" to everything. Buying
    again is no word: it neither outweighs a "no" nor weakens a "yes", however old they are.
    """
    kinds: dict[str, str] = {}
    sold_at: dict[str, datetime] = {}
    bounced = False
    for entry in entries:
        match entry.kind:
            case ConsentKind.BOUNCE:
                bounced = True
            case ConsentKind.RESTORED:
                bounced = False
            case ConsentKind.SOFT_OPT_IN:
                for purpose in concerned(entry.purpose):
                    kinds.setdefault(purpose, entry.kind)
                    sold_at[purpose] = max(sold_at.get(purpose, entry.at), entry.at)
            case _:
                kinds.update(dict.fromkeys(concerned(entry.purpose), entry.kind))
    return Standing(kinds, bounced, sold_at)


def concerned(purpose: str) -> tuple[str, ...]:
    """Return the purposes an entry is about: an empty one stands for all that need consent."""
    return (str(purpose),) if purpose else tuple(map(str, MARKETING))
