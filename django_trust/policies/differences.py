"""What differs between two versions of a policy, in words a shopper reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.translation import pgettext

from django_trust.l10n.locales import current_language, fallback_chain
from django_trust.policies.facts import Prose, VersionFacts
from django_trust.policies.lines import FactLine, Section
from django_trust.policies.phrases import sections
from django_trust.policies.prose import prose_for, source_of
from django_trust.policies.rewordings import Passage, rewordings


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that differs. ``before`` or ``after`` is empty where a version does not mention it.

    ``section`` is the title of the part it belongs to, empty where there is only one.
    """

    section: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ProseChange:
    """Paragraphs of prose that differ, in a language (a Django code) that both versions have."""

    language: str
    passages: tuple[Passage, ...]


def changes_between(older: VersionFacts, newer: VersionFacts, country: str = "") -> tuple[Change, ...]:
    """Return the facts that differ for shoppers in ``country``, for an unknown one those of all countries."""
    return tuple(_changes(sections(older, country), sections(newer, country)))


def _changes(older: tuple[Section, ...], newer: tuple[Section, ...]) -> Iterator[Change]:
    before = list(older)
    kept = {section.title for section in newer}
    for section in newer:
        match = _same_section(section, before, kept)
        if match is not None:
            before.remove(match)
        yield from _in_section(match, section)
    for section in before:
        yield from _in_section(section, None)


def _same_section(section: Section, others: list[Section], kept: set[str]) -> Section | None:
    """Return the section that speaks of the same thing: that of the same title, for a way of delivery may
    have moved, else the one of the same code whose title is no longer there."""
    by_title = (other for other in others if other.title == section.title)
    by_code = (other for other in others if other.code == section.code and other.title not in kept)
    return next(by_title, None) or next(by_code, None)


def _in_section(older: Section | None, newer: Section | None) -> Iterator[Change]:
    title = newer.title if newer else older.title if older else ""
    if older and newer and older.title and newer.title and older.title != newer.title:
        yield Change(title, pgettext("what changed", "Name"), older.title, newer.title)
    before = {line.name: line for line in older.lines} if older else {}
    after = {line.name: line for line in newer.lines} if newer else {}
    for name, line in {**before, **after}.items():
        old, new = _text(before.get(name)), _text(after.get(name))
        if old != new:
            yield Change(title, line.label, old, new)


def _text(line: FactLine | None) -> str:
    return line.text if line else ""


def prose_changes(
    older: VersionFacts, newer: VersionFacts, language: str | None = None
) -> ProseChange | None:
    """Return what the prose of ``newer`` says otherwise, or None where it says the same.

    Compared is the reader's language where both versions have it and neither is stale, else the next one of
    the fallback chain, else the original: a translation that nobody touched hides what its original changed.
    """
    code = _common_language(older, newer, language or current_language())
    new = newer.prose.get(code) if code else prose_for(newer, language)
    # Texts without a common language cannot be compared: the newer one is new.
    old = older.prose.get(code) if code else None if new else prose_for(older, language)
    passages = (*rewordings(_title(old), _title(new)), *rewordings(_html(old), _html(new)))
    shown = new or old
    return ProseChange(shown.language, passages) if shown and passages else None


def _common_language(older: VersionFacts, newer: VersionFacts, language: str) -> str:
    chain = [*fallback_chain(language), source_of(newer), source_of(older), *newer.prose]
    common = [code for code in dict.fromkeys(chain) if _is_written(older, code) and _is_written(newer, code)]
    current = (code for code in common if not (older.prose[code].stale or newer.prose[code].stale))
    return next(current, common[0] if common else "")


def _is_written(version: VersionFacts, code: str) -> bool:
    prose = version.prose.get(code)
    return prose is not None and bool(prose.html or prose.title)


def _title(prose: Prose | None) -> str:
    return escape(prose.title) if prose else ""


def _html(prose: Prose | None) -> str:
    return prose.html if prose else ""
