"""Prices as HTML. Template tags and Jinja2 globals are thin shells around this function."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from django_trust.l10n.formats import format_date, format_money, format_number
from django_trust.pages import frame
from django_trust.policies.prices.approximation import Approximation
from django_trust.policies.prices.kept import Holder
from django_trust.policies.prices.rates import Rate
from django_trust.policies.prices.widgets import price
from django_trust.rendering import render_widget

MOST_PLACES = 8  # of a rate, unless its first digits come later
DIGITS = 5


def price_html(
    holder: Holder, request: HttpRequest | None, amount: Any, currency: str, to: str | None = None
) -> SafeString:
    """Return a price, and about what it is in the shopper's currency or in ``to``.

    Empty for no amount (None or an empty text). One query for all prices of a page, none while
    ``FRAGMENT_CACHE`` keeps the rates. Raises ``ValueError`` for what is no amount or no currency.
    """
    if amount is None or amount == "":
        return SafeString("")
    shown = price(amount, currency, shopper_currency=to or None, request=request, holder=holder)
    context = {
        **frame(),
        "value": format(shown.amount, "f"),
        "amount": format_money(shown.amount, shown.currency),
        "near": _near(shown.approximation, shown.currency) if shown.approximation else None,
    }
    # Without the line break behind it, so that a comma may follow in the shop's own sentence.
    return SafeString(render_widget("django_trust/policies/price.html", context).strip())


def _near(near: Approximation, charged: str) -> dict[str, str]:
    words = pgettext("approximate price", "about %(amount)s")
    return {
        "value": format(near.amount, "f"),
        "words": words % {"amount": format_money(near.amount, near.currency)},
        "note": _note(near.rate, charged),
    }


def _note(rate: Rate, charged: str) -> SafeString:
    """Say where the rate is from, and what is charged all the same."""
    sentence = pgettext("approximate price", "(%(rate)s, %(source)s, %(date)s; you pay in %(currency)s)")
    day = timezone.localtime(rate.as_of, timezone.get_default_timezone()).date()
    time = format_html('<time datetime="{}">{}</time>', day.isoformat(), format_date(day))
    parts = {
        "rate": format_html('<bdi dir="ltr">{}</bdi>', rate_text(rate)),
        "source": format_html("<bdi>{}</bdi>", rate.source),
        "date": format_html("<bdi>{}</bdi>", time),
        "currency": format_html("<bdi>{}</bdi>", charged),
    }
    return SafeString(escape(sentence) % parts)


def rate_text(rate: Rate) -> str:
    """Return a rate as its source publishes it, such as "1 EUR = 1.1652 USD", with the reader's digits."""
    return f"{format_number(1)} {rate.base} = {_figure(rate.value)} {rate.quote}"


def _figure(value: Decimal) -> str:
    exponent = value.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return format_number(value, decimals=min(places, max(MOST_PLACES, DIGITS - 1 - value.adjusted())))
