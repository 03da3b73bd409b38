"""The lawful basis a message needs, by purpose and the buyer's country. Not legal advice.

The table is ``bases.toml``; ``FOLLOWUPS_BASIS`` comes before it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django_trust.conf import trust_settings
from django_trust.followups.choices import MARKETING, Basis
from django_trust.shop.places import EEA_MEMBERS, EU

BASES_FILE = Path(__file__).parent / "bases.toml"
ELSEWHERE = "elsewhere"
ALIASES = {"UK": "GB"}
# From the one that allows most to the one that allows least.
STRICTNESS = (Basis.ORDER, Basis.OBJECTION, Basis.SOFT_OPT_IN, Basis.CONSENT)


@dataclass(frozen=True, slots=True)
class BasisRule:
    """The basis of one purpose in one place, and who says so.

    ``days``: a soft opt-in counts for so long after the last purchase, None for good. ``certainty`` is ``H``
    (a statute well known, or read in a copy that cites the article), ``M`` (a secondary source) or ``L`` (to
    be confirmed); it is empty, and ``checked_on`` None, for what the shop has set itself.
    """

    basis: Basis
    source: str
    certainty: str = ""
    checked_on: date | None = None
    days: int | None = None


ORDER = BasisRule(
    Basis.ORDER, "Regulation (EU) 2016/679 (GDPR), Art. 6(1)(b): the contract", "H", date(2026, 11, 21)
)


def basis_for(purpose: str, country: str) -> Basis:
    """Return the basis a message of ``purpose`` needs for a buyer in ``country`` (ISO 3166-1 alpha-2).

    What ``FOLLOWUPS_BASIS`` says comes first. Where nobody knows the country, the strictest basis of
    ``MARKETS`` holds; without ``MARKETS``, and in a country nobody has looked at, consent.
    """
    return basis_of(purpose, country).basis


def basis_of(purpose: str, country: str) -> BasisRule:
    """Return the basis of ``basis_for`` with its source."""
    if purpose not in MARKETING:
        return ORDER
    country = _place(country)
    if not country and trust_settings.markets:
        return max((_rule(purpose, _place(place)) for place in trust_settings.markets), key=_strictness)
    return _rule(purpose, country)


def _place(code: str) -> str:
    return ALIASES.get(code.upper(), code.upper())


def _strictness(rule: BasisRule) -> tuple[int, int]:
    return STRICTNESS.index(rule.basis), -(rule.days or 10**6)


def _rule(purpose: str, country: str) -> BasisRule:
    places = list(_places(country))
    return _own_rule(purpose, places) or next(
        rules[purpose] for place in places if purpose in (rules := known_rules().get(place or ELSEWHERE, {}))
    )


def _own_rule(purpose: str, places: list[str]) -> BasisRule | None:
    own = {_place(code): bases for code, bases in trust_settings.followups_basis.items()}
    basis = next((own[place][purpose] for place in places if purpose in own.get(place, {})), None)
    return BasisRule(Basis(basis), 'DJANGO_TRUST["FOLLOWUPS_BASIS"]') if basis else None


def _places(country: str) -> Iterator[str]:
    """Yield where to look: the country, its union, everywhere (an empty text)."""
    if country:
        yield country
    if country in EEA_MEMBERS:
        yield EU
    yield ""


@lru_cache(maxsize=1)
def known_rules() -> dict[str, dict[str, BasisRule]]:
    """Return the rules of the file, by place and purpose."""
    tables: Mapping[str, list[dict[str, Any]]] = tomllib.loads(BASES_FILE.read_text(encoding="utf-8"))
    return {
        place: {purpose: _as_rule(row) for row in rows for purpose in row["purposes"]}
        for place, rows in tables.items()
    }


def _as_rule(row: Mapping[str, Any]) -> BasisRule:
    return BasisRule(Basis(row["basis"]), row["source"], row["certainty"], row["checked_on"], row.get("days"))
