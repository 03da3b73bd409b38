"""Figures of orders: whether they came as promised, what buyers reported, and who ordered again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.utils import timezone

from django_trust.followups.choices import AnswerKind, AnswerState
from django_trust.followups.insights.scope import Scope
from django_trust.followups.insights.statistics import Wait, wait_of
from django_trust.followups.models import OrderAnswer
from django_trust.shop.models import DeliveryTally, Purchase, PurchaseLine
from django_trust.shop.promises import counts_of

MOST_READ = 20_000  # orders or cases, the newest, that are looked at one by one
REPEAT_DAYS = 90
CASES = (AnswerKind.NOT_ARRIVED, AnswerKind.PROBLEM)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DeliveryFigures:
    """Orders promised for a day of the period before today, by the rules of ``shop.promises``.

    ``told`` of the ``missed`` ones were announced as delayed. ``late`` is how far behind the promised day
    those arrived that came late. ``read`` orders were looked at for both, and for everything where filters
    apply; ``is_cut`` where there were more.
    """

    due: int
    kept: int
    missed: int
    told: int
    late: Wait
    read: int
    is_cut: bool


def delivery_figures(scope: Scope, today: date) -> DeliveryFigures:
    """Count promises: all of them by the shop's tally, by filters among the newest orders. Two queries."""
    last = min(scope.last, today - DAY)
    days = {"promised_by__gte": scope.first, "promised_by__lte": last}
    orders = scope.of_orders(Purchase.objects.filter(**days), "").order_by("-promised_by", "-pk")
    columns = ("promised_by", "delivered_at", "cancelled_at", "delayed_at")
    rows = list(orders.values_list(*columns)[: MOST_READ + 1])
    due = kept = told = 0
    late: list[timedelta] = []
    for promised, delivered, cancelled, delayed in rows[:MOST_READ]:
        counts = counts_of(promised, delivered, cancelled)
        missed = counts.due and not counts.kept
        due, kept, told = due + counts.due, kept + counts.kept, told + bool(missed and delayed)
        if missed and delivered:
            late.append(_day(delivered) - promised)
    if not scope.is_filtered:
        sums = DeliveryTally.objects.filter(**days).aggregate(due=Sum("due"), kept=Sum("kept"))
        due, kept = sums["due"] or 0, sums["kept"] or 0
    return DeliveryFigures(
        due=due,
        kept=min(kept, due),
        missed=max(due - kept, 0),
        told=told,
        late=wait_of(late),
        read=min(len(rows), MOST_READ),
        is_cut=len(rows) > MOST_READ,
    )


def _day(moment: datetime) -> date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """Cases of one kind that buyers reported in the period: how many, how many of them are open, and how
    long it took until staff closed the others."""

    reported: int
    open: int
    wait: Wait


def case_figures(scope: Scope) -> dict[str, CaseFigures]:
    """Count cases by kind, and read how long the newest ``MOST_READ`` closed ones took. Two queries."""
    rows = scope.within(OrderAnswer.objects.filter(state__in=AnswerState.values, kind__in=CASES), "at")
    rows = scope.of_orders(rows).order_by()
    reported, still_open = Counter[str](), Counter[str]()
    for kind, state, number in rows.values_list("kind", "state").annotate(Count("pk")):
        reported[kind] += number
        still_open[kind] += number if state == AnswerState.OPEN else 0
    closed = rows.filter(state=AnswerState.CLOSED).exclude(closed_at=None).order_by("-at", "-pk")
    waits: dict[str, list[timedelta]] = {kind: [] for kind in CASES}
    for kind, start, end in closed.values_list("kind", "at", "closed_at")[:MOST_READ]:
        if end is not None:
            waits[kind].append(end - start)
    return {kind: CaseFigures(reported[kind], still_open[kind], wait_of(waits[kind])) for kind in CASES}


@dataclass(frozen=True, slots=True)
class RepeatFigures:
    """Buyers who ordered between ``first`` and ``last``, ``REPEAT_DAYS`` before the days of the period, and
    those of them who ordered again within so many days. Guests are told apart by their address."""

    first: date
    last: date
    buyers: int
    again: int

    @property
    def share(self) -> float | None:
        return self.again / self.buyers if self.buyers else None


def repeat_figures(scope: Scope) -> RepeatFigures:
    """Count buyers and those who came back. Looking back so far, every order had the same time to be
    followed by another. One query."""
    back = timedelta(days=REPEAT_DAYS)
    window = Scope(scope.first - back, scope.last - back, scope.language, scope.country, scope.item)
    named = PurchaseLine.objects.exclude(email_key="").filter(purchase__cancelled_at=None)
    lines: QuerySet[PurchaseLine] = window.of_orders(window.within(named, "purchase__placed_at"))
    if scope.item is not None:
        lines = lines.filter(item=scope.item)
    end = ExpressionWrapper(OuterRef("purchase__placed_at") + Value(back), output_field=DateTimeField())
    later = PurchaseLine.objects.filter(
        email_key=OuterRef("email_key"),
        purchase__cancelled_at=None,
        purchase__placed_at__gt=OuterRef("purchase__placed_at"),
        purchase__placed_at__lte=end,
    )
    counts = lines.annotate(is_followed=Exists(later)).aggregate(
        buyers=Count("email_key", distinct=True),
        again=Count("email_key", distinct=True, filter=Q(is_followed=True)),
    )
    return RepeatFigures(window.first, window.last, **counts)
