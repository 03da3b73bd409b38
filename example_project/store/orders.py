"""The moments in the life of an order that django_trust wants to hear about."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from django_trust.followups.services import record_opt_out
from django_trust.policies.book import book
from django_trust.policies.widgets import delivery_estimate
from django_trust.shop.models import Purchase
from django_trust.shop.services import (
    mark_delayed,
    mark_delivered,
    mark_paid,
    mark_shipped,
    record_purchase,
)

from .cart import CartLine
from .models import CURRENCY, Order, OrderLine


@transaction.atomic
def place_order(
    *,
    lines: Sequence[CartLine],
    name: str,
    email: str,
    country: str,
    language: str,
    objection: bool = False,
    placed_at: datetime | None = None,
) -> Order:
    if objection:
        record_opt_out(email=email, source="checkout")
    order = Order.objects.create(
        name=name,
        email=email,
        country=country,
        language=language,
        currency=CURRENCY,
        placed_at=placed_at or timezone.now(),
    )
    for line in lines:
        OrderLine.objects.create(
            order=order, product=line.product, quantity=line.quantity, unit_price=line.unit_price
        )
    record_purchase(
        reference=order.number,
        email=order.email,
        name=order.name,
        language=order.language,
        country=order.country,
        currency=order.currency,
        placed_at=order.placed_at,
        promised_by=promised_day(lines, country=country, at=order.placed_at),
        lines=[
            {"item": line.product, "quantity": line.quantity, "unit_price": line.unit_price, "variant": ""}
            for line in lines
        ],
    )
    mark_paid(reference=order.number, at=order.placed_at)  # nobody pays in a sample shop
    return order


def promised_day(lines: Sequence[CartLine], *, country: str, at: datetime) -> date | None:
    """Return the day by which all of an order is to arrive, as the product pages said it."""
    terms = book()
    estimates = [delivery_estimate(line.product, country=country, now=at, book=terms) for line in lines]
    windows = [estimate.quotes[0].window for estimate in estimates if estimate and estimate.quotes]
    return max((window.latest for window in windows if window), default=None)


@transaction.atomic
def ship_order(order: Order, *, at: datetime | None = None) -> None:
    order.shipped_at = at or timezone.now()
    order.save(update_fields=["shipped_at"])
    tracking = f"https://parcels.example/{order.number.lower()}"
    mark_shipped(reference=order.number, at=order.shipped_at, tracking_url=tracking)


def delay_order(order: Order, *, days: int) -> None:
    """Tell the buyer the new day, so many days after the one that was promised, and why."""
    purchase = Purchase.objects.get(reference=order.number)
    promised = purchase.delayed_until or purchase.promised_by or timezone.localdate()
    with override(order.language):
        reason = _("The kiln had to cool down before we could open it.")
    until = max(promised, timezone.localdate()) + timedelta(days=days)
    mark_delayed(reference=order.number, until=until, reason=reason)


@transaction.atomic
def deliver_order(order: Order, *, at: datetime | None = None) -> None:
    order.delivered_at = at or timezone.now()
    order.save(update_fields=["delivered_at"])
    mark_delivered(reference=order.number, at=order.delivered_at)
