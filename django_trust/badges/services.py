"""The verbs of the badges room: checking, warning staff, suggesting badges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from django_trust import signals
from django_trust.badges.choices import BadgeKind, Outcome, Placement
from django_trust.badges.findings import DatedFinding, Finding
from django_trust.badges.models import Badge, BadgeCheck
from django_trust.badges.phrases import DOCUMENT, PAYMENT_METHOD
from django_trust.badges.probes.registry import probes, run_probe
from django_trust.badges.probes.snapshot import HostSnapshot
from django_trust.badges.probes.targets import target_named, targets
from django_trust.badges.states import DOCUMENT_MISSING, is_accepted
from django_trust.shop import payments
from django_trust.signals import send_after_commit
from django_trust.transactions import atomic_write

SUGGESTED_CHECKS = ("tls", "certificate", "https_redirect")


@dataclass(slots=True)
class CheckReport:
    """What a run came to. ``checked`` counts badges, the outcomes count their checks."""

    checked: int = 0
    outcomes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Outcome.values, 0))
    lines: list[tuple[Badge, DatedFinding]] = field(default_factory=list)

    @property
    def passed(self) -> int:
        return self.outcomes[Outcome.PASSED]

    @property
    def warnings(self) -> int:
        return self.outcomes[Outcome.WARNING]

    @property
    def failed(self) -> int:
        return self.outcomes[Outcome.FAILED]

    @property
    def unknown(self) -> int:
        return self.outcomes[Outcome.UNKNOWN]

    def add(self, badge: Badge, findings: Iterable[DatedFinding]) -> None:
        self.checked += 1
        for dated in findings:
            self.outcomes[dated.finding.outcome] += 1
            self.lines.append((badge, dated))


def check_badges(
    badges: Iterable[Badge] | None = None, *, now: datetime | None = None, dry_run: bool = False
) -> CheckReport:
    """Check badges now, by default all that are switched on, and keep what was found.

    Each host is looked at once for all its badges, before any row is locked. Contacts only ``BADGES_HOSTS``
    and never raises for what they answer. ``dry_run`` looks and keeps nothing.
    """
    now = now or timezone.now()
    report = CheckReport()
    look = _Look(now)
    for badge in Badge.objects.enabled().in_order() if badges is None else badges:
        findings = look.findings_of(badge)
        if not dry_run:
            _keep(badge.pk, findings)
        report.add(badge, findings)
    return report


class _Look:
    """One run: remembers what each host answered to each check."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.snapshots: dict[str, HostSnapshot] = {}
        self.answers: dict[tuple[str, str], Finding] = {}

    def findings_of(self, badge: Badge) -> list[DatedFinding]:
        """Return the answers of all checks of a badge, those of its own rows included."""
        found = [(name, *self._ask(name, badge.host)) for name in dict.fromkeys(badge.checks)]
        if badge.names_method:
            found.append((PAYMENT_METHOD, "", _check_method(badge)))
        if badge.document:
            found.append((DOCUMENT, "", _check_document(badge, self.now)))
        return [DatedFinding(name, host, finding, self.now) for name, host, finding in found]

    def _ask(self, name: str, host: str) -> tuple[str, Finding]:
        target = target_named(host)
        if target is None:
            return host, Finding(Outcome.FAILED, "host_unknown")
        if name not in probes():
            return target.name, Finding(Outcome.FAILED, "check_unknown")
        key = (target.name, name)
        if key not in self.answers:
            if target.name not in self.snapshots:
                self.snapshots[target.name] = HostSnapshot(target, self.now)
            self.answers[key] = run_probe(name, self.snapshots[target.name])
        return target.name, self.answers[key]


def _check_method(badge: Badge) -> Finding:
    facts = {"method": badge.method}
    if is_accepted(badge):
        return Finding(Outcome.PASSED, "method_on", facts)
    return Finding(Outcome.FAILED, "method_off", facts)


def _check_document(badge: Badge, now: datetime) -> Finding:
    """Whether the file is there and in date; the dates alone also count between two runs."""
    name = str(badge.document.name)
    if not badge.document.storage.exists(name):
        return Finding(Outcome.FAILED, DOCUMENT_MISSING, {"file": name})
    facts = {
        fact: day.isoformat()
        for fact, day in (("document_date", badge.document_date), ("until_date", badge.document_until))
        if day
    }
    if badge.document_until and badge.document_until < _today(now):
        return Finding(Outcome.FAILED, "document_expired", facts)
    if len(facts) == 2:
        return Finding(Outcome.PASSED, "document_good", facts)
    return Finding(Outcome.PASSED, "document_dated" if badge.document_date else "document_kept", facts)


def _today(now: datetime) -> date:
    return timezone.localtime(now, timezone.get_default_timezone()).date()


@atomic_write
def _keep(badge_id: int, findings: list[DatedFinding]) -> None:
    """Add to the history and remember the latest answers. Silence leaves the earlier answer to grow old."""
    if not Badge.objects.filter(pk=badge_id).update(told_hidden=F("told_hidden")):  # locks the row
        return  # deleted meanwhile
    badge = Badge.objects.get(pk=badge_id)
    BadgeCheck.objects.bulk_create([_history_row(badge, dated) for dated in findings])
    fresh = {dated.check: dated.as_json() for dated in findings if dated.finding.outcome != Outcome.UNKNOWN}
    asked = {dated.check for dated in findings}
    badge.findings = {**{check: old for check, old in badge.findings.items() if check in asked}, **fresh}
    badge.save(update_fields=["findings"])
    send_after_commit(signals.badge_checked, Badge, badge=badge)


def _history_row(badge: Badge, dated: DatedFinding) -> BadgeCheck:
    finding = dated.finding
    return BadgeCheck(
        badge=badge,
        check_name=dated.check,
        host=dated.host,
        outcome=finding.outcome,
        message=finding.message,
        facts=finding.bounded_facts(),
        until=finding.until,
        checked_at=dated.at,
    )


@atomic_write
def add_suggested_badges(*, by: Any = None) -> list[Badge]:
    """Add badges for what the settings and the adapter already say, each unless there is one like it.

    Security checks where ``BADGES_HOSTS`` names a host, and the payment methods that are switched on. New
    ones are checked before they are shown, like any other. ``by`` becomes their owner.
    """
    present = list(Badge.objects.all())
    checked = {name for badge in present for name in badge.checks}
    methods = {badge.method for badge in present}
    names = [name for name in SUGGESTED_CHECKS if targets() and name not in checked]
    codes = [code for code in payments.payment_methods() if code in payments.methods_on() - methods]
    added = [_suggested_check(number, name) for number, name in enumerate(names)]
    added += [_suggested_method(number, code) for number, code in enumerate(codes)]
    for badge in added:
        badge.owner = by
        badge.full_clean()
        badge.save()
    return added


def _suggested_check(number: int, name: str) -> Badge:
    return Badge(
        kind=BadgeKind.SECURITY,
        checks=[name],
        icon="shield" if number else "lock",
        placements=[Placement.CART, Placement.CHECKOUT, Placement.FOOTER],
        position=10 + number,
    )


def _suggested_method(number: int, code: str) -> Badge:
    return Badge(
        kind=BadgeKind.PAYMENT,
        method=code,
        placements=[Placement.PRODUCT, Placement.CHECKOUT, Placement.FOOTER],
        position=50 + number,
    )
