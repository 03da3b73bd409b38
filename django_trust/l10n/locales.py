"""Languages: Django's codes, Babel's locales, the fallback chain and the writing direction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language

T = TypeVar("T")


def current_language() -> str:
    """Return the active language as Django spells it (``pt-br``), never empty."""
    return (get_language() or settings.LANGUAGE_CODE).lower()


@lru_cache(maxsize=512)
def to_babel(code: str) -> Locale:
    """Return the Babel locale for a Django language code.

    Codes Babel does not know (``udm``, ``ku-ckb``, ``""``) give the locale of the next language in the
    fallback chain, and English at the end of it, so this never raises.
    """
    for candidate in (*_codes(code), settings.LANGUAGE_CODE.lower(), "en"):
        try:
            return Locale.parse(candidate, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    raise AssertionError("Babel always knows English")


def fallback_chain(code: str, default: str | None = None) -> tuple[str, ...]:
    """Return the languages to try for ``code``: itself, Django's own fallback, its base, the shop default.

    >>> fallback_chain("zh-tw", default="et")
    ('zh-tw', 'zh-hant', 'zh', 'et')
    """
    chain = [*_codes(code), (default or settings.LANGUAGE_CODE).lower()]
    return tuple(dict.fromkeys(language for language in chain if language))


def pick_language(available: Mapping[str, T] | Iterable[str], code: str) -> str | None:
    """Return the first language of the fallback chain of ``code`` that is in ``available``."""
    present = set(available)
    return next((language for language in fallback_chain(code) if language in present), None)


@lru_cache(maxsize=512)
def direction(code: str) -> str:
    """Return ``rtl`` or ``ltr`` for a Django language code."""
    return str(to_babel(code).text_direction)


@lru_cache(maxsize=512)
def html_lang(code: str) -> str:
    """Return the code as HTML's ``lang`` wants it: ``pt-BR``, ``zh-Hans``."""
    base, *subtags = code.split("-")
    spelled = [tag.upper() if len(tag) == 2 else tag.title() if len(tag) == 4 else tag for tag in subtags]
    return "-".join([base.lower(), *spelled])


@lru_cache(maxsize=2048)
def language_name(code: str, in_language: str) -> str:
    """Return the name of a language for readers of another: ``et`` in English is "Estonian"."""
    locale, reader = to_babel(code), to_babel(in_language)
    name = reader.languages.get(str(locale)) or reader.languages.get(locale.language)
    if name is None:
        return code
    if locale.territory and str(locale) not in reader.languages:
        return f"{name} ({reader.territories.get(locale.territory, locale.territory)})"
    return str(name)


def _codes(code: str) -> Iterator[str]:
    """Yield the code, Django's own fallback for it, then the code with its subtags dropped one by one."""
    code = code.lower().replace("_", "-")
    yield code
    yield from LANG_INFO.get(code, {}).get("fallback", [])
    while "-" in code:
        code = code.rpartition("-")[0]
        yield code
