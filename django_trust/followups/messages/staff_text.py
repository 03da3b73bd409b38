"""The words of staff: which of them a buyer gets, and the blocks they become.

A text is plain paragraphs with variables (``variables``). A variable that is a link and stands alone on its
line becomes a button, the list of goods a list; within a line, a link stays in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext, override, pgettext

from django_trust.followups.choices import MessageKind
from django_trust.followups.messages.blocks import Block, Button, Draft, Paragraph
from django_trust.followups.messages.context import MessageContext
from django_trust.followups.messages.marks import is_address, isolated, linked
from django_trust.followups.messages.variables import VARIABLES, pieces, values_for
from django_trust.followups.messages.views import item_words
from django_trust.followups.messages.words.parts import items
from django_trust.followups.models import StepText
from django_trust.l10n.locales import pick_language
from django_trust.text import without_controls

PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")
ALONE = re.compile(r"\{([^{}\n]+)\}")
PREHEADER_MAX = 120
SOURCE = "en"
# Every message ends with it, so whoever translates the messages translates it.
SENTINEL = "You get this message because you ordered from %(shop)s on %(date)s (order %(order)s)."


def text_for(context: MessageContext) -> StepText | None:
    """Return the words of staff this buyer gets; None where those of the library come nearer.

    Staff come first in the language of the message itself. In another one they do where the library has no
    translation either, and where it has no words at all.
    """
    texts, language = context.job.texts, context.language
    if language in texts or not texts:
        return texts.get(language)
    if context.job.row.step.message == MessageKind.CUSTOM:
        return texts[pick_language(texts, language) or min(texts)]
    if is_translated(language, settings.LANGUAGE_CODE):
        return None
    chosen = pick_language(texts, language)
    return texts[chosen] if chosen else None


@lru_cache(maxsize=512)
def is_translated(language: str, default: str) -> bool:
    """Whether the words of the library exist in a language, rather than in that of the shop or in English."""
    if language.partition("-")[0] in (SOURCE, default.partition("-")[0].lower()):
        return True
    said = []
    for code in (language, default, SOURCE):
        with override(code):
            said.append(gettext(SENTINEL))
    return said[0] not in said[1:]


def staff_draft(context: MessageContext, text: StepText) -> Draft | None:
    """Return a message in the words of staff; its dates and links speak the language of these words.

    None for one that promises a coupon where the shop gives none.
    """
    if text.language == context.language:
        return _draft(context, text)
    with override(text.language):
        draft = _draft(MessageContext(context.job, text.language), text)
    return replace(draft, lang=text.language) if draft else None


def _draft(context: MessageContext, text: StepText) -> Draft | None:
    values = values_for(f"{text.subject}\n{text.body}", context)
    if values.get("coupon") == "":
        return None
    if "items" in values:
        shown = items(context, context.job.lines)
        values["items"] = "\n".join([*map(item_words, shown.items), *filter(None, [shown.more])])
    body = without_controls(text.body).strip()
    blocks = tuple(block for part in PARAGRAPHS.split(body) for block in _blocks(part, values, context))
    first = next((block.words for block in blocks if isinstance(block, Paragraph)), "")
    return Draft(_filled(text.subject, values), first if len(first) <= PREHEADER_MAX else "", blocks)


def _blocks(part: str, values: Mapping[str, str], context: MessageContext) -> list[Block]:
    """Return a paragraph, cut where a link or the list of goods stands alone on its line."""
    found: list[Block] = []
    lines: list[str] = []
    for line in part.split("\n"):
        alone = ALONE.fullmatch(line.strip())
        name = alone[1] if alone else ""
        if name == "items" or (name in VARIABLES and VARIABLES[name].is_link):
            found += [*_paragraph(lines), *_block(name, values, context)]
            lines = []
        else:
            lines.append(_filled(line.strip(), values))
    return [*found, *_paragraph(lines)]


def _paragraph(lines: list[str]) -> list[Block]:
    words = "\n".join(lines).strip()
    return [Paragraph(words)] if words else []


def _block(name: str, values: Mapping[str, str], context: MessageContext) -> list[Block]:
    """Return what a variable that stands alone becomes; nothing for a link that nobody knows."""
    if name == "items":
        return [items(context, context.job.lines)]
    return [Button(link_label(name), values[name])] if is_address(values[name]) else []


def _filled(words: str, values: Mapping[str, str]) -> str:
    return "".join(
        _value(piece.variable, values) if piece.variable else piece.words or piece.stray
        for piece in pieces(words)
    )


def _value(name: str, values: Mapping[str, str]) -> str:
    variable, value = VARIABLES.get(name), values.get(name, "")
    if variable is None:
        return f"{{{name}}}"
    if variable.is_link:
        return linked(link_label(name), value) if value else ""
    if name == "items":  # names are isolated there already
        return value
    return isolated(value) if value else ""


def link_label(code: str) -> str:
    """Return what a link that staff put into a text is called in the message."""
    labels = {
        "tracking_link": pgettext("link in a message", "Follow the parcel"),
        "review_link": pgettext("link in a message", "Write a review"),
        "survey_link": pgettext("link in a message", "Answer two questions"),
        "status_link": pgettext("link in a message", "See your order"),
        "help_link": pgettext("link in a message", "Tell us how it is"),
        "withdraw_link": pgettext("link in a message", "Return something"),
        "unsubscribe_link": pgettext("link in a message", "Unsubscribe"),
        "preferences_link": pgettext("link in a message", "Choose which messages you get"),
    }
    return labels.get(code) or pgettext("link in a message", "Open the page")
