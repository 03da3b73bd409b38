"""Invitations to review what was bought: signed links, good for one purpose and for a while.

An invitation is all in its link, so making one writes nothing and an order page may show it on GET. What it
opens is decided when it is used: a cancelled purchase, or a line refunded since, offers nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.urls import reverse

from django_trust.conf import trust_settings
from django_trust.reviews.models import Review, ReviewSource
from django_trust.shop.models import Purchase, PurchaseLine
from django_trust.text import email_key

SALT = "django_trust.invitation"
SOURCES = (ReviewSource.INVITATION, ReviewSource.ORDER_PAGE)


@dataclass(frozen=True, slots=True)
class Invitation:
    """The right to review a whole purchase, or one line of it, without an account."""

    purchase_id: int
    line_id: int | None = None
    source: str = ReviewSource.INVITATION

    @classmethod
    def of(
        cls,
        purchase: Purchase,
        line: PurchaseLine | None = None,
        *,
        source: str = ReviewSource.INVITATION,
    ) -> Invitation:
        """Return the invitation for a purchase, or for one of its lines.

        ``source`` says how it reaches the buyer, ``invitation`` or ``order_page``: shoppers read it beside
        the review. Raises ``ValueError`` for another source and for a line of another purchase.
        """
        if source not in SOURCES:
            raise ValueError(f"An invitation comes by {' or '.join(SOURCES)}, not by {source!r}.")
        if line is not None and line.purchase_id != purchase.pk:
            raise ValueError("The line belongs to another purchase.")
        return cls(purchase.pk, line.pk if line else None, source)

    @classmethod
    def from_token(cls, token: str) -> Invitation | None:
        """Return what a link invites to; None when it is forged or too old (``REVIEWS_INVITATION_DAYS``)."""
        max_age = timedelta(days=trust_settings.reviews_invitation_days)
        try:
            purchase_id, line_id, source = signing.loads(token, salt=SALT, max_age=max_age)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return cls(purchase_id, line_id, source)

    @property
    def token(self) -> str:
        return signing.dumps([self.purchase_id, self.line_id, str(self.source)], salt=SALT)

    @property
    def url(self) -> str:
        """The path of the page, to be put behind the shop's address in a mail."""
        return reverse("trust:review-invitation", args=[self.token])

    def purchase(self) -> Purchase | None:
        """Return the purchase, or None when it is gone or was cancelled."""
        return Purchase.objects.filter(pk=self.purchase_id, cancelled_at=None).first()

    def lines(self) -> list[PurchaseLine]:
        """Return the lines to review, one for each item; those refunded in full are not offered."""
        lines = (
            PurchaseLine.objects.kept().filter(purchase=self.purchase_id).select_related("item", "purchase")
        )
        if self.line_id is not None:
            lines = lines.filter(pk=self.line_id)
        by_item = {line.item_id: line for line in lines.order_by("-pk")}
        return sorted(by_item.values(), key=lambda line: line.pk)


def reviews_by_buyer(purchase: Purchase, lines: list[PurchaseLine]) -> dict[int, Review]:
    """Return the reviews the buyer has written of these lines' items, by item."""
    reviews = Review.objects.filter(item__in=[line.item_id for line in lines]).select_related("item")
    found: dict[int, Review] = {}
    if purchase.email:
        mine = reviews.filter(email_key=email_key(purchase.email))
        found.update((review.item_id, review) for review in mine)
    if purchase.user_id is not None:
        found.update((review.item_id, review) for review in reviews.filter(user=purchase.user_id))
    return found
