"""What shoppers see of the shop and its support, as plain data for tags, Jinja2, API and JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from django.http import HttpRequest

from django_trust.l10n.translated import Words
from django_trust.rendering import memo_of
from django_trust.shop.adapter import get_adapter
from django_trust.shop.identity.addresses import address_lines
from django_trust.shop.identity.channels import ICONS, channel_url, known_languages, web_address
from django_trust.shop.identity.hours import (
    LOOK_AHEAD,
    DayHours,
    Opening,
    Schedule,
    coming_week,
    opening,
)
from django_trust.shop.identity.models import ChannelKind, ShopProfile, ShopRegistration, SupportChannel
from django_trust.shop.identity.registrations import OTHER, scheme_of
from django_trust.shop.identity.stored import StoredIdentity, stored_identity, words_of
from django_trust.shop.identity.zones import ReaderZone, country_name, place_name, reader_zone

Memo = dict[Any, Any]
NO_WORDS = Words("", "")
READABLE = (ChannelKind.EMAIL, ChannelKind.PHONE, ChannelKind.VISIT)  # of use without a link, too
EARLIEST_YEAR = 1000
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One way to reach the shop. ``url`` is empty where there is nothing to link to; the ``value`` of a
    visit may have several lines.

    ``languages`` are Django codes, ``answer`` is what most people wait, or None where nobody says.
    """

    kind: str
    label: str
    value: str
    url: str = ""
    icon: str = "globe"
    languages: tuple[str, ...] = ()
    answer: timedelta | None = None
    always_open: bool = False
    note: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class ClosureLine:
    """Days on which nobody answers, in the shop's calendar. ``begun`` if today is one of them."""

    first: date
    last: date
    reason: Words
    begun: bool


@dataclass(frozen=True, slots=True)
class WeekHours:
    """The coming seven days by one clock; ``place`` names whose, in the active language."""

    zone: tzinfo
    place: str
    days: tuple[DayHours, ...]


@dataclass(frozen=True, slots=True)
class SupportBlock:
    """Channels, and opening hours where the shop gave any.

    ``week`` follows the reader's clock if ``is_readers`` says so, else the shop's. ``shop_week`` is there
    only where the shop's clock shows other hours.
    """

    now: datetime
    channels: tuple[ChannelLine, ...] = ()
    opening: Opening | None = None
    week: WeekHours | None = None
    is_readers: bool = False
    shop_week: WeekHours | None = None
    closures: tuple[ClosureLine, ...] = ()


@dataclass(frozen=True, slots=True)
class RegistrationLine:
    """A number of the shop; ``label`` in the active language, ``url`` of the public register or empty."""

    scheme: str
    label: str
    number: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """Who the shop is. ``email`` is the adapter's, where no channel is stored."""

    name: str
    legal_name: str
    address: tuple[str, ...] = ()
    registrations: tuple[RegistrationLine, ...] = ()
    founded: int | None = None
    story: Words = NO_WORDS
    email: str = ""


def support(
    request: HttpRequest | None = None, now: datetime | None = None, *, memo: Memo | None = None
) -> SupportBlock | None:
    """Return the support block by four queries, or None where the shop gave neither channels nor hours.

    ``memo`` is what the widgets of the page share, by default that of the request. ``now`` is aware.
    """
    identity = stored_identity(memo_of(request) if memo is None and request is not None else memo)
    now = now or datetime.now(tz=UTC)
    if identity.profile is None or not (identity.channels or identity.schedule.weekly):
        return None
    lines = tuple(_channel_lines(identity)) or tuple(_adapter_channel())
    closures = tuple(_near_closures(identity, now))
    if not identity.schedule.weekly:
        return SupportBlock(now=now, channels=lines, closures=closures)
    reader = reader_zone(request, now)
    week, shop_week = _weeks(identity.schedule, reader, now)
    return SupportBlock(
        now=now,
        channels=lines,
        opening=opening(identity.schedule, now),
        week=week,
        is_readers=reader is not None,
        shop_week=shop_week,
        closures=closures,
    )


