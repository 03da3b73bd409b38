"""All automatic checks by name: the library's and the shop's own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.badges.choices import Outcome
from django_trust.badges.findings import Finding
from django_trust.badges.probes import (
    addresses,
    connection,
    cookies,
    csp,
    handshake,
    headers,
    hsts,
    locations,
    redirects,
    security_txt,
    tls,
)
from django_trust.badges.probes.answers import Trouble
from django_trust.conf import trust_settings

if TYPE_CHECKING:
    from django_trust.badges.probes.snapshot import HostSnapshot

logger = logging.getLogger("django_trust.badges")

MESSAGE_MAX = 40  # characters, as the history keeps them

MESSAGES = {
    "check_crashed": _("The check itself broke down, so that nothing is known."),
}


@dataclass(frozen=True, slots=True)
class Probe:
    """One check: what it is called, and the words a badge gets from it when staff wrote none.

    ``run`` takes the host and answers, or raises ``Trouble``; ``run_probe`` makes a finding of either.
    """

    name: str
    label: Any  # lazy text
    claim: Any  # lazy text of at most 80 characters
    run: Callable[[HostSnapshot], Finding]


SHIPPED = (
    Probe("tls", pgettext_lazy("badge check", "Encryption"), _("Encrypted connection"), tls.check_tls),
    Probe(
        "certificate",
        pgettext_lazy("badge check", "Certificate of the host"),
        _("Valid certificate"),
        tls.check_certificate,
    ),
    Probe(
        "https_redirect",
        pgettext_lazy("badge check", "Redirect to https"),
        _("Leads to the encrypted address by itself"),
        redirects.check_https_redirect,
    ),
    Probe(
        "hsts",
        pgettext_lazy("badge check", "Strict transport security"),
        _("Asks browsers for encrypted connections only"),
        hsts.check_hsts,
    ),
    Probe(
        "hsts_preload",
        pgettext_lazy("badge check", "Rules for browsers' built-in https list"),
        _("Meets the visible rules for browsers' built-in https list"),
        hsts.check_hsts_preload,
    ),
    Probe(
        "headers",
        pgettext_lazy("badge check", "Security headers"),
        _("Protective headers on the home page"),
        headers.check_headers,
    ),
    Probe(
        "csp",
        pgettext_lazy("badge check", "Content Security Policy"),
        _("Home page limits which scripts may run"),
        csp.check_csp,
    ),
    Probe(
        "cookies",
        pgettext_lazy("badge check", "Cookie flags"),
        _("Cookies of the home page are protected"),
        cookies.check_cookies,
    ),
    Probe(
        "security_txt",
        pgettext_lazy("badge check", "Security contact (security.txt)"),
        _("Publishes a contact for security reports"),
        security_txt.check_security_txt,
    ),
)


def probes() -> dict[str, Probe]:
    """Return every check by name: the library's, then the shop's own of ``BADGES_CHECKS``.

    A code of the shop that the library uses itself does not replace the library's check.
    """
    known = {probe.name: probe for probe in SHIPPED}
    for code, path in trust_settings.badges_checks.items():
        known.setdefault(code, Probe(code, code, code, partial(_run_own, path)))
    return known


def probe_choices() -> list[tuple[str, Any]]:
    """Return (name, label) of every check, for forms."""
    return [(probe.name, probe.label) for probe in probes().values()]


def run_probe(name: str, snapshot: HostSnapshot) -> Finding:
    """Return what a check says of a host. Never raises for what the host does or a check's own fault, which
    is logged and leaves everything unknown; ``KeyError`` for a name that ``probes()`` has not."""
    probe = probes()[name]
    try:
        return probe.run(snapshot)
    except Trouble as trouble:
        outcome = Outcome.FAILED if trouble.failed else Outcome.UNKNOWN
        return Finding(outcome, trouble.message, trouble.facts)
    except Exception:
        logger.exception("The check %r of %s broke down.", name, snapshot.target.name)
        return Finding(Outcome.UNKNOWN, "check_crashed")


def load_check(path: str) -> Callable[[HostSnapshot], Finding]:
    """Return the shop's own check. Raises ``ImproperlyConfigured`` where there is no such function."""
    try:
        check = import_string(path)
    except ImportError as error:
        raise ImproperlyConfigured(
            f"BADGES_CHECKS names {path!r}, which cannot be imported: {error}"
        ) from error
    if not callable(check):
        raise ImproperlyConfigured(f"BADGES_CHECKS names {path!r}, which is not a function.")
    loaded: Callable[[HostSnapshot], Finding] = check
    return loaded


def _run_own(path: str, snapshot: HostSnapshot) -> Finding:
    finding = load_check(path)(snapshot)
    if not _can_be_kept(finding):
        raise TypeError(f"{path} must return a Finding of short texts and whole numbers, not {finding!r}.")
    return finding


def _can_be_kept(finding: object) -> bool:
    return (
        isinstance(finding, Finding)
        and finding.outcome in Outcome.values
        and isinstance(finding.message, str)
        and len(finding.message) <= MESSAGE_MAX
        and all(isinstance(name, str) and isinstance(fact, str | int) for name, fact in finding.facts.items())
        and (finding.until is None or timezone.is_aware(finding.until))
    )


@cache
def all_messages() -> dict[str, Any]:
    """Return the lazy text of every message a check of the library may answer with."""
    modules = (
        addresses,
        handshake,
        connection,
        locations,
        tls,
        redirects,
        hsts,
        headers,
        csp,
        cookies,
        security_txt,
    )
    merged: dict[str, Any] = dict(MESSAGES)
    for module in modules:
        merged.update(module.MESSAGES)
    return merged
