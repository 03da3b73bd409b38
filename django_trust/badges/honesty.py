"""Which claims of badges are refused or warned of, and by which rule.

The rules look for words, so they find what shops usually write and not whatever could be meant. A sentence
that denies ("we do not claim to be 100% secure") counts like one that claims: shoppers see the words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.checks import CheckMessage, Warning
from django.db import DEFAULT_DB_ALIAS, DatabaseError, transaction
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from django_trust.badges.claim_rules import RULES, Evidence, Ground, Rule, Severity, phrasebook
from django_trust.badges.claim_rules.spelling import Sentence, sentences
from django_trust.conf import trust_settings
from django_trust.l10n.translated import by_language

if TYPE_CHECKING:
    from django_trust.badges.models import Badge

GRAVITY: dict[Severity, int] = {"refused": 0, "warned": 1}
CHECK_IDS: dict[Severity, str] = {"refused": "trust.W010", "warned": "trust.W011"}
MARKET_NAMES = {"UK": "GB"}

Texts = tuple[tuple[str, str, str], ...]  # (field, language, text)


@dataclass(frozen=True)
class Objection:
    """One rule that a badge breaks.

    ``found`` are the words that matched, as written, and ``field`` is the entry of the badge where they
    stand. ``language`` is that of the text, or of the wording where the text came without one, and empty
    where no text is to blame. ``title`` and ``why`` are sentences for staff, in the active language.
    """

    code: str
    severity: Severity
    title: Promise
    why: Promise
    source: str
    found: str
    language: str
    field: str = "claim"


def objections(
    *,
    texts: Mapping[str, str] | Iterable[str],
    kind: str = "",
    issuer: str = "",
    certificate_number: str = "",
    scheme: str = "",
    verify_url: str = "",
    icon: str = "",
    markets: Collection[str] | None = None,
) -> tuple[Objection, ...]:
    """Return what is wrong with the claims of ``texts``, the gravest first.

    Texts are read in every language, whatever language they say they are in. ``markets`` are country codes
    or ``"EU"``, by default the setting ``MARKETS``. Without any market, rules of a market only warn.
    """
    pairs = texts.items() if isinstance(texts, Mapping) else (("", text) for text in texts)
    evidence = Evidence(kind, issuer, certificate_number, scheme, verify_url, icon)
    read = tuple(("claim", language, text) for language, text in pairs)
    return _objections(read, evidence, _market_codes(markets))


def badge_objections(badge: Badge) -> tuple[Objection, ...]:
    """Return what is wrong with the claim, statement and scope of a badge, the gravest first.

    The markets of a badge for certain countries are these countries: nobody else sees it.
    """
    evidence = Evidence(
        badge.kind,
        badge.issuer,
        badge.certificate_number,
        badge.scheme,
        badge.verify_url,
        badge.icon,
    )
    return _objections(_texts_of(badge), evidence, _market_codes(_countries_of(badge)))


def is_refused(badge: Badge) -> bool:
    """Whether a rule forbids to show the badge. Cheap for a badge that was asked about before."""
    return any(objection.severity == "refused" for objection in badge_objections(badge))


def _texts_of(badge: Badge) -> Texts:
    """Return all texts of a badge; what somebody has damaged is no text."""
    fields = (("claim", badge.claim), ("statement", badge.statement), ("scope", badge.scope))
    return tuple(
        (field, language, text)
        for field, value in fields
        if isinstance(texts := by_language(value), Mapping)
        for language, text in texts.items()
        if isinstance(text, str)
    )


def _countries_of(badge: Badge) -> list[str] | None:
    if not isinstance(badge.countries, list | tuple):
        return None
    return [code for code in badge.countries if isinstance(code, str)] or None


def _market_codes(markets: Collection[str] | None) -> frozenset[str]:
    codes = trust_settings.markets if markets is None else markets
    return frozenset(MARKET_NAMES.get(code.upper(), code.upper()) for code in codes)


@lru_cache(maxsize=512)
def _objections(texts: Texts, evidence: Evidence, markets: frozenset[str]) -> tuple[Objection, ...]:
    asked = {
        number: rule
        for number, rule in enumerate(RULES)
        if rule.about(evidence) and not rule.proven(evidence)
    }
    found = [
        *_of_evidence(asked.values(), evidence, markets),
        *(
            objection
            for field, language, text in texts
            for sentence in sentences(text)
            for objection in _of_sentence(asked, sentence, field, language, markets)
        ),
    ]
    once = {(each.code, each.field, each.language, each.found): each for each in found}
    return tuple(sorted(once.values(), key=lambda each: GRAVITY[each.severity]))


def _of_evidence(rules: Iterable[Rule], evidence: Evidence, markets: frozenset[str]) -> Iterator[Objection]:
    for rule in rules:
        if field := rule.sign(evidence):
            objection = _objection(rule, rule.grounds, markets, getattr(evidence, field), "", field)
            if objection is not None:
                yield objection


def _of_sentence(
    asked: Mapping[int, Rule], sentence: Sentence, field: str, language: str, markets: frozenset[str]
) -> Iterator[Objection]:
    """Yield one objection for each rule that the sentence breaks, by the first and longest words it uses."""
    hits = [hit for hit in phrasebook().find(sentence.words) if hit.meaning.rule in asked]
    if not hits:
        return
    done = {hit.meaning.rule for hit in hits if hit.meaning.excuse}
    for hit in sorted(hits, key=lambda hit: (hit.meaning.rule, hit.start, -hit.end)):
        meaning, rule = hit.meaning, asked[hit.meaning.rule]
        if meaning.rule in done:
            continue
        grounds = [ground for ground in rule.grounds if ground.covers(hit.days, exact=meaning.exact)]
        quote = sentence.quote(hit.start, hit.end)
        objection = _objection(rule, grounds, markets, quote, language or meaning.language, field)
        if objection is not None:
            done.add(meaning.rule)
            yield objection


def _objection(
    rule: Rule, grounds: Sequence[Ground], markets: frozenset[str], found: str, language: str, field: str
) -> Objection | None:
    """Return the objection by the gravest ground that holds, of equal ones by the one nearest the claim."""
    holding = [
        (GRAVITY[severity], ground.days or 0, number, severity, ground)
        for number, ground in enumerate(grounds)
        if (severity := ground.severity_in(markets)) is not None
    ]
    if not holding:
        return None
    *_order, severity, ground = min(holding)
    return Objection(rule.code, severity, rule.title, rule.why, ground.source, found, language, field)


def check_badge_claims(
    app_configs: Any, databases: Collection[str] | None = None, **kwargs: Any
) -> Sequence[CheckMessage]:
    """Report the claims of enabled badges that are refused (``trust.W010``) or warned of (``trust.W011``).

    Asks the database, so it runs only where that is allowed (``check --database default``, ``migrate``).
    """
    from django_trust.badges.models import Badge

    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    try:
        with transaction.atomic(using=DEFAULT_DB_ALIAS):
            badges = list(Badge.objects.using(DEFAULT_DB_ALIAS).enabled().in_order())
    except DatabaseError:  # the table is not there yet
        return []
    return [message for badge in badges for message in _messages(badge)]


def _messages(badge: Badge) -> Iterator[CheckMessage]:
    by_rule: dict[str, list[Objection]] = {}
    for objection in badge_objections(badge):
        by_rule.setdefault(objection.code, []).append(objection)
    for code, found in by_rule.items():
        words = ", ".join(dict.fromkeys(f"“{objection.found}”" for objection in found))
        first = found[0]
        yield Warning(
            f"Badge {badge.pk} claims what the rule {code} {_VERBS[first.severity]}: {words}.",
            hint=f"{first.title} {first.why} Source: {first.source}.{_place(badge)}",
            id=CHECK_IDS[first.severity],
        )


_VERBS: dict[Severity, str] = {"refused": "refuses", "warned": "warns of"}


def _place(badge: Badge) -> str:
    """Return where to change the badge, or nothing in a shop without the admin."""
    try:
        return f" Change it at {reverse('admin:trust_badge_change', args=[badge.pk])}."
    except NoReverseMatch:
        return ""
