"""Where an order is: what has happened, what is now, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from django.utils import timezone

from django_trust.followups.choices import Event
from django_trust.followups.zones import buyer_zone
from django_trust.links import origin_of
from django_trust.policies.withdrawals.declarations import line_name
from django_trust.shop.models import Purchase, PurchaseLine
from django_trust.shop.references import names_in_this_language

Mark = Literal["done", "now", "next"]
# What an order goes through, one after the other; a delay or a refund of a part comes in between.
WAY = (Event.PLACED, Event.PAID, Event.SHIPPED, Event.DELIVERED)


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of an order. ``at`` is when it happened, ``day`` the buyer's date of it, or the date it is
    expected for. ``in_part``: a refund that leaves something of the order."""

    event: str
    mark: Mark
    at: datetime | None = None
    day: date | None = None
    in_part: bool = False


@dataclass(frozen=True, slots=True)
class OrderStatus:
    """An order as its buyer may see it: neither name nor address.

    ``expected_by`` is None for what has arrived, what will not come any more, and where nobody gave a date;
    ``is_overdue`` says that the buyer's calendar has passed it. ``delayed_until`` and ``delay_reason`` are
    those of the last delay, the reason in the shop's own words.
    """

    reference: str
    moments: tuple[Moment, ...]
    expected_by: date | None
    is_overdue: bool
    delayed_until: date | None
    delay_reason: str
    tracking_url: str

    @property
    def now(self) -> Moment:
        return next(moment for moment in self.moments if moment.mark == "now")

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will come: the order was cancelled, or all of its money was returned."""
        return self.now.event in (Event.CANCELLED, Event.REFUNDED)

    @property
    def has_arrived(self) -> bool:
        return self.now.event == Event.DELIVERED


@dataclass(frozen=True, slots=True)
class OrderedLine:
    name: str
    url: str
    image: str
    quantity: int
    refunded: int


class _Fact(NamedTuple):
    event: Event
    at: datetime | None
    in_part: bool = False


def order_status(purchase: Purchase, now: datetime | None = None) -> OrderStatus:
    """Return where an order is. No query, but one for an order of which money was returned."""
    zone = buyer_zone(purchase.time_zone, purchase.country)
    is_kept = _is_kept(purchase)
    facts = _facts(purchase, is_kept)
    latest = next(fact for fact in reversed(facts) if not fact.in_part)
    is_open = is_kept and purchase.delivered_at is None
    expected = (purchase.delayed_until or purchase.promised_by) if is_open else None
    moments = [
        Moment(
            fact.event.value,
            "now" if fact is latest else "done",
            fact.at,
            fact.at.astimezone(zone).date() if fact.at else None,
            fact.in_part,
        )
        for fact in facts
    ]
    if is_open and purchase.shipped_at is None:
        moments.append(Moment(Event.SHIPPED.value, "next"))
    if is_open:
        moments.append(Moment(Event.DELIVERED.value, "next", day=expected))
    today = (now or timezone.now()).astimezone(zone).date()
    return OrderStatus(
        reference=purchase.reference,
        moments=tuple(moments),
        expected_by=expected,
        is_overdue=expected is not None and expected < today,
        delayed_until=purchase.delayed_until,
        delay_reason=purchase.delay_reason,
        # The shop hands it over as it got it: only web addresses become links.
        tracking_url=purchase.tracking_url if origin_of(purchase.tracking_url) else "",
    )


def ordered_lines(purchase: Purchase) -> tuple[OrderedLine, ...]:
    """Return what was ordered, named in the active language. Two queries where one model is sold."""
    lines = list(PurchaseLine.objects.filter(purchase=purchase).select_related("item").order_by("pk"))
    names = names_in_this_language(line.item for line in lines)
    return tuple(
        OrderedLine(
            line_name(line, names[line.item_id]),
            line.item.url,
            line.item.image,
            line.quantity,
            line.refunded_quantity,
        )
        for line in lines
    )


def _is_kept(purchase: Purchase) -> bool:
    if purchase.cancelled_at is not None or purchase.refunded_at is None:
        return purchase.cancelled_at is None
    return PurchaseLine.objects.kept().filter(purchase=purchase).exists()


def _facts(purchase: Purchase, is_kept: bool) -> list[_Fact]:
    """Return what has happened in the order of the way an order goes: clocks of different systems differ by
    more than lies between two steps."""
    moments = {event: getattr(purchase, f"{event.value}_at") for event in WAY}
    facts = [_Fact(event, at) for event, at in moments.items() if at is not None]
    if purchase.delayed_until is not None:
        _insert(facts, _Fact(Event.DELAYED, purchase.delayed_at))
    if purchase.refunded_at is not None:
        refund = _Fact(Event.REFUNDED, purchase.refunded_at, in_part=is_kept)
        if is_kept:
            _insert(facts, refund)
        else:
            facts.append(refund)
    if purchase.cancelled_at is not None:
        facts.append(_Fact(Event.CANCELLED, purchase.cancelled_at))
    return facts


def _insert(facts: list[_Fact], fact: _Fact) -> None:
    """Put in between what did not happen on the way; a delay never stands behind the delivery."""
    place = len(facts)
    while place > 1 and _is_later(facts[place - 1], fact):
        place -= 1
    facts.insert(place, fact)


def _is_later(one: _Fact, than: _Fact) -> bool:
    if than.event == Event.DELAYED and one.event == Event.DELIVERED:
        return True
    return one.at is not None and than.at is not None and one.at > than.at
