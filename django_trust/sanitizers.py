"""Cleaning HTML written by staff, once, when it is saved. Public text never comes here: it is plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from bleach import html5lib_shim
from bleach.sanitizer import Cleaner
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from django_trust.conf import trust_settings
from django_trust.text import require_length

MAX_LENGTH = 20_000
TAGS = frozenset(
    "p br strong em ul ol li a h3 h4 blockquote table caption thead tbody tfoot tr th td".split()
)
ATTRIBUTES = {"a": ["href", "title"], "th": ["scope"]}
PROTOCOLS = frozenset({"http", "https", "mailto"})
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
IGNORED_BY_BROWSERS = re.compile("[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff\ufffd]")
LINK_REL = "nofollow ugc noopener"

Sanitizer = Callable[[str], str]


def clean_html(html: str) -> str:
    """Return staff-written HTML reduced to the allowed tags, through the ``SANITIZER`` setting.

    Both shipped sanitizers are quadratic on hostile nesting, so the length is capped first. Raises
    ``ValidationError`` when ``html`` is longer than 20,000 characters, ``ImproperlyConfigured`` when the
    sanitizer cannot be imported.
    """
    require_length(html, MAX_LENGTH)
    return get_sanitizer()(html)


def get_sanitizer() -> Sanitizer:
    """Return the function that ``SANITIZER`` names. Raises ``ImproperlyConfigured`` if it is not there."""
    name = trust_settings.sanitizer
    if name == "bleach":
        return bleach_clean
    if name == "nh3":
        if find_spec("nh3") is None:
            raise ImproperlyConfigured(
                'SANITIZER "nh3" needs an extra: pip install "django-trust-widgets[nh3]".'
            )
        return nh3_clean
    try:
        sanitizer = import_string(name)
    except ImportError as error:
        raise ImproperlyConfigured(f"SANITIZER {name!r} cannot be imported: {error}.") from error
    if not callable(sanitizer):
        raise ImproperlyConfigured(f"SANITIZER {name!r} is not a function.")
    return sanitizer  # type: ignore[no-any-return]


class LinkFilter(html5lib_shim.Filter):  # type: ignore[misc]
    """Adds ``rel`` to links as nh3 does, and closes a gap of bleach: it takes ``javascript:1`` for a host
    and its port, and lets it pass."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for token in super().__iter__():
            if token["type"] == "StartTag" and token["name"] == "a":
                href = IGNORED_BY_BROWSERS.sub("", unescape(token["data"].get((None, "href"), "")))
                if (scheme := SCHEME.match(href)) and scheme[1].lower() not in PROTOCOLS:
                    del token["data"][(None, "href")]
                token["data"][(None, "rel")] = LINK_REL
            yield token


def bleach_clean(html: str) -> str:
    """Clean with bleach. A Cleaner is not thread-safe, so every call makes its own."""
    cleaner = Cleaner(
        tags=TAGS,
        attributes=ATTRIBUTES,
        protocols=PROTOCOLS,
        strip=True,
        strip_comments=True,
        filters=[LinkFilter],
    )
    return str(cleaner.clean(html))


def nh3_clean(html: str) -> str:
    """Clean with nh3 (extra ``nh3``)."""
    nh3 = import_module("nh3")
    attributes = {"*": set(), **{tag: set(names) for tag, names in ATTRIBUTES.items()}}
    return str(
        nh3.clean(html, tags=set(TAGS), attributes=attributes, url_schemes=set(PROTOCOLS), link_rel=LINK_REL)
    )
