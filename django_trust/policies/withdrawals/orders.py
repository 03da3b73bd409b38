"""What is known of the buyer who asks, so that nobody types it twice."""

from __future__ import annotations

from typing import Any

from django_trust.l10n.formats import format_date
from django_trust.policies.withdrawals.deadlines import local_day
from django_trust.policies.withdrawals.tokens import order_url
from django_trust.shop.models import Purchase

MOST_ORDERS = 20


def own_orders(user: Any, kind: str) -> list[dict[str, str]]:
    """Return the newest orders of an account with links to their forms. One query."""
    orders = Purchase.objects.filter(user=user, cancelled_at=None).order_by("-placed_at", "-pk")
    return [
        {
            "reference": order.reference,
            "date": format_date(local_day(order.placed_at)),
            "url": order_url(order, kind),
        }
        for order in orders[:MOST_ORDERS]
    ]


def buyer_of(purchase: Purchase | None, user: Any) -> dict[str, str]:
    """Return name and address to start a form with: of the order, else of the account, whatever the host's
    user model calls them."""
    if purchase is not None:
        return {"name": purchase.name, "email": purchase.email}
    if user is None:
        return {}
    field = user.get_email_field_name() if hasattr(user, "get_email_field_name") else "email"
    name = user.get_full_name() if hasattr(user, "get_full_name") else ""
    return {"name": str(name or ""), "email": str(getattr(user, field, "") or "")}
