"""Policies as HTML and as plain text. Template tags and Jinja2 globals are thin shells around these.

``holder`` is what the widgets of one page have in common: the request, or the template's own context.
Nothing here writes to the database or raises for the sake of data.
"""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from django_trust.icons import icon_svg
from django_trust.l10n.formats import format_date, format_number
from django_trust.l10n.locales import direction, html_lang
from django_trust.pages import frame
from django_trust.policies.book import book_of
from django_trust.policies.facts import Prose
from django_trust.policies.lines import FactLine, Section
from django_trust.policies.widgets import (
    AT_CHECKOUT,
    PolicyBlock,
    check_kind,
    policy_block,
    shopper_country,
    stale_note,
)
from django_trust.rendering import render_widget
from django_trust.shop.identity.channels import channel_url, web_address
from django_trust.shop.identity.models import ChannelKind

Holder = HttpRequest | dict[str, Any]
WEB_ADDRESSES = ("guarantee_terms", "privacy_authority_link")
# Addresses, whose digits are no figures; and figures, but for those within a name such as T-1 or pots24. An
# amount may stand right behind its currency: Rp4.900.
ADDRESS = r"https?://\S*[\w/]|(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"
GROUP = r"[.,\u066b\u066c\u00a0\u202f]\d+"
FIGURE = rf"(?:(?<![a-z\d_.,-])(?>\d+(?:{GROUP})*)|(?<![\d_.,-])(?>\d+(?:{GROUP})+))(?![A-Za-z])"
MARKED = re.compile(f"({ADDRESS}|{FIGURE})")


def policy_html(
    holder: Holder, kind: str, *, country: str | None = None, request: HttpRequest | None = None
) -> SafeString:
    """Return a whole policy: its facts, the prose of staff, dates and history; nothing without terms."""
    block = _block(holder, kind, country, request, prose_of=kind)
    return full_html(block) if block else SafeString("")


def short_html(
    holder: Holder, kind: str, *, country: str | None = None, request: HttpRequest | None = None
) -> SafeString:
    """Return one sentence for beside the buy button, linked to the whole policy."""
    block = _block(holder, kind, country, request)
    return line_html(block) if block else SafeString("")


def checkout_html(
    holder: Holder, *, country: str | None = None, request: HttpRequest | None = None
) -> SafeString:
    """Return what a buyer should know before paying: one sentence of each policy."""
    found = [_block(holder, kind, country, request) for kind in AT_CHECKOUT]
    return summary_html([block for block in found if block])


def policy_text(
    holder: Holder, kind: str, *, country: str | None = None, request: HttpRequest | None = None
) -> str:
    """Return a policy as plain text, for mails."""
    block = _block(holder, kind, country, request)
    return plain_text(block) if block else ""


def _block(
    holder: Holder, kind: str, country: str | None, request: HttpRequest | None, *, prose_of: str = ""
) -> PolicyBlock | None:
    check_kind(kind)
    place = shopper_country(request) if country is None else country.upper()
    return policy_block(kind, country=place, policies=book_of(holder, prose_of))


# One policy in its four looks


def full_html(block: PolicyBlock, *, heading: bool = True) -> SafeString:
    """Return the whole of a policy; without ``heading`` for a page that has one."""
    since = block.version.effective_from
    context = {
        **frame(),
        "heading": block.title if heading else "",
        "level": 3 if heading else 2,
        "label": block.title,
        "sections": [_section(section) for section in block.sections],
        "statements": block.statements,
        "prose": _prose(block.prose) if block.prose else None,
        "changed": format_date(since) if since else "",
        "changed_iso": since.isoformat(timespec="seconds") if since else "",
        "number": format_number(block.version.number),
        "history_url": block.history_url,
    }
    return render_widget("django_trust/policies/block.html", context)


def line_html(block: PolicyBlock) -> SafeString:
    """Return the one sentence of a policy."""
    context = {**frame(), "line": _sentence(block, block.short)}
    return render_widget("django_trust/policies/short.html", context)


def summary_html(blocks: list[PolicyBlock]) -> SafeString:
    """Return the list for the checkout; nothing for no policies."""
    if not blocks:
        return SafeString("")
    lines = [_sentence(block, block.checkout) for block in blocks]
    return render_widget("django_trust/policies/checkout.html", {**frame(), "lines": lines})


def plain_text(block: PolicyBlock) -> str:
    """Return a policy as lines of plain text."""
    parts = [block.title]
    for section in block.sections:
        parts += ["", section.title] if section.title else [""]
        parts += [f"{line.label}: {line.text}" if line.label else line.text for line in section.lines]
    parts += ["", *block.statements] if block.statements else []
    return "\n".join(parts) + "\n"


def _sentence(block: PolicyBlock, line: FactLine) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "icon": icon_svg(block.icon),
        "url": block.url,
        "title": block.title,
        **_line(line),
    }


def _section(section: Section) -> dict[str, Any]:
    prefix = f"{section.code}." if section.code else ""
    return {"title": section.title, "lines": [_line(line, prefix) for line in section.lines]}


def _line(line: FactLine, prefix: str = "") -> dict[str, Any]:
    return {
        "name": f"{prefix}{line.name}",
        "value": line.value,
        "label": line.label,
        "text": _verbatim(line) if line.text == line.value else with_figures(line.text),
    }


def with_figures(text: str) -> SafeString:
    """Return a sentence, escaped, with its figures marked: they are what a reader looks for.

    Addresses keep their own direction in a sentence that runs from right to left.
    """
    # Between the matches, which are every second piece, stands what is not marked.
    pieces = enumerate(MARKED.split(text))
    return mark_safe("".join(_marked(piece) if place % 2 else escape(piece) for place, piece in pieces))


def _marked(piece: str) -> str:
    if piece[0].isdigit() and "@" not in piece:
        return f"<b>{piece}</b>"
    return f'<bdi dir="ltr">{escape(piece)}</bdi>'


def _verbatim(line: FactLine) -> SafeString:
    """Return a name or an address that stands for itself, in its own direction; an address as a link."""
    words = format_html("<bdi>{}</bdi>", line.text)
    if line.name == "privacy_contact":
        url = channel_url(ChannelKind.EMAIL, line.text)
    else:
        url = web_address(line.text) if line.name in WEB_ADDRESSES else ""
    return format_html('<a class="trust-inline-link" href="{}">{}</a>', url, words) if url else words


def _prose(prose: Prose) -> dict[str, Any]:
    return {
        "lang": html_lang(prose.language),
        "dir": direction(prose.language),
        "title": prose.title,
        "html": mark_safe(prose.html),  # cleaned when staff saved it
        "note": stale_note(prose) if prose.stale else "",
    }
