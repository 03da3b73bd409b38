"""The two moments in the life of an order that django_trust wants to hear about."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from django_trust.shop.services import mark_delivered, record_purchase

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
    placed_at: datetime | None = None,
) -> Order:
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
        promised_by=None,
        lines=[
            {"item": line.product, "quantity": line.quantity, "unit_price": line.unit_price, "variant": ""}
            for line in lines
        ],
    )
    return order


@transaction.atomic
def deliver_order(order: Order, *, at: datetime | None = None) -> None:
    order.delivered_at = at or timezone.now()
    order.save(update_fields=["delivered_at"])
    mark_delivered(reference=order.number, at=order.delivered_at)
