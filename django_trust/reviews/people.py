"""Who reviews: what this person wrote, bought and may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone

from django_trust.conf import trust_settings
from django_trust.prepared import Prepared
from django_trust.reviews.cleaning import account_email
from django_trust.reviews.exceptions import NotPurchased, NotSignedIn
from django_trust.reviews.models import Review
from django_trust.shop.adapter import get_adapter
from django_trust.shop.models import Item, PurchaseLine
from django_trust.shop.references import is_shop
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
    """Return the newest line by which this person bought this item, fully refunded ones left out.

    Whoever bought anything may speak of the shop itself.
    """
    if is_shop(item):
        return _any_line(email, user)
    found = LINE_OF_ADDRESS.rows(item_id=item.pk, email_key=email_key(email)) if email else []
    lines = PurchaseLine.objects.select_related("purchase")
    if found:
        return lines.get(pk=found[0][0])
    return (
        lines.kept().filter(item=item, purchase__user=user).order_by("-pk").first()
        if user is not None
        else None
    )


def _any_line(email: str, user: Any) -> PurchaseLine | None:
    kept = PurchaseLine.objects.select_related("purchase").kept().order_by("-pk")
    mine = kept.filter(email_key=email_key(email)).first() if email else None
    return mine or (kept.filter(purchase__user=user).first() if user is not None else None)


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of a person's purchase of an item.

    ``bought`` says that somebody did; ``verified`` that it was this person.
    """

    line: PurchaseLine | None
    bought: bool
    verified: bool

    def as_fields(self, item: Item, *, variant: str) -> dict[str, Any]:
        """Return what a review stores of it. The line is kept unproven too: its owner may yet confirm."""
        known = self.line if self.verified and not is_shop(item) else None
        delivered_at = known.purchase.delivered_at if known else None
        return {
            "verified": self.verified,
            "purchase_line": self.line,
            "delivered_on": timezone.localdate(delivered_at) if delivered_at else None,
            "variant": variant or (known.variant if known else ""),
        }


def find_proof(
    obj: Model, item: Item, *, email: str, user: Any, line: PurchaseLine | None, email_confirmed: bool
) -> Proof:
    """Look for a purchase of ``item``: the given line, else one of this person, else the adapter's word.

    An address proves something only when its owner confirmed it, or when the account itself bought.
    """
    line = line or find_purchase_line(item, email=email, user=user)
    if line is not None:
        bought = line.is_kept_for(item)
        own = email_confirmed or (user is not None and line.purchase.user_id == user.pk)
        return Proof(line if bought else None, bought, bought and own)
    bought = adapter_knows(obj, email=email, user=user)
    verified = bought and (email_confirmed or adapter_knows(obj, email="", user=user))
    return Proof(None, bought, verified)


def adapter_knows(item: Model, *, email: str, user: Any) -> bool:
    if not email and user is None:
        return False
    obj = item.host_object() if isinstance(item, Item) else item
    return (
        obj is not None
        and not isinstance(obj, Item)
        and bool(get_adapter().has_purchased(obj, user=user, email=email))
    )


def require_allowed(user: Any, bought: bool) -> None:
    who = trust_settings.reviews_who
    if who == "signed-in" and user is None:
        raise NotSignedIn
    if who == "buyers" and not bought:
        raise NotPurchased


def is_author(review: Review, user: Any, voter_key: str | None) -> bool:
    if user is None:
        return bool(voter_key) and voter_key == review.device_key
    return bool(review.user_id == user.pk or review.email_key == email_key(account_email(user)) != "")
