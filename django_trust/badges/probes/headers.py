"""Whether the home page comes with the security headers that every shop can send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from django_trust.badges.choices import Outcome
from django_trust.badges.findings import Finding
from django_trust.badges.probes.answers import HttpAnswer
from django_trust.badges.probes.csp import is_limited, policies_of
from django_trust.badges.probes.reading import home_page, listed, quoted

if TYPE_CHECKING:
    from django_trust.badges.probes.snapshot import HostSnapshot

# W3C Referrer Policy, section 3. The others send the full address of a page to any other site.
KNOWN_POLICIES = frozenset(
    "no-referrer no-referrer-when-downgrade same-origin origin strict-origin origin-when-cross-origin "
    "strict-origin-when-cross-origin unsafe-url".split()
)
TELLING_POLICIES = frozenset({"no-referrer-when-downgrade", "unsafe-url"})
# Told where they are seen, but a shop may do without.
INFORMATIVE = ("Permissions-Policy", "Cross-Origin-Opener-Policy")
# Browsers have dropped them; they protect nobody.
OBSOLETE = ("Expect-CT", "Public-Key-Pins", "P3P")

MESSAGES: dict[str, Any] = {
    "headers_passed": _("The home page has these security headers: %(sent)s."),
    "headers_obsolete_filter": _(
        "The home page has these security headers: %(sent)s. It should send X-XSS-Protection: 0 or nothing, "
        "because the old filter that it switches on can be turned against the page."
    ),
    "headers_missing": _("The home page lacks security headers: %(missing)s."),
    "headers_weak": _("Security headers of the home page protect nothing: %(weak)s."),
    "headers_missing_weak": _(
        "The home page lacks security headers: %(missing)s. Others protect nothing: %(weak)s."
    ),
    "headers_no_page": _("The home page answered with status %(status)s, so there was no page to judge."),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One protection: the header, its value where it was sent, and whether that protects."""

    name: str
    value: str
    protects: bool


def check_headers(snapshot: HostSnapshot) -> Finding:
    """Judge type sniffing, referrers and framing of the home page. May raise ``Trouble``."""
    answer = home_page(snapshot)
    required = [_sniffing(answer), _referrer(answer), _framing(answer)]
    missing = [seen.name for seen in required if not seen.value]
    weak = [f"{seen.name}: {seen.value}" for seen in required if seen.value and not seen.protects]
    if missing or weak:
        facts = {"missing": listed(missing), "weak": listed(weak)}
        message = "_".join(["headers", *(name for name, words in facts.items() if words)])
        return Finding(Outcome.FAILED, message, {name: words for name, words in facts.items() if words})
    return _passed(answer, [seen.name for seen in required])


def _passed(answer: HttpAnswer, required: list[str]) -> Finding:
    facts = {"sent": listed([*required, *(name for name in INFORMATIVE if answer.get(name))])}
    if obsolete := [name for name in OBSOLETE if answer.get(name)]:
        facts["obsolete"] = listed(obsolete)
    filters = answer.get("x-xss-protection").strip()
    if filters and filters.partition(";")[0].strip() != "0":
        return Finding(Outcome.WARNING, "headers_obsolete_filter", {**facts, "filter": quoted(filters)})
    return Finding(Outcome.PASSED, "headers_passed", facts)


def _words(answer: HttpAnswer, name: str) -> list[str]:
    return [word.strip().lower() for word in answer.get(name).split(",")]


def _sniffing(answer: HttpAnswer) -> Seen:
    """Fetch, "determine nosniff": the first word alone decides."""
    name = "X-Content-Type-Options"
    return Seen(name, answer.get(name), _words(answer, name)[0] == "nosniff")


def _referrer(answer: HttpAnswer) -> Seen:
    """Referrer Policy, 8.1: the last word that a browser knows counts; the others are for older ones."""
    name = "Referrer-Policy"
    known = [word for word in _words(answer, name) if word in KNOWN_POLICIES]
    return Seen(name, answer.get(name), bool(known) and known[-1] not in TELLING_POLICIES)


def _framing(answer: HttpAnswer) -> Seen:
    """CSP Level 3, "frame-ancestors": X-Frame-Options is ignored beside a policy that has it."""
    policies = policies_of(answer)
    ancestors = [policy["frame-ancestors"] for policy in policies if "frame-ancestors" in policy]
    if ancestors:
        value = "frame-ancestors " + " ".join(ancestors[0])
        return Seen("Content-Security-Policy", value, is_limited(policies, "frame-ancestors"))
    name = "X-Frame-Options"
    return Seen(name, answer.get(name), not {"deny", "sameorigin"}.isdisjoint(_words(answer, name)))
