"""The prose of a version: cleaned when it is saved, chosen for a reader when it is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from django_trust.conf import trust_settings
from django_trust.l10n.locales import current_language, fallback_chain
from django_trust.l10n.translated import editing_languages
from django_trust.policies.choices import Markup
from django_trust.policies.facts import Prose, VersionFacts
from django_trust.policies.models import PolicyTranslation, PolicyVersion
from django_trust.policies.models.versions import TITLE_MAX
from django_trust.sanitizers import MAX_LENGTH, clean_html
from django_trust.text import clean_text

BLOCKS = re.compile(r"<(p|br|h[1-6]|ul|ol|li|blockquote|table|div)\b", re.IGNORECASE)
HEADINGS = re.compile(r"<(/?)h([1-6])(?=[\s>/])", re.IGNORECASE)


# Written by staff


def clean_translation(row: PolicyTranslation) -> None:
    """Bring a row into the form in which it is stored, and make the ``html`` that readers get.

    Raises ``ValidationError`` by field, and then leaves the row as it was typed.
    """
    steps: dict[str, Callable[[PolicyTranslation], Any]] = {
        "language": lambda row: site_language(row.language),
        "title": lambda row: clean_text(row.title, max_length=TITLE_MAX, multiline=False),
        "markup": _markup,
        "renders": _renders,
        "text": lambda row: clean_text(row.text, max_length=MAX_LENGTH),
    }
    found: dict[str, Any] = {}
    problems: dict[str, ValidationError] = {}
    for name, clean in steps.items():
        try:
            found[name] = clean(row)
        except ValidationError as error:
            problems[name] = error
    if not problems:
        try:
            found["html"] = html_of(found["text"], found["markup"])
        except ValidationError as error:  # cleaning may lengthen a text
            problems["text"] = error
    if problems:
        raise ValidationError(problems)
    for name, value in found.items():
        setattr(row, name, value)


def site_language(code: str) -> str:
    """Return a language of this site as Django spells it. Raises ``ValidationError`` for any other."""
    wanted = code.strip().lower().replace("_", "-")
    if wanted not in editing_languages():
        raise ValidationError(
            _("“%(language)s” is not a language of this site."),
            code="language",
            params={"language": code},
        )
    return wanted


def _markup(row: PolicyTranslation) -> str:
    if row.markup not in Markup.values:
        raise ValidationError(_("Choose HTML or Markdown."), code="markup")
    if row.markup == Markup.MARKDOWN and find_spec("markdown_it") is None:
        raise ValidationError(
            _("Markdown needs an extra: %(command)s."),
            code="extra",
            params={"command": 'pip install "django-trust-widgets[markdown]"'},
        )
    return row.markup


def _renders(row: PolicyTranslation) -> PolicyVersion | None:
    """A translation renders this version (None) or the original of a published one of the same kind."""
    version = row.version if row.version_id else None
    if version is None or row.renders is None or row.renders_id == version.pk:
        return None
    if row.language == source_of(version):
        return None  # the original translates nothing
    if row.renders.published_at is None or row.renders.policy.kind != version.policy.kind:
        raise ValidationError(
            _("Choose a published version of this policy, or none for this version."), code="renders"
        )
    return row.renders


def html_of(text: str, markup: str) -> str:
    """Return staff prose as the HTML that readers get: cleaned, with headings of the third and fourth level.

    Text without any block of HTML becomes paragraphs at its empty lines. Raises ``ValidationError`` when the
    HTML is too long to clean.
    """
    if not text:
        return ""
    if markup == Markup.MARKDOWN:
        parser = import_module("markdown_it").MarkdownIt("commonmark", {"html": False})
        html = parser.enable("table").render(text)
    else:
        html = text if BLOCKS.search(text) else linebreaks(text)
    return clean_html(HEADINGS.sub(_allowed_heading, html)).strip()


def _allowed_heading(match: re.Match[str]) -> str:
    """The page has a first and second level of its own."""
    return f"<{match[1]}h{3 if match[2] in '123' else 4}"


def source_of(version: PolicyVersion | VersionFacts) -> str:
    """Return the language in which the prose of a version was first written."""
    return (version.source_language or settings.LANGUAGE_CODE).lower()


def is_stale(row: PolicyTranslation, version: PolicyVersion, all_rows: Iterable[PolicyTranslation]) -> bool:
    """Whether a translation was made of an original that read otherwise than that of this version.

    ``all_rows`` are the texts of ``version``. The original itself is never stale.
    """
    source = source_of(version)
    if row.language == source or row.renders is None or row.renders_id == version.pk:
        return False
    return _words(all_rows, source) != _words(row.renders.translations.all(), source)


def _words(rows: Iterable[PolicyTranslation], language: str) -> tuple[str, str] | None:
    return next(((row.title, row.text) for row in rows if row.language == language), None)


# Shown to readers


def prose_for(version: VersionFacts, language: str | None = None) -> Prose | None:
    """Return the prose for readers of ``language``, by default the active one; None where there is none.

    It is the first in the fallback chain, then the original, then any. Under ``POLICIES_STALE_TRANSLATION``
    "fallback" what is stale comes last of all.
    """
    chain = [*fallback_chain(language or current_language()), source_of(version), *version.prose]
    found = [version.prose[code] for code in dict.fromkeys(chain) if code in version.prose]
    written = [prose for prose in found if prose.html or prose.title]
    if trust_settings.policies_stale_translation == "fallback":
        written.sort(key=lambda prose: prose.stale)
    return written[0] if written else None
