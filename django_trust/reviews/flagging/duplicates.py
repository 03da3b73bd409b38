"""Reviews whose words are almost the same as those of an earlier one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext, pgettext_lazy

from django_trust.l10n.formats import format_number
from django_trust.reviews.flagging.base import Finding, Signal, Submission
from django_trust.reviews.flagging.origin import is_same_author
from django_trust.reviews.flagging.sketches import Phrases, likeness, phrases_of_review, sketch_of
from django_trust.reviews.models import RejectionReason, Review, ReviewSketch

MOST_CANDIDATES = 50  # rows read of the index
MOST_COMPARED = 20  # texts read
SIMILAR = 0.7
# Other people's words, under the same item or another. One's own words under several items are a habit of
# busy people.
SAME_ITEM, OTHER_ITEM, SAME_AUTHOR = 60, 50, 20


@dataclass(frozen=True, slots=True)
class Twin:
    """An earlier review with almost the same words."""

    pk: int
    likeness: float
    same_item: bool
    same_author: bool

    @property
    def weight(self) -> int:
        if self.same_author:
            return SAME_AUTHOR
        return SAME_ITEM if self.same_item else OTHER_ITEM


def look(submission: Submission) -> Finding | None:
    """Compare with earlier reviews in any state: a rejected text comes back too."""
    review = submission.review
    phrases = phrases_of_review(review.title, review.body, review.pros, review.cons)
    twins = list(_twins(review, phrases)) if phrases else []
    if not twins:
        return None
    most = max(twins, key=lambda twin: (twin.weight, twin.likeness, -twin.pk))
    reason = RejectionReason.SPAM if most.same_author else RejectionReason.FAKE
    details = {
        "number": sum(twin.weight == most.weight for twin in twins),
        "same_item": most.same_item,
        "same_author": most.same_author,
        "most_similar": most.pk,
    }
    return Finding("near_duplicate", most.weight, reason, details)


def _twins(review: Review, phrases: Phrases) -> Iterator[Twin]:
    fields = ("pk", "item_id", "email_key", "user_id", "title", "body", "pros", "cons")
    keys = candidates(review, phrases)
    rows = Review.objects.filter(pk__in=keys).values_list(*fields) if keys else ()
    for pk, item_id, email_key, user_id, *parts in rows:
        same_item, same_author = item_id == review.item_id, is_same_author(review, email_key, user_id)
        if same_item and same_author:
            continue
        alike = likeness(phrases, phrases_of_review(*parts))
        if alike >= SIMILAR:
            yield Twin(pk, alike, same_item, same_author)


def candidates(review: Review, phrases: Phrases) -> list[int]:
    """Return the keys of reviews that share phrases of the sketch, those that share most first.

    Without an order: a planner asked for the newest might read all sketches from the end.
    """
    rows = ReviewSketch.objects.filter(phrase__in=sketch_of(phrases)).values_list("review_id", flat=True)
    shared = Counter(rows[:MOST_CANDIDATES])
    shared.pop(review.pk, None)
    return [pk for pk, _shared in shared.most_common(MOST_COMPARED)]


def sentence(details: Mapping[str, Any]) -> str:
    number = int(details["number"])
    if details["same_author"]:
        wording = ngettext(
            "Almost the same words as in %(number)s review of another item by the same author.",
            "Almost the same words as in %(number)s reviews of other items by the same author.",
            number,
        )
    elif details["same_item"]:
        wording = ngettext(
            "Almost the same words as in %(number)s other review of this item (number %(review)s).",
            "Almost the same words as in %(number)s other reviews of this item, such as number %(review)s.",
            number,
        )
    else:
        wording = ngettext(
            "Almost the same words as in %(number)s review of another item (number %(review)s).",
            "Almost the same words as in %(number)s reviews of other items, such as number %(review)s.",
            number,
        )
    return wording % {"number": format_number(number), "review": str(details["most_similar"])}


NEAR_DUPLICATE = Signal(look, pgettext_lazy("signal", "Repeated text"), sentence)
