"""Policies as JSON values: what the API answers, and what the check of faces compares."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urljoin

from django.urls import NoReverseMatch, reverse

from django_trust.l10n.locales import current_language, html_lang
from django_trust.policies.delivery.quotes import Quote
from django_trust.policies.delivery.widget import DeliveryEstimate, DeliveryLine
from django_trust.policies.facts import Prose, VersionFacts, row_for
from django_trust.policies.lines import Section
from django_trust.policies.phrases.offers import shown_rates
from django_trust.policies.phrases.rows import qualified
from django_trust.policies.rows import PARTS, Part, to_json
from django_trust.policies.widgets import PolicyBlock, policy_title
from django_trust.shop.places import is_in_any


def version_data(version: VersionFacts, base_url: str = "") -> dict[str, Any]:
    """Return which version of which policy this is, with the addresses of its pages."""
    return {
        "kind": version.kind.value,
        "title": policy_title(version.kind),
        "market": version.market,
        "version": {
            "id": version.id,
            "number": version.number,
            "effective_from": _plain(version.effective_from),
            "digest": version.digest,
            "url": _url(base_url, "trust:policy-version", version.id),
        },
        "url": _url(base_url, "trust:policy", version.kind.value),
        "history_url": _url(base_url, "trust:policy-history", version.policy_id),
    }


def policy_data(block: PolicyBlock, base_url: str = "") -> dict[str, Any]:
    """Return a policy as shoppers in the block's country read it, and the terms it was made of.

    ``facts`` are the machine values of ``lines`` by name. Words are in the active language, which
    ``language`` names; the prose says its own.
    """
    return {
        **version_data(block.version, base_url),
        "country": block.country,
        "language": html_lang(current_language()),
        "short": block.short.text,
        "checkout": block.checkout.text,
        "statements": list(block.statements),
        "facts": block.facts,
        "lines": [line for section in block.sections for line in _lines(section)],
        "terms": {part.name: _rows(part, block) for part in PARTS[block.kind]},
        "prose": _prose(block.prose) if block.prose else None,
    }


def _lines(section: Section) -> list[dict[str, str]]:
    return [
        {
            "name": qualified(section.code, line.name),
            "section": section.title,
            "label": line.label,
            "text": line.text,
            "value": line.value,
        }
        for line in section.lines
    ]


def _rows(part: Part, block: PolicyBlock) -> list[dict[str, Any]]:
    """The rows in force in the block's country; for an unknown one all, which name their countries."""
    rows, country = getattr(block.version, part.name), block.country
    if part.name == "rates":
        rows = shown_rates(rows, country)
    elif part.name == "purposes":
        rows = [row for row in rows if not country or is_in_any(country, row.countries)]
    elif country:
        rows = [row] if (row := row_for(rows, country)) else []
    return [to_json(row) for row in rows]


def _prose(prose: Prose) -> dict[str, Any]:
    return {
        "title": prose.title,
        "html": prose.html,
        "language": html_lang(prose.language),
        "stale": prose.stale,
    }


def delivery_data(estimate: DeliveryEstimate | None, country: str) -> dict[str, Any]:
    """Return what delivery to ``country`` costs and when it comes, the cheapest way first; no ways and no
    words where that is not known."""
    return {
        "country": country,
        "language": html_lang(current_language()),
        "text": estimate.text if estimate else "",
        "refusal": estimate.refusal.value if estimate and estimate.refusal else None,
        "lines": [_delivery_line(line) for line in estimate.lines] if estimate else [],
        "results": [_quote(quote) for quote in estimate.quotes] if estimate else [],
    }


def _delivery_line(line: DeliveryLine) -> dict[str, Any]:
    return {
        "name": {"text": line.name.text, "language": line.name.lang},
        "pickup": line.quote.rate.pickup,
        "text": line.text,
        "details": list(line.details),
    }


def _quote(quote: Quote) -> dict[str, Any]:
    window = quote.window
    return {
        "code": quote.rate.code,
        "pickup": quote.rate.pickup,
        "price": _plain(quote.price),
        "currency": quote.currency,
        "free_from": _plain(quote.free_from),
        "free_from_missing": _plain(quote.free_from_missing),
        "earliest": _plain(window.earliest) if window else None,
        "latest": _plain(window.latest) if window else None,
        "order_by": _plain(window.order_by) if window else None,
        "holidays_known": window.holidays_known if window else None,
    }


def _plain(value: Decimal | date | datetime | None) -> str | None:
    """Numbers as texts, so that no digit is lost; days and moments as ISO 8601."""
    if value is None:
        return None
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value.isoformat()


def _url(base_url: str, name: str, argument: object) -> str:
    try:
        return urljoin(base_url, reverse(name, args=[argument]))
    except NoReverseMatch:  # not included, or a draft that is not saved yet
        return ""
