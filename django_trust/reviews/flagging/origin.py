"""How a review came: from where, beside which others, and how fast."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from django_trust.l10n.formats import format_number
from django_trust.reviews.flagging.base import Finding, Signal, Submission
from django_trust.reviews.models import RejectionReason, Review

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A household shares a device, and an office its address and browser: a few are no sign of anything.
FEW_IN_HOUR, FEW_IN_DAY = 2, 5
MANY_IN_HOUR, MANY_IN_DAY = 4, 10
BURST_WEIGHT, GREAT_BURST_WEIGHT = 25, 45
MOST_COUNTED = 100

FAST_WEIGHT = 25
LEAST_TYPED = 60  # characters; shorter texts are typed before a page has settled
FASTEST_TYPING = 25  # characters a second: twice a champion's


def look_for_burst(submission: Submission) -> Finding | None:
    """Count what came from the same device in the hour and the day before."""
    if not submission.review.device_key:
        return None
    ages = _ages_of_neighbours(submission.review)
    in_hour, in_day = sum(age <= HOUR for age in ages), len(ages)
    if in_hour < FEW_IN_HOUR and in_day < FEW_IN_DAY:
        return None
    great = in_hour >= MANY_IN_HOUR or in_day >= MANY_IN_DAY
    weight = GREAT_BURST_WEIGHT if great else BURST_WEIGHT
    return Finding("burst", weight, RejectionReason.FAKE, {"hour": in_hour, "day": in_day})


def _ages_of_neighbours(review: Review) -> list[timedelta]:
    """Return how long before this one the others came. One buyer reviewing an order is left out."""
    sent = Review.objects.filter(
        device_key=review.device_key,
        created_at__gt=review.created_at - DAY,
        created_at__lte=review.created_at,
    )
    if review.pk is not None:
        sent = sent.exclude(pk=review.pk)
    rows = sent.values_list("created_at", "verified", "email_key", "user_id")[:MOST_COUNTED]
    return [
        review.created_at - created_at
        for created_at, verified, email_key, user_id in rows
        if not (verified and is_same_author(review, email_key, user_id))
    ]


def is_same_author(review: Review, email_key: str | None, user_id: Any) -> bool:
    """Whether another review's keys name the author of this one."""
    return (bool(email_key) and email_key == review.email_key) or (
        user_id is not None and user_id == review.user_id
    )


def explain_burst(details: Mapping[str, Any]) -> str:
    hour, day = int(details["hour"]), int(details["day"])
    return _("From the same device: %(day)s in one day, %(hour)s in the last hour.") % {
        "day": ngettext("%(number)s other review", "%(number)s other reviews", day)
        % {"number": format_number(day)},
        "hour": format_number(hour),
    }


def look_for_fast_form(submission: Submission) -> Finding | None:
    """Compare the length with the time. An edit begins with the old words, so it is not judged."""
    seconds, length = submission.seconds_taken, len(submission.text)
    if seconds is None or submission.review.pk is not None:
        return None
    if length < LEAST_TYPED or not 0 <= seconds * FASTEST_TYPING < length:
        return None
    return Finding(
        "fast_form", FAST_WEIGHT, RejectionReason.SPAM, {"seconds": int(seconds), "length": length}
    )


def explain_fast_form(details: Mapping[str, Any]) -> str:
    seconds = int(details["seconds"])
    return ngettext(
        "%(length)s characters came after the form was open for %(seconds)s second.",
        "%(length)s characters came after the form was open for %(seconds)s seconds.",
        seconds,
    ) % {"length": format_number(int(details["length"])), "seconds": format_number(seconds)}


BURST = Signal(look_for_burst, pgettext_lazy("signal", "Burst from one device"), explain_burst)
FAST_FORM = Signal(look_for_fast_form, pgettext_lazy("signal", "Very fast form"), explain_fast_form)
