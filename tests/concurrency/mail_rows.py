"""Thousands of due messages in seconds, as if their orders had been placed an hour ago."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from django_trust.followups.choices import DelayUnit, Event, FollowUpState, MessageKind, Purpose, Reason
from django_trust.followups.models import Flow, FollowUp, Step
from django_trust.shop.models import Purchase, PurchaseLine
from django_trust.shop.services import item_for
from django_trust.text import email_key

LANGUAGES = ("en", "ar", "pt-br", "id", "et")
BATCH = 1000


def make_step(now) -> Step:
    flow = Flow.objects.create(
        code="thanks", name="Thanks", event=Event.PLACED, active_since=now - timedelta(days=400)
    )
    return Step.objects.create(
        flow=flow,
        code="thank-you",
        name="Thank you",
        message=MessageKind.THANK_YOU,
        purpose=Purpose.ORDER,
        delay=0,
        delay_unit=DelayUnit.HOURS,
    )


def fill(number, product, *, step=None, now=None, language="", prefix="A") -> list[FollowUp]:
    """Store so many orders of one product, each with a message that is due now, and return the messages."""
    now = now or timezone.now()
    placed_at = now - timedelta(hours=1)
    step, item = step or make_step(now), item_for(product)
    purchases = Purchase.objects.bulk_create(
        (
            Purchase(
                reference=f"{prefix}{n}",
                email=f"buyer-{prefix}{n}@mail.example".lower(),
                name=f"Buyer {n}",
                language=language or LANGUAGES[n % len(LANGUAGES)],
                country="EE",
                currency="EUR",
                placed_at=placed_at,
            )
            for n in range(number)
        ),
        batch_size=BATCH,
    )
    if purchases and purchases[0].pk is None:  # MySQL returns no keys
        purchases = list(Purchase.objects.filter(reference__startswith=prefix).order_by("pk"))
    PurchaseLine.objects.bulk_create(
        (
            PurchaseLine(
                purchase=purchase, item=item, unit_price="19.90", email_key=email_key(purchase.email)
            )
            for purchase in purchases
        ),
        batch_size=BATCH,
    )
    rows = (
        FollowUp(
            purchase=purchase,
            step=step,
            email_key=email_key(purchase.email),
            state=FollowUpState.WAITING,
            reason=Reason.DUE,
            started_at=placed_at,
            due_at=placed_at,
            wake_at=placed_at,
        )
        for purchase in purchases
    )
    return FollowUp.objects.bulk_create(rows, batch_size=BATCH)
