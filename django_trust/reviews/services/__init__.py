"""The verbs of the reviews room: the only code that writes reviews, votes, replies and their counters.

Who may call what (permissions, throttles) is checked by forms, admin and API; what may happen at all is
checked here, so it holds for all of them and for imports. In every transaction the review's own row is
written first and the item's counters last: one order for all, so writers wait for each other instead of
locking each other out.
"""

from django_trust.reviews.services.appeals import appeal_review, decide_appeal
from django_trust.reviews.services.confirming import confirm_email
from django_trust.reviews.services.moderation import (
    choose_testimonial,
    close_reports,
    drop_testimonial,
    publish_review,
    publish_waiting,
    reject_review,
    reply_to_review,
    withdraw_review,
)
from django_trust.reviews.services.photos import (
    add_photos,
    describe_photo,
    publish_photo,
    reject_photo,
    remove_photo,
)
from django_trust.reviews.services.readers import report_review, vote_on_review
from django_trust.reviews.services.writing import edit_review, submit_review

__all__ = [
    "add_photos",
    "appeal_review",
    "choose_testimonial",
    "close_reports",
    "confirm_email",
    "decide_appeal",
    "describe_photo",
    "drop_testimonial",
    "edit_review",
    "publish_photo",
    "publish_review",
    "publish_waiting",
    "reject_photo",
    "reject_review",
    "remove_photo",
    "reply_to_review",
    "report_review",
    "submit_review",
    "vote_on_review",
    "withdraw_review",
]
