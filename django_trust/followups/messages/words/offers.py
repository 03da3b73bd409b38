"""The coupon for the next order, and a word after a long while."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.followups.choices import AnswerKind
from django_trust.followups.messages.blocks import Code, Draft, Paragraph
from django_trust.followups.messages.context import MessageContext
from django_trust.followups.messages.coupons import coupon_of
from django_trust.followups.messages.words.parts import blocks, buttons, greeting, help_line, links


def coupon(context: MessageContext) -> Draft | None:
    """Blind to what anybody said about the order, and it says so (16 CFR 465.4)."""
    code = coupon_of(context.job)
    if not code:
        return None
    intro = _("Thank you for your order from %(date)s. Here is a coupon for your next one at %(shop)s:")
    free = _("It is yours whether or not you review anything, and whatever a review says.")
    return Draft(
        subject=_("A coupon for your next order at %(shop)s") % {"shop": context.shop_name},
        preheader=_("With our thanks for your last order."),
        blocks=blocks(
            greeting(context),
            Paragraph(intro % {"date": context.day(context.purchase.placed_at), "shop": context.shop_name}),
            Code(pgettext("label of a code in a message", "Your coupon"), code),
            Paragraph(_("Enter the code at the checkout.")),
            buttons((pgettext("link in a message", "To the shop"), context.shop_url)),
            Paragraph(free),
            help_line(context),
        ),
    )


def win_back(context: MessageContext) -> Draft:
    intro = _("Your last order from %(shop)s was on %(date)s.")
    order = {"shop": context.shop_name, "date": context.day(context.purchase.placed_at)}
    was_wrong = pgettext("link in a message", "Tell us what was not right")
    return Draft(
        subject=_("It has been a while since your order from %(shop)s") % {"shop": context.shop_name},
        preheader=_("You are welcome back, and welcome to tell us what was not right."),
        blocks=blocks(
            greeting(context),
            Paragraph(intro % order),
            Paragraph(_("If all was well, you are welcome back whenever you need something.")),
            buttons((pgettext("link in a message", "To the shop"), context.shop_url)),
            Paragraph(
                _("If something was not right, we would like to know, and put it right if we still can.")
            ),
            links((was_wrong, context.answer_url(AnswerKind.PROBLEM))),
            help_line(context),
        ),
    )
