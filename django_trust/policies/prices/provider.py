"""Asking whoever the shop trusts for exchange rates: ``POLICIES_RATES_PROVIDER``."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.module_loading import import_string

from django_trust.conf import trust_settings
from django_trust.policies.prices.kept import Holder, rates_of
from django_trust.policies.prices.rates import Rate, what_is_wrong
from django_trust.policies.prices.table import newest_between, rate_from_table
from django_trust.rendering import memo_of

logger = logging.getLogger("django_trust")

Provider = Callable[[str, str], Any]
MEMO_KEY = "answers_of_rates_provider"


def find_rate(
    base: str, quote: str, *, now: datetime | None = None, holder: Holder | None = None
) -> Rate | None:
    """Return a fresh rate between two currencies (ISO 4217), in either direction; None when there is none.

    The provider is asked once for all prices of a page (``holder``). One that raises, or answers what is no
    such rate, is logged (``django_trust``) and counts as "there is none".
    """
    now = now or timezone.now()
    memo = {} if holder is None else memo_of(holder).setdefault(MEMO_KEY, {})
    if (base, quote) not in memo:
        memo[base, quote] = _answer(base, quote, now, holder)
    rate: Rate | None = memo[base, quote]
    return rate if rate is not None and rate.is_fresh(now) else None


def load_provider() -> Provider:
    """Return the provider. Raises ``ImproperlyConfigured`` when it cannot be imported or called."""
    return _load(trust_settings.policies_rates_provider)


@lru_cache(maxsize=16)
def _load(path: str) -> Provider:
    name = f"DJANGO_TRUST['POLICIES_RATES_PROVIDER'] {path!r}"
    try:
        provider = import_string(path)
    except ImportError as error:
        raise ImproperlyConfigured(f"{name} cannot be imported: {error}.") from error
    if not callable(provider):
        raise ImproperlyConfigured(f"{name} is not a function.")
    return provider  # type: ignore[no-any-return]


def _answer(base: str, quote: str, now: datetime, holder: Holder | None) -> Rate | None:
    try:
        provider = load_provider()
        if provider is rate_from_table:  # its rows serve all pairs of currencies of a page
            return newest_between(rates_of(holder, now), base, quote)
        rate = provider(base, quote)
    except Exception:
        logger.exception("No rate from %s to %s: the provider failed.", base, quote)
        return None
    if rate is None:
        return None
    if problem := what_is_wrong(rate, base, quote, now):
        logger.error("No rate from %s to %s: the provider's answer is unusable, %s.", base, quote, problem)
        return None
    return rate  # type: ignore[no-any-return]
