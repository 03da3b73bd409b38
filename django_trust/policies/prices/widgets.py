"""A price as shoppers see it: what they pay, and about what that is in their own currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest

from django_trust.policies.prices.approximation import Approximation, approximate
from django_trust.policies.prices.currencies import currency_of_country, known_currency
from django_trust.policies.prices.kept import Holder
from django_trust.shop.adapter import get_adapter

MOST_DIGITS = 15  # before the decimal point
MOST_PLACES = 40


@dataclass(frozen=True, slots=True)
class Price:
    """``amount`` of ``currency`` is what the shopper is charged; the approximation is for orientation."""

    amount: Decimal
    currency: str
    approximation: Approximation | None = None


def price(
    amount: Any,
    currency: str,
    *,
    shopper_currency: str | None = None,
    request: HttpRequest | None = None,
    now: datetime | None = None,
    holder: Holder | None = None,
) -> Price:
    """Return a price of the shop and what it is in the shopper's currency, if that is another one.

    ``shopper_currency`` is, unless given, that of the country ``get_country(request)`` of the adapter names.
    ``holder`` lets all prices of a page share one look-up. Raises ``ValueError`` for an amount that is no
    number and for a currency that does not exist.
    """
    charged, currency = to_amount(amount), known_currency(currency)
    own = known_currency(shopper_currency) if shopper_currency else _currency_of(request)
    near = approximate(charged, currency, own, now, holder=holder) if own and charged else None
    return Price(charged, currency, near)


def to_amount(value: Any) -> Decimal:
    """Return an amount as a ``Decimal``: a float counts as what it prints, a text as Python writes it.

    Raises ``ValueError`` for anything that is no number, and for numbers no price has.
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int | float | str):
        raise ValueError(f"{value!r} is no amount; give a Decimal.")
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"{value!r} is no amount; give a Decimal.") from None
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, str) or exponent < -MOST_PLACES or amount.adjusted() >= MOST_DIGITS:
        raise ValueError(f"{value!r} is no amount that a price can have.")
    return amount


def _currency_of(request: HttpRequest | None) -> str:
    return currency_of_country(get_adapter().get_country(request)) if request is not None else ""
