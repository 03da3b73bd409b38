"""What a webhook says: facts in machine formats, and the finished message for those who only pass it on.

Moments are ISO 8601 in UTC, days ISO 8601, money a decimal in a text with its currency (ISO 4217), languages
as BCP 47 spells them, addresses absolute. What is unknown is null; names and texts may be empty.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from django_trust.followups.consent.tokens import preferences_url, unsubscribe_url
from django_trust.followups.messages.coupons import KEY as COUPON
from django_trust.followups.messages.job import Job, Message
from django_trust.followups.order_links import order_status_url, tracked
from django_trust.l10n.locales import html_lang
from django_trust.reviews.invitations import Invitation
from django_trust.shop.models import Purchase, PurchaseLine

DUE = "followup.due"
MOMENTS = (
    "placed_at",
    "paid_at",
    "shipped_at",
    "delivered_at",
    "delayed_at",
    "cancelled_at",
    "refunded_at",
)
DAYS = ("promised_by", "delayed_until")


def webhook_body(job: Job, message: Message) -> bytes:
    """Return the body of a webhook: JSON in ASCII, without needless blanks."""
    payload = {
        "type": DUE,
        "timestamp": _moment(job.row.due_at),  # of the event: each try is dated by its header
        "data": _data(job, message),
    }
    return json.dumps(payload, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _data(job: Job, message: Message) -> dict[str, Any]:
    step = job.row.step
    return {
        "id": message.message_id,
        "flow": step.flow.code,
        "step": step.code,
        "purpose": step.purpose,
        "language": html_lang(message.language),
        "to": {"email": message.to, "name": job.purchase.name},
        "order": {**_order(job.purchase), "lines": [_line(job, line) for line in job.lines]},
        "coupon": job.row.data.get(COUPON) or None,
        "message": {"subject": message.subject, "text": message.text, "html": message.html},
        "links": _links(job, message),
        "headers": dict(message.headers),
    }


def _order(purchase: Purchase) -> dict[str, Any]:
    return {
        "reference": purchase.reference,
        "country": purchase.country or None,
        "currency": purchase.currency or None,
        **{name: _moment(getattr(purchase, name)) for name in MOMENTS},
        **{name: day.isoformat() if (day := getattr(purchase, name)) else None for name in DAYS},
        "delay_reason": purchase.delay_reason,
        "tracking_url": purchase.tracking_url or None,
    }


def _line(job: Job, line: PurchaseLine) -> dict[str, Any]:
    item = line.item
    return {
        "name": item.name,
        "variant": line.variant,
        "sku": item.sku or None,
        "gtin": item.gtin or None,
        "quantity": line.quantity - line.refunded_quantity,
        "unit_price": None if line.unit_price is None else f"{line.unit_price:f}",
        "url": _absolute(job, item.url),
        "image": _absolute(job, item.image),
    }


def _links(job: Job, message: Message) -> dict[str, str | None]:
    """Return where the buyer may go; nobody unsubscribes from news of an order that is on its way."""
    key, purpose = job.row.email_key, job.row.step.purpose
    leave = unsubscribe_url(key, purpose, message.language) if job.row.step.is_marketing else ""
    review = tracked(job.row, Invitation.of(job.purchase).url) if job.lines else ""
    return {
        "order": _absolute(job, tracked(job.row, order_status_url(job.purchase))),
        "review": _absolute(job, review),
        "unsubscribe": _absolute(job, leave),
        "preferences": _absolute(job, preferences_url(key, message.language)),
    }


def _absolute(job: Job, address: str) -> str | None:
    return urljoin(f"{job.base}/", address) if address else None


def _moment(value: datetime | None) -> str | None:
    if value is None:
        return None
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
