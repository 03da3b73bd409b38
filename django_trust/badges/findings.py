"""What one check came to, as data that can be kept and said in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from django_trust.badges.choices import Outcome

Fact = str | int
FACT_MAX = 200  # characters that are kept of what a host said


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer of one check.

    ``message`` is a key of ``MESSAGES`` and ``facts`` fills its placeholders: texts, whole numbers, and
    dates as ISO 8601. ``until`` is when what was seen ends by itself (a certificate's last moment).
    A shop's own check may say its words itself: message ``"text"``, facts ``{"text": "..."}``.
    """

    outcome: Outcome
    message: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    until: datetime | None = None

    def bounded_facts(self) -> dict[str, Fact]:
        """Return the facts as they are kept: a host may say a lot."""
        return {name: fact[:FACT_MAX] if isinstance(fact, str) else fact for name, fact in self.facts.items()}


@dataclass(frozen=True, slots=True)
class DatedFinding:
    """A finding as a badge keeps it: with the check, the host and the moment."""

    check: str
    host: str
    finding: Finding
    at: datetime

    def as_json(self) -> dict[str, Any]:
        """Return what ``Badge.findings`` holds for this check."""
        until = self.finding.until
        return {
            "outcome": str(self.finding.outcome),
            "message": self.finding.message,
            "facts": self.finding.bounded_facts(),
            "host": self.host,
            "at": self.at.isoformat(),
            "until": until.isoformat() if until else "",
        }

    @classmethod
    def from_json(cls, check: str, data: Mapping[str, Any]) -> DatedFinding | None:
        """Return the finding kept as JSON, or None where somebody has damaged it: no evidence then."""
        try:
            at = parse_datetime(data["at"])
            until = parse_datetime(data["until"]) if data["until"] else None
            finding = Finding(Outcome(data["outcome"]), str(data["message"]), dict(data["facts"]), until)
            return cls(check, str(data["host"]), finding, at) if at is not None else None
        except (KeyError, TypeError, ValueError):
            return None


def kept_findings(findings: Any) -> dict[str, DatedFinding]:
    """Return the readable entries of ``Badge.findings`` by check."""
    if not isinstance(findings, Mapping):
        return {}
    read = {check: DatedFinding.from_json(check, data) for check, data in findings.items()}
    return {check: dated for check, dated in read.items() if dated is not None}
