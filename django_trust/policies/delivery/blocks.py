"""Delivery and kept promises as HTML. Template tags and Jinja2 globals are thin shells around these.

``holder`` is what the widgets of one page have in common: the request, or the template's own context.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.safestring import SafeString

from django_trust.icons import icon_svg
from django_trust.pages import frame
from django_trust.policies.blocks import with_figures
from django_trust.policies.book import book_of
from django_trust.policies.delivery.phrases import promise_note, promise_sentence
from django_trust.policies.delivery.widget import DeliveryEstimate, DeliveryLine, delivery_estimate
from django_trust.rendering import render_widget
from django_trust.shop.promises import promise_figures

Holder = HttpRequest | dict[str, Any]


def delivery_html(
    holder: Holder,
    request: HttpRequest | None,
    obj: Model,
    country: str | None = None,
    now: datetime | None = None,
) -> SafeString:
    """Return what delivery costs and when it comes; nothing where that is not known.

    One query for all policies of a page, none where the terms are kept.
    """
    estimate = delivery_estimate(
        obj, country=country, request=request, now=now, book=book_of(holder, now=now)
    )
    return SafeString("") if estimate is None else estimate_html(estimate)


def estimate_html(estimate: DeliveryEstimate) -> SafeString:
    """Return an estimate, for pages that made it themselves."""
    context = {
        **frame(),
        "lines": [_line(line) for line in estimate.lines],
        "refusal": estimate.text if estimate.refusal else "",
        "refusal_icon": icon_svg("truck"),
    }
    return render_widget("django_trust/policies/delivery.html", context)


def _line(line: DeliveryLine) -> dict[str, Any]:
    window = line.quote.window
    return {
        "icon": icon_svg("parcel" if line.quote.rate.pickup else "truck"),
        "name": line.name,
        "text": with_figures(line.text),
        "details": line.details,
        "earliest": window.earliest.isoformat() if window else "",
        "latest": window.latest.isoformat() if window else "",
    }


def promise_html(now: datetime | None = None) -> SafeString:
    """Return how many orders arrived as promised; nothing where there are too few or nobody tells.

    One query, none for up to an hour where ``FRAGMENT_CACHE`` names a cache.
    """
    figures = promise_figures(now)
    if figures is None:
        return SafeString("")
    context = {
        **frame(),
        "icon": icon_svg("calendar"),
        "sentence": with_figures(promise_sentence(figures)),
        "note": promise_note(),
        "kept": figures.kept,
        "total": figures.total,
    }
    return render_widget("django_trust/policies/promise.html", context)
