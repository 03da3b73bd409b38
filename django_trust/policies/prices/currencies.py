"""Currencies (ISO 4217), as far as Babel knows them."""

from __future__ import annotations

from babel.numbers import get_currency_precision, get_territory_currencies, is_currency

# Regulation (EU) 2025/1407: the euro since 2026-01-01, later than the CLDR of Babel 2.18.
NEWER_THAN_BABEL = {"BG": "EUR"}


def known_currency(code: object) -> str:
    """Return the code in capitals. Raises ``ValueError`` for what is no currency."""
    currency = code.strip().upper() if isinstance(code, str) else ""
    if not is_currency(currency):
        raise ValueError(f"{code!r} is no currency; write a code such as EUR.")
    return currency


def currency_of_country(country: str) -> str:
    """Return what people pay with in a country (ISO 3166-1 alpha-2) today; empty where nobody knows."""
    country = country.strip().upper()
    tender = get_territory_currencies(country, tender=True) if country else []
    return NEWER_THAN_BABEL.get(country) or str(next(iter(tender), ""))


def decimals_of(currency: str) -> int:
    """Return how many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD."""
    return get_currency_precision(currency)
