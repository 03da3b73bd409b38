"""Reviews written for the sample shop, through the same doors as everybody's."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TextIO

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from django_trust.reviews.models import Review
from django_trust.reviews.services import (
    publish_review,
    reject_review,
    reply_to_review,
    report_review,
    submit_review,
    vote_on_review,
)

from ..cart import CartLine
from ..models import Product
from ..orders import deliver_order, place_order
from .catalogue import read_sample
from .progress import progress

HOME_COUNTRY = {"en": "DE", "ar": "EG", "pt-br": "BR", "id": "ID", "et": "EE"}


def seed_sample_reviews(products: Mapping[str, Product], staff: User, stream: TextIO) -> int:
    """Write the sample reviews that are not there yet and return how many there were to write."""
    known = set(Review.objects.filter(email__startswith="sample-").values_list("email", flat=True))
    entries = [entry for entry in read_sample("reviews.json")["reviews"] if _email(entry) not in known]
    now = timezone.now()
    for entry in progress(entries, "Sample reviews", stream):
        with transaction.atomic():
            _write(entry, products[entry["product"]], staff, now)
    return len(entries)


def _email(entry: Mapping[str, Any]) -> str:
    return f"{entry['key']}@example.test"


def _write(entry: Mapping[str, Any], product: Product, staff: User, now: datetime) -> None:
    written_at = now - timedelta(days=entry["days_ago"], minutes=37 * entry["days_ago"] % 600)
    if entry.get("verified"):
        _buy(entry, product, written_at)
    review = submit_review(
        item=product,
        rating=entry["rating"],
        title=entry["title"],
        body=entry["body"],
        author_name=entry["author"],
        email=_email(entry),
        language=entry["language"],
        created_at=written_at,
    )
    _decide(review, entry, staff)


def _buy(entry: Mapping[str, Any], product: Product, written_at: datetime) -> None:
    order = place_order(
        lines=[CartLine(product, 1, product.price)],
        name=entry["author"] or "Sample",
        email=_email(entry),
        country=HOME_COUNTRY[entry["language"]],
        language=entry["language"],
        placed_at=written_at - timedelta(days=21),
    )
    deliver_order(order, at=written_at - timedelta(days=16))


def _decide(review: Review, entry: Mapping[str, Any], staff: User) -> None:
    state = entry.get("state", "published")
    if state == "rejected":
        reject_review(review=review, reason=entry["reason"], by=staff, note=entry["note"])
    elif state == "published":
        publish_review(review=review, by=staff)
        _react(review, entry, staff)


def _react(review: Review, entry: Mapping[str, Any], staff: User) -> None:
    for helpful, count in ((True, entry.get("yes", 0)), (False, entry.get("no", 0))):
        for voter in range(count):
            vote_on_review(review=review, helpful=helpful, voter_key=f"seed-{helpful:d}-{voter}")
    if entry.get("reply"):
        answered = review.created_at + timedelta(days=2)
        reply_to_review(
            review=review, body=entry["reply"], by=staff, language=entry["language"], created_at=answered
        )
    if entry.get("reported"):
        report_review(review=review, reason=entry["reported"], reporter_key="seed-1")
