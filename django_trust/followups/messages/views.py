"""Blocks as the templates show them: HTML that is escaped already, beside the same in plain text."""

from __future__ import annotations

from typing import Any

from django.utils.translation import pgettext

from django_trust.followups.messages.blocks import (
    AnswerLinks,
    Block,
    Button,
    Code,
    Facts,
    ItemLine,
    Items,
    Links,
    Quote,
    Scale,
)
from django_trust.followups.messages.footer import Footer
from django_trust.followups.messages.marks import to_html, to_text

# What is put into attributes by the template, which escapes it.
PLAIN = frozenset({"url", "picture"})


def block_view(block: Block, way: str) -> dict[str, Any]:
    """Return a block for the templates: ``kind``, ``text`` (plain, for readers of direction ``way``), and
    its fields as HTML."""
    view = _fields(block)
    view["kind"] = type(block).__name__.lower()
    view["text"] = text_of(block, way)
    return view


def _fields(part: Any) -> dict[str, Any]:
    return {name: _field(name, getattr(part, name)) for name in part.__slots__}


def _field(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return [_fields(part) for part in value]
    return to_html(value) if isinstance(value, str) and name not in PLAIN else value


def footer_view(footer: Footer, way: str) -> dict[str, Any]:
    """Return the footer for the templates: ``why``, ``links`` and ``sender`` as HTML, and ``text``."""
    lines = [*footer.why, *(f"{link.label}: {link.url}" for link in footer.links)]
    return {
        "why": [to_html(words) for words in footer.why],
        "links": [_fields(link) for link in footer.links],
        "sender": [to_html(line) for line in footer.sender],
        "text": "\n".join([*_plain(lines, way), "", *_plain(footer.sender, way)]),
    }


def _plain(lines: Any, way: str) -> list[str]:
    return [to_text(line, way) for line in lines]


def text_of(block: Block, way: str) -> str:
    """Return a block as plain text."""
    return to_text("\n".join(_lines(block)), way)


def _lines(block: Block) -> list[str]:
    match block:
        case Facts(facts):
            return [f"{fact.label}: {fact.value}" for fact in facts]
        case Items(items, more):
            return [*(line for item in items for line in _item_lines(item)), *([more] if more else [])]
        case Button():
            return [f"{block.label}:", block.url]
        case Links(links) | AnswerLinks(links):
            return [f"{link.label}: {link.url}" for link in links]
        case Scale(question, entries, ends):
            answers = [f"{entry.label}: {entry.url}" for entry in entries]
            return [question, *([ends] if ends else []), *answers]
        case Code(label, code):
            return [f"{label}: {code}"]
        case Quote(words):
            return [f"> {line}" for line in words.split("\n")]
        case _:
            return block.words.split("\n")


def _item_lines(item: ItemLine) -> list[str]:
    words = item_words(item)
    return [f"- {words}", f"  {item.url}"] if item.url else [f"- {words}"]


def item_words(item: ItemLine) -> str:
    """Return quantity, name and variant of a line in a row."""
    name = item.name
    if item.variant:
        name = pgettext("product and its variant", "%(name)s (%(variant)s)") % {
            "name": name,
            "variant": item.variant,
        }
    return f"{item.quantity} × {name}" if item.quantity else name
