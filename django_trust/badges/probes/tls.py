"""The encryption of the connection, and the certificate behind it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from django_trust.badges.choices import Outcome
from django_trust.badges.findings import Finding
from django_trust.badges.probes.handshake import Obsolete, version_name

if TYPE_CHECKING:
    from django_trust.badges.probes.snapshot import HostSnapshot

SOON = timedelta(days=30)

MESSAGES = {
    "tls_1_3": _(
        "The connection is encrypted with TLS 1.3, the newest version. The obsolete versions 1.0 and 1.1 "
        "are refused."
    ),
    "tls_1_2": _(
        "The connection is encrypted with TLS 1.2; the newer TLS 1.3 would be better. The obsolete versions "
        "1.0 and 1.1 are refused."
    ),
    "tls_unoffered": _(
        "The connection is encrypted with %(version)s. Whether the host also accepts the obsolete versions "
        "1.0 and 1.1 could not be tested: the checking software no longer speaks them."
    ),
    "tls_unanswered": _(
        "The connection is encrypted with %(version)s. Whether the host also accepts the obsolete versions "
        "1.0 and 1.1 could not be seen: it gave no clear answer."
    ),
    "tls_obsolete": _(
        "The connection is encrypted with %(version)s, but the host also accepts the obsolete %(obsolete)s."
    ),
    "certificate": _(
        "The certificate belongs to this host, was issued by %(issuer)s and is valid until %(until_date)s."
    ),
    "certificate_ends": ngettext_lazy(
        "The certificate belongs to this host and was issued by %(issuer)s, but it ends in %(number)s day, "
        "on %(until_date)s.",
        "The certificate belongs to this host and was issued by %(issuer)s, but it ends in %(number)s days, "
        "on %(until_date)s.",
        "number",
    ),
    "certificate_ends_today": _(
        "The certificate belongs to this host and was issued by %(issuer)s, but it ends today."
    ),
}


def check_tls(snapshot: HostSnapshot) -> Finding:
    """TLS 1.2 or newer, and neither 1.0 nor 1.1 (RFC 8996; RFC 9325, BCP 195). Raises ``Trouble``.

    That the obsolete versions are refused is only said where they were offered and refused.
    """
    version = version_name(snapshot.certificate.version)
    obsolete = snapshot.obsolete_tls
    if obsolete.is_accepted:
        facts = {"version": version, "obsolete": version_name(obsolete)}
        return Finding(Outcome.FAILED, "tls_obsolete", facts)
    if obsolete != Obsolete.REFUSED:
        return Finding(Outcome.WARNING, f"tls_{obsolete}", {"version": version})
    return Finding(Outcome.PASSED, "tls_1_3" if version == "TLS 1.3" else "tls_1_2")


def check_certificate(snapshot: HostSnapshot) -> Finding:
    """A chain that the trust store knows, this host's name, and time left. Raises ``Trouble``.

    A warning when less than a third of its life or less than 30 days are left: certificates live at most
    200 days since 15 March 2026, 100 from 2027 and 47 from 2029 (CA/Browser Forum ballot SC-081v3).
    """
    seen, now = snapshot.certificate, snapshot.now
    # OpenSSL went by the clock of this computer, the run goes by ``now``.
    if seen.not_after <= now:
        return Finding(Outcome.FAILED, "certificate_expired", until=seen.not_after)
    if seen.not_before > now:
        return Finding(Outcome.FAILED, "certificate_early")
    facts = {"issuer": seen.issuer, "until_date": seen.not_after.isoformat()}
    left = seen.not_after - now
    if left >= max(SOON, (seen.not_after - seen.not_before) / 3):
        return Finding(Outcome.PASSED, "certificate", facts, seen.not_after)
    days = _days(now, seen.not_after)
    if not days:
        return Finding(Outcome.WARNING, "certificate_ends_today", {"issuer": seen.issuer}, seen.not_after)
    return Finding(Outcome.WARNING, "certificate_ends", {**facts, "number": days}, seen.not_after)


def _days(start: datetime, end: datetime) -> int:
    """Days in the shop's calendar between two moments: what ends tomorrow ends in one day."""
    zone = timezone.get_default_timezone()
    return (timezone.localdate(end, zone) - timezone.localdate(start, zone)).days
