"""Whether the home page comes with a content security policy that keeps out foreign scripts.

Read as browsers read it, by W3C Content Security Policy Level 3. Only the header counts: a policy in a meta
element cannot say who may frame the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from django_trust.badges.choices import Outcome
from django_trust.badges.findings import Finding
from django_trust.badges.probes.answers import HttpAnswer
from django_trust.badges.probes.reading import home_page, listed

if TYPE_CHECKING:
    from django_trust.badges.probes.snapshot import HostSnapshot

Sources = tuple[str, ...]
Policy = Mapping[str, Sources]

# Directives by falling precedence: the first one a policy holds is the one that counts.
SCRIPT_ELEMENTS = ("script-src-elem", "script-src", "default-src")
SCRIPT_ATTRIBUTES = ("script-src-attr", "script-src", "default-src")
EVALUATION = ("script-src", "default-src")
PLUGINS = ("object-src", "default-src")

# Sources that match hosts of anybody's choice. "ws:" matches https too ("scheme-part matches").
ANY_HOST = re.compile(r"(?:https?|wss?):|(?:(?:https?|wss?)://)?\*(?::(?:[0-9]{1,5}|\*))?(?:/.*)?")
DATA = re.compile(r"data:")
NONCE_OR_HASH = re.compile(r"'(?:nonce|sha256|sha384|sha512)-[a-z0-9+/_-]+={0,2}'")

MESSAGES: dict[str, Any] = {
    "csp_passed": _("The home page has a content security policy: only scripts that the shop names run."),
    "csp_missing": _("The home page has no content security policy."),
    "csp_report_only": _("The content security policy of the home page only reports and blocks nothing."),
    "csp_no_script_rule": _("The content security policy has no rule for scripts."),
    "csp_wide": _("The content security policy is too wide for scripts: %(sources)s."),
    "csp_inline": _("The content security policy lets inline scripts run."),
    "csp_eval": _(
        "The content security policy keeps out foreign scripts, but lets text be run as code (unsafe-eval)."
    ),
    "csp_incomplete": _("The content security policy keeps out foreign scripts, but lacks %(missing)s."),
    "csp_eval_incomplete": _(
        "The content security policy keeps out foreign scripts, but lets text be run as code (unsafe-eval) "
        "and lacks %(missing)s."
    ),
}


def check_csp(snapshot: HostSnapshot) -> Finding:
    """Judge the policies of the home page. May raise ``Trouble``."""
    answer = home_page(snapshot)
    policies = policies_of(answer)
    if not policies:
        reports = answer.get("content-security-policy-report-only")
        return Finding(Outcome.FAILED, "csp_report_only" if reports else "csp_missing")
    return judge(policies)


def policies_of(answer: HttpAnswer) -> list[Policy]:
    """Return the policies in force, each a dictionary of directives and their sources in lower case.

    Several headers and several policies in one header all apply. Never raises, takes time in proportion to
    the length of the headers.
    """
    texts = (text for value in answer.all("content-security-policy") for text in value.split(","))
    return [policy for policy in map(_parse, texts) if policy]


def _parse(text: str) -> Policy:
    directives: dict[str, Sources] = {}
    for part in text.split(";"):
        words = part.lower().split() if part.isascii() else []
        if words:
            directives.setdefault(words[0], tuple(words[1:]))  # a repeated directive is ignored
    return directives


def judge(policies: list[Policy]) -> Finding:
    """Return the verdict on policies that apply together. What one of them forbids is forbidden."""
    if all(_rule(policy, SCRIPT_ELEMENTS) is None for policy in policies):
        return Finding(Outcome.FAILED, "csp_no_script_rule")
    inline = _lets_inline_run(policies)
    wide = list(_too_wide(policies))
    if wide:
        sources = [*wide, "'unsafe-inline'"] if inline else wide
        return Finding(Outcome.FAILED, "csp_wide", {"sources": listed(sources)})
    if inline:
        return Finding(Outcome.FAILED, "csp_inline")
    return _weigh_the_rest(policies)


def _weigh_the_rest(policies: list[Policy]) -> Finding:
    evaluates = all(_allows(_rule(policy, EVALUATION), "'unsafe-eval'") for policy in policies)
    missing = list(_missing(policies))
    facts = {"missing": listed(missing)} if missing else {}
    if not evaluates and not missing:
        return Finding(Outcome.PASSED, "csp_passed")
    if not missing:
        return Finding(Outcome.WARNING, "csp_eval")
    return Finding(Outcome.WARNING, "csp_eval_incomplete" if evaluates else "csp_incomplete", facts)


def _rule(policy: Policy, names: Iterable[str]) -> Sources | None:
    """The sources that count for one purpose, None where the policy does not limit it."""
    return next((policy[name] for name in names if name in policy), None)


def _allows(sources: Sources | None, keyword: str) -> bool:
    return sources is None or keyword in sources


def _too_wide(policies: list[Policy]) -> Iterator[str]:
    """What lets scripts of anybody in, past every policy: hosts by address, data by its own text."""
    rules = [_rule(policy, SCRIPT_ELEMENTS) for policy in policies]
    for pattern in (ANY_HOST, DATA):
        matches = [_matching(sources, pattern) for sources in rules]
        if all(found is None or found for found in matches):
            yield from (source for found in matches for source in found or ())


def _matching(sources: Sources | None, pattern: re.Pattern[str]) -> list[str] | None:
    if sources is None:
        return None
    if "'strict-dynamic'" in sources:  # hosts and schemes are ignored beside it
        return []
    return [source for source in sources if pattern.fullmatch(source)]


def _lets_inline_run(policies: list[Policy]) -> bool:
    return any(
        all(_is_inline_open(_rule(policy, names)) for policy in policies)
        for names in (SCRIPT_ELEMENTS, SCRIPT_ATTRIBUTES)
    )


def _is_inline_open(sources: Sources | None) -> bool:
    """Whether 'unsafe-inline' counts: beside a nonce, a hash or 'strict-dynamic' browsers ignore it
    ("Does a source list allow all inline behavior for type?")."""
    if sources is None:
        return True
    closes = any(source == "'strict-dynamic'" or NONCE_OR_HASH.fullmatch(source) for source in sources)
    return "'unsafe-inline'" in sources and not closes


def _missing(policies: list[Policy]) -> Iterator[str]:
    if not any(_allows_nothing(_rule(policy, PLUGINS)) for policy in policies):
        yield "object-src 'none'"
    for name in ("base-uri", "frame-ancestors"):
        if not is_limited(policies, name):
            yield name


def _allows_nothing(sources: Sources | None) -> bool:
    return sources is not None and set(sources) <= {"'none'"}


def is_limited(policies: list[Policy], name: str) -> bool:
    """Whether a policy holds the directive and names something narrower than every host."""
    return any(name in policy and not any(map(ANY_HOST.fullmatch, policy[name])) for policy in policies)
