"""Figures inside sentences: in the reader's own digits for the text, in ASCII for the machine value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from babel import numbers
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import pgettext, pgettext_lazy

from django_trust.l10n.formats import format_list, format_money, format_number, own_digits
from django_trust.l10n.locales import current_language, to_babel
from django_trust.l10n.translated import in_language
from django_trust.policies.facts import Codes, Texts
from django_trust.shop.identity.zones import country_name

KILOGRAMS = pgettext_lazy("weight", "%(weight)s kg")
RANGES = {
    # Translators: a range of order values or of weights; the amounts carry their unit.
    (True, True): pgettext_lazy("range of amounts", "From %(low)s to %(high)s"),
    (True, False): pgettext_lazy("range of amounts", "From %(low)s"),
    (False, True): pgettext_lazy("range of amounts", "Up to %(high)s"),
}


def say(text: Any, number: int | None = None, **values: str) -> str:
    """Fill a lazy text. ``number`` chooses its plural form and is written where it says ``%(number)s``.

    Texts with plural forms are made with ``npgettext_lazy(context, one, many, "n")``.
    """
    if number is None:
        return str(text % values) if values else str(text)
    return str(text % {"n": number, "number": format_number(number), **values})


def paragraph(sentences: Iterable[str]) -> str:
    """Put whole sentences behind one another."""
    return " ".join(sentence for sentence in sentences if sentence)


def one_of(phrases: Sequence[Any]) -> str:
    """Return "A, b or c", with a capital letter."""
    return capfirst(format_list([str(phrase) for phrase in phrases], style="or"))


def listed(phrases: Sequence[Any]) -> str:
    """Join phrases that have commas of their own."""
    text = str(phrases[0]) if phrases else ""
    for phrase in phrases[1:]:
        # Translators: joins complete phrases that have commas of their own.
        text = pgettext("list of phrases", "%(first)s; %(next)s") % {"first": text, "next": phrase}
    return text


def money(amount: Decimal, currency: str) -> str:
    """Write an amount with its currency."""
    return format_money(amount, currency) if currency else format_number(amount)


def plain_money(amount: Decimal, currency: str) -> str:
    """Return "4.90 EUR": with the decimals of the currency, more only where the amount has them."""
    return f"{plain(amount, numbers.get_currency_precision(currency))} {currency}".strip()


def plain(value: Decimal, decimals: int = 0) -> str:
    """Return a number in ASCII with at least so many decimals, and no other zeros at its end."""
    short = value.normalize()
    if -int(short.as_tuple().exponent) < decimals:
        short = short.quantize(Decimal(1).scaleb(-decimals))
    return format(short, "f")


def percent(value: Decimal) -> str:
    """Write per cent with all its decimals: a fee of 12.5% is not one of 12%."""
    locale = to_babel(current_language())
    text = numbers.format_percent(
        value / 100, locale=locale, decimal_quantization=False, numbering_system="default"
    )
    return own_digits(text, locale)


def kilograms(value: Decimal) -> str:
    return say(KILOGRAMS, weight=format_number(value))


def span(low: Decimal | None, high: Decimal | None, write: Callable[[Decimal], str]) -> str:
    """Write a range; a lower end of nothing and a missing upper one are open."""
    first, last = write(low) if low else "", "" if high is None else write(high)
    return say(RANGES[bool(first), bool(last)], low=first, high=last)


def plain_range(low: Decimal | None, high: Decimal | None, currency: str = "") -> str:
    """Return a range as machine data: "20.00..50.00", "..50.00"."""
    decimals = numbers.get_currency_precision(currency) if currency else 0
    first = plain(low, decimals) if low else ""
    return f"{first}..{'' if high is None else plain(high, decimals)}"


def place_names(places: Codes) -> str:
    """Write the names of countries and unions as a list."""
    return format_list([country_name(place) for place in places])


def own_words(texts: Texts) -> str:
    """Return what staff wrote, in the reader's language or the next best one."""
    return in_language(texts).text


def plain_words(texts: Texts) -> str:
    """Return what staff wrote in the shop's own language: the same whoever reads."""
    return in_language(texts, settings.LANGUAGE_CODE).text
