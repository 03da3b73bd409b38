"""Badges of the sample shop, from store/sample/badges.json and the ways to pay. None has a made-up check."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from django_trust.badges.choices import BadgeKind, Placement
from django_trust.badges.models import Badge
from django_trust.badges.services import check_badges

from ..payments import METHODS
from ..trust import shop_address
from .catalogue import read_sample
from .documents import sample_document

Entry = Mapping[str, Any]
SAME = ("kind", "checks", "icon", "placements", "position", "issuer", "certificate_number", "verify_url")
WORDS = ("claim", "statement", "scope")
FIRST_METHOD = 50  # position


@transaction.atomic
def seed_badges(owner: User) -> int:
    """Write the sample badges unless there are any; return how many were written.

    Documents and payment methods are checked at once. What only a look at the host could prove stays
    unchecked, hence hidden: the sample shop speaks no https.
    """
    if Badge.objects.exists():
        return 0
    today = timezone.localdate()
    listed = [_badge(entry, today) for entry in read_sample("badges.json")["badges"]]
    badges = [*listed, *_payment_badges()]
    for badge in badges:
        badge.owner = owner
        badge.full_clean()
        badge.save()
    check_badges([badge for badge in badges if not badge.checks])
    return len(badges)


def _badge(entry: Entry, today: date) -> Badge:
    badge = Badge(**{name: entry[name] for name in (*SAME, *WORDS) if name in entry})
    if "page" in entry:
        badge.verify_url = shop_address() + reverse(entry["page"])
    if "valid_until_in_days" in entry:
        badge.valid_until = today + timedelta(days=entry["valid_until_in_days"])
    if "document" in entry:
        _add_document(badge, entry, today)
    return badge


def _add_document(badge: Badge, entry: Entry, today: date) -> None:
    """Attach a certificate that ends in the middle of next year."""
    badge.document_date = badge.valid_from = today - timedelta(days=entry["document_days_ago"])
    badge.document_until = badge.valid_until = date(today.year + 1, 6, 30)
    badge.document_public = True
    pdf = sample_document(
        [
            entry["document"],
            f"{badge.issuer}, {badge.certificate_number}",
            f"From {badge.document_date} to {badge.document_until}",
            "Written for a sample shop. It certifies nothing.",
        ]
    )
    badge.document = ContentFile(pdf, name="sample.pdf")


def _payment_badges() -> Iterator[Badge]:
    for position, (method, countries) in enumerate(METHODS.items(), FIRST_METHOD):
        yield Badge(
            kind=BadgeKind.PAYMENT,
            method=method,
            countries=list(countries),
            placements=[Placement.CART, Placement.CHECKOUT],
            position=position,
        )
