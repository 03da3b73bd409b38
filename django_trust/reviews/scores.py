"""The one figure shown as an item's rating: the same function feeds tags, JSON-LD and API.

``mean`` is the plain arithmetic mean. ``bayesian`` adds ``prior_weight`` imaginary reviews of
``prior_mean`` stars: ``(C*m + sum) / (C + n)``. ``recency`` halves the weight of a review with every
``half_life_days`` of its age, counted by month: ``sum(w*x) / sum(w)`` with ``w = 0.5 ** (age / H)``. A
review's stars never change its weight. Because all weights shrink alike as time goes by, the quotient
changes only when reviews do, so it is stored when they do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from django_trust.conf import trust_settings

ScoreMethod: TypeAlias = "tuple[str, tuple[tuple[str, float], ...]]"
SCORE_SCALE = 1_000_000
DAYS_OF_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Figures:
    """What a score is made of: number of reviews, sum of stars, recency-weighted mean in millionths."""

    count: int = 0
    total: int = 0
    recent_score: int = 0

    @property
    def score(self) -> Decimal | None:
        """The figure by the method ``REVIEWS_SCORE`` names, unrounded; None without reviews."""
        if not self.count:
            return None
        method = trust_settings.reviews_score
        if method == "bayesian":
            return bayesian_average(self.count, self.total)
        if method == "recency" and self.recent_score:
            return Decimal(self.recent_score) / SCORE_SCALE
        return Decimal(self.total) / self.count

    @property
    def displayed(self) -> Decimal | None:
        """The score as it is shown everywhere: one decimal, rounded half up."""
        score = self.score
        return None if score is None else score.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def score_method() -> ScoreMethod:
    """Return what every score depends on besides reviews: the method in force and its parameters."""
    return trust_settings.reviews_score, tuple(sorted(trust_settings.reviews_score_parameters.items()))


def bayesian_average(count: int, total: int) -> Decimal:
    """Return the mean of the reviews together with the prior ones; defined without reviews too."""
    parameters = trust_settings.reviews_score_parameters
    mean, weight = (Decimal(str(parameters[name])) for name in ("prior_mean", "prior_weight"))
    if not weight + count:
        return mean
    return (weight * mean + total) / (weight + count)


def month_key(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def month_weights(months: Mapping[str, tuple[int, int]]) -> dict[str, float]:
    """Return the weight of one review of each month, 1 for the newest month there is."""
    half_life = trust_settings.reviews_score_parameters["half_life_days"]
    numbers = {key: int(key[:4]) * 12 + int(key[5:]) for key in months}
    newest = max(numbers.values(), default=0)
    return {key: 0.5 ** ((newest - numbers[key]) * DAYS_OF_A_MONTH / half_life) for key in sorted(numbers)}


def recency_average(months: Mapping[str, tuple[int, int]]) -> int:
    """Return the weighted mean in millionths from (number, sum of stars) by month; 0 without reviews."""
    weights = month_weights(months)
    weight = sum(weights[key] * months[key][0] for key in weights)
    total = sum(weights[key] * months[key][1] for key in weights)
    return round(total / weight * SCORE_SCALE) if weight else 0
