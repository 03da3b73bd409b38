"""Cost and day of delivery for one shopper, as plain values for tags, API and mails. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone

from django_trust.l10n.translated import Words, in_language
from django_trust.policies.book import PolicyBook, book
from django_trust.policies.choices import PolicyKind
from django_trust.policies.delivery import phrases
from django_trust.policies.delivery.fitting import Parcel
from django_trust.policies.delivery.quotes import Answer, Quote, Refusal, answer
from django_trust.shop.adapter import Offer, get_adapter
from django_trust.shop.places import country_codes

# Names of schema.org's ItemAvailability under which an order is handled as the terms say.
DELIVERABLE = frozenset({"InStock", "LimitedAvailability", "MadeToOrder", "OnlineOnly"})


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One way of delivery in words: what it is called, the sentence, what else one should know of it."""

    quote: Quote
    name: Words
    text: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeliveryEstimate:
    """Delivery of one thing to one country, in the active language, for an order at the moment ``now``.

    ``quotes`` are all ways, the cheapest first, then the fastest; ``lines`` the best one that is brought
    and the best one that is collected. ``refusal`` is None unless the shop does not deliver; then there are
    no quotes, and ``text`` says so. Else ``text`` is the sentence of the first line.
    """

    country: str
    now: datetime
    quotes: tuple[Quote, ...]
    refusal: Refusal | None
    lines: tuple[DeliveryLine, ...]
    text: str


def delivery_estimate(
    obj: Model,
    *,
    country: str | None = None,
    request: HttpRequest | None = None,
    now: datetime | None = None,
    order_value: Decimal | None = None,
    book: PolicyBook | None = None,
    region: str = "",
    postal_code: str = "",
) -> DeliveryEstimate | None:
    """Return what delivery of ``obj`` costs and when it comes; None where that is not known.

    ``country`` (ISO 3166-1 alpha-2) is by default the shopper's, from the adapter. ``order_value`` is in the
    currency of the offer and by default its price. Nothing is promised for what cannot be bought now, nor
    for a country that is unknown or that no terms are made for. One query, none where the terms are kept or
    ``book`` holds them.
    """
    destination = _country(country, request)
    offer = get_adapter().get_offer(obj)
    if destination not in country_codes() or not _is_deliverable(offer):
        return None
    version = (book or _book(now)).find(PolicyKind.SHIPPING, destination)
    if version is None:
        return None
    parcel = Parcel(
        country=destination,
        region=region,
        postal_code=postal_code,
        order_value=order_value if order_value is not None else offer.price if offer else None,
        currency=offer.currency if offer else _currency(request),
        weight=get_adapter().get_weight(obj),
    )
    now = now or timezone.now()
    return _estimate(answer(version, parcel, now), destination, now)


def _country(country: str | None, request: HttpRequest | None) -> str:
    if country is None:
        country = get_adapter().get_country(request) if request is not None else ""
    return country.strip().upper()


def _currency(request: HttpRequest | None) -> str:
    return get_adapter().get_currency(request) if request is not None else ""


def _is_deliverable(offer: Offer | None) -> bool:
    """Whether a promise can be made. Without an offer nothing is known against it."""
    return offer is None or offer.availability in DELIVERABLE


def _book(now: datetime | None) -> PolicyBook:
    return book(now=now)


def _estimate(found: Answer, country: str, now: datetime) -> DeliveryEstimate | None:
    lines = tuple(_lines(found.quotes, now))
    if found.refusal is not None:
        text = phrases.refusal_sentence(found.refusal, country)
    elif lines:
        text = lines[0].text
    else:
        return None
    return DeliveryEstimate(country, now, found.quotes, found.refusal, lines, text)


def _lines(quotes: tuple[Quote, ...], now: datetime) -> list[DeliveryLine]:
    """Make a line of the best way of each kind; what two lines have in common is said once."""
    lines: list[DeliveryLine] = []
    said: set[str] = set()
    kinds: set[bool] = set()
    for quote in quotes:
        text = phrases.quote_sentence(quote, now)
        if quote.rate.pickup in kinds or not text:
            continue
        kinds.add(quote.rate.pickup)
        extra = tuple(words for words in phrases.details(quote, now) if words not in said)
        said.update(extra)
        lines.append(DeliveryLine(quote, in_language(quote.rate.name), text, extra))
    return lines
