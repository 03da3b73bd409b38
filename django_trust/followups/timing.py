"""When a step is due by the buyer's clock: pure arithmetic, nothing is read or written here.

Clocks that go on or back are the whole difficulty. A time of day that is skipped stands for the moment clocks
go on, one that comes twice for its first coming, and hours for sending are hours a clock on the wall shows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django_trust.followups.choices import DelayUnit
from django_trust.followups.models import Step
from django_trust.policies.delivery.calendars import Place, WorkCalendar

DAY = timedelta(days=1)
LONGEST = timedelta(days=3 * 366)  # business days of a year never need longer
LAST_DAY = date(9999, 12, 1)  # some days before Python's calendar ends
# Clocks change at most once in so many hours, and the hours for sending open once in so many days, even where
# a country skips a day to change sides of the date line (Samoa, 30 December 2011).
ONE_CHANGE = timedelta(hours=6)
DAYS_AHEAD = 3


def due_at(step: Step, started_at: datetime, zone: tzinfo, country: str) -> datetime:
    """Return when ``step`` is due after an event at ``started_at`` (aware), in UTC.

    Hours are hours. Days and business days (of ``country``) keep the time on the buyer's wall clock, over
    changes to summer time too. The hours for sending then move it forward, never back.
    """
    try:
        return opening(step, _delayed(step, started_at, zone, country), zone)
    except OverflowError:  # a shop's way of saying "never", such as the year 9999
        return started_at.astimezone(UTC)


def opening(step: Step, moment: datetime, zone: tzinfo) -> datetime:
    """Return the first moment from ``moment`` on that is within the step's hours for sending, in UTC."""
    start = moment.astimezone(UTC)
    if step.send_from is None or step.send_until is None or _is_open(step, start, zone):
        return start
    found = [at for at in _beginnings(start, step.send_from, zone) if at > start and _is_open(step, at, zone)]
    return min(found, default=start)


def day_after(day: date, zone: tzinfo) -> datetime:
    """Return when ``day`` is over by this clock, in UTC."""
    return _on_the_clock(min(day, LAST_DAY) + DAY, time(), zone)


def _is_open(step: Step, at: datetime, zone: tzinfo) -> bool:
    clock = at.astimezone(zone).time()
    return step.send_from is None or step.send_until is None or step.send_from <= clock <= step.send_until


def _beginnings(start: datetime, send_from: time, zone: tzinfo) -> Iterator[datetime]:
    """Yield every moment after which hours for sending may have begun: when a clock shows the first of them,
    and when a clock jumps into them."""
    today = start.astimezone(zone).date()
    for number in range(DAYS_AHEAD):
        wall = datetime.combine(today + number * DAY, send_from, tzinfo=zone)
        yield wall.astimezone(UTC)
        yield wall.replace(fold=1).astimezone(UTC)
    for number in range(DAYS_AHEAD * DAY // ONE_CHANGE):
        before = start + number * ONE_CHANGE
        if before.astimezone(zone).utcoffset() != (before + ONE_CHANGE).astimezone(zone).utcoffset():
            yield _change(before, before + ONE_CHANGE, zone)


def _delayed(step: Step, started_at: datetime, zone: tzinfo, country: str) -> datetime:
    if not step.delay:
        return started_at
    if step.delay_unit == DelayUnit.HOURS:
        return started_at.astimezone(UTC) + timedelta(hours=step.delay)
    local = started_at.astimezone(zone)
    day = local.date() + step.delay * DAY
    if step.delay_unit == DelayUnit.BUSINESS_DAYS:
        calendar = WorkCalendar((Place.of(country),))
        day = calendar.after(local.date(), step.delay, local.date() + LONGEST) or day
    return _on_the_clock(day, local.time(), zone)


def _on_the_clock(day: date, at: time, zone: tzinfo) -> datetime:
    """Return the moment a wall clock shows this time; where it is skipped, the moment clocks go on."""
    wall = datetime.combine(day, at, tzinfo=zone)
    first, second = wall.astimezone(UTC), wall.replace(fold=1).astimezone(UTC)
    return first if first <= second else _change(second, first, zone)


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Return the moment between the two at which the clock changes. Clocks change at whole seconds."""
    start = before.replace(microsecond=0)
    seconds = range(int((after - start).total_seconds()) + 2)
    offset = after.astimezone(zone).utcoffset()
    number = bisect_left(
        seconds,
        True,
        key=lambda second: (start + timedelta(seconds=second)).astimezone(zone).utcoffset() == offset,
    )
    return start + timedelta(seconds=number)
