"""News of an order: placed, paid, sent, late, delivered. None of it asks for anything."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.followups.choices import AnswerKind
from django_trust.followups.messages.blocks import Block, Draft, Heading, Link, Links, Paragraph, Quote, Small
from django_trust.followups.messages.context import MessageContext
from django_trust.followups.messages.words.parts import (
    answers,
    blocks,
    buttons,
    facts,
    greeting,
    help_line,
    items,
    links,
    order_number,
    see_order,
)
from django_trust.policies.choices import PolicyKind
from django_trust.policies.models import PolicyPin
from django_trust.policies.widgets import policy_title
from django_trust.text import without_controls


def thank_you(context: MessageContext) -> Draft:
    intro = _("Thank you for your order at %(shop)s. We have it, and this is what you chose:")
    return Draft(
        subject=_("Thank you for your order %(order)s") % {"order": context.reference},
        preheader=_("We have it. Here is what you ordered."),
        blocks=blocks(
            greeting(context),
            Paragraph(intro % {"shop": context.shop_name}),
            items(context, context.job.lines),
            facts(
                order_number(context),
                (pgettext("label of a fact in a message", "Ordered on"), _placed(context)),
                _expected(context),
            ),
            buttons(see_order(context)),
            Paragraph(_("Is something not as you meant it? Tell us soon, so that we can still change it.")),
            help_line(context),
            _terms(context),
        ),
    )


def payment_received(context: MessageContext) -> Draft:
    intro = _("Your payment for order %(order)s has arrived. Thank you.")
    paid_at = context.purchase.paid_at
    ahead = context.purchase.shipped_at is None and context.purchase.delivered_at is None
    return Draft(
        subject=_("We have received your payment for order %(order)s") % {"order": context.reference},
        preheader=_("Your payment has arrived. Thank you."),
        blocks=blocks(
            greeting(context),
            Paragraph(intro % {"order": context.reference}),
            [Paragraph(_("Now we get your order ready."))] if ahead else [],
            facts(
                order_number(context),
                (pgettext("label of a fact in a message", "Paid on"), context.day(paid_at)),
                _expected(context),
            ),
            buttons(see_order(context)),
            help_line(context),
        ),
    )


def shipped(context: MessageContext) -> Draft:
    intro = _("Your order from %(shop)s has left us and is on its way to you.")
    follow = (pgettext("link in a message", "Follow the parcel"), context.tracking_url)
    missing = pgettext("link in a message", "Tell us if it does not arrive")
    return Draft(
        subject=_("Your order %(order)s is on its way") % {"order": context.reference},
        preheader=_("It has left us."),
        blocks=blocks(
            greeting(context),
            Paragraph(intro % {"shop": context.shop_name}),
            items(context, context.job.lines),
            facts(
                order_number(context),
                (
                    pgettext("label of a fact in a message", "Sent on"),
                    context.day(context.purchase.shipped_at),
                ),
                _expected(context),
            ),
            buttons(follow, see_order(context)),
            links((missing, context.answer_url(AnswerKind.NOT_ARRIVED))),
            help_line(context),
        ),
    )


def delay_notice(context: MessageContext) -> Draft | None:
    """Say the old day, the new one and why, and offer a way out: in the spirit of 16 CFR 435.2(b) and
    Directive 2011/83/EU, Art. 18."""
    purchase = context.purchase
    if purchase.delayed_until is None:
        return None
    new_date = context.day(purchase.delayed_until)
    intro = _("Your order from %(shop)s will arrive later than planned. We are sorry about that.")
    subject = _("Your order %(order)s will arrive later: new date %(date)s")
    return Draft(
        subject=subject % {"order": context.reference, "date": new_date},
        preheader=_("You can wait for it, or cancel and get your money back."),
        blocks=blocks(
            greeting(context),
            Paragraph(intro % {"shop": context.shop_name}),
            facts(
                order_number(context),
                (pgettext("label of a fact in a message", "Planned for"), context.day(purchase.promised_by)),
                (pgettext("label of a fact in a message", "New date"), new_date),
            ),
            _reason(purchase.delay_reason),
            items(context, context.job.lines),
            _way_out(context),
            help_line(context),
        ),
    )


def _reason(reason: str) -> list[Block]:
    words = without_controls(reason).strip()
    return [Paragraph(_("The reason, in our own words:")), Quote(words)] if words else []


def _way_out(context: MessageContext) -> list[Block]:
    cancel = pgettext("link in a message", "Cancel the order")
    return [
        Heading(_("You decide")),
        Paragraph(_("If the new date suits you, you need not do anything.")),
        Paragraph(_("If you would rather not wait, cancel the order. You get back what you have paid.")),
        *buttons((cancel, context.withdraw_url), main=False),
        *links(see_order(context)),
    ]


def delivered(context: MessageContext) -> Draft:
    intro = _("As far as we know, your order from %(shop)s was delivered on %(date)s.")
    said = intro % {"shop": context.shop_name, "date": context.day(context.purchase.delivered_at)}
    return Draft(
        subject=_("Your order %(order)s was delivered") % {"order": context.reference},
        preheader=_("Is everything as it should be?"),
        blocks=blocks(
            greeting(context),
            Paragraph(said),
            items(context, context.job.lines),
            facts(order_number(context)),
            Heading(_("Is everything as it should be?")),
            answers(context),
            Paragraph(_("If something is missing, broken or wrong, tell us, and we put it right.")),
            help_line(context),
            links(_returning(context)),
        ),
    )


def _returning(context: MessageContext) -> tuple[str, str]:
    return pgettext("link in a message", "Return something"), context.withdraw_url


def _placed(context: MessageContext) -> str:
    return context.day(context.purchase.placed_at)


def _expected(context: MessageContext) -> tuple[str, str]:
    """When it should be there, unless it is already."""
    ahead = context.purchase.delivered_at is None
    label = pgettext("label of a fact in a message", "Should arrive by")
    return label, context.day(context.expected) if ahead else ""


def _terms(context: MessageContext) -> list[Block]:
    """Link to exactly those terms the order was made under. One query."""
    pins = PolicyPin.objects.filter(purchase=context.purchase).values_list("version", "version__policy__kind")
    kinds = sorted(pins, key=lambda pin: PolicyKind.values.index(pin[1]))
    found = [Link(policy_title(PolicyKind(kind)), _version_url(context, pk)) for pk, kind in kinds]
    present = tuple(link for link in found if link.url)
    return (
        [Small(_("Your order was made under these terms:")), Links(present, in_a_row=True)] if present else []
    )


def _version_url(context: MessageContext, pk: int) -> str:
    try:
        path = reverse("trust:policy-version", args=[pk])
    except NoReverseMatch:
        return ""
    country = context.purchase.country
    return context.absolute(f"{path}?country={country}" if country else path)
