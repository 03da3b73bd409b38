"""All terms in force, read once for a page: one query, or none where they are kept.

Where ``FRAGMENT_CACHE`` names a cache, the rows are kept there for all processes and once more in each
process, together with the generation of the policies and the next moment at which a version begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.core.cache import caches
from django.db.models import Case, F, JSONField, When
from django.http import HttpRequest
from django.utils import timezone

from django_trust import __version__
from django_trust.conf import trust_settings
from django_trust.generation import Generation
from django_trust.policies.facts import VersionFacts
from django_trust.policies.models import PolicyVersion
from django_trust.policies.rows import facts_of_frozen
from django_trust.rendering import memo_of
from django_trust.shop.places import UNIONS, is_within

GENERATION = Generation("policies")
PREFIX = f"django_trust:policies:{__version__}:"
LONGEST = timedelta(minutes=5)  # changes that no signal tells of are seen after so long
SHORTEST = timedelta(seconds=5)  # what was read inside a transaction may be rolled back
MEMO_KEY = "policy_book"

Holder = HttpRequest | dict[str, Any]


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """The versions in force at one moment, of all policies."""

    versions: tuple[VersionFacts, ...] = ()

    def find(self, kind: str, country: str = "") -> VersionFacts | None:
        """Return the version for shoppers in ``country``: of the policy for that very country, else for
        its union, else for everywhere. For an unknown country (empty): everywhere, else the only or first
        one."""
        mine = [version for version in self.versions if version.kind == kind]
        if not country:
            return next((version for version in mine if not version.market), mine[0] if mine else None)
        fitting = [version for version in mine if is_within(country, version.market)]
        return min(fitting, key=_breadth, default=None)

    def of_kind(self, kind: str) -> tuple[VersionFacts, ...]:
        """Return the versions of one kind, in all markets."""
        return tuple(version for version in self.versions if version.kind == kind)


def _breadth(version: VersionFacts) -> int:
    if not version.market:
        return 2
    return 1 if version.market in UNIONS else 0


class Kept(NamedTuple):
    generation: str
    until: datetime
    versions: tuple[VersionFacts, ...]  # in force, or coming


_in_process: dict[tuple[str, str], Kept] = {}


def book(prose_of: str = "", now: datetime | None = None) -> PolicyBook:
    """Return the terms in force, with the prose of one kind of policy. One query, none where kept.

    Another moment than the present costs its query: what is kept says what is in force now and later.
    """
    if now is not None:
        return _in_force(_read(prose_of, now), now)
    now = timezone.now()
    return _in_force(_kept_or_read(prose_of, now), now)


def book_of(holder: Holder, prose_of: str = "", now: datetime | None = None) -> PolicyBook:
    """Return the same, read once for all the widgets of a page."""
    memo = memo_of(holder)
    known: dict[str, PolicyBook] = memo.setdefault(MEMO_KEY, {})
    if not prose_of and known:
        return next(iter(known.values()))  # the terms are in each of them
    if prose_of not in known:
        known[prose_of] = book(prose_of, now)
    return known[prose_of]


def _in_force(versions: Iterable[VersionFacts], now: datetime) -> PolicyBook:
    begun: dict[int | None, VersionFacts] = {}
    for version in sorted(versions, key=lambda one: (one.effective_from or now, one.number)):
        if version.effective_from is not None and version.effective_from <= now:
            begun[version.policy_id] = version
    return PolicyBook(tuple(sorted(begun.values(), key=lambda one: (one.kind, one.market))))


def _kept_or_read(prose_of: str, now: datetime) -> tuple[VersionFacts, ...]:
    alias = trust_settings.fragment_cache
    if not alias:
        return _read(prose_of, now)
    cache = caches[alias]
    generation = GENERATION.current(cache)
    if generation is None:
        return _read(prose_of, now)
    found = _in_process.get((alias, prose_of))
    if found is None or found.generation != generation or now >= found.until:
        found = _from_cache(alias, prose_of)
    if found is None or found.generation != generation or now >= found.until:
        longest = SHORTEST if GENERATION.is_changing() else LONGEST
        found = Kept(generation, now + longest, _read(prose_of, now))
        cache.set(PREFIX + prose_of, tuple(found), longest.total_seconds())
    _in_process[alias, prose_of] = found
    return found.versions


def _from_cache(alias: str, prose_of: str) -> Kept | None:
    found = caches[alias].get(PREFIX + prose_of)
    return Kept(*found) if found else None


def _read(prose_of: str, now: datetime) -> tuple[VersionFacts, ...]:
    """Read what is in force at ``now`` and what begins later, so that what is kept holds beyond a turn."""
    rows = PolicyVersion.objects.in_force_or_coming(now).defer("texts")
    if prose_of:
        wanted = Case(When(policy__kind=prose_of, then=F("texts")), output_field=JSONField())
        rows = rows.annotate(wanted_texts=wanted)
    return tuple(facts_of_frozen(row, getattr(row, "wanted_texts", None) or {}) for row in rows)
