"""Everything that is known when a message is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Model

from django_trust.followups.facts import PurchaseFacts, facts_of
from django_trust.followups.models import FollowUp, StepText
from django_trust.shop.models import Purchase, PurchaseLine
from django_trust.shop.references import host_objects


@dataclass(frozen=True, slots=True)
class Job:
    """One row that is to be sent, with the facts of this moment.

    ``row.step.flow`` is loaded. ``lines`` are those neither cancelled nor refunded in full, with their
    items. ``texts`` are the words of staff for this step, by language. ``base`` is scheme and host for
    links, without a slash at the end. ``memo`` is what the jobs of one batch share, such as the address of
    the shop; ``hosts`` are the shop's own objects behind items, by the key of the item.
    """

    row: FollowUp
    facts: PurchaseFacts
    lines: tuple[PurchaseLine, ...]
    base: str
    texts: dict[str, StepText] = field(default_factory=dict)
    memo: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)
    hosts: dict[int, Model] = field(default_factory=dict, repr=False, compare=False)

    @property
    def purchase(self) -> Purchase:
        return self.facts.purchase


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out. ``language`` is a Django language code; ``headers`` are those beyond subject, sender
    and recipient. ``message_id`` is the same however often the row is tried."""

    to: str
    subject: str
    text: str
    html: str
    language: str
    message_id: str
    headers: dict[str, str] = field(default_factory=dict)


def jobs_for(rows: Iterable[FollowUp], base: str) -> list[Job]:
    """Return the jobs of rows that have ``step`` and ``step.flow`` loaded. Four queries for all of them
    where one model of the shop is sold."""
    rows = list(rows)
    purchases = {row.purchase_id for row in rows}
    facts = facts_of(purchases)
    lines: dict[int, list[PurchaseLine]] = {}
    # No join with purchases: without fresh statistics PostgreSQL would read all of them.
    kept = PurchaseLine.objects.filter(purchase__in=purchases, refunded_quantity__lt=F("quantity"))
    for line in kept.select_related("item").order_by("pk"):
        purchase = facts[line.purchase_id].purchase
        if purchase.cancelled_at is None:
            line.purchase = purchase
            lines.setdefault(line.purchase_id, []).append(line)
    texts: dict[int, dict[str, StepText]] = {}
    for text in StepText.objects.filter(step__in={row.step_id for row in rows}):
        texts.setdefault(text.step_id, {})[text.language] = text
    memo: dict[Any, Any] = {}
    items = {line.item_id: line.item for found in lines.values() for line in found}
    hosts = host_objects(items.values())
    return [
        Job(
            row,
            facts[row.purchase_id],
            tuple(lines.get(row.purchase_id, ())),
            base,
            texts.get(row.step_id, {}),
            memo,
            hosts,
        )
        for row in rows
        if row.purchase_id in facts
    ]
