"""What the law of a market asks of a shop: profiles with the source of each fact. Not legal advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from django_trust.policies.markets.loading import FACTS, MARKETS_FILE, Row, read_markets
from django_trust.shop.places import EEA_MEMBERS, EU

CERTAINTIES = ("H", "M", "L")  # from sure to unsure
ALIASES = {"UK": "GB"}
LISTS = ("statements", "notes")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a law says.

    ``value`` is None where the law sets no figure. ``certainty`` is ``H`` (a statute well known, or read in
    a copy that cites the article), ``M`` (a secondary source) or ``L`` (to be confirmed).
    """

    value: Any
    source: str
    checked_on: date
    certainty: str

    @property
    def is_certain(self) -> bool:
        return self.certainty == CERTAINTIES[0]


@dataclass(frozen=True, slots=True)
class Market:
    """The profile of a country or union, with what it takes over from the union it belongs to.

    ``statements`` are what shoppers must be told, ``notes`` what the shop should know; both by code.
    """

    code: str
    parent: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    statements: Mapping[str, Fact] = field(default_factory=dict)
    notes: Mapping[str, Fact] = field(default_factory=dict)

    def fact(self, name: str) -> Fact | None:
        """Return a fact by name, None where the profile says nothing about it.

        ``statements`` and ``notes`` give all their codes as one fact, no surer than the least sure of them.
        Raises ``ValueError`` for a name no profile may have.
        """
        if name in LISTS:
            return _as_one(self.statements if name == "statements" else self.notes)
        if name not in FACTS:
            raise ValueError(f"There is no fact {name!r}; there are {', '.join((*FACTS, *LISTS))}.")
        return self.facts.get(name)

    def value(self, name: str) -> Any:
        """Return the value of a fact, None where there is none or the law sets no figure."""
        found = self.fact(name)
        return found.value if found else None


def _as_one(rows: Mapping[str, Fact]) -> Fact | None:
    if not rows:
        return None
    return Fact(
        tuple(rows),
        "; ".join(dict.fromkeys(fact.source for fact in rows.values())),
        min(fact.checked_on for fact in rows.values()),
        max((fact.certainty for fact in rows.values()), key=CERTAINTIES.index),
    )


def market_code(code: str) -> str:
    """Return a market as the profiles spell it: ``uk`` is ``GB``."""
    return ALIASES.get(code.upper(), code.upper())


def known_markets() -> tuple[str, ...]:
    """Return the codes that have a profile of their own, unions included, in the order of the file."""
    return tuple(_profiles())


def profile_for(country: str) -> Market | None:
    """Return the profile of a country or union; that of the EU for its other members and for those of the
    European Economic Area. None where nobody wrote one."""
    code = market_code(country)
    found = _profiles().get(code)
    return found or (_profiles()[EU] if code in EEA_MEMBERS else None)


def market(code: str) -> Market:
    """Return the profile for a code. Raises ``ValueError`` with the nearest one where there is none."""
    found = profile_for(code)
    if found is None:
        near = nearest_market(code)
        nearest = f" Did you mean {near!r}?" if near else ""
        raise ValueError(
            f"There is no profile for {code!r}.{nearest} There are {', '.join(known_markets())}."
        )
    return found


def nearest_market(code: str) -> str:
    """Return the code of the profile that is spelled most like ``code``; empty where none is near."""
    return next(iter(get_close_matches(market_code(code), known_markets(), n=1, cutoff=0.5)), "")


@lru_cache(maxsize=1)
def _profiles() -> dict[str, Market]:
    return profiles_of(read_markets(MARKETS_FILE))


def profiles_of(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Market]:
    """Return the profiles of tables that ``read_markets`` has found to be sound."""
    own = {code: _profile(code, table) for code, table in tables.items()}
    return {code: _with_parent(profile, own) for code, profile in own.items()}


def _profile(code: str, table: Mapping[str, Any]) -> Market:
    facts = {name: _fact(row) for name, row in table.items() if name in FACTS}
    lists = {name: {key: _fact(row, key) for key, row in table.get(name, {}).items()} for name in LISTS}
    return Market(code, table.get("parent", ""), facts, **lists)


def _fact(row: Row, code: str = "") -> Fact:
    value = code or row["value"]
    if isinstance(value, date):
        value = value.isoformat()
    return Fact(None if value == "none" else value, row["source"], row["checked_on"], row["certainty"])


def _with_parent(profile: Market, own: Mapping[str, Market]) -> Market:
    if not profile.parent:
        return profile
    parent = own[profile.parent]
    return Market(
        profile.code,
        profile.parent,
        {**parent.facts, **profile.facts},
        {**parent.statements, **profile.statements},
        {**parent.notes, **profile.notes},
    )
