"""What a person may not do, in words that can be shown to that person."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from django_trust.reviews.models import Review


class ReviewError(Exception):
    """The review is not in a state, or the person not in a position, for what was asked."""

    message: str | Promise = _("This cannot be done with this review.")

    def __str__(self) -> str:
        return str(self.message)


class AlreadyReviewed(ReviewError):
    """This person has reviewed this item before; ``review`` is that review."""

    message = _("You have already reviewed this. You can change your review instead of writing a second one.")

    def __init__(self, review: Review) -> None:
        super().__init__(review)
        self.review = review


class NotSignedIn(ReviewError):
    message = _("Please sign in to write a review.")


class NotPurchased(ReviewError):
    message = _("Only people who bought this can review it. Please use the e-mail address of your order.")


class NotPublished(ReviewError):
    message = _("This review is not public.")


class OwnReview(ReviewError):
    message = _("You cannot vote on your own review.")


class InvalidTransition(ReviewError):
    message = _("This review has been decided otherwise meanwhile. Please look at it again.")


class AlreadyAppealed(ReviewError):
    message = _("You have already appealed against this decision.")


class SameModerator(ReviewError):
    message = _("You rejected this review. Somebody else decides about the appeal.")


class PhotoRefused(ReviewError):
    """A file that will not be kept; ``str()`` says why."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message
