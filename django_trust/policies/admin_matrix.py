"""Which texts of a policy exist in which language, and which translations are out of date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from django_trust.l10n.formats import format_number
from django_trust.l10n.locales import current_language, language_name
from django_trust.policies.admin_marks import marked
from django_trust.policies.facts import VersionFacts
from django_trust.policies.prose import source_of
from django_trust.policies.rows import PARTS

# Level and icon of each state.
LOOKS = {
    "original": ("shown", "document"),
    "current": ("shown", "check"),
    "stale": ("soon", "clock"),
    "missing": ("hidden", "cross"),
    "short": ("soon", "language"),
    "none": ("off", "info"),
}


@dataclass(frozen=True, slots=True)
class TextState:
    """The texts of one version in one language.

    ``state`` is that of the prose: original, current, stale, missing, or none where a version has no prose.
    ``renders`` is the number of the version it translates. ``gaps`` counts the short texts, such as names of
    ways of delivery, that lack this language.
    """

    language: str
    state: str
    renders: int | None
    number: int
    gaps: int

    @property
    def name(self) -> str:
        """The language in the reader's."""
        return capfirst(language_name(self.language, current_language()))

    @property
    def is_complete(self) -> bool:
        return self.state in ("original", "current", "none") and not self.gaps

    @property
    def mark(self) -> SafeString:
        """The state of the texts as a shape with words: that of the prose, where there is any."""
        if self.state == "none" and self.gaps:
            return marked(*LOOKS["short"], self._gap_words())
        return marked(*LOOKS[self.state], capfirst(self._words()))

    @property
    def gap_words(self) -> str:
        """How many short texts are missing, where the mark says something else; empty for none."""
        return self._gap_words() if self.gaps and self.state != "none" else ""

    def _gap_words(self) -> str:
        text = ngettext("%(number)s short text missing", "%(number)s short texts missing", self.gaps)
        return text % {"number": format_number(self.gaps)}

    def _words(self) -> str:
        if self.state == "stale" and self.renders is not None:
            text = _("out of date: translates version %(renders)s of %(number)s")
            return text % {"renders": format_number(self.renders), "number": format_number(self.number)}
        return {
            "original": pgettext("state of a translation", "original"),
            "current": pgettext("state of a translation", "current"),
            "stale": pgettext("state of a translation", "out of date"),
            "missing": pgettext("state of a translation", "missing"),
            "none": pgettext("state of a translation", "no text"),
        }[self.state]


def text_states(version: VersionFacts) -> list[TextState]:
    """Return the state of a version in each language of the shop."""
    return [_state(version, code.lower()) for code, _name in settings.LANGUAGES]


def _state(version: VersionFacts, language: str) -> TextState:
    prose = version.prose.get(language)
    gaps = sum(1 for texts in _short_texts(version) if language not in texts)
    return TextState(
        language=language,
        state=_prose_state(version, language),
        renders=prose.renders if prose else None,
        number=version.number,
        gaps=gaps,
    )


def _prose_state(version: VersionFacts, language: str) -> str:
    written = {code: prose for code, prose in version.prose.items() if prose.html or prose.title}
    prose = written.get(language)
    if prose is None:
        return "missing" if written else "none"
    if language == source_of(version):
        return "original"
    return "stale" if prose.stale else "current"


def _short_texts(version: VersionFacts) -> Iterator[Mapping[str, str]]:
    """Yield every text by language that somebody has written, in the terms and about the change."""
    rows: list[Any] = [row for part in PARTS[version.kind] for row in getattr(version, part.name)]
    for row in rows:
        values = (getattr(row, entry.name) for entry in fields(row))
        yield from (value for value in values if isinstance(value, Mapping) and value)
    if version.summary:
        yield version.summary


def gap_mark(version: VersionFacts) -> SafeString:
    """Return in a word how well a version is translated."""
    lacking = [state for state in text_states(version) if not state.is_complete]
    if not lacking:
        return marked("shown", "check", pgettext("state of translations", "Complete"))
    text = ngettext("Incomplete in %(number)s language", "Incomplete in %(number)s languages", len(lacking))
    return marked("soon", "language", text % {"number": format_number(len(lacking))})
