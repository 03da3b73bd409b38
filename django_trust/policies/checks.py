"""System checks of the policies room. They speak English; ``trust_check_policies`` prints the same findings.

Those that read the database run only where that is allowed (``check --database default``, ``migrate``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from django.conf import global_settings, settings
from django.core.checks import CheckMessage, Error, Warning
from django.db import DEFAULT_DB_ALIAS, DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from django_trust.conf import trust_settings
from django_trust.l10n.locales import fallback_chain
from django_trust.policies.book import PolicyBook
from django_trust.policies.choices import PolicyKind
from django_trust.policies.consistency import Difference, differences
from django_trust.policies.facts import VersionFacts, rows_for
from django_trust.policies.floors import Shortfall, gaps, places_of, shortfalls_of_all
from django_trust.policies.markets.profiles import (
    known_markets,
    market_code,
    nearest_market,
    profile_for,
)
from django_trust.policies.models import PolicyVersion
from django_trust.policies.rows import PARTS, facts_of_frozen
from django_trust.policies.seals import bears_its_digest, is_untouched
from django_trust.shop.identity.zones import country_name
from django_trust.shop.places import country_codes

ENGLISH = "en"
LONGEST_CODE = 3  # what is longer is meant as a name


# What every run may ask: the settings


def check_markets(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Report markets that do not exist (``trust.E015``), and those whose law is not known here
    (``trust.W014``)."""
    found: list[CheckMessage] = []
    for code in trust_settings.markets:
        if profile_for(code) is not None:
            continue
        if market_code(code) in country_codes():
            text = f"DJANGO_TRUST['MARKETS'] has {code!r}, whose law is not among the market profiles."
            hint = f"Nothing is checked for it. There are profiles for {', '.join(known_markets())}."
            found.append(Warning(text, hint=hint, id="trust.W014"))
        else:
            text = f"DJANGO_TRUST['MARKETS'] has {code!r}, which is neither a country nor a union."
            found.append(Error(text, hint=_spelling(code), id="trust.E015"))
    return found


def _spelling(code: str) -> str:
    """Return the market that is meant: one of that English name, else one whose code looks like it."""
    places = (*known_markets(), *country_codes())
    names = {country_name(place, ENGLISH).casefold(): place for place in places}
    named = get_close_matches(code.casefold(), names, n=1) if len(code) > LONGEST_CODE else []
    near = names[named[0]] if named else nearest_market(code)
    return f"Did you mean {near!r}?" if near else 'Write two letters of a country, such as "EE", or "EU".'


# What is published


def check_policies(
    app_configs: Any, databases: Collection[str] | None = None, **kwargs: Any
) -> Sequence[CheckMessage]:
    """Report what is wrong with published policies: see ``policy_messages``."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    try:
        with transaction.atomic(using=DEFAULT_DB_ALIAS):
            return policy_messages()
    except DatabaseError:  # the tables are not there yet
        return []


def policy_messages(
    *, languages: Collection[str] | None = None, markets: Collection[str] | None = None
) -> list[CheckMessage]:
    """Return what is wrong with the policies that are in force or coming, in English.

    ``trust.E014`` changed after publication, ``trust.E013`` and ``trust.W013`` below the law, ``trust.W014``
    no terms in a market, ``trust.W015`` translations, ``trust.E012`` faces that differ. ``languages`` are by
    default those of the site, ``markets`` those of ``MARKETS``. What was changed is not looked at further.
    """
    languages = checked_languages() if languages is None else languages
    markets = trust_settings.markets if markets is None else markets
    with override(ENGLISH):
        changed = _changed()
        books = list(_books({version.pk for version in changed}))
        found = [_changed_message(version) for version in changed]
        found += _gap_messages(books[0], markets, {version.policy.kind for version in changed})
        for book in books:
            found += [_shortfall_message(*pair) for pair in shortfalls_of_all(book.versions, markets)]
            found += _translation_messages(book, languages)
            found += _face_messages(book, languages, markets)
    return list({(message.id, message.msg): message for message in found}.values())


def checked_languages() -> list[str]:
    """Return the languages of the site; the default one where ``LANGUAGES`` is Django's list of all."""
    if settings.LANGUAGES == global_settings.LANGUAGES:
        return [settings.LANGUAGE_CODE.lower()]
    return [code.lower() for code, _name in settings.LANGUAGES]


def _published() -> QuerySet[PolicyVersion]:
    return PolicyVersion.objects.using(DEFAULT_DB_ALIAS).published().select_related("policy")


def _books(left_out: Collection[int]) -> Iterator[PolicyBook]:
    """Yield the versions in force now, then those at each moment at which another one begins."""
    now = timezone.now()
    coming = _published().filter(effective_from__gt=now).values_list("effective_from", flat=True)
    for moment in sorted({now, *filter(None, coming)}):
        rows = PolicyVersion.objects.using(DEFAULT_DB_ALIAS).in_force(moment).exclude(pk__in=left_out)
        yield PolicyBook(tuple(facts_of_frozen(row) for row in rows))


def _title(version: VersionFacts) -> str:
    market = f" ({version.market})" if version.market else ""
    return f"{version.kind.label}{market}, version {version.number}"


# Versions


