"""Reading the file of market profiles. A mistake in it is named by place, never passed over."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from django_trust.policies.choices import RefundStart, ReturnStart

MARKETS_FILE = Path(__file__).parent / "markets.toml"
Row = Mapping[str, Any]


class MalformedMarkets(ValueError):
    """The file of market profiles says something it may not say."""


class Kind(NamedTuple):
    """What the value of a fact may be, in words and as a test."""

    expected: str
    is_valid: Callable[[Any], bool]


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _one_of(*codes: str) -> Kind:
    return Kind(" or ".join(f'"{code}"' for code in codes), lambda value: value in codes)


COUNT = Kind("a whole number", _is_count)
COUNT_OR_NONE = Kind('a whole number or "none"', lambda value: value == "none" or _is_count(value))
FLAG = Kind("true or false", lambda value: isinstance(value, bool))
COST = _one_of("customer", "free", "policy")

FACTS: dict[str, Kind] = {
    "withdrawal_days": COUNT,
    "withdrawal_start": _one_of(*ReturnStart.values),
    "remorse_cost": COST,
    "defect_cost": COST,
    "refund_days": COUNT_OR_NONE,
    "refund_start": _one_of(*RefundStart.values),
    "refund_same_means": FLAG,  # money goes back the way it came
    "refund_shipping": FLAG,  # the standard delivery cost goes back too
    "restocking_fee": FLAG,  # whether anything may be deducted from a refund
    "void_no_returns": FLAG,  # whether a clause "no returns, no money back" is void
    "guarantee_months": COUNT_OR_NONE,
    "presumption_months": COUNT,
    "repair_extension_months": COUNT,
    "withdrawal_function": FLAG,
    "withdrawal_function_from": Kind("a date", _is_day),
    "privacy_answer_days": COUNT,
}
ROW_PARTS: dict[str, Kind] = {
    "source": Kind("a text", lambda value: isinstance(value, str) and bool(value.strip())),
    "checked_on": Kind("a date", _is_day),
    "certainty": _one_of("H", "M", "L"),
}


def read_markets(path: Path) -> dict[str, dict[str, Any]]:
    """Return the tables of the file. Raises ``MalformedMarkets`` with everything that is wrong in it."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise MalformedMarkets(f"{path.name} cannot be read: {error}") from error
    problems = [problem for code in tables for problem in _problems(code, tables)]
    if problems:
        raise MalformedMarkets(f"{path.name}: {' '.join(problems)}")
    return tables


def _problems(code: str, tables: Mapping[str, Any]) -> Iterator[str]:
    table = tables[code]
    if not (len(code) == 2 and code.isascii() and code.isupper()) or not isinstance(table, dict):
        yield f"{code} must be a table named by two capital letters."
        return
    for name, row in table.items():
        if name == "parent":
            if not isinstance(row, str) or row not in tables or "parent" in tables[row]:
                yield f"{code}.parent must be a market of the file that has no parent itself, not {row!r}."
        elif name in ("statements", "notes"):
            yield from _problems_of_list(f"{code}.{name}", row)
        elif name in FACTS:
            yield from _problems_of_row(f"{code}.{name}", row, {"value": FACTS[name], **ROW_PARTS})
        else:
            yield f"{code}.{name} is no fact; there are {', '.join(FACTS)}."


def _problems_of_list(place: str, rows: Any) -> Iterator[str]:
    if not isinstance(rows, dict):
        yield f"{place} must be a table of codes."
        return
    for code, row in rows.items():
        yield from _problems_of_row(f"{place}.{code}", row, ROW_PARTS)


def _problems_of_row(place: str, row: Any, parts: Mapping[str, Kind]) -> Iterator[str]:
    if not isinstance(row, dict):
        yield f"{place} must be a table with {', '.join(parts)}."
        return
    for name in [*row.keys() - parts.keys()]:
        yield f"{place} has an unknown {name}; there are {', '.join(parts)}."
    for name, kind in parts.items():
        if name not in row:
            yield f"{place} has no {name}."
        elif not kind.is_valid(row[name]):
            yield f"{place}.{name} is {row[name]!r}; it must be {kind.expected}."
