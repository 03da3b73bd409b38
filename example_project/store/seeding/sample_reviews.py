"""Reviews written for the sample shop, through the same doors as everybody's."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TextIO

from config.mail import muted
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from django_trust.reviews.models import Review
from django_trust.reviews.pictures import is_available
from django_trust.reviews.services import submit_review
from django_trust.shop.models import Purchase
from django_trust.shop.references import shop_item

from ..cart import CartLine
from ..models import Order, Product
from ..orders import deliver_order, place_order
from .catalogue import read_sample
from .decisions import decide
from .photos import add_sample_photos
from .progress import progress

Entry = Mapping[str, Any]

HOME_COUNTRY = {"en": "DE", "ar": "EG", "pt-br": "BR", "id": "ID", "et": "EE"}
# What an entry says in the words of submit_review().
SAME = "rating body pros cons criteria variant incentive verified_by source language".split()


def seed_sample_reviews(products: Mapping[str, Product], staff: Mapping[str, User], stream: TextIO) -> int:
    """Write the sample reviews that are not there yet and return how many there were to write."""
    known = set(Review.objects.filter(email__startswith="sample-").values_list("email", flat=True))
    listed = [*read_sample("past_reviews.json")["reviews"], *read_sample("reviews.json")["reviews"]]
    entries = [entry for entry in listed if _email(entry) not in known]
    now = timezone.now()
    with muted():
        for entry in progress(entries, "Sample reviews", stream):
            with transaction.atomic():
                _write(entry, products.get(entry["product"]) or shop_item(), staff, now)
    if not is_available() and any("photos" in entry for entry in entries):
        stream.write('No photos: Pillow is missing (pip install "django-trust-widgets[images]").\n')
    return len(entries)


def _email(entry: Entry) -> str:
    return f"{entry['key']}@example.test"


def _write(entry: Entry, item: Model, staff: Mapping[str, User], now: datetime) -> None:
    written_at = _written_at(entry, now)
    if isinstance(item, Product) and entry.get("verified"):
        _buy(entry, item, written_at)
    first = entry.get("first", {})  # how it read before its author changed it
    words = _words(entry | first, now)
    review = submit_review(item=item, created_at=written_at, email=_email(entry), **words)
    if is_available():
        add_sample_photos(review, entry.get("photos", ()), by=staff["admin"])
    decide(review, entry, staff)


def _written_at(entry: Entry, now: datetime) -> datetime:
    if "hours_ago" in entry:
        return now - timedelta(hours=entry["hours_ago"])
    return now - timedelta(days=entry["days_ago"], minutes=37 * entry["days_ago"] % 600)


def _words(entry: Entry, now: datetime) -> dict[str, Any]:
    words = {name: entry[name] for name in SAME if name in entry}
    words.update(title=entry.get("title", ""), author_name=entry["author"])
    if "experienced_days_ago" in entry:
        words["experienced_on"] = timezone.localdate(now - timedelta(days=entry["experienced_days_ago"]))
    return words


def _buy(entry: Entry, product: Product, written_at: datetime) -> None:
    order = place_order(
        lines=[CartLine(product, 1, product.price)],
        name=entry["author"] or "Sample",
        email=_email(entry),
        country=HOME_COUNTRY[entry["language"]],
        language=entry["language"],
        placed_at=written_at - timedelta(days=21),
    )
    deliver_order(order, at=_arrival(order, written_at))


def _arrival(order: Order, written_at: datetime) -> datetime:
    """Most parcels come in time. Every ninth is two days late: shops without a miss do not exist."""
    arrived = order.placed_at + timedelta(days=5)
    promised = Purchase.objects.get(reference=order.number).promised_by
    if promised is None:
        return arrived
    days = (promised - timezone.localdate(order.placed_at)).days
    late = order.placed_at + timedelta(days=days + 2)
    if order.pk % 9 == 0 and late < written_at:
        return late
    return min(arrived, order.placed_at + timedelta(days=days))
