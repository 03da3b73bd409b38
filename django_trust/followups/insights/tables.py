"""Tables: one and the same for the page and for the file, which wants machine values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.l10n.formats import (
    format_date,
    format_duration,
    format_moment,
    format_number,
    format_percent,
)

NOTHING = "–"


class Kind(StrEnum):
    """What the values of a column are. None, in any of them, is a figure that there is not."""

    COUNT = "count"  # int
    SHARE = "share"  # float, 0 to 1
    RATE = "rate"  # float, for each 1,000
    SCORE = "score"  # float, -100 to 100
    WAIT = "wait"  # timedelta
    DAY = "day"  # date
    MOMENT = "moment"  # aware datetime


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    kind: Kind = Kind.COUNT

    @property
    def file_label(self) -> str:
        """The label in a file, where figures stand without their unit."""
        if self.kind == Kind.WAIT:
            return _("%(label)s (seconds)") % {"label": self.label}
        return self.label


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a code that never changes, what it is called, and a value for each column."""

    code: str
    label: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``code`` names the file, ``title`` what it is about, ``name`` what the lines are."""

    code: str
    title: str
    name: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """Label and texts of each line, as the reader's language writes them."""
        return [
            (
                line.label,
                [
                    text_of(value, column.kind)
                    for value, column in zip(line.values, self.columns, strict=True)
                ],
            )
            for line in self.lines
        ]

    @property
    def file_head(self) -> list[str]:
        return [
            pgettext("column of a file", "Code"),
            self.name,
            *(column.file_label for column in self.columns),
        ]

    @property
    def file_rows(self) -> list[list[Any]]:
        return [
            [
                line.code,
                line.label,
                *(
                    file_value(value, column.kind)
                    for value, column in zip(line.values, self.columns, strict=True)
                ),
            ]
            for line in self.lines
        ]


def text_of(value: Any, kind: Kind) -> str:
    """Write a value in the reader's language."""
    return NOTHING if value is None else TEXTS[kind](value)


def file_value(value: Any, kind: Kind) -> str | int | float:
    """Return a value as programs read it: ISO 8601, seconds, shares from 0 to 1, nothing for nothing."""
    if value is None:
        return ""
    return FILE_VALUES[kind](value) if kind in FILE_VALUES else round(value, 6)


def share_text(share: float) -> str:
    """Write a share as whole per cent, rounded down: 100% means all of them."""
    return format_percent(Decimal(repr(share)).quantize(Decimal("0.01"), ROUND_DOWN))


def rate_text(rate: float) -> str:
    return format_number(Decimal(repr(rate)), decimals=2)


def score_text(score: float) -> str:
    return format_number(Decimal(repr(score)), decimals=1)


def _seconds(value: timedelta) -> int:
    return round(value.total_seconds())


def _utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


TEXTS: dict[Kind, Callable[[Any], str]] = {
    Kind.COUNT: format_number,
    Kind.SHARE: share_text,
    Kind.RATE: rate_text,
    Kind.SCORE: score_text,
    Kind.WAIT: format_duration,
    Kind.DAY: lambda value: format_date(value, style="medium"),
    Kind.MOMENT: format_moment,
}
FILE_VALUES: dict[Kind, Callable[[Any], str | int]] = {
    Kind.COUNT: int,
    Kind.WAIT: _seconds,
    Kind.DAY: date.isoformat,
    Kind.MOMENT: _utc,
}


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
