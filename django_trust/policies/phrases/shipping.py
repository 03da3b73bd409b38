"""Ways of delivery as lines of a table, and the best of them as a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from typing import Any

from babel import dates
from django.utils.translation import pgettext, pgettext_lazy

from django_trust.l10n.formats import format_list, format_time, own_digits
from django_trust.l10n.locales import current_language, to_babel
from django_trust.policies.facts import RateFacts
from django_trust.policies.lines import FactLine
from django_trust.policies.phrases.figures import (
    kilograms,
    money,
    own_words,
    paragraph,
    place_names,
    plain_range,
    say,
    span,
)
from django_trust.policies.phrases.offers import Offer, best_offer, days_of, price_value
from django_trust.policies.phrases.periods import ARRIVES, READY, TABLE
from django_trust.shop.identity.zones import shop_zone

# By whether the price is the same for all, and whether it becomes free.
BROUGHT: dict[tuple[bool, bool], Any] = {
    (True, False): pgettext_lazy("delivery", "Delivery costs %(price)s."),
    (True, True): pgettext_lazy(
        "delivery", "Delivery costs %(price)s and is free for orders from %(free_from)s."
    ),
    (False, False): pgettext_lazy("delivery", "Delivery from %(price)s."),
    (False, True): pgettext_lazy("delivery", "Delivery from %(price)s, free for orders from %(free_from)s."),
}
COLLECTED: dict[tuple[bool, bool], Any] = {
    # Translators: pick-up: the customer collects the order in a store or at a parcel machine.
    (True, False): pgettext_lazy("delivery", "Pick-up costs %(price)s."),
    (True, True): pgettext_lazy(
        "delivery", "Pick-up costs %(price)s and is free for orders from %(free_from)s."
    ),
    (False, False): pgettext_lazy("delivery", "Pick-up from %(price)s."),
    (False, True): pgettext_lazy("delivery", "Pick-up from %(price)s, free for orders from %(free_from)s."),
}
FREE = pgettext_lazy("delivery", "Delivery is free.")
COLLECTED_FREE = pgettext_lazy("delivery", "Pick-up is free.")
NOT_THERE = pgettext_lazy("delivery", "We do not deliver there.")
NOT_TO_YOU = pgettext_lazy("delivery", "We do not deliver to your country.")
# Translators: a table cell beside "Price".
FREE_CELL = pgettext_lazy("price of delivery", "Free")
FREE_FROM_CELL = pgettext_lazy("price of delivery", "%(price)s; free for orders from %(free_from)s")
# Translators: the placeholder is a time of the day with its time zone: "2:00 PM (Eastern European Time)".
SENT_SAME_DAY = pgettext_lazy("delivery", "Ordered before %(time)s on a business day: sent the same day.")
COUNTS_SAME_DAY = pgettext_lazy(
    "delivery",
    "Ordered before %(time)s on a business day: we begin the same day, else the next business day.",
)
TIME_AND_ZONE = pgettext_lazy("time of the day", "%(time)s (%(zone)s)")


def rate_title(rate: RateFacts) -> str:
    """Return what shoppers choose."""
    name = own_words(rate.name)
    return name or (pgettext("delivery", "Pick-up") if rate.pickup else pgettext("delivery", "Delivery"))


def rate_lines(rate: RateFacts, market: str) -> Iterator[FactLine]:
    """Yield all that one rate says. ``market`` is what its version is for."""
    yield from _area_lines(rate, market)
    if rate.does_not_ship:
        yield FactLine("delivery_excluded", "yes", pgettext("delivery", "Delivery"), say(NOT_THERE))
        return
    if rate.price is not None:
        yield price_line(rate)
    yield from _band_lines(rate)
    low, high = days_of(rate)
    label = (
        pgettext("delivery", "Time until collection")
        if rate.pickup
        else pgettext("delivery", "Delivery time")
    )
    yield FactLine("delivery_time", f"{low}..{high}", label, TABLE.say(low, high))
    yield from _calendar_lines(rate)


def refusal_line() -> FactLine:
    """Return the only line for a country to which nothing is delivered."""
    return FactLine("delivery_excluded", "yes", pgettext("delivery", "Delivery"), say(NOT_TO_YOU))


def price_line(rate: RateFacts) -> FactLine:
    return FactLine("delivery_price", price_value(rate), pgettext("delivery", "Price"), _price(rate))


def _price(rate: RateFacts) -> str:
    if not rate.price:
        return say(FREE_CELL)
    price = money(rate.price, rate.currency)
    if rate.free_from:
        return say(FREE_FROM_CELL, price=price, free_from=money(rate.free_from, rate.currency))
    return price


def _area_lines(rate: RateFacts, market: str) -> Iterator[FactLine]:
    places = rate.countries or ((market,) if market else ())
    text = place_names(places) if places else pgettext("delivery", "Everywhere")
    yield FactLine("delivery_to", " ".join(places), pgettext("delivery", "Where to"), text)
    if rate.regions:
        label = pgettext("delivery", "Regions")
        yield FactLine("delivery_regions", " ".join(rate.regions), label, format_list(list(rate.regions)))
    if rate.postal_codes:
        label = pgettext("delivery", "Postal codes that begin with")
        codes = format_list(list(rate.postal_codes))
        yield FactLine("delivery_postal_codes", " ".join(rate.postal_codes), label, codes)


def _band_lines(rate: RateFacts) -> Iterator[FactLine]:
    if rate.order_min or rate.order_max is not None:
        yield FactLine(
            "delivery_order_value",
            f"{plain_range(rate.order_min, rate.order_max, rate.currency)} {rate.currency}".strip(),
            pgettext("delivery", "Value of the order"),
            span(rate.order_min, rate.order_max, lambda amount: money(amount, rate.currency)),
        )
    if rate.weight_min or rate.weight_max is not None:
        yield FactLine(
            "delivery_weight",
            f"{plain_range(rate.weight_min, rate.weight_max)} kg",
            pgettext("delivery", "Weight of the order"),
            span(rate.weight_min, rate.weight_max, kilograms),
        )


def _calendar_lines(rate: RateFacts) -> Iterator[FactLine]:
    if rate.cutoff is not None:
        label = pgettext("delivery", "Order by")
        zone = getattr(shop_zone(rate.time_zone), "key", "")
        value = f"{rate.cutoff.isoformat('minutes')} {zone}".strip()
        yield FactLine("delivery_cutoff", value, label, cutoff_sentence(rate))
    if rate.delivery_weekdays:
        days = " ".join(str(day) for day in rate.delivery_weekdays)
        label = pgettext("delivery", "Parcels arrive on")
        yield FactLine("delivery_weekdays", days, label, _weekday_names(rate.delivery_weekdays))


def cutoff_sentence(rate: RateFacts) -> str:
    """Say until when orders count for a day; nothing where the terms do not."""
    if rate.cutoff is None:
        return ""
    text = SENT_SAME_DAY if rate.handling_max == 0 else COUNTS_SAME_DAY
    return say(text, time=_clock(rate.cutoff, rate.time_zone))


def _clock(cutoff: time, zone_name: str) -> str:
    """Write a time with the zone it is meant in: shoppers may live in another one."""
    locale = to_babel(current_language())
    zone = dates.get_timezone_name(shop_zone(zone_name), zone_variant="generic", locale=locale)
    return say(TIME_AND_ZONE, time=format_time(cutoff), zone=own_digits(zone, locale))


def _weekday_names(weekdays: Sequence[int]) -> str:
    names = to_babel(current_language()).days["stand-alone"]["wide"]
    return format_list([str(names[day - 1]) for day in weekdays if 1 <= day <= 7])


def rates_sentences(rates: Sequence[RateFacts], country: str) -> list[str]:
    """Return the price and the time of what is best for every order; nothing where none has a price."""
    main, other = best_and_other(rates, country)
    if main is None:
        return []
    days = READY if main.rate.pickup else ARRIVES
    return [offer_sentence(main), days.say(main.low, main.high), offer_sentence(other)]


def rate_sentence(rate: RateFacts) -> str:
    """Return one rate for lists of staff."""
    if rate.does_not_ship:
        return say(NOT_THERE)
    return paragraph(rates_sentences([rate], "")) or rate_title(rate)


def best_and_other(rates: Sequence[RateFacts], country: str) -> tuple[Offer | None, Offer | None]:
    """Return what is brought, else collected; and collecting where that is cheaper."""
    brought = best_offer([rate for rate in rates if not rate.pickup], country)
    collected = best_offer([rate for rate in rates if rate.pickup], country)
    if brought is None or collected is None:
        return brought or collected, None
    same_money = brought.rate.currency == collected.rate.currency
    same_place = bool(country) or brought.rate.countries == collected.rate.countries
    cheaper = same_money and same_place and collected.price < brought.price
    return brought, collected if cheaper else None


def offer_sentence(offer: Offer | None) -> str:
    """Say what an offer costs."""
    if offer is None:
        return ""
    if not offer.price:
        return say(COLLECTED_FREE if offer.rate.pickup else FREE)
    texts = COLLECTED if offer.rate.pickup else BROUGHT
    free_from = money(offer.free_from, offer.rate.currency) if offer.free_from else ""
    price = money(offer.price, offer.rate.currency)
    return say(texts[offer.exact, bool(free_from)], price=price, free_from=free_from)
