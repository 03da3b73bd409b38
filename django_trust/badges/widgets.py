"""The badges a shopper sees now, as plain values. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from django_trust.badges.cards import BadgeCard, BadgeEvidence, CheckLine
from django_trust.badges.choices import BadgeKind, Outcome, Placement, Reason
from django_trust.badges.models import Badge
from django_trust.badges.phrases import (
    PAYMENT_METHOD,
    check_label,
    claim_of,
    finding_text,
    last_day,
    shop_day,
)
from django_trust.badges.states import current_findings, state_in_shop, state_of
from django_trust.icons import ICONS
from django_trust.l10n.translated import in_language
from django_trust.shop import payments
from django_trust.shop.adapter import get_adapter

PLACEMENTS, KINDS = tuple(Placement.values), tuple(BadgeKind.values)
ENDED = (Reason.EXPIRED, Reason.DOCUMENT_EXPIRED, Reason.CHECK_EXPIRED)
KIND_ICONS: dict[str, str] = {
    BadgeKind.SECURITY: "shield",
    BadgeKind.PAYMENT: "card",
    BadgeKind.CERTIFICATION: "certificate",
    BadgeKind.GUARANTEE: "check",
    BadgeKind.MEMBERSHIP: "medal",
    BadgeKind.SUPPORT: "chat",
    BadgeKind.CUSTOM: "check",
}


def badges(
    placement: str | None = None,
    *,
    kind: str | None = None,
    country: str | None = None,
    currency: str | None = None,
    limit: int | None = None,
    now: datetime | None = None,
) -> tuple[BadgeCard, ...]:
    """Return the badges whose evidence is current, in the order staff gave them. One query.

    ``country`` (ISO 3166-1 alpha-2) and ``currency`` (ISO 4217) are the shopper's; badges for certain
    countries are only for shoppers known to be there. Raises ``ValueError`` for a placement or kind that
    does not exist, and for a limit below 1.
    """
    check_arguments(placement, kind, limit)
    rows = Badge.objects.enabled().in_order()
    return tuple(
        badge_card(badge)
        for badge in chosen(
            rows, placement=placement, kind=kind, country=country, currency=currency, limit=limit, now=now
        )
    )


def badge_evidence(badge: Badge, now: datetime | None = None) -> BadgeEvidence:
    """Return all a shopper may know of a badge, shown or not. Asks no database."""
    state = state_in_shop(badge, now)
    return BadgeEvidence(
        card=badge_card(badge),
        reason=state.reason,
        shown=state.shown,
        ended_on=last_day(state.ends_at) if state.reason in ENDED and state.ends_at else None,
        speaker=badge.issuer or get_adapter().get_shop().name,
        statement=in_language(badge.statement),
        scope=in_language(badge.scope),
        certificate_number=badge.certificate_number,
        scheme=badge.scheme,
        verify_url=badge.verify_url,
        document_url=_url("trust:badge-document", badge) if badge.document and badge.document_public else "",
        document_date=badge.document_date if badge.document else None,
        document_until=badge.document_until if badge.document else None,
        valid_from=badge.valid_from,
        checks=tuple(_lines(badge)) if state.shown else (),
    )


def check_arguments(placement: str | None, kind: str | None, limit: int | None) -> None:
    """Raise ``ValueError``, with what is allowed, for arguments that no badge can answer."""
    for name, value, allowed in (("placement", placement, PLACEMENTS), ("kind", kind, KINDS)):
        if value and value not in allowed:
            raise ValueError(f"{name} is {value!r}; allowed are {', '.join(allowed)}")
    if limit is not None and (not isinstance(limit, int) or limit < 1):
        raise ValueError(f"limit is {limit!r}; it must be a whole number from 1")


def chosen(
    rows: Iterable[Badge],
    *,
    placement: str | None = None,
    kind: str | None = None,
    country: str | None = None,
    currency: str | None = None,
    limit: int | None = None,
    now: datetime | None = None,
) -> list[Badge]:
    """Return those of ``rows`` that belong there and whose evidence is current."""
    now = now or timezone.now()
    place = "" if placement in (None, Placement.ANY) else str(placement)
    on = payments.methods_on(country=country or "", currency=currency or "")
    found = [
        badge
        for badge in rows
        if badge.is_for(placement=place, kind=kind or "", country=country or "")
        and (not badge.names_method or badge.method in on)
        and state_of(badge, now).shown
    ]
    return found[:limit]


def badge_card(badge: Badge) -> BadgeCard:
    """Return what a row of badges shows of one, in the active language."""
    findings = current_findings(badge)
    checked = min((dated.at for dated in findings), default=None)
    return BadgeCard(
        id=badge.pk,
        kind=badge.kind,
        claim=claim_of(badge),
        issuer=badge.issuer,
        checked_on=shop_day(checked) if checked else None,
        valid_until=badge.valid_until,
        icon=_icon(badge),
        artwork_url=_artwork_url(badge),
        url=_url("trust:badge", badge),
    )


def _icon(badge: Badge) -> str:
    if badge.icon in ICONS:
        return badge.icon
    if badge.names_method:
        return payments.method_icon(badge.method)
    return KIND_ICONS.get(badge.kind, "check")


def _artwork_url(badge: Badge) -> str:
    try:
        return badge.artwork.url if badge.artwork else ""
    except NotImplementedError:  # a storage without addresses: the icon takes its place
        return ""


def _lines(badge: Badge) -> Iterator[CheckLine]:
    for dated in current_findings(badge):
        yield CheckLine(
            name=dated.check,
            label=check_label(dated.check),
            outcome=dated.finding.outcome,
            sentence=finding_text(dated.finding.message, dated.finding.facts),
            host=dated.host,
            checked_at=dated.at,
        )
    if badge.names_method:
        facts = {"method": badge.method}
        yield CheckLine(
            name=PAYMENT_METHOD,
            label=check_label(PAYMENT_METHOD),
            outcome=Outcome.PASSED,
            sentence=finding_text("method_on", facts),
            host="",
            checked_at=timezone.now(),  # the shop's adapter was asked for this very page
        )


def _url(name: str, badge: Badge) -> str:
    try:
        return reverse(name, args=[badge.pk])
    except NoReverseMatch:  # not included (W002), or a row that is not saved yet
        return ""
