"""What the pages behind signed links share."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.l10n.formats import format_duration
from django_trust.pages import framed_page
from django_trust.reviews.invitations import Invitation
from django_trust.reviews.models import ReviewSource
from django_trust.shop.adapter import get_adapter
from django_trust.shop.identity.blocks import support
from django_trust.shop.models import Purchase, PurchaseLine

# With "no-referrer", browsers send "Origin: null" with a form of the page, which Django's CSRF check refuses.
REFERRER_POLICY = "same-origin"


def signed_page(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page whose address is the key to an order: neither search engines nor other sites get it."""
    response = framed_page(request, f"django_trust/followups/{name}.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = REFERRER_POLICY
    return response


def closed_page(request: HttpRequest) -> HttpResponse:
    """Say that a link is forged, cut off or too old, and how to reach the shop all the same."""
    context = {"title": _("This link is closed"), **contact(request)}
    return signed_page(request, "order_closed", context, status=410)


def contact(request: HttpRequest) -> dict[str, Any]:
    """Return how to reach the shop: its support block, else its address."""
    block = support(request, request)
    return {"support": block, "shop_email": "" if block else get_adapter().get_shop().email}


def review_url(purchase: Purchase) -> str:
    """Return the path by which the buyer reviews the order, whatever was answered; empty where nothing of it
    is left. One query."""
    if not PurchaseLine.objects.kept().filter(purchase=purchase).exists():
        return ""
    return Invitation.of(purchase, source=ReviewSource.ORDER_PAGE).url


def too_fast(seconds: int) -> str:
    text = pgettext(
        "page of an order",
        "Too many requests came from you in a short time. "
        "Please wait %(time)s and try again. Nothing was lost.",
    )
    return text % {"time": format_duration(max(timedelta(seconds=seconds), timedelta(minutes=1)))}