def _weeks(
    schedule: Schedule, reader: ReaderZone | None, now: datetime
) -> tuple[WeekHours, WeekHours | None]:
    shops = WeekHours(
        schedule.zone, place_name(schedule.zone, now), coming_week(schedule, now, schedule.zone)
    )
    if reader is None:
        return shops, None
    place = country_name(reader.country) if reader.country else place_name(reader.zone, now)
    readers = WeekHours(reader.zone, place, coming_week(schedule, now, reader.zone))
    return readers, shops if shops.days != readers.days else None


def _channel_lines(identity: StoredIdentity) -> Iterator[ChannelLine]:
    """Without what says nothing to anybody: a web channel with a broken address, a visit to nowhere."""
    address = "\n".join(address_of(identity.profile)) if identity.profile else ""
    for channel in identity.channels:
        if channel.kind not in ChannelKind.values:
            continue
        line = channel_line(channel, address)
        if line.url or (line.value and channel.kind in READABLE):
            yield line


def channel_line(channel: SupportChannel, address: str = "") -> ChannelLine:
    """Return a stored channel as shoppers see it; a visit without a place of its own is to ``address``."""
    kind = ChannelKind(channel.kind)
    return ChannelLine(
        kind=kind.value,
        label=str(kind.label),
        value=channel.value or (address if kind is ChannelKind.VISIT else ""),
        url=channel_url(kind, channel.value),
        icon=ICONS[kind],
        languages=known_languages(channel.languages),
        answer=_answer(channel.answer_minutes),
        always_open=channel.always_open,
        note=words_of(channel.note),
    )


def _answer(minutes: int | None) -> timedelta | None:
    """Rounded up to whole hours, then days: said is never shorter than meant."""
    if not minutes or minutes < 0:
        return None
    answer = timedelta(minutes=minutes)
    for unit in (DAY, HOUR):
        if answer > unit:
            return -(-answer // unit) * unit
    return answer


def _adapter_channel() -> Iterator[ChannelLine]:
    """The address the adapter knows, for shops that have opening hours but no channel."""
    if url := channel_url(ChannelKind.EMAIL, email := get_adapter().get_shop().email):
        yield ChannelLine(ChannelKind.EMAIL, str(ChannelKind.EMAIL.label), email, url, "mail")


def _near_closures(identity: StoredIdentity, now: datetime) -> Iterator[ClosureLine]:
    """Those of today and of the next 14 days."""
    today = now.astimezone(identity.schedule.zone).date()
    for row in identity.closures:
        if row.first_day <= row.last_day and row.last_day >= today and row.first_day <= today + LOOK_AHEAD:
            yield ClosureLine(row.first_day, row.last_day, words_of(row.reason), row.first_day <= today)


def shop_facts(memo: Memo | None = None, now: datetime | None = None) -> ShopFacts | None:
    """Return who the shop is by two queries, or None where nothing is stored.

    ``memo`` is what the widgets of the page share (``rendering.memo_of``). ``now`` is aware.
    """
    identity = stored_identity(memo)
    profile = identity.profile
    if profile is None:
        return None
    shop = get_adapter().get_shop()
    this_year = (now or datetime.now(tz=UTC)).year
    founded = profile.founded
    return ShopFacts(
        name=shop.name or profile.legal_name,
        legal_name=profile.legal_name,
        address=address_of(profile),
        registrations=tuple(registration_line(row) for row in identity.registrations),
        founded=founded if founded and EARLIEST_YEAR <= founded <= this_year else None,
        story=words_of(profile.story),
        email="" if identity.has_channels else shop.email,
    )


def address_of(profile: ShopProfile) -> tuple[str, ...]:
    """Return the lines of the shop's address; none where only the country is known."""
    if not (profile.street or profile.postal_code or profile.city):
        return ()
    return address_lines(
        street=profile.street,
        postal_code=profile.postal_code,
        city=profile.city,
        region=profile.region,
        country=profile.country,
        country_name=country_name(profile.country) if profile.country else "",
    )


def registration_line(row: ShopRegistration) -> RegistrationLine:
    """Return a stored number as shoppers see it; staff's own link comes before the usual one."""
    scheme = scheme_of(row.scheme)
    label = row.label if scheme.code == OTHER and row.label else str(scheme.name)
    url = web_address(row.verify_url) if row.verify_url else scheme.register_url(row.number)
    return RegistrationLine(scheme.code, label, row.number, url)
