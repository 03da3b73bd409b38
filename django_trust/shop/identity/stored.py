"""What is stored about the shop, read once for a page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef

from django_trust.l10n.translated import Words, in_language
from django_trust.shop.identity.hours import ClosedDays, Schedule, WeeklySpan
from django_trust.shop.identity.models import (
    PROFILE_KEY,
    OpeningHours,
    ShopClosure,
    ShopProfile,
    ShopRegistration,
    SupportChannel,
)
from django_trust.shop.identity.zones import shop_zone

MEMO_KEY = "shop_identity"


class StoredIdentity:
    """The profile and the rows around it: one query for each of them, and only for those asked for.

    Nothing is kept beyond the page, so a change in the admin shows at once.
    """

    @cached_property
    def profile(self) -> ShopProfile | None:
        channels = SupportChannel.objects.filter(profile_id=OuterRef("pk"))
        return ShopProfile.objects.annotate(has_channels=Exists(channels)).filter(pk=PROFILE_KEY).first()

    @property
    def has_channels(self) -> bool:
        """Whether there are channels, known without a query of its own."""
        return bool(getattr(self.profile, "has_channels", False))

    @cached_property
    def channels(self) -> list[SupportChannel]:
        return list(SupportChannel.objects.filter(profile_id=PROFILE_KEY)) if self.has_channels else []

    @cached_property
    def registrations(self) -> list[ShopRegistration]:
        return list(ShopRegistration.objects.filter(profile_id=PROFILE_KEY)) if self.profile else []

    @cached_property
    def hours(self) -> list[OpeningHours]:
        return list(OpeningHours.objects.filter(profile_id=PROFILE_KEY)) if self.profile else []

    @cached_property
    def closures(self) -> list[ShopClosure]:
        return list(ShopClosure.objects.filter(profile_id=PROFILE_KEY)) if self.profile else []

    @cached_property
    def schedule(self) -> Schedule:
        """Hours and closed days in the shop's time zone."""
        return Schedule(
            weekly=tuple(
                WeeklySpan(row.weekday, row.opens, row.closes) for row in self.hours if 1 <= row.weekday <= 7
            ),
            closed=tuple(ClosedDays(row.first_day, row.last_day) for row in self.closures),
            zone=shop_zone(self.profile.time_zone if self.profile else ""),
        )


def stored_identity(memo: dict[Any, Any] | None) -> StoredIdentity:
    """Return what the widgets of one page share in its memo; without one, a reading of one's own."""
    identity: StoredIdentity = ({} if memo is None else memo).setdefault(MEMO_KEY, StoredIdentity())
    return identity


def words_of(texts: Any) -> Words:
    """Return a translated text for the active language, whatever is in its column."""
    if not isinstance(texts, Mapping):
        texts = {}
    return in_language({str(code): text for code, text in texts.items() if isinstance(text, str) and text})
