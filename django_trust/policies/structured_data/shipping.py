"""``ShippingService``. https://developers.google.com/search/docs/appearance/structured-data/shipping-policy"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from django_trust.l10n.translated import in_language
from django_trust.policies.book import PolicyBook
from django_trust.policies.choices import PolicyKind
from django_trust.policies.delivery.calendars import week_of
from django_trust.policies.facts import RateFacts
from django_trust.policies.structured_data.rates import Band, Reach, bands, destinations, reaches, region
from django_trust.policies.structured_data.scopes import areas
from django_trust.policies.structured_data.vocabulary import (
    ANCHOR,
    DAYS,
    money,
    policy_page,
    quantity,
    schema_url,
    without_empty,
)
from django_trust.shop.identity.zones import shop_zone
from django_trust.shop.places import country_codes


class Service(NamedTuple):
    """One node: rates that differ in nothing but where, for what and for how much."""

    anchor: str
    rates: tuple[tuple[RateFacts, Reach], ...]

    @property
    def first(self) -> RateFacts:
        return self.rates[0][0]

    def reaches(self, country: str) -> bool:
        return bool(country) and any(
            reach.worldwide or country in reach.countries for _rate, reach in self.rates
        )


def shipping_services_jsonld(
    book: PolicyBook, base_url: str = "", now: datetime | None = None
) -> list[dict[str, Any]]:
    """Return the nodes of all ways of delivery. ``now`` (aware) says which UTC offset cut-off times bear."""
    page, now = policy_page(PolicyKind.SHIPPING, base_url), now or timezone.now()
    return [_node(service, page, now) for service in services(book)]


def shipping_references(
    book: PolicyBook, country: str, currency: str, base_url: str = ""
) -> list[dict[str, Any]]:
    """Return ``OfferShippingDetails`` for an offer in ``currency``, each the ``@id`` of a service: of those
    that reach a country; of all, which name their destinations, where it is unknown or none does."""
    page = policy_page(PolicyKind.SHIPPING, base_url)
    if not page:
        return []
    payable = [one for one in services(book) if one.first.does_not_ship or one.first.currency == currency]
    fitting = [service for service in payable if service.reaches(country)]
    return [
        {"@type": "OfferShippingDetails", "hasShippingService": {"@id": f"{page}#{service.anchor}"}}
        for service in fitting or payable
    ]


def services(book: PolicyBook) -> list[Service]:
    """Return all that can be said, the terms for shoppers from anywhere first. That one is named
    ``#policy``, the others by their number."""
    found = areas(book, PolicyKind.SHIPPING, "rates")
    known = frozenset().union(*(area.countries for area in found))
    alike: dict[tuple[Any, ...], list[tuple[RateFacts, Reach]]] = {}
    for rate, reach in (entry for area in found for entry in reaches(area, known)):
        if bands(rate) and destinations(rate, reach) is not None:
            alike.setdefault(_service_key(rate), []).append((rate, reach))
    return [
        Service(f"{ANCHOR}-{number}" if number > 1 else ANCHOR, tuple(rates))
        for number, rates in enumerate(alike.values(), start=1)
    ]


def _service_key(rate: RateFacts) -> tuple[Any, ...]:
    handling = rate.handling_min, rate.handling_max, rate.handling_weekdays, rate.cutoff, rate.time_zone
    what = tuple(sorted(rate.name.items())), rate.code, rate.pickup, rate.does_not_ship, rate.currency
    return *what, *handling, rate.origin


def _node(service: Service, page: str, now: datetime) -> dict[str, Any]:
    rate = service.first
    fulfilment = "FulfillmentTypeCollectionPoint" if rate.pickup else "FulfillmentTypeDelivery"
    conditions = [node for row, reach in service.rates for node in _conditions(row, reach, now)]
    return without_empty(
        {
            "@type": "ShippingService",
            "@id": f"{page}#{service.anchor}" if page else "",
            "name": in_language(rate.name).text,
            "fulfillmentType": "" if rate.does_not_ship else schema_url(fulfilment),
            "handlingTime": {} if rate.does_not_ship else _handling(rate, now),
            "shippingConditions": conditions,
        }
    )


def _conditions(rate: RateFacts, reach: Reach, now: datetime) -> Iterator[dict[str, Any]]:
    for band in bands(rate):
        yield without_empty(
            {
                "@type": "ShippingConditions",
                "shippingDestination": destinations(rate, reach),
                "orderValue": _order_value(rate, band),
                "weight": _weight(rate),
                **_course(rate, reach, band, now),
            }
        )


def _course(rate: RateFacts, reach: Reach, band: Band, now: datetime) -> dict[str, Any]:
    """What it costs and how long it takes, or that it does not happen at all."""
    if rate.does_not_ship:
        return {"doesNotShip": True}
    return {
        "shippingOrigin": region(rate.origin) if rate.origin in country_codes() else {},
        "shippingRate": money(rate.currency, value=band.price),
        "transitTime": _period(rate.transit_min, rate.transit_max, _transit_days(rate, reach, now.year)),
    }


def _order_value(rate: RateFacts, band: Band) -> dict[str, Any]:
    if not band.least and band.most is None:
        return {}
    return money(rate.currency, minValue=band.least or None, maxValue=band.most)


def _weight(rate: RateFacts) -> dict[str, Any]:
    if not rate.weight_min and rate.weight_max is None:
        return {}
    return quantity("KGM", rate.weight_min or None, rate.weight_max)


def _handling(rate: RateFacts, now: datetime) -> dict[str, Any]:
    days = frozenset(rate.handling_weekdays) or week_of(rate.origin, now.year)
    node = _period(rate.handling_min, rate.handling_max, days)
    if rate.cutoff is not None:
        zone = shop_zone(rate.time_zone)
        today = datetime.combine(now.astimezone(zone).date(), rate.cutoff, zone)
        node["cutoffTime"] = today.isoformat(timespec="seconds").partition("T")[2]
    return node


def _transit_days(rate: RateFacts, reach: Reach, year: int) -> frozenset[int]:
    """The weekdays that are business days at both ends; none where destinations differ in that."""
    if rate.delivery_weekdays:
        return frozenset(rate.delivery_weekdays)
    weeks = {week_of(rate.origin, year) & week_of(country, year) for country in reach.countries}
    return weeks.pop() if len(weeks) == 1 and not reach.worldwide else frozenset()


def _period(least: int, most: int, weekdays: frozenset[int]) -> dict[str, Any]:
    node = {
        "@type": "ServicePeriod",
        "duration": quantity("DAY", min(least, most), max(least, most)),
        "businessDays": [schema_url(DAYS[day - 1]) for day in sorted(weekdays) if 1 <= day <= len(DAYS)],
    }
    return without_empty(node)
