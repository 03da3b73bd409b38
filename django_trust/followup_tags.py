"""The tags of the follow-ups room; ``templatetags/trust.py`` registers them with all the others."""

from __future__ import annotations

from typing import Any

from django.template import Context, TemplateSyntaxError
from django.utils.safestring import SafeString

from django_trust.followups.status.blocks import order_status_html
from django_trust.shop.models import Purchase
from django_trust.tag_arguments import holder_of

USAGE = {
    "trust_order_status": '{% trust_order_status "1001" %} (the order number, or a Purchase)',
}


def trust_order_status(context: Context, purchase: Any) -> SafeString:
    """Print where an order is and what comes next, for pages only the buyer can see."""
    if purchase is None or purchase == "":
        return SafeString("")
    if not isinstance(purchase, Purchase | str | int):
        raise TemplateSyntaxError(
            f"trust_order_status: {type(purchase).__name__} is neither an order number nor a Purchase. "
            f"Allowed: {USAGE['trust_order_status']}"
        )
    return order_status_html(
        holder_of(context), purchase if isinstance(purchase, Purchase) else str(purchase)
    )


TAGS = (trust_order_status,)
