"""Terms as plain, unchanging values: what every face of a policy is made of.

A field has the name and meaning of the model's column. ``rows`` makes these from stored rows of a draft,
and from the frozen ``terms`` of a published version; both ways give the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from django_trust.l10n.translated import Words, in_language
from django_trust.policies.choices import PolicyKind
from django_trust.shop.places import is_in_any

Codes = tuple[str, ...]
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonFacts:
    """Goods bought from ``first_day`` to ``last_day`` may go back for ``days``, or ``until`` a day."""

    first_day: date
    last_day: date
    days: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFacts:
    """Amounts are in ``currency``; ``days`` and ``refund_days`` are calendar days."""

    countries: Codes = ()
    category: str = "finite"
    days: int | None = None
    start: str = "last_item"
    remorse_fees: str = "customer"
    remorse_amount: Decimal | None = None
    defect_fees: str = "free"
    defect_amount: Decimal | None = None
    wrong_item_fees: str = "free"
    wrong_item_amount: Decimal | None = None
    restocking_percent: Decimal | None = None
    restocking_amount: Decimal | None = None
    currency: str = ""
    refund_types: Codes = ("full",)
    refund_days: int = 14
    refund_start: str = "notice"
    refund_same_means: bool = True
    refund_shipping: bool = True
    methods: Codes = ("mail",)
    label_source: str = "customer"
    conditions: Codes = ("new",)
    exclusions: Codes = ()
    return_countries: Codes = ()
    seasons: tuple[SeasonFacts, ...] = ()

    def season_on(self, day: date) -> SeasonFacts | None:
        """Return the season for goods bought on ``day``."""
        return next((season for season in self.seasons if season.first_day <= day <= season.last_day), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFacts:
    """A way of delivery. ``countries`` are destinations; weights are kilograms, days business days."""

    countries: Codes = ()
    name: Texts = field(default_factory=dict)
    code: str = ""
    regions: Codes = ()
    postal_codes: Codes = ()
    origin: str = ""
    time_zone: str = ""
    does_not_ship: bool = False
    pickup: bool = False
    price: Decimal | None = None
    free_from: Decimal | None = None
    currency: str = ""
    order_min: Decimal | None = None
    order_max: Decimal | None = None
    weight_min: Decimal | None = None
    weight_max: Decimal | None = None
    cutoff: time | None = None
    handling_min: int = 0
    handling_max: int = 1
    transit_min: int = 1
    transit_max: int = 3
    handling_weekdays: tuple[int, ...] = ()
    delivery_weekdays: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeFacts:
    countries: Codes = ()
    legal_months: int | None = None
    commercial_months: int | None = None
    commercial_by: str = "seller"
    guarantor: str = ""
    covers: Texts = field(default_factory=dict)
    terms_url: str = ""
    repair_extension_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFacts:
    """``methods`` are codes of payment methods; where empty, those the shop has switched on."""

    countries: Codes = ()
    methods: Codes = ()
    charged: str = "order"
    invoice_days: int | None = None
    currencies: Codes = ()
    conversion: str = "bank"
    prices_include_tax: bool = True
    note: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyFacts:
    countries: Codes = ()
    contact_email: str = ""
    officer: str = ""
    rights: Codes = ()
    answer_days: int = 30
    authority: str = ""
    authority_url: str = ""
    transfers: Texts = field(default_factory=dict)
    sells_data: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeFacts:
    countries: Codes = ()
    purpose: str
    description: Texts = field(default_factory=dict)
    data: Texts = field(default_factory=dict)
    legal_basis: str = "contract"
    retention_months: int | None = None
    retention_note: Texts = field(default_factory=dict)
    processors: Codes = ()


Facts = ReturnFacts | RateFacts | GuaranteeFacts | PaymentFacts | PrivacyFacts | PurposeFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """The free text of a version in one language; ``html`` was cleaned when staff saved it.

    ``renders`` is the number of the version whose original this translates; ``stale`` if that original has
    changed since.
    """

    language: str
    title: str = ""
    html: str = ""
    renders: int | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFacts:
    """A version with everything it says. ``effective_from`` is None for a draft; ``id`` is its key.

    ``prose`` is empty where it was not asked for (see ``book``).
    """

    id: int | None
    policy_id: int | None
    kind: PolicyKind
    market: str
    number: int
    effective_from: datetime | None
    published_at: datetime | None
    source_language: str = ""
    summary: Texts = field(default_factory=dict)
    returns: tuple[ReturnFacts, ...] = ()
    rates: tuple[RateFacts, ...] = ()
    guarantees: tuple[GuaranteeFacts, ...] = ()
    payments: tuple[PaymentFacts, ...] = ()
    privacy: tuple[PrivacyFacts, ...] = ()
    purposes: tuple[PurposeFacts, ...] = ()
    prose: Mapping[str, Prose] = field(default_factory=dict)
    digest: str = ""

    def summary_words(self, language: str | None = None) -> Words:
        """Return what changed in this version, in the reader's language."""
        return in_language(self.summary, language)


class Scoped(Protocol):
    @property
    def countries(self) -> Codes: ...


S = TypeVar("S", bound=Scoped)


def row_for(rows: Iterable[S], country: str) -> S | None:
    """Return the first row that is in force in ``country``.

    For an unknown country (empty), the first row for everywhere, else the first one.
    """
    rows = list(rows)
    if not country:
        return next((row for row in rows if not row.countries), rows[0] if rows else None)
    return next((row for row in rows if is_in_any(country, row.countries)), None)


def rows_for(rows: Iterable[S], country: str) -> tuple[S, ...]:
    """Return all rows in force in ``country``; all rows for an unknown one."""
    return tuple(row for row in rows if not country or is_in_any(country, row.countries))


FactsByName = dict[str, tuple[Any, ...]]
