"""Orders with messages: a few thousand that are due, and tables of a million that are mostly not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import count
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from benchmarks import databases
from benchmarks.bulk import Loader, secondary_indexes_off
from benchmarks.shop.models import Product
from django_trust.followups.choices import FollowUpState, Reason
from django_trust.followups.models import FollowUp, Step
from django_trust.followups.services import load_flows
from django_trust.shop.adapter import ShopAdapter, ShopIdentity
from django_trust.shop.models import Purchase, PurchaseLine
from django_trust.text import email_key
from tests.concurrency.mail_rows import fill

OWNER = "_followups"
STEPS = 4  # messages of an order in the large tables
DUE = 1_000
PURCHASE = ("id", "reference", "email", "name", "language", "country", "currency", "time_zone", "placed_at",
    "delay_reason", "tracking_url", "recorded_at", "has_news")  # fmt: skip
FOLLOWUP = ("id", "purchase_id", "step_id", "occurrence", "email_key", "state", "reason", "detail",
    "started_at", "due_at", "wake_at", "attempts", "claim", "data", "language", "created_at",
    "changed_at")  # fmt: skip


class Adapter(ShopAdapter):
    def get_shop(self) -> ShopIdentity:
        return ShopIdentity(name="Tea and Pots", url="https://shop.example/", email="care@shop.example")


def make_database() -> None:
    """An empty database with the flows that come with the library."""
    connection.close()
    databases.recreate(OWNER)
    call_command("migrate", run_syncdb=True, verbosity=0)
    load_flows()


def make_due(number: int) -> list[FollowUp]:
    """Store so many orders, each with a thank-you that is due now."""
    product = Product.objects.create(name="Tea pot", price="19.90")
    step = Step.objects.select_related("flow").get(code="thank-you")
    step.flow.active_since = timezone.now() - timedelta(days=400)
    step.flow.save()
    return fill(number, product, step=step)


def make_due_again() -> None:
    """Let all messages be due as they were before they were sent."""
    past = timezone.now() - timedelta(minutes=30)
    FollowUp.objects.update(
        state=FollowUpState.WAITING, reason=Reason.DUE, detail="", wake_at=past, attempts=0, claim="",
        data={}, language="", sent_at=None,
    )  # fmt: skip
    tidy("trust_followup")


def tidy(table: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"VACUUM ANALYZE {table}")


def make_planned(number: int) -> None:
    """Store so many planned messages, as the orders of a shop leave them: those of old orders have ended,
    those of new ones lie in the future, and ``DUE`` orders in between have one that is due."""
    make_database()
    now = timezone.now()
    steps = list(Step.objects.values_list("pk", flat=True)[:STEPS])
    tables = ["trust_purchase", "trust_followup"]
    with secondary_indexes_off(tables), transaction.atomic():
        loader = Loader()
        loader.load("trust_purchase", PURCHASE, _purchases(number // STEPS, now))
        loader.load("trust_followup", FOLLOWUP, _followups(number, steps, now))
    connection.close()  # and with it what made loading fast and unsafe
    for table in tables:
        tidy(table)
    assert Purchase.objects.count() * STEPS == FollowUp.objects.count() == number


def _purchases(number: int, now: datetime) -> Iterator[tuple[Any, ...]]:
    moment = connection.ops.adapt_datetimefield_value(now - timedelta(days=3))
    for n in range(1, number + 1):
        yield (n, f"P{n}", f"p{n}@mail.example", f"Person {n}", "en", "EE", "EUR", "", moment, "", "", moment,
            False)  # fmt: skip


def _followups(number: int, steps: list[int], now: datetime) -> Iterator[tuple[Any, ...]]:
    stored = connection.ops.adapt_datetimefield_value
    past = stored(now - timedelta(days=3))
    middle = number // STEPS // 2
    for n in range(number):
        order, step = divmod(n, STEPS)
        key = blake2b(str(order).encode(), digest_size=16).hexdigest()
        if order < middle or (order < middle + DUE and step < 2):
            state, reason, wake_at = "sent", "sent", None
        elif order < middle + DUE and step == 2:
            state, reason, wake_at = "waiting", "due", stored(now - timedelta(seconds=3600 - order % 3600))
        else:
            state, reason, wake_at = "waiting", "due", stored(now + timedelta(seconds=86_400 + n))
        yield (n + 1, n // STEPS + 1, steps[n % STEPS], "", key, state, reason, "", past, past, wake_at, 0,
            "", "{}", "", past, past)  # fmt: skip


def orders() -> Iterator[Purchase]:
    """New orders that were placed, paid and delivered, one after the other, and that nobody has planned."""
    item = PurchaseLine.objects.first().item  # type: ignore[union-attr]
    for number in count(1):
        now = timezone.now()
        purchase = Purchase.objects.create(
            reference=f"N{number}-{now.timestamp()}", email=f"n{number}@mail.example", name="Mari Kask",
            language="en", country="EE", currency="EUR", placed_at=now, paid_at=now, shipped_at=now,
            delivered_at=now, has_news=True,
        )  # fmt: skip
        PurchaseLine.objects.create(purchase=purchase, item=item, email_key=email_key(purchase.email))
        yield purchase


def forget() -> None:
    """Remove the orders that were only planned."""
    planned = Purchase.objects.filter(reference__startswith="N")
    FollowUp.objects.filter(purchase__in=planned).delete()
    planned.delete()


def put_back(due: dict[int, datetime]) -> None:
    """Let these messages be due again when they were."""
    rows = [FollowUp(pk=pk, state=FollowUpState.WAITING, claim="", wake_at=at) for pk, at in due.items()]
    FollowUp.objects.bulk_update(rows, ["state", "claim", "wake_at"])
    tidy("trust_followup")
