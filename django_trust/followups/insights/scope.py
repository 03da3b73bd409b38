"""What the figures are about: a period, and perhaps one language, country or item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from django_trust.reviews.models import Review, ReviewSource
from django_trust.reviews.models.review import ReviewQuerySet
from django_trust.shop.models import PurchaseLine
from django_trust.shop.places import country_codes

PRESETS = (30, 90, 365)
USUAL_DAYS = 90
MOST_DAYS = 5 * 366
EARLIEST = date(2000, 1, 1)

RowT = TypeVar("RowT", bound=Model)


@dataclass(frozen=True, slots=True)
class Scope:
    """Days from ``first`` to ``last``, both included, by the reader's clock; empty filters filter nothing.

    ``language`` is a Django language code, ``country`` ISO 3166-1 alpha-2, ``item`` the key of an ``Item``.
    """

    first: date
    last: date
    language: str = ""
    country: str = ""
    item: int | None = None

    @property
    def since(self) -> datetime:
        return day_start(self.first)

    @property
    def until(self) -> datetime:
        """The moment behind the last one of the period."""
        return day_start(self.last + timedelta(days=1))

    @property
    def is_filtered(self) -> bool:
        return bool(self.language or self.country or self.item)

    def within(self, rows: QuerySet[RowT], moment: str) -> QuerySet[RowT]:
        """Keep rows whose field ``moment`` lies in the period."""
        return rows.filter(**{f"{moment}__gte": self.since, f"{moment}__lt": self.until})

    def of_orders(self, rows: QuerySet[RowT], order: str = "purchase") -> QuerySet[RowT]:
        """Keep rows whose order (the field ``order``; empty where rows are orders) the filters admit.

        The language is that of the order; an item is in an order when one of its lines is about it.
        """
        prefix = f"{order}__" if order else ""
        wanted = {f"{prefix}language": self.language, f"{prefix}country": self.country}
        rows = rows.filter(**{name: value for name, value in wanted.items() if value})
        if self.item is None:
            return rows
        return rows.filter(
            Exists(PurchaseLine.objects.filter(purchase=OuterRef(order or "pk"), item=self.item))
        )

    def reviews(self) -> ReviewQuerySet:
        """Return the reviews the filters admit, of any time; imported ones are nobody's work here.

        The language is that of the review; only a review that belongs to an order has a country.
        """
        rows = Review.objects.exclude(source=ReviewSource.IMPORT)
        wanted = {
            "language": self.language,
            "purchase_line__purchase__country": self.country,
            "item": self.item,
        }
        return rows.filter(**{name: value for name, value in wanted.items() if value})


def day_start(day: date) -> datetime:
    """Return the first moment of a day in the current time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def chosen_scope(data: Mapping[str, str], today: date) -> Scope:
    """Return the scope a visitor asked for. Nonsense is ignored, and no period is longer than five years."""
    first, last = _period(data, today)
    languages = {code.lower() for code, _name in settings.LANGUAGES}
    item = data.get("item", "")
    return Scope(
        first=first,
        last=last,
        language=_known(data.get("language", "").lower(), languages),
        country=_known(data.get("country", "").upper(), country_codes()),
        item=int(item) if item.isascii() and item.isdecimal() and len(item) < 18 else None,
    )


def _known(value: str, values: set[str] | tuple[str, ...]) -> str:
    return value if value in values else ""


def _period(data: Mapping[str, str], today: date) -> tuple[date, date]:
    days = next((days for days in PRESETS if str(days) == data.get("days")), 0)
    first, last = _day(data.get("from", "")), _day(data.get("to", ""))
    if days or (first is None and last is None):
        return today - timedelta(days=(days or USUAL_DAYS) - 1), today
    last = max(min(last or today, today), EARLIEST)
    first = first or last - timedelta(days=USUAL_DAYS - 1)
    if first > last:
        first, last = last, min(first, today)
    return max(first, EARLIEST, last - timedelta(days=MOST_DAYS - 1)), last


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:  # a thirtieth of February
        return None
