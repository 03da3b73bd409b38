"""Catalogue texts are kept as {"en": "...", "ar": "..."}; English stands in where a language is missing."""

from collections.abc import Mapping

from django.utils.translation import get_language

FALLBACK = "en"


def in_language(texts: Mapping[str, str], language: str | None = None) -> str:
    code = language or get_language() or FALLBACK
    for candidate in (code, code.split("-")[0], FALLBACK):
        if texts.get(candidate):
            return texts[candidate]
    return ""
