"""Until when a statement is in time, when the money is due, and when the goods have to go back.

Days are those of ``TIME_ZONE``. A period begins on the day after the event and ends with its last day; where
that is no working day in the buyer's country, with the next working day: Regulation (EEC, Euratom) 1182/71,
Art. 3(1), (2) and (4), which recital 41 of Directive 2011/83/EU refers to. The same is done elsewhere: no
statement is called late that may be in time.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from django_trust.policies.choices import RefundStart, RequestKind, ReturnCategory, ReturnStart
from django_trust.policies.delivery.calendars import Place, WorkCalendar
from django_trust.policies.facts import ReturnFacts
from django_trust.policies.withdrawals.grounds import Grounds, Law
from django_trust.shop.models import Purchase

LONGEST_REST = timedelta(days=30)  # no country has more free days in a row
SEND_BACK = timedelta(days=14)  # Directive 2011/83/EU, Art. 14(1)


class Timeliness(NamedTuple):
    """``last_day`` and ``is_late`` are None where nobody can tell, above all before the delivery is known."""

    last_day: date | None
    is_late: bool | None


def local_day(moment: datetime) -> date:
    """Return the day of a moment in the shop's time zone."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def timeliness(purchase: Purchase | None, grounds: Grounds, submitted_at: datetime) -> Timeliness:
    """Say whether a statement came in time: by the law or by the shop's terms, whichever gives longer."""
    if purchase is None:
        return Timeliness(None, None)
    returns = grounds.returns
    if returns is not None and returns.category == ReturnCategory.UNLIMITED:
        return Timeliness(None, False)
    ends = []
    if grounds.law.days:
        ends.append(_end(purchase, grounds.law.start, grounds.law.days, grounds.country))
    if returns is not None and returns.category == ReturnCategory.FINITE:
        ends.append(_end_by_terms(purchase, returns, grounds.country))
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends):
        return Timeliness(None, None)
    return Timeliness(max(known), local_day(submitted_at) > max(known))


def _end_by_terms(purchase: Purchase, returns: ReturnFacts, country: str) -> date | None:
    season = returns.season_on(local_day(purchase.placed_at))
    if season is not None and season.until is not None:
        return season.until
    days = season.days if season is not None and season.days is not None else returns.days
    return _end(purchase, returns.start, days or 0, country)


def _end(purchase: Purchase, start: str, days: int, country: str) -> date | None:
    event = purchase.placed_at if start == ReturnStart.CONTRACT else purchase.delivered_at
    return None if event is None else working_day(local_day(event) + timedelta(days=days), country)


def working_day(day: date, country: str) -> date:
    """Return ``day``, or the next working day of a country. Public holidays count where they are known (extra
    ``delivery``), weekends everywhere."""
    return WorkCalendar((Place(country),)).on_or_after(day, day + LONGEST_REST) or day


def refund_due(
    kind: str, grounds: Grounds, submitted_at: datetime, goods_back_at: datetime | None = None
) -> date | None:
    """Return the last day for the refund: by the shop's terms or, of a withdrawal, by the law if that is
    earlier. None where it depends on goods that are not back yet, and where no number of days is known."""
    returns, law = grounds.returns, grounds.law
    spans = [(returns.refund_start, returns.refund_days)] if returns is not None else []
    if law.refund_days is not None and (kind == RequestKind.WITHDRAWAL or not spans):
        spans.append((law.refund_start, law.refund_days))
    events = {RefundStart.NOTICE.value: submitted_at, RefundStart.GOODS_BACK.value: goods_back_at}
    days = [(events.get(str(start)), number) for start, number in spans]
    ends = [local_day(event) + timedelta(days=number) for event, number in days if event is not None]
    return min(ends, default=None)


def send_back_by(law: Law, submitted_at: datetime, country: str) -> date | None:
    """Return the last day to send the goods back after a withdrawal; None outside the Union's law."""
    return working_day(local_day(submitted_at) + SEND_BACK, country) if law.function else None
