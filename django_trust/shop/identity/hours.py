"""When somebody answers: open now, next opening, the coming week in the reader's time zone. Pure.

Opening hours are wall-clock times of the shop. A time that the clock skips (summer time begins) counts from
the moment the clock is past it; one that comes twice (summer time ends) is the first of both. So no span
ever ends before it begins. Moments that leave this module are aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

LOOK_AHEAD = timedelta(days=14)
WEEK = 7
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class WeeklySpan:
    """Hours of one weekday (1 is Monday). ``closes`` at or before ``opens`` is on the next day."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """Days on which nobody answers, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Schedule:
    """The shop's hours and closed days, in its own time zone."""

    weekly: tuple[WeeklySpan, ...]
    closed: tuple[ClosedDays, ...]
    zone: tzinfo


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From ``start`` on and before ``end``, both in UTC."""

    start: datetime
    end: datetime

    def covers(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether somebody answers now. ``until`` and ``opens`` are None where that is over 14 days away."""

    is_open: bool
    until: datetime | None = None
    opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours as a clock on the wall shows them. ``all_day`` runs from midnight to midnight."""

    opens: time
    closes: time
    all_day: bool = False


@dataclass(frozen=True, slots=True)
class DayHours:
    """The hours that begin on one day; none if that day is closed."""

    day: date
    hours: tuple[Hours, ...]


def moment(day: date, clock: time, zone: tzinfo) -> datetime:
    """Return the first moment of a day at which its clock shows ``clock`` or later."""
    wall = datetime.combine(day, clock.replace(microsecond=0, tzinfo=None), tzinfo=zone)
    first, second = (wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if first <= second:
        return first
    before, after = second, first  # skipped: the clock jumps between the two (PEP 495)
    offset = after.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // (2 * SECOND) * SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after


def open_spans(schedule: Schedule, first: date, last: date) -> list[Span]:
    """Return when the shop is open, from the night before ``first`` to the night after ``last``, in order.

    No hours begin on a closed day, and those of the night before end when it begins.
    """
    spans = []
    for day in _days(first - DAY, last):
        if any(closed.first <= day <= closed.last for closed in schedule.closed):
            continue
        for row in schedule.weekly:
            if row.weekday == day.isoweekday():
                end = day + DAY if row.closes <= row.opens else day
                spans.append(
                    Span(moment(day, row.opens, schedule.zone), moment(end, row.closes, schedule.zone))
                )
    return _without(_merged(spans), _merged(_closed_spans(schedule, first - DAY, last + DAY)))


def opening(schedule: Schedule, now: datetime) -> Opening:
    """Return whether the shop is open at ``now`` (aware), until when, and when it opens next."""
    today, horizon = now.astimezone(schedule.zone).date(), now + LOOK_AHEAD
    spans = open_spans(schedule, today, today + LOOK_AHEAD + DAY)
    current = next((span for span in spans if span.covers(now)), None)
    following = next((span.start for span in spans if now < span.start <= horizon), None)
    until = current.end if current and current.end <= horizon else None
    return Opening(is_open=current is not None, until=until, opens=following)


def coming_week(schedule: Schedule, now: datetime, zone: tzinfo) -> tuple[DayHours, ...]:
    """Return the hours of today and the six days behind it, by the clock of ``zone``.

    Hours past midnight stay with the day they begin on. Those of 24 hours and more are split at midnight.
    """
    today = now.astimezone(zone).date()
    spans = open_spans(schedule, today - 2 * DAY, today + (WEEK + 2) * DAY)
    days = _days(today, today + (WEEK - 1) * DAY)
    return tuple(DayHours(day, tuple(_hours_on(day, spans, zone))) for day in days)


def _hours_on(day: date, spans: list[Span], zone: tzinfo) -> Iterator[Hours]:
    whole = Span(moment(day, MIDNIGHT, zone), moment(day + DAY, MIDNIGHT, zone))
    for span in spans:
        start, end = span.start.astimezone(zone), span.end.astimezone(zone)
        if end.replace(tzinfo=None) - start.replace(tzinfo=None) < DAY:
            piece = span if start.date() == day else None
        else:
            piece = Span(max(span.start, whole.start), min(span.end, whole.end))
        if piece and piece.start < piece.end:
            opens, closes = (at.astimezone(zone).time() for at in (piece.start, piece.end))
            yield Hours(opens, closes, all_day=piece == whole)


def _closed_spans(schedule: Schedule, first: date, last: date) -> list[Span]:
    zone, spans = schedule.zone, []
    for closed in schedule.closed:
        start, end = max(closed.first, first), min(closed.last, last)
        if start <= end:
            spans.append(Span(moment(start, MIDNIGHT, zone), moment(end + DAY, MIDNIGHT, zone)))
    return spans


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap or touch, and drop those without length."""
    merged: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _without(spans: list[Span], holes: list[Span]) -> list[Span]:
    """Cut the holes out of the spans; both are in order and merged."""
    for hole in holes:
        cut = []
        for span in spans:
            parts = Span(span.start, min(span.end, hole.start)), Span(max(span.start, hole.end), span.end)
            cut += [part for part in parts if part.start < part.end]
        spans = cut
    return spans


def _days(first: date, last: date) -> Iterator[date]:
    return (first + DAY * number for number in range((last - first).days + 1))
