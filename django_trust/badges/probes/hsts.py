"""HTTP Strict Transport Security: the header itself, and the visible rules for browsers' preload list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from django_trust.badges.choices import Outcome
from django_trust.badges.findings import Finding
from django_trust.badges.probes.redirects import check_https_redirect

if TYPE_CHECKING:
    from django_trust.badges.probes.snapshot import HostSnapshot

DAY = 86_400  # seconds
YEAR = 365 * DAY
CENTURY = 100 * YEAR  # no reader needs more, and no number formatter must write it

MESSAGES = {
    "hsts": ngettext_lazy(
        "Browsers are told to visit this host only over encrypted connections, for %(number)s day.",
        "Browsers are told to visit this host only over encrypted connections, for %(number)s days.",
        "number",
    ),
    "hsts_short": ngettext_lazy(
        "Browsers are told to visit this host only over encrypted connections, but for %(number)s day only; "
        "a year or more is good.",
        "Browsers are told to visit this host only over encrypted connections, but for %(number)s days "
        "only; a year or more is good.",
        "number",
    ),
    "hsts_brief": _(
        "Browsers are told to visit this host only over encrypted connections, but for less than a day; "
        "a year or more is good."
    ),
    "hsts_off": _("Browsers are told to forget that this host wants encrypted connections only."),
    "hsts_missing": _("Browsers are not told to visit this host only over encrypted connections."),
    "hsts_unreadable": _(
        "The Strict-Transport-Security header does not follow its standard, so that browsers ignore it."
    ),
    "hsts_address": _("The host is an IP address, where browsers ignore Strict-Transport-Security."),
    "preload": _(
        "What the list of encrypted hosts built into browsers (hstspreload.org) asks of this host is met. "
        "Its subdomains were not visited."
    ),
    "preload_base": _(
        "Only a base domain can be on the list built into browsers, not one that begins with www."
    ),
    "preload_max_age": ngettext_lazy(
        "The list built into browsers asks for a year; the host says %(number)s day.",
        "The list built into browsers asks for a year; the host says %(number)s days.",
        "number",
    ),
    "preload_subdomains": _(
        "The list built into browsers asks for includeSubDomains; the host does not say it."
    ),
    "preload_word": _("The list built into browsers asks for the word preload; the host does not say it."),
}

WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
DIRECTIVE = re.compile(rf'[ \t]*(?:({WORD})[ \t]*(?:=[ \t]*({WORD}|"(?:[^"\\]|\\.)*")[ \t]*)?)?(?:;|\Z)')


@dataclass(frozen=True, slots=True)
class Policy:
    """What a header says. ``max_age`` in seconds."""

    max_age: int
    subdomains: bool
    preload: bool


def read_policy(header: str) -> Policy | None:
    """Return what a Strict-Transport-Security header says, None where browsers must ignore it.

    RFC 6797, section 6.1: directives in any order and case, each at most once, ``max-age`` required,
    unknown ones skipped; ``includeSubDomains`` and ``preload`` take no value.
    """
    directives: dict[str, str | None] = {}
    at = 0
    while at < len(header):
        match = DIRECTIVE.match(header, at)
        if match is None:
            return None
        at = match.end()
        if match[1]:
            name = match[1].lower()
            if name in directives:
                return None
            directives[name] = match[2]
    age = (directives.get("max-age") or "").strip('"')
    if not (age.isascii() and age.isdecimal()):
        return None
    if any(directives.get(name) is not None for name in ("includesubdomains", "preload")):
        return None
    seconds = CENTURY if len(age) > 10 else min(int(age), CENTURY)
    return Policy(seconds, "includesubdomains" in directives, "preload" in directives)


def check_hsts(snapshot: HostSnapshot) -> Finding:
    """The header on the first encrypted answer (RFC 6797); a year or more is good. Raises ``Trouble``."""
    policy = _policy_of(snapshot)
    if isinstance(policy, Finding):
        return policy
    if not policy.max_age:
        return Finding(Outcome.FAILED, "hsts_off")
    if policy.max_age < DAY:
        return Finding(Outcome.WARNING, "hsts_brief")
    is_long = policy.max_age >= YEAR
    facts = {"number": policy.max_age // DAY}
    return Finding(Outcome.PASSED if is_long else Outcome.WARNING, "hsts" if is_long else "hsts_short", facts)


def check_hsts_preload(snapshot: HostSnapshot) -> Finding:
    """The rules of hstspreload.org that one host shows: a valid certificate, the redirect from http on the
    same host, and all three directives on the first encrypted answer, be it a redirect. Raises ``Trouble``.

    That the subdomains all serve https is another of its rules, which nobody can see from here.
    """
    policy = _policy_of(snapshot)
    if isinstance(policy, Finding):
        return policy
    redirect = check_https_redirect(snapshot)
    if redirect.outcome != Outcome.PASSED:
        return redirect
    if snapshot.target.name.startswith("www."):
        return Finding(Outcome.FAILED, "preload_base")
    if policy.max_age < YEAR:
        return Finding(Outcome.FAILED, "preload_max_age", {"number": policy.max_age // DAY})
    if not policy.subdomains:
        return Finding(Outcome.FAILED, "preload_subdomains")
    return Finding(Outcome.PASSED, "preload") if policy.preload else Finding(Outcome.FAILED, "preload_word")


def _policy_of(snapshot: HostSnapshot) -> Policy | Finding:
    headers = snapshot.first.all("strict-transport-security")
    if snapshot.target.is_address:  # RFC 6797, section 8.1.1
        return Finding(Outcome.FAILED, "hsts_address")
    if not headers:
        return Finding(Outcome.FAILED, "hsts_missing")
    # Browsers read the first header and no other: RFC 6797, section 8.1.
    return read_policy(headers[0]) or Finding(Outcome.FAILED, "hsts_unreadable")
