"""What a review may say besides stars and words: points, photos, criteria, incentive, invitation.

Drawn with the reviews' own random numbers, so it is the same in every run. No Django here either.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import NamedTuple

CRITERIA = ("as_described", "quality", "delivery")
WITH_POINTS, WITH_PHOTOS, WITH_CRITERIA, WITH_VARIANT, WITH_EXPERIENCE = 0.2, 0.1, 0.6, 0.5, 0.1
INVITED = 0.3  # of the verified ones
REWARDED = 0.03
INCENTIVES = ("free", "discount", "reward")
VARIANTS = ("Red", "Blue, 0.3 l", "Size M", "White", "Set of 6", "Large")


class Extras(NamedTuple):
    pros: tuple[str, ...]
    cons: tuple[str, ...]
    alts: tuple[str, ...]  # one for each photo, empty where its author did not describe it
    criteria: tuple[int, ...]  # stars of ``CRITERIA`` in their order, or nothing
    incentive: str
    variant: str
    invited: bool
    delivered_on: str | None  # of the invited ones
    experienced_on: str | None


def draw(rng: random.Random, points: list[str], rating: int, verified: bool, written_at: datetime) -> Extras:
    """Return the extras of one review; ``points`` are short texts in its language."""
    chance = rng.random
    pros, cons = (rng.randint(1, 3), rng.randint(0, 2)) if chance() < WITH_POINTS else (0, 0)
    photos = rng.randint(1, 3) if chance() < WITH_PHOTOS else 0
    invited = verified and chance() < INVITED
    return Extras(
        pros=tuple(rng.choices(points, k=pros)),
        cons=tuple(rng.choices(points, k=cons)),
        alts=tuple(rng.choice(points) if chance() < 0.5 else "" for _ in range(photos)),
        criteria=_stars_near(rng, rating) if chance() < WITH_CRITERIA else (),
        incentive=rng.choice(INCENTIVES) if chance() < REWARDED else "",
        variant=rng.choice(VARIANTS) if chance() < WITH_VARIANT else "",
        invited=invited,
        delivered_on=_days_before(written_at, rng.randint(3, 20)) if invited else None,
        experienced_on=_days_before(written_at, rng.randint(1, 15)) if chance() < WITH_EXPERIENCE else None,
    )


def _stars_near(rng: random.Random, rating: int) -> tuple[int, ...]:
    return tuple(min(5, max(1, rating + rng.choice((-1, 0, 0, 1)))) for _ in CRITERIA)


def _days_before(moment: datetime, days: int) -> str:
    return str((moment - timedelta(days=days)).date())
