"""The verbs a shop tells the story of an order with. All idempotent: a shop may call them twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NotRequired, TypedDict

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, router, transaction
from django.db.models import F, Model
from django.db.models.functions import Least
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from django_trust import signals
from django_trust.prepared import Prepared
from django_trust.shop import promises
from django_trust.shop.adapter import get_adapter
from django_trust.shop.models import Item, Purchase, PurchaseLine
from django_trust.shop.references import ItemReference, is_shop, shop_item
from django_trust.text import email_key, normalize_email
from django_trust.transactions import atomic_write


class UnknownPurchase(LookupError):
    """No purchase was recorded under this reference."""


class Line(TypedDict):
    """One line of an order as a shop hands it over. ``item`` is a saved model instance or an ``Item``."""

    item: Model
    quantity: NotRequired[int]
    unit_price: NotRequired[Decimal | None]
    variant: NotRequired[str]


ITEM_FIELDS = ["id", "content_type_id", "object_id", "name", "url", "image", "sku", "gtin", "mpn", "brand"]
ITEM = Prepared(
    lambda: Item,
    lambda content_type_id, object_id: Item.objects.filter(
        content_type_id=content_type_id, object_id=object_id
    ).values_list(*ITEM_FIELDS),
    "content_type_id",
    "object_id",
)


def item_for(obj: Model) -> Item:
    """Return the item of a host object (or ``shop_item()``), making it (with a snapshot) the first time."""
    if isinstance(obj, Item) and not (obj.pk == 0 and is_shop(obj)):
        return obj
    reference = ItemReference.of(obj)
    rows = ITEM.rows(content_type_id=reference.content_type_id, object_id=reference.object_id)
    return Item.from_db(router.db_for_read(Item), ITEM_FIELDS, rows[0]) if rows else _create_item(obj)


def _create_item(obj: Model) -> Item:
    item = _snapshot_of(obj)
    try:
        with transaction.atomic():
            item.save(force_insert=True)
    except IntegrityError:  # another process was faster
        return Item.objects.for_object(obj).get()
    return item


def _snapshot_of(obj: Model) -> Item:
    if is_shop(obj):
        with override(settings.LANGUAGE_CODE):
            item = shop_item()
        item.pk = None
        return item
    reference = ItemReference.of(obj)
    item = Item(content_type_id=reference.content_type_id, object_id=reference.object_id)
    item.take_snapshot(get_adapter().get_object(obj))
    return item


def refresh_item(item: Item, obj: Model) -> None:
    """Bring the snapshot of an item up to date, writing only when something changed."""
    before = {field.attname: getattr(item, field.attname) for field in item._meta.concrete_fields}
    item.take_snapshot(obj)
    changed = [name for name, value in before.items() if getattr(item, name) != value]
    if changed:
        item.save(update_fields=changed)


def record_purchase(
    *,
    reference: str,
    email: str,
    lines: Iterable[Line],
    name: str = "",
    language: str,
    country: str = "",
    currency: str = "",
    placed_at: datetime,
    promised_by: date | None = None,
    user: Any = None,
    time_zone: str = "",
) -> Purchase:
    """Record an order under the shop's own ``reference`` and return it.

    A reference that is recorded already is returned as it stands. ``placed_at`` must be aware.
    ``time_zone`` is the buyer's (IANA, such as America/Manaus) where the shop knows it; messages then come
    at sensible hours. Raises ``ValueError`` for a naive moment or an order without lines,
    ``ValidationError`` for a bad address.
    """
    lines = _checked(lines)
    if not lines:
        raise ValueError(f"Purchase {reference!r} has no lines.")
    _require_aware(placed_at)
    if existing := Purchase.objects.filter(reference=str(reference)).first():
        return existing
    items = [(item_for(line["item"]), line) for line in lines]
    for item, line in items:
        if line["item"] is not item:
            refresh_item(item, get_adapter().get_object(line["item"]))
    purchase = Purchase(
        reference=str(reference),
        user=user,
        email=normalize_email(email),
        name=" ".join(name.split())[:150],
        language=language.lower(),
        country=country.upper(),
        currency=currency.upper(),
        placed_at=placed_at,
        promised_by=promised_by,
        time_zone=time_zone,
        has_news=True,
    )
    purchase.full_clean(exclude=["user"], validate_unique=False)
    try:
        return _insert_purchase(purchase, items)
    except IntegrityError:
        return Purchase.objects.get(reference=purchase.reference)


@atomic_write
def _insert_purchase(purchase: Purchase, items: list[tuple[Item, Line]]) -> Purchase:
    purchase.pk = None
    purchase.save(force_insert=True)
    PurchaseLine.objects.bulk_create(
        PurchaseLine(
            purchase=purchase,
            item=item,
            variant=line.get("variant", "")[:100],
            quantity=line.get("quantity", 1),
            unit_price=line.get("unit_price"),
            email_key=email_key(purchase.email),
        )
        for item, line in items
    )
    promises.count_recorded(purchase)
    signals.purchase_recording.send(sender=Purchase, purchase=purchase)
    signals.send_after_commit(signals.purchase_recorded, Purchase, purchase=purchase)
    return purchase


def mark_paid(*, reference: str, at: datetime | None = None) -> Purchase:
    """Record that the order was paid. Raises ``UnknownPurchase``; so do all verbs below."""
    return _mark(reference, signals.purchase_paid, "paid_at", at)


def mark_shipped(*, reference: str, at: datetime | None = None, tracking_url: str = "") -> Purchase:
    """Record that the order left the shop. ``tracking_url`` may come with a later call."""
    return _mark(reference, signals.purchase_shipped, "shipped_at", at, tracking_url=tracking_url)


def mark_delivered(*, reference: str, at: datetime | None = None, correct: bool = False) -> Purchase:
    """Record that the order arrived. With ``correct``, ``at`` replaces a moment that was told before: the
    parcel came later than the carrier had said."""
    if correct:
        return _correct_delivery(reference, _require_aware(at or timezone.now()))
    return _mark(reference, signals.purchase_delivered, "delivered_at", at)


@atomic_write
def _correct_delivery(reference: str, at: datetime) -> Purchase:
    orders = Purchase.objects.filter(reference=reference)
    orders.update(reference=reference)  # locks the order
    before = orders.values_list("delivered_at", flat=True).first()
    changed = orders.exclude(delivered_at=at).update(delivered_at=at, has_news=True)
    purchase = _reload(reference, signals.purchase_delivered if changed else None)
    if changed:
        promises.count_delivered(purchase, before)
    return purchase


@atomic_write
def mark_delayed(*, reference: str, until: date, reason: str = "") -> Purchase:
    """Record a new delivery date with its honest reason. A later date replaces an earlier one."""
    same = {"delayed_until": until, "delay_reason": reason[:500]}
    told = {**same, "delayed_at": timezone.now(), "has_news": True}
    changed = Purchase.objects.filter(reference=reference).exclude(**same).update(**told)
    return _reload(reference, signals.purchase_delayed if changed else None)


@atomic_write
def cancel_purchase(*, reference: str, at: datetime | None = None) -> Purchase:
    """Record that the order was cancelled: it no longer proves a purchase."""
    at = _require_aware(at or timezone.now())
    orders = Purchase.objects.filter(reference=reference, cancelled_at=None)
    changed = orders.update(cancelled_at=at, has_news=True)
    purchase = _reload(reference, signals.purchase_cancelled if changed else None)
    if changed:
        promises.count_cancelled(purchase)
        signals.purchase_facts_changed.send(sender=Purchase, purchase=purchase)
    return purchase


def refund_lines(*, reference: str, lines: Iterable[Line], at: datetime | None = None) -> Purchase:
    """Record how many pieces of which items have been refunded **in all** so far.

    Told twice, the larger number counts, never the sum. Raises ``ValidationError`` when the order holds
    fewer pieces of an item, and then changes nothing.
    """
    at = _require_aware(at or timezone.now())
    wanted = [(item_for(line["item"]), line) for line in _checked(lines)]
    return _refund(reference, wanted, at)


@atomic_write
def _refund(reference: str, wanted: list[tuple[Item, Line]], at: datetime) -> Purchase:
    if not Purchase.objects.filter(reference=reference).update(reference=reference):  # locks the order
        raise _unknown(reference)
    changed = sum(_refund_item(reference, item, line) for item, line in wanted)
    if changed:
        Purchase.objects.filter(reference=reference).update(refunded_at=at, has_news=True)
    purchase = _reload(reference, signals.lines_refunded if changed else None)
    if changed:
        signals.purchase_facts_changed.send(sender=Purchase, purchase=purchase)
    return purchase


def _refund_item(reference: str, item: Item, line: Line) -> int:
    """Spread the refunded pieces over the order's lines of this item; return how many rows changed."""
    bought = PurchaseLine.objects.filter(purchase__reference=reference, item=item)
    if "variant" in line:
        bought = bought.filter(variant=line["variant"])
    open_pieces, changed = line.get("quantity", 1), 0
    for row in bought.order_by("pk"):
        pieces = min(open_pieces, row.quantity)
        open_pieces -= pieces
        changed += PurchaseLine.objects.filter(pk=row.pk, refunded_quantity__lt=pieces).update(
            refunded_quantity=Least(F("quantity"), pieces)
        )
    if open_pieces:
        raise ValidationError(
            _("Order %(reference)s holds fewer pieces of “%(item)s” than were to be refunded."),
            params={"reference": reference, "item": item.name},
        )
    return changed


