"""Texts in another language than the page they were sent from. Worth knowing; no ground for anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from django_trust.l10n.locales import current_language, language_name, to_babel
from django_trust.reviews.flagging.base import Finding, Signal, Submission
from django_trust.reviews.flagging.wording import WORD, fold, plain

WEIGHT = 10
# Scripts by their ISO 15924 code.
SCRIPTS = {
    "Latn": "A-Za-zÀ-ɏḀ-ỿ",
    "Arab": "\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff",
    "Cyrl": "\u0400-\u052f",
    "Deva": "\u0900-\u097f",
    "Grek": "\u0370-\u03ff",
    "Hang": "\u1100-\u11ff\uac00-\ud7a3",
    "Hani": "\u3400-\u4dbf\u4e00-\u9fff",
    "Hebr": "\u05d0-\u05ea",
    "Kana": "\u3040-\u30ff",
    "Thai": "\u0e00-\u0e7f",
}
LETTERS = {script: re.compile(f"[{letters}]") for script, letters in SCRIPTS.items()}
# Languages that are written in several scripts, such as Serbian, are not judged.
WRITTEN_IN = {
    **dict.fromkeys(
        "ca cs da de en es et eu fi fr hr hu id is it lt lv ms nb nl nn pl pt ro sk sl sv tr vi".split(),
        frozenset({"Latn"}),
    ),
    **dict.fromkeys("ar fa ur".split(), frozenset({"Arab"})),
    **dict.fromkeys("be bg mk ru uk".split(), frozenset({"Cyrl"})),
    "el": {"Grek"},
    "he": {"Hebr"},
    "hi": {"Deva"},
    "ja": {"Hani", "Kana"},
    "ko": {"Hang", "Hani"},
    "th": {"Thai"},
    "zh": {"Hani"},
}
LEAST_LETTERS, LEAST_SHARE = 25, 0.8
# Small words without accents; most belong to one of these languages only.
FUNCTION_WORDS = {
    language: frozenset(listed.split())
    for language, listed in {
        "en": """the and is was it this that with for you have not but are they very my were so of would which
            from your just had been its it's i'm don't because when there their will can""",
        "pt": """muito com uma nao os um em ao foi meu minha voce tem mais isso pelo tambem que de do da na no
            para por mas ele ela ja sem chegou sao eu como bem""",
        "id": """yang dan di ini itu dengan untuk tidak sangat saya dari ada sudah juga tapi bisa pada akan
            karena sesuai barang bagus nya lagi kalau ke sama buat belum cepat semoga nggak gak""",
        "et": """ja ei ma oli vaga et ka kui aga mida seda ning oma nii koik selle pole ole kuid olen nagu
            siis veel see on mis toode hea kuna seal mulle saab""",
        "de": """der die das und ist nicht ein eine mit ich sehr auf fur auch wir sie aber war den dem es bei
            wie nach haben habe zu noch schon einen wurde mir""",
        "es": """el la los las y que en es muy con para una por pero no lo me ha del al un este hay yo fue
            tambien cuando se esta como mas""",
        "fr": """le la les des est et je un une pas pour que qui dans avec sur tres il ne vous ce mais du
            cette nous ai plus bien au elle c'est j'ai""",
    }.items()
}
LEAST_HITS, LEAST_DISTINCT = 6, 4
MARGIN = 2.5  # times the hits of the language in question over those of any other


def look(submission: Submission) -> Finding | None:
    page = submission.review.language.split("-")[0]
    written = _other_script(submission.text, page) or _other_language(submission.text, page)
    return (
        Finding("language", WEIGHT, "", {**written, "page": submission.review.language}) if written else None
    )


def _other_script(text: str, page: str) -> dict[str, str]:
    expected = WRITTEN_IN.get(page)
    if expected is None:
        return {}
    text = plain(text)
    counts = {script: len(letters.findall(text)) for script, letters in _scripts(text)}
    script = max(counts, key=lambda name: counts[name])
    sure = counts[script] >= LEAST_LETTERS and counts[script] >= LEAST_SHARE * sum(counts.values())
    return {"script": script} if sure and script not in expected else {}


def _scripts(text: str) -> list[tuple[str, re.Pattern[str]]]:
    return [("Latn", LETTERS["Latn"])] if text.isascii() else list(LETTERS.items())


def _other_language(text: str, page: str) -> dict[str, str]:
    language = written_in(text) if page in FUNCTION_WORDS else ""
    return {"written": language} if language and language != page else {}


def written_in(text: str) -> str:
    """Return which of the languages of ``FUNCTION_WORDS`` a text is in, or an empty text when not sure."""
    hits: dict[str, list[str]] = {language: [] for language in FUNCTION_WORDS}
    for word in WORD.findall(fold(text)):
        for language in _speakers().get(word, ()):
            hits[language].append(word)
    best, second = sorted(hits, key=lambda language: -len(hits[language]))[:2]
    sure = (
        len(hits[best]) >= LEAST_HITS
        and len(set(hits[best])) >= LEAST_DISTINCT
        and len(hits[best]) >= MARGIN * len(hits[second])
    )
    return best if sure else ""


@lru_cache(maxsize=1)
def _speakers() -> dict[str, list[str]]:
    speakers: dict[str, list[str]] = {}
    for language, listed in FUNCTION_WORDS.items():
        for word in listed:
            speakers.setdefault(word, []).append(language)
    return speakers


def sentence(details: Mapping[str, Any]) -> str:
    reader = current_language()
    page = language_name(details["page"], reader)
    if script := details.get("script"):
        return _("Script of the words: %(script)s. Language of the page: %(page)s.") % {
            "script": _script_name(script, reader),
            "page": page,
        }
    return _("Written in %(written)s, sent from a page in %(page)s.") % {
        "written": language_name(details["written"], reader),
        "page": page,
    }


def _script_name(script: str, reader: str) -> str:
    locale: Locale = to_babel(reader)
    return str(locale.scripts.get(script, script))


LANGUAGE = Signal(look, pgettext_lazy("signal", "Other language"), sentence)
