"""Admin of all rooms."""

from django_trust.reviews.admin import ReviewAdmin

__all__ = ["ReviewAdmin"]
