"""The request for reviews and its one reminder: the same for every buyer, whatever anybody thinks of it.

Who asks, for which products, and what becomes of the words is said before anybody writes them; nothing is
offered in return (16 CFR 465.4; Directive 2005/29/EC, Annex I, 23b and 23c).
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from django_trust.conf import trust_settings
from django_trust.followups.messages.blocks import Block, Draft, Paragraph, Small
from django_trust.followups.messages.context import MessageContext
from django_trust.followups.messages.words.parts import (
    blocks,
    buttons,
    greeting,
    help_line,
    items,
    links,
    report_problem,
    shortened,
)
from django_trust.l10n.formats import format_number
from django_trust.reviews.invitations import reviews_by_buyer
from django_trust.shop.models import PurchaseLine

SUBJECT_NAME_MAX = 60


def review_request(context: MessageContext) -> Draft | None:
    lines = reviewable(context)
    if not lines or not context.review_url:
        return None
    intro = ngettext(
        "You ordered this from %(shop)s on %(date)s. Now that you have had time to use it, we would like to "
        "ask what you think of it:",
        "You ordered these from %(shop)s on %(date)s. Now that you have had time to use them, we would like "
        "to ask what you think of them:",
        len(lines),
    )
    return Draft(
        subject=_subject(
            context,
            lines,
            _("What do you think of %(product)s?"),
            _("What do you think of what you ordered?"),
        ),
        preheader=_("Good or bad: what you write helps others choose."),
        blocks=blocks(
            greeting(context),
            Paragraph(intro % _order(context)),
            _ask(context, lines),
            _good_to_know(context),
        ),
    )


def review_reminder(context: MessageContext) -> Draft | None:
    lines = reviewable(context)
    if not lines or not context.review_url:
        return None
    intro = _(
        "A while ago we asked what you think of what you ordered from %(shop)s on %(date)s. If you still "
        "want to say it, there is time:"
    )
    only = _("This is the only reminder. We will not ask for a review of this order again.")
    return Draft(
        subject=_subject(
            context,
            lines,
            _("A reminder: what do you think of %(product)s?"),
            _("A reminder: what do you think of what you ordered?"),
        ),
        preheader=_("This is the only reminder."),
        blocks=blocks(
            greeting(context),
            Paragraph(intro % _order(context)),
            _ask(context, lines),
            Paragraph(only),
            _good_to_know(context),
        ),
    )


def reviewable(context: MessageContext) -> list[PurchaseLine]:
    """Return the lines to review, one for each item, without what the buyer has reviewed."""
    lines = list({line.item_id: line for line in context.job.lines}.values())
    if not lines:
        return []
    reviewed = reviews_by_buyer(context.purchase, lines)
    return [line for line in lines if line.item_id not in reviewed]


def _order(context: MessageContext) -> dict[str, str]:
    return {"shop": context.shop_name, "date": context.day(context.purchase.placed_at)}


def _subject(context: MessageContext, lines: list[PurchaseLine], of_one: str, of_many: str) -> str:
    name = shortened(context.item_name(lines[0].item), SUBJECT_NAME_MAX)
    return of_one % {"product": name} if len(lines) == 1 else of_many


def _ask(context: MessageContext, lines: list[PurchaseLine]) -> list[Block]:
    return [
        items(context, lines),
        *buttons((pgettext("link in a message", "Write a review"), context.review_url)),
        Paragraph(
            _(
                "We publish praise and criticism alike. Your review appears on the page of the product, "
                "marked as written by a buyer, with your name or without, as you choose."
            )
        ),
        Paragraph(_("Is something wrong with it? You can tell us as well, and still write your review.")),
        *links(report_problem(context)),
    ]


def _good_to_know(context: MessageContext) -> list[Block]:
    days = trust_settings.reviews_invitation_days
    lasts = ngettext(
        "The link is yours alone and works for %(number)s day.",
        "The link is yours alone and works for %(number)s days.",
        days,
    )
    return [*help_line(context), Small(lasts % {"number": format_number(days, context.language)})]
