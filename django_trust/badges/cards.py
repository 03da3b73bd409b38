"""What a shopper gets to see of a badge, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django_trust.badges.choices import Reason
from django_trust.l10n.translated import Words


@dataclass(frozen=True, slots=True)
class BadgeCard:
    """One badge of a row. ``url`` is the page with its evidence."""

    id: int
    kind: str
    claim: Words
    issuer: str
    checked_on: date | None
    valid_until: date | None
    icon: str
    artwork_url: str
    url: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """What one automatic check found, in the reader's language."""

    name: str
    label: str
    outcome: str
    sentence: str
    host: str
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class BadgeEvidence:
    """All a shopper may know of a badge. Where ``shown`` is false, the claim is not current."""

    card: BadgeCard
    reason: Reason
    shown: bool
    ended_on: date | None
    speaker: str
    statement: Words
    scope: Words
    certificate_number: str
    scheme: str
    verify_url: str
    document_url: str
    document_date: date | None
    document_until: date | None
    valid_from: date | None
    checks: tuple[CheckLine, ...]
