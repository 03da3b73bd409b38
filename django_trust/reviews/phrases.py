"""Sentences with figures, in the reader's language, that several widgets say."""

from __future__ import annotations

from django.utils.translation import ngettext, pgettext

from django_trust.l10n.formats import format_number
from django_trust.reviews.widgets import RatingSummary


def anonymous() -> str:
    """The name shown for an author who gave none."""
    return pgettext("author of a review", "Anonymous")


def review_count(number: int) -> str:
    return ngettext("%(number)s review", "%(number)s reviews", number) % {"number": format_number(number)}


def star_count(number: int) -> str:
    return ngettext("%(number)s star", "%(number)s stars", number) % {"number": format_number(number)}


def stars_out_of_five(number: int) -> str:
    return ngettext("%(number)s out of 5 stars", "%(number)s out of 5 stars", number) % {
        "number": format_number(number)
    }


def average_text(summary: RatingSummary) -> str:
    """The displayed average as a figure: "4.4"."""
    average = summary.displayed_average
    return "" if average is None else format_number(average, decimals=1)


def rated_sentence(summary: RatingSummary) -> str:
    return ngettext(
        "Rated %(average)s out of 5 from %(number)s review",
        "Rated %(average)s out of 5 from %(number)s reviews",
        summary.count,
    ) % {"average": average_text(summary), "number": format_number(summary.count)}
