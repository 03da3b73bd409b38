"""Opening hours in words. Every function writes in the active language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby

from babel import dates
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.l10n.formats import format_date, format_date_range, format_duration, format_time, own_digits
from django_trust.l10n.locales import current_language, to_babel
from django_trust.shop.identity.hours import WEEK, DayHours, Hours
from django_trust.shop.identity.widgets import ClosureLine, SupportBlock, WeekHours

DAY = timedelta(days=1)
LONG_CLOSURE = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Status:
    """Whether somebody answers now, and until or from when."""

    is_open: bool
    word: str
    detail: SafeString

    @property
    def icon(self) -> str:
        return "check" if self.is_open else "clock"


@dataclass(frozen=True, slots=True)
class HoursRow:
    """Days with the same hours; none of those days closed where there are ``hours``."""

    days: str
    hours: tuple[SafeString, ...]


def status_of(block: SupportBlock) -> Status | None:
    """Say "Open now, until 17:00" or "Closed now. Opens Monday 09:00"; None without opening hours."""
    if block.opening is None or block.week is None:
        return None
    found, zone = block.opening, block.week.zone
    if found.is_open:
        return Status(True, pgettext("opening hours", "Open now"), _until(found.until, zone, block.now))
    detail = SafeString("")
    if found.opens:
        detail = _with_html(
            pgettext("opening hours", "Opens %(moment)s"), moment=_moment(found.opens, zone, block.now)
        )
    return Status(False, pgettext("opening hours", "Closed now"), detail)


def _until(until: datetime | None, zone: tzinfo, now: datetime) -> SafeString:
    if until is None:
        return escape(pgettext("opening hours", "Day and night"))
    if until - now < DAY:
        local = until.astimezone(zone)
        end = _time_element(local.isoformat(), format_time(local.time()))
    else:
        end = _moment(until, zone, now)
    return _with_html(pgettext("opening hours", "until %(moment)s"), moment=end)


def _moment(at: datetime, zone: tzinfo, now: datetime) -> SafeString:
    """A moment of the coming two weeks, such as "tomorrow 09:00"."""
    local = at.astimezone(zone)
    pattern = dates.get_datetime_format("short", locale=to_babel(current_language()))
    day = _day(local.date(), now.astimezone(zone).date())
    words = str(pattern).replace("{1}", day).replace("{0}", format_time(local.time()))
    return _time_element(local.isoformat(), words)


def _day(day: date, today: date) -> str:
    distance = (day - today).days
    if distance == 0:
        return pgettext("opening hours", "today")
    if distance == 1:
        return pgettext("opening hours", "tomorrow")
    return day_name(day) if distance < WEEK else format_date(day)


def day_name(day: date) -> str:
    """Return the name of a weekday as it stands alone."""
    return str(to_babel(current_language()).days["stand-alone"]["wide"][day.weekday()])


def week_rows(week: WeekHours) -> list[HoursRow]:
    """Return the week in the reader's order, neighbours with the same hours in one row."""
    first = to_babel(current_language()).first_week_day
    days = sorted(week.days, key=lambda entry: (entry.day.weekday() - first) % WEEK)
    return [
        HoursRow(_day_names(list(group)), tuple(_hours_words(hours) for hours in same))
        for same, group in groupby(days, key=lambda entry: entry.hours)
    ]


def _day_names(days: list[DayHours]) -> str:
    if len(days) == WEEK:
        return pgettext("opening hours", "Every day")
    if len(days) == 1:
        return capfirst(day_name(days[0].day))
    names = {"first": day_name(days[0].day), "last": day_name(days[-1].day)}
    return capfirst(pgettext("days of the week", "%(first)s – %(last)s") % names)


def _hours_words(hours: Hours) -> SafeString:
    if hours.all_day:
        return escape(pgettext("opening hours", "All day"))
    opens, closes = (_time_element(f"{at:%H:%M}", format_time(at)) for at in (hours.opens, hours.closes))
    return format_html("{} – {}", opens, closes)


def zone_sentence(block: SupportBlock) -> str:
    """Say whose clock the times follow."""
    if block.week is None:
        return ""
    text = _("Times in your time zone: %(place)s") if block.is_readers else _("Time zone: %(place)s")
    return text % {"place": block.week.place}


def shop_zone_sentence(week: WeekHours) -> str:
    """Head the hours by the shop's own clock."""
    return _("Times in the shop’s time zone: %(place)s") % {"place": week.place}


def closure_words(closures: tuple[ClosureLine, ...]) -> Iterator[str]:
    """Say on which days nobody answers."""
    for line in closures:
        if line.begun and line.first != line.last:
            yield _("Closed until %(date)s") % {"date": format_date(line.last)}
        elif line.first == line.last:
            yield _("Closed on %(date)s") % {"date": format_date(line.first)}
        elif line.last - line.first > LONG_CLOSURE:
            yield _("Closed from %(date)s") % {"date": format_date(line.first)}
        else:
            yield _("Closed: %(dates)s") % {"dates": format_date_range(line.first, line.last)}


def answer_words(answer: timedelta | None) -> str:
    """Say how long most people wait for an answer; empty where nobody knows."""
    if answer is None:
        return ""
    return _("Usually answers within %(duration)s") % {"duration": format_duration(answer)}


def since_words(year: int | None) -> str:
    """Say since when the shop exists; empty where nobody knows."""
    if year is None:
        return ""
    locale = to_babel(current_language())
    return pgettext("of a shop", "Since %(year)s") % {"year": own_digits(str(year), locale)}


def _time_element(machine: str, words: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', machine, words)


def _with_html(text: str, **parts: SafeString) -> SafeString:
    """Fill a translated sentence with elements; the sentence itself is plain text."""
    return mark_safe(str(escape(text)) % {name: conditional_escape(part) for name, part in parts.items()})
