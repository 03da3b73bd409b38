"""Whether a badge may be shown at a moment, and why not. Pure: rows in, answer out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from django_trust.badges.choices import Outcome, Reason
from django_trust.badges.findings import DatedFinding, kept_findings
from django_trust.badges.honesty import is_refused
from django_trust.badges.probes.targets import target_named
from django_trust.shop import payments

if TYPE_CHECKING:
    from django_trust.badges.models import Badge

SOON = timedelta(days=30)
YEAR = timedelta(days=365)
PCI = re.compile(r"\bPCI\b", re.IGNORECASE)
DOCUMENT_MISSING = "document_missing"


@dataclass(frozen=True, slots=True)
class State:
    """The answer for one moment.

    ``ends_at`` is when the evidence ends unless somebody renews it: what staff are warned of. ``changes_at``
    is the next moment at which the answer may be another one: what kept HTML must not outlive.
    """

    reason: Reason
    ends_at: datetime | None = None
    changes_at: datetime | None = None

    @property
    def shown(self) -> bool:
        return self.reason in (Reason.CURRENT, Reason.EXPIRING)


def state_of(badge: Badge, now: datetime | None = None) -> State:
    """Return the state of a badge at ``now``. Asks no database.

    Days are those of the shop's time zone (``TIME_ZONE``); a last day counts to its end.
    """
    now = now or timezone.now()
    required = current_findings(badge)
    ends = [moment for moment in (*_ends(badge), *(dated.finding.until for dated in required)) if moment]
    stale_at = _stale_at(badge, required)
    turns = [*ends, _start_of(badge.valid_from), stale_at]
    ends_at = min(ends, default=None)
    if ends_at is not None:
        turns.append(ends_at - SOON)
    changes_at = min((turn for turn in turns if turn and turn > now), default=None)
    reason = _hidden(badge, required, stale_at, now)
    if reason is None:
        soon = ends_at is not None and ends_at - SOON <= now
        reason = Reason.EXPIRING if soon else Reason.CURRENT
    return State(reason, ends_at, changes_at)


def state_in_shop(
    badge: Badge,
    now: datetime | None = None,
    ask: Callable[[str], frozenset[str]] = payments.methods_in,
) -> State:
    """Return the state of a badge, with the adapter's word about its payment method.

    ``ask`` stands for ``payments.methods_in`` where a caller remembers its answers.
    """
    state = state_of(badge, now)
    if state.shown and not is_accepted(badge, ask):
        return State(Reason.METHOD_OFF, state.ends_at, state.changes_at)
    return state


def is_accepted(badge: Badge, ask: Callable[[str], frozenset[str]] = payments.methods_in) -> bool:
    """Whether the shop takes the payment method of a badge in any of its countries; True of other badges.

    ``ask`` stands for ``payments.methods_in`` where a caller remembers its answers.
    """
    return not badge.names_method or any(badge.method in ask(country) for country in badge.countries or [""])


def _hidden(
    badge: Badge, required: list[DatedFinding], stale_at: datetime | None, now: datetime
) -> Reason | None:
    expired = [dated for dated in required if dated.finding.until and dated.finding.until <= now]
    answers = (
        (not badge.enabled, Reason.OFF),
        (is_refused(badge), Reason.REFUSED),
        (_is_past(_start_of(badge.valid_from), now) is False, Reason.EARLY),
        (_is_past(_end_of(badge.valid_until), now), Reason.EXPIRED),
        (_is_past(document_end(badge), now), Reason.DOCUMENT_EXPIRED),
        (not has_evidence(badge), Reason.NO_EVIDENCE),
        (any(dated.finding.outcome == Outcome.FAILED for dated in required), Reason.FAILED),
        (_lacks_document(badge), Reason.FAILED),
        (len(required) < len(set(badge.checks)), Reason.UNCHECKED),
        (bool(expired), Reason.CHECK_EXPIRED),
        (_is_past(stale_at, now), Reason.STALE),
    )
    return next((reason for applies, reason in answers if applies), None)


def has_evidence(badge: Badge) -> bool:
    """Whether anything beyond the claim itself supports it. A payment method has the adapter's word."""
    if speaks_of_pci(badge):
        return bool(badge.document and badge.document_date)
    return bool(badge.names_method or badge.checks or badge.document or badge.verify_url)


def current_findings(badge: Badge) -> list[DatedFinding]:
    """The latest answers of the checks the badge relies on, from the host it names now."""
    target = target_named(badge.host)
    findings = kept_findings(badge.findings)
    known = (findings[name] for name in dict.fromkeys(badge.checks) if name in findings)
    return [dated for dated in known if target is not None and dated.host == target.name]


def _lacks_document(badge: Badge) -> bool:
    """Whether the last run did not find the very file the badge has."""
    dated = kept_findings(badge.findings).get("document")
    if dated is None or dated.finding.message != DOCUMENT_MISSING:
        return False
    return bool(badge.document) and dated.finding.facts.get("file") == badge.document.name


def _ends(badge: Badge) -> list[datetime | None]:
    return [_end_of(badge.valid_until), document_end(badge)]


def document_end(badge: Badge) -> datetime | None:
    """Return the first moment at which the document is no evidence any more, or None.

    An attestation of compliance with PCI DSS is given for a year (PCI DSS v4.0.1, yearly assessment).
    """
    ends = [_end_of(badge.document_until)]
    if badge.document_date and speaks_of_pci(badge):
        ends.append(_end_of(badge.document_date + YEAR))
    return min((end for end in ends if end), default=None)


def speaks_of_pci(badge: Badge) -> bool:
    """Whether the claim is about PCI DSS, which takes a dated attestation."""
    texts = badge.claim.values() if isinstance(badge.claim, Mapping) else [badge.claim]
    return any(PCI.search(str(text)) for text in texts)


def _stale_at(badge: Badge, required: list[DatedFinding]) -> datetime | None:
    oldest = min((dated.at for dated in required), default=None)
    return oldest + timedelta(days=badge.freshness_days) if oldest else None


def _is_past(moment: datetime | None, now: datetime) -> bool | None:
    return None if moment is None else moment <= now


def _start_of(day: date | None) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def _end_of(day: date | None) -> datetime | None:
    """The first moment after that day."""
    if day is None or day == date.max:
        return None
    return _start_of(day + timedelta(days=1))
