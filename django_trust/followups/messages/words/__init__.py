"""The words of the messages that come with this library: a function for each ``MessageKind``.

Each returns a ``Draft`` in the active language, or None where there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Callable

from django_trust.followups.choices import MessageKind
from django_trust.followups.messages.blocks import Draft
from django_trust.followups.messages.context import MessageContext
from django_trust.followups.messages.words import offers, orders, reviews, satisfaction

DRAFTS: dict[str, Callable[[MessageContext], Draft | None]] = {
    MessageKind.THANK_YOU: orders.thank_you,
    MessageKind.PAYMENT_RECEIVED: orders.payment_received,
    MessageKind.SHIPPED: orders.shipped,
    MessageKind.DELAY_NOTICE: orders.delay_notice,
    MessageKind.DELIVERED: orders.delivered,
    MessageKind.TIPS: satisfaction.tips,
    MessageKind.REVIEW_REQUEST: reviews.review_request,
    MessageKind.REVIEW_REMINDER: reviews.review_reminder,
    MessageKind.SURVEY: satisfaction.survey,
    MessageKind.COUPON: offers.coupon,
    MessageKind.WIN_BACK: offers.win_back,
    # Words that come with the library would say nothing a shop means.
    MessageKind.CUSTOM: lambda context: None,
}
