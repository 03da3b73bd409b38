"""What stands below every message: who writes, why, and how to make it stop."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.followups.choices import Purpose
from django_trust.followups.messages.blocks import Link
from django_trust.followups.messages.context import MessageContext
from django_trust.followups.messages.marks import isolated
from django_trust.mailing import one_line


@dataclass(frozen=True, slots=True)
class Footer:
    """``why`` are sentences, ``sender`` the lines of name and postal address (16 CFR 316; CAN-SPAM)."""

    why: tuple[str, ...]
    links: tuple[Link, ...]
    sender: tuple[str, ...]


def footer_of(context: MessageContext) -> Footer:
    """Return the footer of a message. Raises ``ImproperlyConfigured`` for marketing that nobody could
    unsubscribe from, because the addresses of this library are not included."""
    return Footer(tuple(_why(context)), tuple(_links(context)), _sender(context))


def _why(context: MessageContext) -> list[str]:
    because = _("You get this message because you ordered from %(shop)s on %(date)s (order %(order)s).")
    sentences = [
        because
        % {
            "shop": context.shop_name,
            "date": context.day(context.purchase.placed_at),
            "order": context.reference,
        }
    ]
    if context.job.row.step.purpose == Purpose.OFFERS:
        advertising = _("It is advertising by %(shop)s.")
        sentences.append(advertising % {"shop": context.shop_name})
    return sentences


def _links(context: MessageContext) -> list[Link]:
    wanted = [
        Link(pgettext("link in a message", "See your order"), context.status_url),
        Link(pgettext("link in a message", "Choose which messages you get"), context.preferences_url),
    ]
    if context.job.row.step.is_marketing:
        if not context.unsubscribe_url:
            raise ImproperlyConfigured(
                "Messages that are not about the order itself need a way to unsubscribe. Include "
                "django_trust.urls in your URLconf."
            )
        label = pgettext("link in a message", "Unsubscribe from messages like this")
        wanted.append(Link(label, context.unsubscribe_url))
    return [link for link in wanted if link.url]


def _sender(context: MessageContext) -> tuple[str, ...]:
    legal = context.profile.legal_name if context.profile else ""
    name = isolated(one_line(legal)) if legal else context.shop_name
    return (name, *(isolated(line) for line in context.shop_address), *filter(None, [context.contact]))