@atomic_write
def _mark(reference: str, signal: Signal, field: str, at: datetime | None, **extra: str) -> Purchase:
    at = _require_aware(at or timezone.now())
    unmarked = Purchase.objects.filter(reference=reference, **{field: None})
    first_time = unmarked.update(**{field: at, "has_news": True})
    news = {name: value for name, value in extra.items() if value}
    if news:
        Purchase.objects.filter(reference=reference).update(**news)
    purchase = _reload(reference, signal if first_time else None)
    if first_time and field == "delivered_at":
        promises.count_delivered(purchase)
    return purchase


def _reload(reference: str, signal: Signal | None) -> Purchase:
    purchase = Purchase.objects.filter(reference=reference).first()
    if purchase is None:
        raise _unknown(reference)
    if signal is not None:
        signals.send_after_commit(signal, Purchase, purchase=purchase)
    return purchase


def _unknown(reference: str) -> UnknownPurchase:
    return UnknownPurchase(f"No purchase is recorded under {reference!r}.")


def _checked(lines: Iterable[Line]) -> list[Line]:
    lines = list(lines)
    if any(line.get("quantity", 1) < 1 for line in lines):
        raise ValueError("The quantity of a line must be at least 1.")
    if any(is_shop(line["item"]) for line in lines):
        raise ValueError("The shop itself cannot be a line of an order.")
    return lines


def _require_aware(moment: datetime) -> datetime:
    if timezone.is_naive(moment):
        raise ValueError(f"{moment!r} needs a time zone.")
    return moment