def _changed() -> list[PolicyVersion]:
    """Versions that are not what was published. Of those in force the rows are looked at too: the next draft
    begins with them."""
    in_force = set(
        PolicyVersion.objects.using(DEFAULT_DB_ALIAS).in_force(timezone.now()).values_list("pk", flat=True)
    )
    return [
        version
        for version in _published()
        if not (is_untouched(version) if version.pk in in_force else bears_its_digest(version))
    ]


def _changed_message(version: PolicyVersion) -> CheckMessage:
    title = f"{PolicyKind(version.policy.kind).label}, version {version.number}"
    text = f"{title}, was changed in the database after it was published: its content is another one."
    hint = (
        f"Restore row {version.pk} of the table {PolicyVersion._meta.db_table} from a backup. "
        "Orders may have been made under it; for other terms publish a new version."
    )
    return Error(text, hint=hint, id="trust.E014")


def _translation_messages(book: PolicyBook, languages: Collection[str]) -> Iterator[CheckMessage]:
    for version in book.versions:
        written = {code: prose for code, prose in version.prose.items() if prose.html or prose.title}
        missing = [
            code for code in languages if written and not {*fallback_chain(code, code)} & written.keys()
        ]
        stale = [code for code in languages if code in written and written[code].stale]
        if missing or stale:
            said = [f"missing in {', '.join(missing)}"] if missing else []
            said += [f"a translation of an earlier original in {', '.join(stale)}"] if stale else []
            text = f"{_title(version)}: its text is {', and '.join(said)}."
            hint = (
                "Begin a draft, translate the text, and publish it. The facts are current in all languages."
            )
            yield Warning(text, hint=hint, id="trust.W015")


# Floors


def _shortfall_message(version: VersionFacts, found: Shortfall) -> CheckMessage:
    text = f"{_title(version)}, gives less than the law of {found.market}: {found.message}"
    hint = f"{found.hint} Law: {found.law}."
    if found.is_certain:
        return Error(text, hint=hint, id="trust.E013")
    hint += f" This is not certain: checked {found.checked_on}, certainty: {found.certainty}."
    return Warning(text, hint=hint, id="trust.W013")


def _gap_messages(
    book: PolicyBook, markets: Collection[str], unread: Collection[str]
) -> Iterator[CheckMessage]:
    """Yield one message for each market that lacks terms. Kinds that were not read may be there or not."""
    by_market: dict[str, list[str]] = {}
    for gap in gaps(book.versions, markets):
        if gap.kind not in unread:
            where = f" ({', '.join(gap.countries)})" if gap.countries else ""
            by_market.setdefault(gap.market, []).append(f"{gap.kind.label}{where}")
    for market, names in by_market.items():
        text = f"DJANGO_TRUST['MARKETS'] has {market!r}, where these terms are missing: {'; '.join(names)}."
        hint = f"Publish each with a row for {market}, or for everywhere."
        yield Warning(text, hint=hint, id="trust.W014")


# Faces


def face_differences(
    book: PolicyBook, languages: Collection[str], markets: Collection[str]
) -> Iterator[tuple[VersionFacts, Difference]]:
    """Yield where faces of the versions in force disagree with their facts, in all languages and markets."""
    for version in book.versions:
        for country in shown_countries(book, version, markets):
            for language in languages:
                for difference in differences(version, language, country):
                    yield version, difference


def shown_countries(book: PolicyBook, version: VersionFacts, markets: Collection[str]) -> list[str]:
    """Return countries of the markets in which shoppers read a version, one for each set of rows and law;
    an empty one for shoppers from nobody knows where."""
    found: dict[Any, str] = {None: ""} if book.find(version.kind) is version else {}
    for place in places_of(markets):
        for country in place.countries:
            if book.find(version.kind, country) is version:
                parts = (getattr(version, part.name) for part in PARTS[version.kind])
                shown = tuple(tuple(map(id, rows_for(rows, country))) for rows in parts)
                found.setdefault((place.law.code, shown), country)
    return list(found.values())


def _face_messages(
    book: PolicyBook, languages: Collection[str], markets: Collection[str]
) -> Iterator[CheckMessage]:
    """Yield one message for each face of a version: what differs first, and how much more does."""
    by_face: dict[tuple[str, str], list[Difference]] = {}
    for version, difference in face_differences(book, languages, markets):
        by_face.setdefault((_title(version), difference.face), []).append(difference)
    for (title, face), found in by_face.items():
        text = f"{title}: the face {face!r} differs from the terms. {difference_words(found[0])}"
        text += f" {len(found) - 1} more like this." if found[1:] else ""
        yield Error(text, hint=_FACE_HINTS.get(face, _OWN_FAULT), id="trust.E012")


def difference_words(found: Difference) -> str:
    """Return one difference as a sentence."""
    where = f"{found.language}, {found.country}" if found.country else found.language
    if not found.expected:
        return f"It has {found.fact} ({where}), which is no fact of the terms: {found.found!r}."
    said = f"says {found.found!r}" if found.found else "does not say"
    return f"Of {found.fact} ({where}) it {said}; the terms say {found.expected!r}."


_OVERRIDDEN = (
    "If your project overrides the template django_trust/policies/{}, take words and values of its variables "
    "and write none by hand."
)
_FACE_HINTS = {
    "block": _OVERRIDDEN.format("block.html"),
    "page": _OVERRIDDEN.format("block.html"),
    "short": _OVERRIDDEN.format("short.html"),
    "checkout": _OVERRIDDEN.format("checkout.html"),
}
_OWN_FAULT = "No template makes this face, so the fault is in django-trust or in what replaces parts of it."
