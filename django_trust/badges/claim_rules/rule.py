"""What a rule about claims consists of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from django.utils.functional import Promise

from django_trust.badges.choices import BadgeKind
from django_trust.shop.places import countries_of

Severity = Literal["refused", "warned"]


class Evidence(NamedTuple):
    """What a badge says beside its texts, as far as rules ask for it."""

    kind: str = ""
    issuer: str = ""
    certificate_number: str = ""
    scheme: str = ""
    verify_url: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a rule holds, how strictly, and by which source.

    No ``markets`` means everywhere. ``days`` is how long the law's own period is, for rules about those.
    A ground that is not ``presumed`` holds only in shops that name its market.
    """

    severity: Severity
    source: str
    markets: frozenset[str] = frozenset()
    days: int | None = None
    presumed: bool = True

    def severity_in(self, markets: Collection[str]) -> Severity | None:
        """Return how strictly it holds in a shop of these markets, None where it does not.

        A shop that has not said where it sells is warned where another one would be refused.
        """
        if not self.markets:
            return self.severity
        if not markets:
            return "warned" if self.presumed else None
        return self.severity if self.markets & set(markets) else None

    def covers(self, days: int | None, *, exact: bool) -> bool:
        """Whether a claim that names ``days`` offers no more than the law does."""
        if self.days is None or days is None:
            return self.days is None
        return days == self.days if exact else days <= self.days


def _never(evidence: Evidence) -> bool:
    return False


def _always(evidence: Evidence) -> bool:
    return True


def _nothing(evidence: Evidence) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of claim that a badge may not make, or not without more.

    ``wording`` holds phrases by language (see ``wording``), ``excuses`` those that make an honest sentence
    of it. ``about`` says which badges the rule looks at, ``proven`` which evidence makes the claim fine,
    and ``sign`` the entry of the badge that is objected to whatever its words are, or an empty text.
    """

    code: str
    title: Promise
    why: Promise
    grounds: tuple[Ground, ...]
    wording: Mapping[str, str]
    excuses: Mapping[str, str] = field(default_factory=dict)
    about: Callable[[Evidence], bool] = _always
    proven: Callable[[Evidence], bool] = _never
    sign: Callable[[Evidence], str] = _nothing


def markets_of(*codes: str) -> frozenset[str]:
    """Return markets with the members of those that are unions."""
    return frozenset(codes) | frozenset(countries_of(codes))


def has_scheme(evidence: Evidence) -> bool:
    return bool(evidence.scheme)


def has_number(evidence: Evidence) -> bool:
    return bool(evidence.certificate_number)


def has_link_or_number(evidence: Evidence) -> bool:
    return bool(evidence.verify_url or evidence.certificate_number)


def has_issuer_or_link(evidence: Evidence) -> bool:
    return bool(evidence.issuer or evidence.verify_url)


def has_issuer_and_link(evidence: Evidence) -> bool:
    return bool(evidence.issuer and evidence.verify_url)


def has_issuer_and_proof(evidence: Evidence) -> bool:
    return bool(evidence.issuer) and has_link_or_number(evidence)


def is_mark(evidence: Evidence) -> bool:
    """Whether the badge stands for somebody else's word about the shop."""
    return evidence.kind in (BadgeKind.CERTIFICATION, BadgeKind.MEMBERSHIP)
