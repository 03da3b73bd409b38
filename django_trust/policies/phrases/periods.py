"""Lengths of time. Whole phrases, because a number bends the words around it in many languages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import npgettext_lazy, pgettext_lazy

from django_trust.l10n.formats import format_number
from django_trust.policies.phrases.figures import say

MONTHS_A_YEAR = 12

# Translators: the whole content of a table cell: "30 days".
DAYS = npgettext_lazy("length of time", "%(number)s day", "%(number)s days", "n")
MONTHS = npgettext_lazy("length of time", "%(number)s month", "%(number)s months", "n")
YEARS = npgettext_lazy("length of time", "%(number)s year", "%(number)s years", "n")


class BusinessDays:
    """The four ways to say how many business days something takes."""

    def __init__(self, *, none: Any, exactly: Any, up_to: Any, between: Any) -> None:
        self.none, self.exactly, self.up_to, self.between = none, exactly, up_to, between

    def say(self, low: int, high: int) -> str:
        if high == 0:
            return say(self.none)
        if low == high:
            return say(self.exactly, high)
        return say(self.between, high, low=format_number(low)) if low else say(self.up_to, high)


TABLE = BusinessDays(
    # Translators: a table cell beside "Delivery time".
    none=pgettext_lazy("delivery time", "The same business day"),
    exactly=npgettext_lazy("delivery time", "%(number)s business day", "%(number)s business days", "n"),
    up_to=npgettext_lazy(
        "delivery time", "Up to %(number)s business day", "Up to %(number)s business days", "n"
    ),
    # Translators: the plural form follows the second number; the first one is smaller, and 1 at least.
    between=npgettext_lazy(
        "delivery time",
        "%(low)s to %(number)s business day",
        "%(low)s to %(number)s business days",
        "n",
    ),
)
ARRIVES = BusinessDays(
    none=pgettext_lazy("delivery time", "Your order arrives the same business day."),
    exactly=npgettext_lazy(
        "delivery time",
        "Your order arrives in %(number)s business day.",
        "Your order arrives in %(number)s business days.",
        "n",
    ),
    up_to=npgettext_lazy(
        "delivery time",
        "Your order arrives within %(number)s business day.",
        "Your order arrives within %(number)s business days.",
        "n",
    ),
    between=npgettext_lazy(
        "delivery time",
        "Your order arrives in %(low)s to %(number)s business day.",
        "Your order arrives in %(low)s to %(number)s business days.",
        "n",
    ),
)
READY = BusinessDays(
    # Translators: at a store or a parcel machine.
    none=pgettext_lazy("delivery time", "You can collect your order the same business day."),
    exactly=npgettext_lazy(
        "delivery time",
        "You can collect your order in %(number)s business day.",
        "You can collect your order in %(number)s business days.",
        "n",
    ),
    up_to=npgettext_lazy(
        "delivery time",
        "You can collect your order within %(number)s business day.",
        "You can collect your order within %(number)s business days.",
        "n",
    ),
    between=npgettext_lazy(
        "delivery time",
        "You can collect your order in %(low)s to %(number)s business day.",
        "You can collect your order in %(low)s to %(number)s business days.",
        "n",
    ),
)


def days_text(days: int) -> str:
    return say(DAYS, days)


def months_text(months: int) -> str:
    """Write months; whole years as years."""
    return in_years_or_months(YEARS, MONTHS, months)


def in_years_or_months(years: Any, months: Any, number: int) -> str:
    """Fill the text for years where ``number`` months are whole years, else the one for months."""
    if number and number % MONTHS_A_YEAR == 0:
        return say(years, number // MONTHS_A_YEAR)
    return say(months, number)
