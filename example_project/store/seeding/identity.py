"""Who the sample shop is and how to reach it, from store/sample/shop.json."""

from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from django_trust.shop.identity.models import (
    OpeningHours,
    ShopClosure,
    ShopProfile,
    ShopRegistration,
    SupportChannel,
)

from .catalogue import read_sample


@transaction.atomic
def seed_identity() -> bool:
    """Write the profile with all that belongs to it, unless there is one. Return whether it was written."""
    if ShopProfile.objects.exists():
        return False
    sample = read_sample("shop.json")
    profile = ShopProfile(**sample["profile"])
    for row in (profile, *_parts(profile, sample)):
        row.full_clean(exclude=["profile"])
        row.save()
    return True


def _parts(profile: ShopProfile, sample: Mapping[str, Any]) -> Iterator[Model]:
    for entry in sample["registrations"]:
        yield ShopRegistration(profile=profile, **entry)
    for entry in sample["channels"]:
        yield SupportChannel(profile=profile, **entry)
    for entry in sample["hours"]:
        opens, closes = time.fromisoformat(entry["opens"]), time.fromisoformat(entry["closes"])
        for weekday in entry["weekdays"]:
            yield OpeningHours(profile=profile, weekday=weekday, opens=opens, closes=closes)
    for entry in sample["closures"]:
        first = timezone.localdate() + timedelta(days=entry["in_days"])
        last = first + timedelta(days=entry["days"] - 1)
        yield ShopClosure(profile=profile, first_day=first, last_day=last, reason=entry["reason"])
