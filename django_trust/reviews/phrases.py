"""Sentences with figures, in the reader's language, that several widgets say."""

from __future__ import annotations

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from django_trust.l10n.formats import format_number
from django_trust.reviews.cards import ReviewCard
from django_trust.reviews.models import Incentive, ReviewSource

ORIGINS: dict[str, str | Promise] = {
    ReviewSource.WEB: pgettext_lazy("origin of a review", "Written on the shop's site"),
    ReviewSource.API: pgettext_lazy("origin of a review", "Written through the shop's app"),
    ReviewSource.IMPORT: pgettext_lazy("origin of a review", "Imported"),
    ReviewSource.INVITATION: pgettext_lazy("origin of a review", "Written after an invitation"),
    ReviewSource.ORDER_PAGE: pgettext_lazy("origin of a review", "Written on the order page"),
    ReviewSource.STAFF: pgettext_lazy("origin of a review", "Entered by staff"),
}


def anonymous() -> str:
    """The name shown for an author who gave none."""
    return pgettext("author of a review", "Anonymous")


def author_name(card: ReviewCard) -> str:
    """The name shown: what its author chose to show, else what is known of an unnamed author."""
    if card.author_name:
        return card.author_name
    return pgettext("author of a review", "Verified buyer") if card.verified else anonymous()


def photo_by(author: str) -> str:
    """What a photo shows, where its author did not say."""
    return pgettext("of a review", "Photo by %(author)s") % {"author": author}


def incentive_sentence(code: str) -> str:
    """The disclosure beside a review; every incentive known to us, and any other, has one."""
    sentences: dict[str, str] = {
        Incentive.FREE: pgettext("disclosure", "The author received the product free of charge."),
        Incentive.DISCOUNT: pgettext("disclosure", "The author received a discount."),
        Incentive.REWARD: pgettext("disclosure", "The author received a reward for this review."),
    }
    return sentences.get(code) or pgettext("disclosure", "The author received something for this review.")


def collected_by(source: str) -> str:
    """How the review reached the shop, in words."""
    return str(ORIGINS.get(source, ""))


def review_count(number: int) -> str:
    return ngettext("%(number)s review", "%(number)s reviews", number) % {"number": format_number(number)}


def star_count(number: int) -> str:
    return ngettext("%(number)s star", "%(number)s stars", number) % {"number": format_number(number)}


def stars_out_of_five(number: int) -> str:
    return ngettext("%(number)s out of 5 stars", "%(number)s out of 5 stars", number) % {
        "number": format_number(number)
    }


def average_text(average: Decimal | None) -> str:
    """The displayed average as a figure: "4.4"."""
    return "" if average is None else format_number(average, decimals=1)


def rated_sentence(count: int, average: Decimal | None) -> str:
    return ngettext(
        "Rated %(average)s out of 5 from %(number)s review",
        "Rated %(average)s out of 5 from %(number)s reviews",
        count,
    ) % {"average": average_text(average), "number": format_number(count)}
