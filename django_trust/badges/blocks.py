"""The badges as HTML. Template tags and Jinja2 globals are thin shells around these functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from django_trust.badges.cards import BadgeCard, BadgeEvidence
from django_trust.badges.choices import Outcome, Placement, Style
from django_trust.badges.kept import kept_or_rendered
from django_trust.badges.models import Badge
from django_trust.badges.states import state_of
from django_trust.badges.widgets import badge_card, badge_evidence, check_arguments, chosen
from django_trust.icons import icon_svg
from django_trust.l10n.formats import format_date
from django_trust.pages import frame
from django_trust.rendering import memo_of, render_widget
from django_trust.shop import payments
from django_trust.shop.adapter import get_adapter

Holder = HttpRequest | dict[str, Any]
STYLES = tuple(Style.values)
CARDS, LINE, CHECKOUT = Style.CARDS.value, Style.LINE.value, Placement.CHECKOUT.value


def badges_html(
    *,
    placement: str = "",
    kind: str = "",
    country: str = "",
    currency: str = "",
    limit: int | None = None,
    style: str = "",
    holder: Holder | None = None,
    badges: Sequence[Badge] | None = None,
) -> SafeString:
    """Return a row of badges, or an empty text when none is current.

    At most one query for all rows of a page, none while ``FRAGMENT_CACHE`` keeps them. ``badges`` shows these
    rows instead, current or not: for previews. Raises ``ValueError`` for a placement, kind or style that does
    not exist.
    """
    row = Row(placement, kind, country, currency, limit, style)
    if badges is not None:
        row.check()
        return _row([badge_card(badge) for badge in badges], row.look)
    on = payments.methods_on(country=country, currency=currency)
    # What is wrong with a row is said when it is rendered: a wrong one is never kept.
    request = holder if isinstance(holder, HttpRequest) else None
    return SafeString(kept_or_rendered((*row, on), lambda: _render(row, holder), request))


class Row(NamedTuple):
    """Which badges a row shows, and how."""

    placement: str
    kind: str
    country: str
    currency: str
    limit: int | None
    style: str

    @property
    def look(self) -> str:
        return self.style or (LINE if self.placement == CHECKOUT else CARDS)

    def check(self) -> None:
        """Raise ``ValueError``, with what is allowed, for a row that cannot be."""
        check_arguments(self.placement, self.kind, self.limit)
        if self.style and self.style not in STYLES:
            raise ValueError(f"style is {self.style!r}; allowed are {', '.join(STYLES)}")


def badges_for(holder: Holder, *, country: str = "", currency: str = "", **wanted: Any) -> SafeString:
    """Return a row for the shopper who asks: country and currency come from the adapter unless given."""
    if isinstance(holder, HttpRequest):
        adapter = get_adapter()
        country = country or adapter.get_country(holder)
        currency = currency or adapter.get_currency(holder)
    return badges_html(holder=holder, country=country, currency=currency, **wanted)


def evidence_html(badge: Badge, now: datetime | None = None) -> SafeString:
    """Return what stands behind a badge, as its page shows it."""
    return render_widget("django_trust/badges/evidence.html", evidence_context(badge_evidence(badge, now)))


def evidence_context(evidence: BadgeEvidence) -> dict[str, Any]:
    return {
        **frame(),
        "badge": _card_context(evidence.card),
        "evidence": evidence,
        "ended": _day(evidence.ended_on),
        "valid_from": _day(evidence.valid_from),
        "valid_until": _day(evidence.card.valid_until),
        **_document_days(evidence),
        "own_claim": not evidence.card.issuer,
        "checks": [
            {
                "label": line.label,
                "sentence": line.sentence,
                "host": line.host,
                "iso": line.checked_at.isoformat(timespec="seconds"),
                "date": format_date(timezone.localtime(line.checked_at, timezone.get_default_timezone())),
                "good": line.outcome == Outcome.PASSED,
                "icon": icon_svg("check" if line.outcome == Outcome.PASSED else "warning"),
            }
            for line in evidence.checks
        ],
    }


def _render(row: Row, holder: Holder | None) -> tuple[str, datetime | None]:
    row.check()
    now, rows = timezone.now(), _rows(holder)
    wanted = chosen(
        rows,
        placement=row.placement,
        kind=row.kind,
        country=row.country,
        currency=row.currency,
        limit=row.limit,
        now=now,
    )
    html = _row([badge_card(badge) for badge in wanted], row.look)
    turns = [state_of(badge, now).changes_at for badge in rows]
    return html, min((turn for turn in turns if turn is not None), default=None)


def _rows(holder: Holder | None) -> list[Badge]:
    """All badges that are switched on, read once for a page."""
    memo = {} if holder is None else memo_of(holder)
    if "badges" not in memo:
        memo["badges"] = list(Badge.objects.enabled().in_order())
    return memo["badges"]  # type: ignore[no-any-return]


def _row(cards: list[BadgeCard], style: str) -> SafeString:
    if not cards:
        return SafeString("")
    context = {**frame(), "style": style, "badges": [_card_context(card) for card in cards]}
    return render_widget("django_trust/badges/row.html", context)


def _card_context(card: BadgeCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "kind": card.kind,
        "claim": card.claim.text,
        "lang": card.claim.lang,
        "dir": card.claim.dir,
        "issuer": card.issuer,
        "checked_on": _day(card.checked_on),
        "valid_until": _day(card.valid_until),
        "icon": icon_svg(card.icon),
        "artwork_url": card.artwork_url,
        "url": card.url,
    }


def _document_days(evidence: BadgeEvidence) -> dict[str, str]:
    """The dates of the document, where they say anything beside those of the badge."""
    days = evidence.document_date, evidence.document_until
    if days == (evidence.valid_from, evidence.card.valid_until):
        days = None, None
    return {"document_date": _day(days[0]), "document_until": _day(days[1])}


def _day(day: Any) -> str:
    return format_date(day) if day else ""
