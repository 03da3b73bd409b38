"""Mail to staff about what cannot wait, in the shop's own language."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import override

from django_trust.l10n.formats import format_moment, format_number
from django_trust.links import origin_of
from django_trust.rendering import render_widget
from django_trust.reviews.models import RatingFreeze
from django_trust.shop.adapter import get_adapter
from django_trust.staff import mail_staff, staff_addresses


def alert_staff(sender: type[RatingFreeze], freeze: RatingFreeze, **kwargs: Any) -> None:
    """Tell ``STAFF_EMAILS``, else Django's ``MANAGERS``, that an item's rating stands still.

    Nobody is told when neither is set, nor of a freeze that is over (old reviews stored late).
    """
    recipients = staff_addresses()
    if not recipients or freeze.ends_at <= timezone.now():
        return
    with override(settings.LANGUAGE_CODE):
        context = _context(freeze)
        subject = str(render_widget("django_trust/reviews/email/frozen_subject.txt", context))
        body = render_widget("django_trust/reviews/email/frozen_body.txt", context)
    mail_staff(subject, str(body), to=recipients)


def _context(freeze: RatingFreeze) -> dict[str, Any]:
    return {
        "item_name": freeze.item.name,
        "burst": format_number(freeze.burst),
        "usual": _figure(freeze.usual),
        "burst_average": _figure(freeze.burst_average),
        "average": "" if freeze.average is None else _figure(freeze.average),
        "until": format_moment(freeze.ends_at, style="long"),
        "url": _admin_url(freeze),
        "shop_name": get_adapter().get_shop().name,
    }


def _figure(number: float) -> str:
    return format_number(Decimal(str(number)), decimals=1)


def _admin_url(freeze: RatingFreeze) -> str:
    """Return the address of the freeze in the admin: whole where the shop's own is known, else its path."""
    try:
        path = reverse("admin:trust_ratingfreeze_change", args=[freeze.pk])
    except NoReverseMatch:
        return ""
    return origin_of(get_adapter().get_shop().url) + path
