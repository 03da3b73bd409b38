"""schema.org JSON-LD about the shop, from the same data as the visible blocks.

It never holds ``aggregateRating`` or ``review``: search engines take no stars that a shop gives itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urljoin

from django_trust.conf import trust_settings
from django_trust.l10n.locales import html_lang
from django_trust.shop.adapter import get_adapter
from django_trust.shop.identity.channels import channel_url, compact_phone, known_languages, web_address
from django_trust.shop.identity.hours import WEEK, Schedule, WeeklySpan
from django_trust.shop.identity.models import ChannelKind, ShopProfile, ShopRegistration, SupportChannel
from django_trust.shop.identity.registrations import OTHER, scheme_of
from django_trust.shop.identity.stored import StoredIdentity, stored_identity
from django_trust.shop.identity.widgets import ShopFacts, registration_line, shop_facts

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DESCRIPTION_MAX = 300
MIDNIGHT = time(0)
LAST_MINUTE = time(23, 59)  # how Google has a day that does not end
ALWAYS = tuple(WeeklySpan(day, MIDNIGHT, MIDNIGHT) for day in range(1, WEEK + 1))
WRITTEN = (ChannelKind.EMAIL, ChannelKind.FORM)  # take a message at any hour


def organization_jsonld(
    base_url: str = "",
    certifications: Iterable[dict[str, Any]] = (),
    *,
    memo: dict[Any, Any] | None = None,
) -> dict[str, Any] | None:
    """Return the shop's ``OnlineStore`` node, or None where there is nothing to say about it.

    ``base_url`` makes addresses absolute, ``certifications`` are nodes for ``hasCertification``, and
    ``memo`` is what the widgets of the page share (``rendering.memo_of``). None, too, where
    ``JSONLD_EXCLUDE`` has "Organization".
    """
    certified = list(certifications)
    memo = {} if memo is None else memo
    if "Organization" in trust_settings.jsonld_exclude:
        return None
    identity, facts = stored_identity(memo), shop_facts(memo)
    if not (facts or certified):
        return None
    shop = get_adapter().get_shop()
    url = urljoin(base_url, shop.url)
    node = {
        "@type": "OnlineStore",
        "@id": f"{url}#organization",
        "name": shop.name or (facts.legal_name if facts else ""),
        "url": url,
        **(_profile(identity, facts, base_url) if facts else {}),
        "hasCertification": certified,
    }
    return {name: value for name, value in node.items() if value}


def _profile(identity: StoredIdentity, facts: ShopFacts, base_url: str) -> dict[str, Any]:
    profile = identity.profile
    if profile is None:
        return {}
    return {
        "legalName": facts.legal_name,
        "logo": web_address(urljoin(base_url, profile.logo_url)) if profile.logo_url else "",
        "foundingDate": f"{facts.founded:04d}" if facts.founded else "",
        "description": _short(facts.story.text),
        "email": facts.email,
        "address": _address(profile),
        **_numbers(identity.registrations),
        "contactPoint": list(_contact_points(identity)),
    }


def _short(story: str) -> str:
    """The beginning of the story on one line, cut between two words."""
    text = " ".join(story.split())
    if len(text) <= DESCRIPTION_MAX:
        return text
    beginning = text[: DESCRIPTION_MAX - 1]
    return f"{beginning.rpartition(' ')[0] or beginning}…"


def _address(profile: ShopProfile) -> dict[str, str]:
    parts = {
        "streetAddress": profile.street,
        "postalCode": profile.postal_code,
        "addressLocality": profile.city,
        "addressRegion": profile.region,
        "addressCountry": profile.country,
    }
    known = {name: value for name, value in parts.items() if value}
    return {"@type": "PostalAddress", **known} if known else {}


def _numbers(registrations: list[ShopRegistration]) -> dict[str, Any]:
    """Each number under its own property, the others as ``identifier``; a property with one value plain."""
    found: dict[str, list[Any]] = {}
    for row in registrations:
        scheme = scheme_of(row.scheme)
        number = scheme.compact(row.number) if scheme.fits(row.number) else row.number
        if scheme.jsonld:
            found.setdefault(scheme.jsonld, []).append(number)
        if scheme.icd:
            found.setdefault("iso6523Code", []).append(f"{scheme.icd}:{number}")
        if not (scheme.jsonld or scheme.icd):
            line = registration_line(row)
            code = "" if scheme.code == OTHER else scheme.code
            node = {"propertyID": code, "name": line.label, "value": number, "url": line.url}
            known = {key: value for key, value in node.items() if value}
            found.setdefault("identifier", []).append({"@type": "PropertyValue", **known})
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _contact_points(identity: StoredIdentity) -> Iterator[dict[str, Any]]:
    for channel in identity.channels:
        target = _target(channel)
        if not target:
            continue
        languages = [html_lang(code) for code in known_languages(channel.languages)]
        hours = [] if channel.kind in WRITTEN else _hours(channel, identity.schedule)
        yield {
            "@type": "ContactPoint",
            "contactType": "customer service",
            **target,
            **({"availableLanguage": languages} if languages else {}),
            **({"hoursAvailable": hours} if hours else {}),
        }


def _target(channel: SupportChannel) -> dict[str, str]:
    url = channel_url(channel.kind, channel.value)
    if not url:
        return {}
    if channel.kind == ChannelKind.EMAIL:
        return {"email": channel.value.strip()}
    return {"telephone": compact_phone(channel.value)} if channel.kind == ChannelKind.PHONE else {"url": url}


def _hours(channel: SupportChannel, schedule: Schedule) -> list[dict[str, Any]]:
    """The weekly hours by the shop's own clock, days with the same hours together."""
    days: dict[tuple[time, time], list[str]] = {}
    for row in ALWAYS if channel.always_open else schedule.weekly:
        days.setdefault((row.opens, _closing(row)), []).append(DAYS[row.weekday - 1])
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [f"https://schema.org/{day}" for day in dict.fromkeys(names)],
            "opens": f"{opens:%H:%M}",
            "closes": f"{closes:%H:%M}",
        }
        for (opens, closes), names in days.items()
    ]


def _closing(row: WeeklySpan) -> time:
    """Equal times would mean "closed": 24 hours end a minute before they begin."""
    if row.opens != row.closes:
        return row.closes
    if row.opens == MIDNIGHT:
        return LAST_MINUTE
    return (datetime.combine(date.min + timedelta(days=1), row.closes) - timedelta(minutes=1)).time()
