"""When a parcel arrives, from the terms of its delivery and the moment of the order. Pure.

Orders before the cut-off of a business day are handled from that day on, others from the next one; where no
cut-off is stated, the day ends at midnight. The day on which handling begins is its day 0, the day of
dispatch is day 0 of the transport. Handling counts business days of the origin. Transport counts days that
are business days at both ends; where the terms name weekdays of delivery, those stand for both weeks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from django.utils import timezone

from django_trust.policies.delivery.calendars import DAY, Place, WorkCalendar
from django_trust.policies.facts import RateFacts
from django_trust.shop.identity.hours import moment
from django_trust.shop.identity.zones import shop_zone

LONGEST = timedelta(days=730)  # nobody can promise a day beyond
MOST_DEADLINES = 31
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days on which a parcel may arrive or be ready for collection, both ends included.

    Who orders before ``order_by`` (aware, UTC) gets the same window; None where that is further away than
    anybody looks. ``has_cutoff`` is False where the terms state none and ``order_by`` is the end of a day.
    ``zone`` is where the terms' clock stands. ``holidays_known``: whether the public holidays of both ends
    were taken into account.
    """

    earliest: date
    latest: date
    dispatch_earliest: date
    dispatch_latest: date
    order_by: datetime | None
    has_cutoff: bool
    zone: tzinfo
    holidays_known: bool


def delivery_window(
    rate: RateFacts, *, ordered_at: datetime, country: str, region: str = ""
) -> Window | None:
    """Return when an order of that moment arrives in ``country``; None where nothing is delivered, or no day
    within two years is fit for it. Raises ``ValueError`` for a naive moment."""
    if timezone.is_naive(ordered_at):
        raise ValueError(f"{ordered_at!r} needs a time zone.")
    if rate.does_not_ship:
        return None
    course = _Course.of(rate, country, region)
    begin = course.begin(ordered_at)
    days = course.days(begin) if begin else None
    if begin is None or days is None:
        return None
    return Window(
        earliest=days.earliest,
        latest=days.latest,
        dispatch_earliest=days.dispatch_earliest,
        dispatch_latest=days.dispatch_latest,
        order_by=course.order_by(begin, days),
        has_cutoff=rate.cutoff is not None,
        zone=course.zone,
        holidays_known=course.knows_holidays(begin, days.latest),
    )


class _Days(NamedTuple):
    earliest: date
    latest: date
    dispatch_earliest: date
    dispatch_latest: date


@dataclass(frozen=True, slots=True)
class _Course:
    """A rate with the calendars and the clock it goes by."""

    rate: RateFacts
    zone: tzinfo
    handling: WorkCalendar
    transit: WorkCalendar
    delivery: WorkCalendar

    @classmethod
    def of(cls, rate: RateFacts, country: str, region: str) -> _Course:
        region = region or (rate.regions[0] if len(rate.regions) == 1 else "")
        origin, destination = Place.of(rate.origin), Place.of(country, region)
        delivery_days = frozenset(rate.delivery_weekdays)
        return cls(
            rate=rate,
            zone=shop_zone(rate.time_zone),
            handling=WorkCalendar((origin,), frozenset(rate.handling_weekdays)),
            transit=WorkCalendar((origin, destination), delivery_days),
            delivery=WorkCalendar((destination,), delivery_days),
        )

    def begin(self, ordered_at: datetime) -> date | None:
        """Return the day on which handling begins."""
        day = ordered_at.astimezone(self.zone).date()
        if self.handling.is_working(day) and ordered_at < self.deadline(day):
            return day
        return self.handling.on_or_after(day + DAY, day + LONGEST)

    def deadline(self, day: date) -> datetime:
        """Return the moment from which on orders have to wait for the next business day."""
        if self.rate.cutoff is None:
            return moment(day + DAY, MIDNIGHT, self.zone)
        return moment(day, self.rate.cutoff, self.zone)

    def days(self, begin: date) -> _Days | None:
        """Return dispatch and arrival of what is handled from ``begin`` on."""
        rate, last = self.rate, begin + LONGEST
        sent_first = self.handling.after(begin, rate.handling_min, last)
        sent_last = self.handling.after(begin, rate.handling_max, last)
        if sent_first is None or sent_last is None:
            return None
        earliest = self._arrival(sent_first, rate.transit_min, last)
        latest = self._arrival(sent_last, rate.transit_max, last)
        if earliest is None or latest is None:
            return None
        return _Days(earliest, latest, sent_first, sent_last)

    def _arrival(self, sent: date, transit: int, last: date) -> date | None:
        there = self.transit.after(sent, transit, last)
        return self.delivery.on_or_after(there, last) if there else None

    def order_by(self, begin: date, days: _Days) -> datetime | None:
        """Return the last deadline that still leads to the same days of arrival.

        The next one may be earlier: where parcels arrive on Thursdays only, who orders a day later loses
        nothing, and is not told to hurry.
        """
        day = begin
        for _ in range(MOST_DEADLINES):
            following = self.handling.on_or_after(day + DAY, day + LONGEST)
            later = self.days(following) if following else None
            if following is None or later is None or later[:2] != days[:2]:
                return self.deadline(day)
            day = following
        return None

    def knows_holidays(self, first: date, last: date) -> bool:
        return all(self.transit.knows_holidays(year) for year in range(first.year, last.year + 1))
