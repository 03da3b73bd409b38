"""What a signal looks at, and what it may say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django_trust.reviews.models import Review


@dataclass(frozen=True, slots=True)
class Submission:
    """A review as it was sent, not stored yet (or, when edited, with the key of the stored one)."""

    review: Review
    seconds_taken: float | None = None  # how long the form was open; None where there was none

    @property
    def text(self) -> str:
        """All words of the review, one part on each line."""
        review = self.review
        parts = (review.title, review.body, review.pros, review.cons)
        return "\n".join(part for part in parts if part)

    @property
    def shown(self) -> str:
        """The text and the name above it: what readers would see."""
        return f"{self.review.author_name}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason for a closer look.

    ``weight`` is 1 to 100. ``reason`` is the ``RejectionReason`` it would be if a person agreed; a finding
    without one is worth knowing but holds nothing up. ``details`` fill the sentence of a signal of ours
    (numbers and short texts only); a signal of the shop's own brings its ``sentence`` itself.
    """

    signal: str
    weight: int
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal of ours: how it looks, what it is called, and how its details read as a sentence.

    Sentences are built when they are shown, in the language of whoever reads them.
    """

    look: Callable[[Submission], Finding | None]
    title: Any  # a lazy translation
    sentence: Callable[[Mapping[str, Any]], str]
