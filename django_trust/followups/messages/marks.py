"""Names and links within a sentence, so that one sentence serves text, HTML and subject.

A sentence holds them between characters that ``text.without_controls`` takes out of whatever people type, so
nobody can forge them: directional isolates around a name, interlinear annotation around a link.
"""

from __future__ import annotations

import re
from html import escape

from django.utils.safestring import SafeString, mark_safe

from django_trust.text import without_controls

ISOLATE, END = "\u2068", "\u2069"
LINK, ADDRESS, LINK_END = "\ufff9", "\ufffa", "\ufffb"
NAME = re.compile(f"{ISOLATE}([^{ISOLATE}{END}]*){END}")
LINKED = re.compile(f"{LINK}([^{ADDRESS}]*){ADDRESS}([^{LINK_END}]*){LINK_END}")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
LETTER_OR_DIGIT = re.compile(r"\w")
# What a link of a mail may lead to, whoever wrote it: an adapter, staff, a carrier.
SAFE_ADDRESS = re.compile('(?:https?://|mailto:|tel:)[^\\s<>"\u2066-\u2069\ufff9-\ufffb]+', re.IGNORECASE)


def isolated(text: str) -> str:
    """Return what somebody else wrote (a name, a number) so that it cannot reorder the words around it."""
    return f"{ISOLATE}{' '.join(without_controls(text).split())}{END}"


def linked(label: str, url: str) -> str:
    """Return a link within a sentence; just its label where the address is none."""
    label = without_controls(label)
    return f"{LINK}{label}{ADDRESS}{url}{LINK_END}" if is_address(url) else label


def is_address(url: str) -> bool:
    """Whether a mail may link to it: a whole address of the web, of mail or of a phone."""
    return SAFE_ADDRESS.fullmatch(url) is not None


def to_html(words: str) -> SafeString:
    """Return marked words as HTML. All of it is escaped; line breaks stay."""
    html, end = "", 0
    for match in LINKED.finditer(words) if LINK in words else ():
        html += f"{_names(words[end : match.start()])}{_anchor(match[1], match[2])}"
        end = match.end()
    return mark_safe((html + _names(words[end:])).replace("\n", "<br>\n"))


def _anchor(label: str, url: str) -> str:
    return f'<a href="{escape(url)}" class="t-a" style="color:#0b57a4">{_names(label)}</a>'


def _names(words: str) -> str:
    words = escape(words)
    return NAME.sub(r"<bdi>\1</bdi>", words) if ISOLATE in words else words


def to_text(words: str, direction: str) -> str:
    """Return marked words as plain text for readers of ``direction`` (``ltr`` or ``rtl``).

    The isolates stay around names that run the other way; around others nobody needs them, and some mail
    programs show them as boxes.
    """
    words = LINKED.sub(_address_in_text, words)
    return NAME.sub(lambda match: match[0] if _runs_against(match[1], direction) else match[1], words)


def _address_in_text(match: re.Match[str]) -> str:
    """A web address speaks for itself; of mail and phones the label is what people can use."""
    label, url = match[1], match[2]
    return url if url.lower().startswith("http") else label.strip(ISOLATE + END)


def _runs_against(name: str, direction: str) -> bool:
    if direction == "ltr":
        return RIGHT_TO_LEFT.search(name) is not None
    return LETTER_OR_DIGIT.search(name) is not None and RIGHT_TO_LEFT.search(name) is None


def to_subject(words: str, direction: str) -> str:
    """Return marked words as one line without links: a line break in a name adds no header."""
    return " ".join(to_text(LINKED.sub(r"\1", words), direction).split())
