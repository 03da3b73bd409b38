"""Admin of all rooms."""

from django_trust.reviews.admin import ReviewAdmin
from django_trust.reviews.admin_freezes import RatingFreezeAdmin

__all__ = ["RatingFreezeAdmin", "ReviewAdmin"]
