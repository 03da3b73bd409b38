"""What staff may write into texts: a fixed list of variables, and how a text that holds them is read.

``{order_number}`` is a variable; ``{{`` and ``}}`` are braces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext, pgettext_lazy

from django_trust.followups.choices import SurveyKind
from django_trust.followups.messages.coupons import coupon_of
from django_trust.l10n.formats import format_date, format_number
from django_trust.mailing import one_line
from django_trust.shop.adapter import get_adapter

if TYPE_CHECKING:
    from django_trust.followups.messages.context import MessageContext

BRACES = re.compile(r"\{\{|\}\}|\{([^{}\n]+)\}|[{}]")
# What mail programs make a link of. Anybody can order under the name "free-money.example".
LOOKS_LIKE_LINK = re.compile(r"[/@]|\w{2,}\.\w{2,}")
NAME_MAX = 60


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable. ``value`` returns plain text, empty where there is none; of a link, a whole address."""

    code: str
    description: str | Promise
    value: Callable[[MessageContext], str]
    is_link: bool = False


class Piece(NamedTuple):
    """A stretch of words, or the name of a variable, or a brace that belongs to nothing."""

    words: str = ""
    variable: str = ""
    stray: str = ""


def pieces(text: str) -> Iterator[Piece]:
    """Take a text apart. What is put in for a variable is never read as a variable again."""
    end = 0
    for match in BRACES.finditer(text):
        if match.start() > end:
            yield Piece(words=text[end : match.start()])
        end = match.end()
        if match[1]:
            yield Piece(variable=match[1])
        elif len(match[0]) == 2:
            yield Piece(words=match[0][0])
        else:
            yield Piece(stray=match[0])
    if end < len(text):
        yield Piece(words=text[end:])


def variables_in(text: str) -> list[str]:
    """Return the names in braces, known or not, each once, in the order of the text."""
    return list(dict.fromkeys(piece.variable for piece in pieces(text) if piece.variable))


def stray_braces(text: str) -> list[str]:
    """Return the braces that neither name a variable nor are doubled."""
    return [piece.stray for piece in pieces(text) if piece.stray]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return ``text`` with values in the place of variables. What has no value stays as it was typed."""
    return "".join(
        values.get(piece.variable, f"{{{piece.variable}}}") if piece.variable else piece.words or piece.stray
        for piece in pieces(text)
    )


def values_for(text: str, context: MessageContext) -> dict[str, str]:
    """Return the values of the variables that ``text`` has; nothing is worked out for others."""
    return {name: VARIABLES[name].value(context) for name in variables_in(text) if name in VARIABLES}


# The values


def _name(context: MessageContext) -> str:
    name = one_line(context.job.purchase.name)[:NAME_MAX].strip()
    return _unknown_name() if not name or LOOKS_LIKE_LINK.search(name) else name


def _first_name(context: MessageContext) -> str:
    name = one_line(context.job.purchase.name)[:NAME_MAX]
    return _unknown_name() if not name or LOOKS_LIKE_LINK.search(name) else name.split()[0]


def _unknown_name() -> str:
    return pgettext("in the place of a name nobody knows", "dear customer")


def _order_date(context: MessageContext) -> str:
    job = context.job
    return format_date(timezone.localtime(job.purchase.placed_at, job.facts.zone).date(), context.language)


def _items(context: MessageContext) -> str:
    return "\n".join(
        _item(context, context.item_name(line.item), line.variant, line.quantity - line.refunded_quantity)
        for line in context.job.lines
    )


def _item(context: MessageContext, name: str, variant: str, quantity: int) -> str:
    words = one_line(f"{name} ({variant})" if variant else name)
    return f"{format_number(quantity, context.language)} × {words}" if quantity > 1 else words


def _new_date(context: MessageContext) -> str:
    day = context.job.purchase.delayed_until
    return format_date(day, context.language) if day else ""


# The list

UNSUBSCRIBE = "unsubscribe_link"
_ALL: Iterable[Variable] = (
    Variable("first_name", pgettext_lazy("variable", "First name of the buyer"), _first_name),
    Variable("name", pgettext_lazy("variable", "Whole name of the buyer"), _name),
    Variable(
        "order_number",
        pgettext_lazy("variable", "Order number"),
        lambda context: context.job.purchase.reference,
    ),
    Variable("order_date", pgettext_lazy("variable", "Day of the order"), _order_date),
    Variable(
        "shop_name",
        pgettext_lazy("variable", "Name of the shop"),
        lambda context: one_line(get_adapter().get_shop().name),
    ),
    Variable(
        "shop_email",
        pgettext_lazy("variable", "E-mail address of the shop"),
        lambda context: get_adapter().get_shop().email,
    ),
    Variable("items", pgettext_lazy("variable", "What was bought, a line for each"), _items),
    Variable(
        "tracking_link",
        pgettext_lazy("variable", "Where the parcel is"),
        lambda context: context.tracking_url,
        is_link=True,
    ),
    Variable("new_date", pgettext_lazy("variable", "New day of delivery"), _new_date),
    Variable(
        "delay_reason",
        pgettext_lazy("variable", "Reason of the delay"),
        lambda context: one_line(context.job.purchase.delay_reason),
    ),
    Variable(
        "review_link",
        pgettext_lazy("variable", "Page to review the order"),
        lambda context: context.review_url,
        is_link=True,
    ),
    Variable(
        "survey_link",
        pgettext_lazy("variable", "Page of the survey"),
        lambda context: context.survey_url(SurveyKind.CSAT),
        is_link=True,
    ),
    Variable(
        "status_link",
        pgettext_lazy("variable", "Page of the order"),
        lambda context: context.status_url,
        is_link=True,
    ),
    Variable(
        "help_link",
        pgettext_lazy("variable", "Page to say that something is wrong"),
        lambda context: context.answer_url(),
        is_link=True,
    ),
    Variable(
        "withdraw_link",
        pgettext_lazy("variable", "Page to withdraw or to return something"),
        lambda context: context.withdraw_url,
        is_link=True,
    ),
    Variable(
        "coupon",
        pgettext_lazy("variable", "Coupon for the next order"),
        lambda context: coupon_of(context.job),
    ),
    Variable(
        UNSUBSCRIBE,
        pgettext_lazy("variable", "To unsubscribe from messages of this kind"),
        lambda context: context.unsubscribe_url,
        is_link=True,
    ),
    Variable(
        "preferences_link",
        pgettext_lazy("variable", "Page to choose which messages to get"),
        lambda context: context.preferences_url,
        is_link=True,
    ),
)
VARIABLES: dict[str, Variable] = {variable.code: variable for variable in _ALL}
