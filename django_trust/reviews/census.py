"""How many reviews the shop received, and what became of them: the honest line for shoppers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.core.cache import cache
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import npgettext, pgettext

from django_trust.l10n.formats import format_number
from django_trust.reviews.models import ItemRating, RejectionReason, Review, ReviewState

# The number grows with the shape of what is kept: after an update, nobody reads an old one.
KEY = "django_trust:census:1"
SECONDS = 3600
NOT_PUBLISHED = (ReviewState.PENDING, ReviewState.REJECTED, ReviewState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Census:
    """Reviews of the whole shop at one moment. ``by_reason``, waiting and withdrawn are all not published."""

    received: int
    published: int
    not_published: int
    by_reason: Mapping[str, int]  # code of the reason ("" if none is on record): rejected reviews
    waiting: int  # for a moderator
    withdrawn: int  # by their authors
    as_of: datetime


def review_census() -> Census:
    """Return the counts, at most an hour old. Published reviews are never counted one by one."""
    return cast(Census, cache.get_or_set(KEY, _count, SECONDS))


def _count() -> Census:
    published = ItemRating.objects.aggregate(number=Sum("count"))["number"] or 0
    # Begins with the index over the states, so what is public is not read.
    rows = Review.objects.filter(state__in=NOT_PUBLISHED).values_list("state", "rejected_for")
    waiting = withdrawn = 0
    by_reason: dict[str, int] = {}
    for state, reason, number in rows.annotate(number=Count("pk")).order_by("-number", "rejected_for"):
        if state == ReviewState.REJECTED:
            by_reason[reason] = number
        elif state == ReviewState.PENDING:
            waiting += number
        else:
            withdrawn += number
    not_published = sum(by_reason.values()) + waiting + withdrawn
    return Census(
        received=published + not_published,
        published=published,
        not_published=not_published,
        by_reason=by_reason,
        waiting=waiting,
        withdrawn=withdrawn,
        as_of=timezone.now(),
    )


def census_sentence(census: Census) -> str:
    """Return "1,204 received, 1,180 published, 24 not published" in the reader's language."""
    received, published, hidden = census.received, census.published, census.not_published
    # Translators: numbers of reviews. Only the commas are left to translate.
    return pgettext("counts of reviews", "%(received)s, %(published)s, %(not_published)s") % {
        "received": npgettext("counts of reviews", "%(number)s received", "%(number)s received", received)
        % {"number": format_number(received)},
        "published": npgettext("counts of reviews", "%(number)s published", "%(number)s published", published)
        % {"number": format_number(published)},
        "not_published": npgettext(
            "counts of reviews", "%(number)s not published", "%(number)s not published", hidden
        )
        % {"number": format_number(hidden)},
    }


def census_reasons(census: Census) -> list[tuple[str, str]]:
    """Return why reviews are not published and how many each, most frequent rejections first.

    What does not occur is left out; the numbers add up to ``not_published``.
    """
    counts = [(reason_label(code), number) for code, number in census.by_reason.items()]
    counts.append((pgettext("counts of reviews", "Still waiting for a moderator"), census.waiting))
    counts.append((pgettext("counts of reviews", "Taken back by the author"), census.withdrawn))
    return [(label, format_number(number)) for label, number in counts if number]


def reason_label(code: str) -> str:
    """Return the words for a reason, for one that is not known any more its code."""
    if not code:
        return pgettext("counts of reviews", "Rejected, reason not on record")
    return str(RejectionReason(code).label) if code in RejectionReason.values else code
