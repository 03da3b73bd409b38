"""All models of the app, gathered from its rooms for Django's registry."""

from django_trust.badges.models import Badge, BadgeCheck
from django_trust.reviews.models import (
    Appeal,
    CriterionRating,
    ItemRating,
    ItemTally,
    ModerationEvent,
    RatingFreeze,
    Reply,
    Report,
    Review,
    ReviewFlag,
    ReviewPhoto,
    ReviewSketch,
    ReviewVersion,
    Testimonial,
    Vote,
)
from django_trust.shop.identity.models import (
    OpeningHours,
    ShopClosure,
    ShopProfile,
    ShopRegistration,
    SupportChannel,
)
from django_trust.shop.models import Item, Purchase, PurchaseLine

__all__ = [
    "Appeal",
    "Badge",
    "BadgeCheck",
    "CriterionRating",
    "Item",
    "ItemRating",
    "ItemTally",
    "ModerationEvent",
    "OpeningHours",
    "Purchase",
    "PurchaseLine",
    "RatingFreeze",
    "Reply",
    "Report",
    "Review",
    "ReviewFlag",
    "ReviewPhoto",
    "ReviewSketch",
    "ReviewVersion",
    "ShopClosure",
    "ShopProfile",
    "ShopRegistration",
    "SupportChannel",
    "Testimonial",
    "Vote",
]
