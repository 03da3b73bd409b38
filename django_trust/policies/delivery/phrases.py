"""Delivery and kept promises in the reader's words: whole sentences, figures as Babel writes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from babel import dates
from django.utils.translation import npgettext, pgettext, pgettext_lazy

from django_trust.l10n.formats import (
    format_date_range,
    format_duration,
    format_money,
    format_number,
    format_time,
    own_digits,
)
from django_trust.l10n.locales import current_language, to_babel
from django_trust.policies.delivery.quotes import Quote, Refusal
from django_trust.policies.delivery.windows import Window
from django_trust.shop.identity.zones import country_name, place_name
from django_trust.shop.promises import PromiseFigures

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
LONGEST_COUNTDOWN = timedelta(hours=24)
# A date without its year may be taken for one in another year from here on.
FAR = timedelta(days=300)

# By: collected?, countdown?, what is known of the cost.
DATED: dict[tuple[bool, bool, str], Any] = {
    # Translators: %(window)s is one day or two, such as "Tue, Nov 24 – Thu, Nov 26".
    (False, False, ""): pgettext_lazy("delivery", "Arrives %(window)s"),
    (False, False, "free"): pgettext_lazy("delivery", "Arrives %(window)s, free delivery"),
    (False, False, "price"): pgettext_lazy("delivery", "Arrives %(window)s, %(price)s"),
    # Translators: %(duration)s is in the nominative, such as "3 hours 12 minutes": build the sentence so that
    # it fits, with a colon if need be.
    (False, True, ""): pgettext_lazy("delivery", "Arrives %(window)s; order within %(duration)s"),
    (False, True, "free"): pgettext_lazy(
        "delivery", "Arrives %(window)s, free delivery; order within %(duration)s"
    ),
    (False, True, "price"): pgettext_lazy(
        "delivery", "Arrives %(window)s, %(price)s; order within %(duration)s"
    ),
    (True, False, ""): pgettext_lazy("delivery", "Ready for collection %(window)s"),
    (True, False, "free"): pgettext_lazy("delivery", "Ready for collection %(window)s, free of charge"),
    (True, False, "price"): pgettext_lazy("delivery", "Ready for collection %(window)s, %(price)s"),
    (True, True, ""): pgettext_lazy("delivery", "Ready for collection %(window)s; order within %(duration)s"),
    (True, True, "free"): pgettext_lazy(
        "delivery", "Ready for collection %(window)s, free of charge; order within %(duration)s"
    ),
    (True, True, "price"): pgettext_lazy(
        "delivery", "Ready for collection %(window)s, %(price)s; order within %(duration)s"
    ),
}
UNDATED: dict[tuple[bool, str], Any] = {
    (False, "free"): pgettext_lazy("delivery", "Free delivery"),
    (False, "price"): pgettext_lazy("delivery", "Delivery: %(price)s"),
    (True, "free"): pgettext_lazy("delivery", "Collection free of charge"),
    (True, "price"): pgettext_lazy("delivery", "Collection: %(price)s"),
}


def quote_sentence(quote: Quote, now: datetime) -> str:
    """Say when it comes and what it costs; empty where neither is known.

    The time left is told only while it is less than a day and more than a minute.
    """
    cost = "" if quote.price is None else "free" if quote.is_free else "price"
    parts = {"price": format_money(quote.price, quote.currency) if quote.price is not None else ""}
    window, collected = quote.window, quote.rate.pickup
    if window is None:
        sentence = UNDATED.get((collected, cost), "")
        return str(sentence) % parts
    parts["window"] = window_words(window, now)
    left = time_left(window, now)
    if left is not None:
        parts["duration"] = duration_words(left)
    return str(DATED[collected, left is not None, cost]) % parts


def time_left(window: Window, now: datetime) -> timedelta | None:
    """Return how long the window holds, where that is worth a countdown."""
    if window.order_by is None or not window.has_cutoff:
        return None
    left = window.order_by - now
    return left if MINUTE <= left < LONGEST_COUNTDOWN else None


def window_words(window: Window, now: datetime) -> str:
    """Write the days: "Tue, Nov 24 – Thu, Nov 26", or one of them; with the year where they are far away."""
    first, last = window.earliest, window.latest
    if last - now.astimezone(window.zone).date() < FAR:
        return format_date_range(first, last)
    locale = to_babel(current_language())
    return own_digits(dates.format_interval(first, last, "yMMMEd", locale=locale), locale)


def duration_words(left: timedelta) -> str:
    """Write hours and minutes in full words: "3 hours 12 minutes". Seconds are dropped, never added.

    Words, because the short forms of several languages are single letters. The nominative stands here.
    """
    hours, minutes = left // HOUR, left % HOUR // MINUTE
    if not hours or not minutes:
        return format_duration(hours * HOUR or minutes * MINUTE)
    # Translators: "3 hours 12 minutes", in languages that say so with an "and".
    return pgettext("length of time", "%(hours)s %(minutes)s") % {
        "hours": format_duration(hours * HOUR),
        "minutes": format_duration(minutes * MINUTE),
    }


def condition(window: Window, now: datetime) -> str:
    """Say for which orders the window holds. Unlike the time left, this stays true in a kept page."""
    if window.order_by is None:
        return ""
    place = place_name(window.zone, now)
    if window.has_cutoff:
        return pgettext("delivery", "For orders before %(moment)s (time in %(place)s).") % {
            "moment": moment_words(window.order_by, window.zone),
            "place": place,
        }
    last = (window.order_by - timedelta(seconds=1)).astimezone(window.zone).date()
    return pgettext("delivery", "For orders up to and including %(day)s (time in %(place)s).") % {
        "day": day_words(last),
        "place": place,
    }


def moment_words(at: datetime, zone: tzinfo) -> str:
    """Write a moment with its day by the clock of ``zone``: "Mon, Nov 23, 2:00 PM"."""
    local = at.astimezone(zone)
    pattern = str(dates.get_datetime_format("short", locale=to_babel(current_language())))
    return pattern.replace("{1}", day_words(local.date())).replace("{0}", format_time(local.time()))


def day_words(day: date) -> str:
    return format_date_range(day, day)


def details(quote: Quote, now: datetime) -> Iterator[str]:
    """Yield what else a reader should know of a way of delivery, one sentence each."""
    if quote.window is not None and (words := condition(quote.window, now)):
        yield words
    if quote.free_from is not None:
        amount = format_money(quote.free_from, quote.currency)
        yield pgettext("delivery", "Free for orders from %(amount)s.") % {"amount": amount}
    if quote.window is not None and not quote.window.holidays_known:
        yield pgettext("delivery", "Public holidays are not fully considered and may add days.")


def refusal_sentence(refusal: Refusal, country: str) -> str:
    """Say that nothing is delivered. The name of a country stands alone: it need not be inflected."""
    if refusal == Refusal.COUNTRY:
        return pgettext("delivery", "We do not deliver to this country: %(country)s.") % {
            "country": country_name(country)
        }
    return pgettext("delivery", "We do not deliver this order to this address.")


def promise_sentence(figures: PromiseFigures) -> str:
    """Say how many orders arrived as promised, the missed ones among them."""
    text = npgettext(
        "promise meter",
        "%(kept)s of %(total)s order arrived as promised (last %(period)s)",
        "%(kept)s of %(total)s orders arrived as promised (last %(period)s)",
        figures.total,
    )
    return text % {
        "kept": format_number(figures.kept),
        "total": format_number(figures.total),
        "period": npgettext("length of time", "%(number)s day", "%(number)s days", figures.days)
        % {"number": format_number(figures.days)},
    }


def promise_note() -> str:
    """Say how that is counted."""
    return pgettext(
        "promise meter", "Counts every order whose promised day has passed, those that never came too."
    )
