"""Who reviews: what this person wrote, bought and may do."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from django_trust.conf import trust_settings
from django_trust.prepared import Prepared
from django_trust.reviews.cleaning import account_email
from django_trust.reviews.exceptions import NotPurchased, NotSignedIn
from django_trust.reviews.models import Review
from django_trust.shop.adapter import get_adapter
from django_trust.shop.models import Item, PurchaseLine
from django_trust.text import email_key

LINE_OF_ADDRESS = Prepared(
    lambda: PurchaseLine,
    lambda item_id, email_key: (
        PurchaseLine.objects.kept()
        .filter(item_id=item_id, email_key=email_key)
        .order_by("-pk")
        .values_list("pk")[:1]
    ),
    "item_id",
    "email_key",
)


def find_review(item: Item, *, email: str = "", user: Any = None) -> Review | None:
    """Return the review this person wrote of this item, if any."""
    reviews = Review.objects.filter(item=item)
    by_user = reviews.filter(user=user).first() if user is not None else None
    return by_user or (reviews.filter(email_key=email_key(email)).first() if email else None)


def find_purchase_line(item: Item, *, email: str = "", user: Any = None) -> PurchaseLine | None:
    """Return the newest line by which this person bought this item, fully refunded ones left out."""
    found = LINE_OF_ADDRESS.rows(item_id=item.pk, email_key=email_key(email)) if email else []
    lines = PurchaseLine.objects.select_related("purchase")
    if found:
        return lines.get(pk=found[0][0])
    return (
        lines.kept().filter(item=item, purchase__user=user).order_by("-pk").first()
        if user is not None
        else None
    )


def adapter_knows(item: Model, *, email: str, user: Any) -> bool:
    obj = item.host_object() if isinstance(item, Item) else item
    return obj is not None and bool(get_adapter().has_purchased(obj, user=user, email=email))


def require_allowed(user: Any, verified: bool) -> None:
    who = trust_settings.reviews_who
    if who == "signed-in" and user is None:
        raise NotSignedIn
    if who == "buyers" and not verified:
        raise NotPurchased


def is_author(review: Review, user: Any, voter_key: str | None) -> bool:
    if user is None:
        return bool(voter_key) and voter_key == review.device_key
    return bool(review.user_id == user.pk or review.email_key == email_key(account_email(user)) != "")
