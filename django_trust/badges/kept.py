"""Rows of badges as kept HTML, never shown longer than their evidence lasts.

Every kept row bears the version of all badges and the next moment at which one of them may come or go. The
version changes with each change of a badge and again when that is committed, whichever process made it. A
row is kept in ``FRAGMENT_CACHE`` for all processes, and once more in each process: there, a page only asks
the cache for the version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf
from django.utils import timezone

from django_trust import __version__
from django_trust.conf import trust_settings
from django_trust.generation import Generation
from django_trust.l10n.locales import current_language
from django_trust.rendering import find_template, template_hash

PREFIX = "django_trust:badges:"
GENERATION = Generation("badges")
# Changes that no signal tells of (``QuerySet.update``) are seen after so long.
LONGEST = timedelta(minutes=5)
# What was rendered inside a transaction may be rolled back.
SHORTEST = timedelta(seconds=5)
MOST_IN_PROCESS = 500


Render = Callable[[], tuple[str, datetime | None]]


class Kept(NamedTuple):
    """A row with the version it was made of, and the moment from which it may be another one."""

    version: str
    until: datetime
    html: str


_in_process: dict[tuple[Any, ...], Kept] = {}


def kept_or_rendered(parts: tuple[Any, ...], render: Render, request: HttpRequest | None = None) -> str:
    """Return the HTML of a row from ``FRAGMENT_CACHE``, or render and keep it.

    ``parts`` name the row; ``render`` returns its HTML and until when that holds at most. ``request`` says
    where the addresses lead, more cheaply than the thread does.
    """
    alias = trust_settings.fragment_cache
    if not alias:
        return render()[0]
    cache, now = caches[alias], timezone.now()
    name = (alias, *parts, current_language(), *_addresses(request))
    version = GENERATION.current(cache)
    if version is None:  # a dummy cache, or one that is down
        return render()[0]
    found = _in_process.get(name)
    if found is not None and found.version == version and now < found.until and not settings.DEBUG:
        return found.html  # templates change while DEBUG is on
    found = _from_cache(cache, name)
    if found is None or found.version != version or now >= found.until:
        found = _rendered(version, now, render)
        cache.set(_key(name), tuple(found), LONGEST.total_seconds())
    _remember(name, found)
    return found.html


def _addresses(request: HttpRequest | None) -> tuple[Any, Any]:
    """What the addresses in a row depend on."""
    if request is None:
        return get_script_prefix(), get_urlconf()
    return request.META.get("SCRIPT_NAME"), getattr(request, "urlconf", None)


def _rendered(version: str, now: datetime, render: Render) -> Kept:
    html, until = render()
    longest = now + (SHORTEST if GENERATION.is_changing() else LONGEST)
    return Kept(version, min(until or longest, longest), str(html))


def _from_cache(cache: BaseCache, name: tuple[Any, ...]) -> Kept | None:
    found = cache.get(_key(name))
    return Kept(*found) if found else None


def _remember(name: tuple[Any, ...], kept: Kept) -> None:
    if name not in _in_process and len(_in_process) >= MOST_IN_PROCESS:
        _in_process.clear()
    _in_process[name] = kept


@lru_cache(maxsize=1024)
def _ordered(name: tuple[Any, ...]) -> str:
    """The same text for the same row in every process: sets have no order of their own."""
    return repr([sorted(part) if isinstance(part, frozenset) else part for part in name])


def _key(name: tuple[Any, ...]) -> str:
    template = template_hash(find_template("django_trust/badges/row.html"))
    return PREFIX + hashlib.sha256(f"{__version__} {template} {_ordered(name)}".encode()).hexdigest()
