"""All models of the app, gathered from its rooms for Django's registry."""

from django_trust.reviews.models import (
    ItemLanguage,
    ItemRating,
    ModerationEvent,
    Reply,
    Report,
    Review,
    Vote,
)
from django_trust.shop.models import Item, Purchase, PurchaseLine

__all__ = [
    "Item",
    "ItemLanguage",
    "ItemRating",
    "ModerationEvent",
    "Purchase",
    "PurchaseLine",
    "Reply",
    "Report",
    "Review",
    "Vote",
]
