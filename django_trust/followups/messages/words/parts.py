"""Parts that several messages share."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from django_trust.followups.choices import AnswerKind
from django_trust.followups.messages.blocks import (
    AnswerLinks,
    Block,
    Button,
    Fact,
    Facts,
    ItemLine,
    Items,
    Link,
    Links,
    Paragraph,
)
from django_trust.followups.messages.context import MessageContext
from django_trust.followups.messages.marks import isolated
from django_trust.l10n.formats import format_number
from django_trust.mailing import one_line
from django_trust.shop.models import PurchaseLine

# More than ten lines make no message clearer, and mail programs cut off what is long.
MOST_ITEMS = 10
NAME_MAX = 90
VARIANT_MAX = 40
URL_MAX = 200


def greeting(context: MessageContext) -> Paragraph:
    if not context.name:
        return Paragraph(pgettext("greeting of a message", "Hello,"))
    return Paragraph(pgettext("greeting of a message", "Hello %(name)s,") % {"name": context.name})


def facts(*pairs: tuple[str, str]) -> Facts:
    """Return the pairs of label and value that have a value."""
    return Facts(tuple(Fact(label, value) for label, value in pairs if value))


def order_number(context: MessageContext) -> tuple[str, str]:
    return pgettext("label of a fact in a message", "Order"), context.reference


def items(context: MessageContext, lines: Iterable[PurchaseLine], *, linked: bool = False) -> Items:
    """Return lines of an order, the first ten of them; with links to their pages if asked."""
    lines = list(lines)
    rest = len(lines) - MOST_ITEMS
    return Items(tuple(_item(context, line, linked) for line in lines[:MOST_ITEMS]), _and_more(rest))


def _item(context: MessageContext, line: PurchaseLine, linked: bool) -> ItemLine:
    kept = line.quantity - line.refunded_quantity
    return ItemLine(
        name=shortened(context.item_name(line.item)),
        variant=shortened(line.variant, VARIANT_MAX) if line.variant else "",
        quantity=format_number(kept, context.language) if kept > 1 else "",
        url=_page(context, line) if linked else "",
        picture=context.absolute(line.item.image),
    )


def _page(context: MessageContext, line: PurchaseLine) -> str:
    url = context.absolute(line.item.url)
    return url if len(url) <= URL_MAX else ""


def shortened(name: str, limit: int = NAME_MAX) -> str:
    """Return a name that a message can hold, isolated from the words around it."""
    words = Truncator(one_line(name)).chars(limit)
    if len(words.encode("utf-8", "replace")) > 2 * limit:  # mail programs count bytes
        words = words.encode("utf-8", "replace")[: 2 * limit - 3].decode("utf-8", "ignore") + "…"
    return isolated(words)


def _and_more(number: int) -> str:
    if number <= 0:
        return ""
    text = npgettext("of the lines of an order", "and %(number)s more", "and %(number)s more", number)
    return text % {"number": format_number(number)}


def buttons(*wanted: tuple[str, str], main: bool = True) -> list[Block]:
    """Return buttons for the pairs of label and address that have an address. The first is the main one,
    unless nothing here is what the message is for."""
    present = [pair for pair in wanted if pair[1]]
    return [Button(label, url, main and number == 0) for number, (label, url) in enumerate(present)]


def links(*wanted: tuple[str, str]) -> list[Block]:
    """Return a list of links for the pairs that have an address; nothing where none has."""
    present = tuple(Link(label, url) for label, url in wanted if url)
    return [Links(present)] if present else []


def see_order(context: MessageContext) -> tuple[str, str]:
    return pgettext("link in a message", "See your order"), context.status_url


def report_problem(context: MessageContext) -> tuple[str, str]:
    return pgettext("link in a message", "Tell us about a problem"), context.answer_url(AnswerKind.PROBLEM)


def help_line(context: MessageContext) -> list[Block]:
    """Return how to reach the shop; nothing where it has told no address."""
    if not context.contact:
        return []
    text = _("If you have a question, reply to this message or write to %(address)s.")
    return [Paragraph(text % {"address": context.contact})]


def answers(context: MessageContext) -> list[Block]:
    """Return the three answers to "how is your order?", none in front of another."""
    words = {
        AnswerKind.ALL_GOOD: pgettext("answer about an order", "All is well"),
        AnswerKind.NOT_ARRIVED: pgettext("answer about an order", "It has not arrived"),
        AnswerKind.PROBLEM: pgettext("answer about an order", "There is a problem"),
    }
    present = tuple(Link(label, url) for kind, label in words.items() if (url := context.answer_url(kind)))
    return [AnswerLinks(present)] if present else []


def blocks(*parts: Block | list[Block]) -> tuple[Block, ...]:
    """Return single blocks and lists of blocks in a row, without empty ones."""
    row: list[Block] = []
    for part in parts:
        row.extend(part if isinstance(part, list) else [part])
    return tuple(block for block in row if not (isinstance(block, Facts | Items) and not _has(block)))


def _has(block: Facts | Items) -> bool:
    return bool(block.facts if isinstance(block, Facts) else block.items)
