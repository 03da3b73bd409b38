"""When ``SECRET_KEY`` changes, so do the keyed hashes of all addresses: objections must not get lost.

The ledger holds no address, but recorded purchases do. From those the old hashes can be made once more, as
long as the old key is in ``SECRET_KEY_FALLBACKS``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from django_trust.followups.models import Consent, FollowUp
from django_trust.shop.models import Purchase
from django_trust.text import email_key, normalize_email
from django_trust.transactions import atomic_write

BATCH = 500
COPIED = ("purpose", "kind", "source", "evidence", "at")


def old_keys(email: str) -> list[str]:
    """Return what ``email_key`` gave for an address under each former ``SECRET_KEY``."""
    address = normalize_email(email)
    hashes = (
        salted_hmac("django_trust.email", address, secret=secret, algorithm="sha256")
        for secret in settings.SECRET_KEY_FALLBACKS
    )
    return [found.hexdigest()[:32] for found in hashes]


def current_key(key: str) -> str:
    """Return today's key of the address a message of old went to; ``key`` itself where it is today's, or
    where nobody knows. No query unless there is a former ``SECRET_KEY``."""
    if not settings.SECRET_KEY_FALLBACKS:
        return key
    sent = FollowUp.objects.filter(email_key=key).order_by("-pk").values_list("purchase__email", flat=True)
    address = sent.first() or ""
    return email_key(address) if key in old_keys(address) else key


def rekey_ledger() -> int:
    """Copy what the ledger holds under former keys of buyers to their keys of today; return how many entries.

    Call it once after ``SECRET_KEY`` has changed and before anything is sent. Again, it finds nothing to do.
    """
    return sum(_copy(emails) for emails in _buyers()) if settings.SECRET_KEY_FALLBACKS else 0


def _buyers() -> Iterator[list[str]]:
    last = ""
    while True:
        later = Purchase.objects.filter(email__gt=last).order_by("email")
        emails = list(later.values_list("email", flat=True).distinct()[:BATCH])
        if not emails:
            return
        yield emails
        last = emails[-1]


@atomic_write
def _copy(emails: list[str]) -> int:
    new_by_old = {old: email_key(email) for email in emails for old in old_keys(email)}
    both = {*new_by_old, *new_by_old.values()}
    entries = list(Consent.objects.filter(email_key__in=both).order_by("pk"))
    known = {_words(entry, entry.email_key) for entry in entries}
    fresh: dict[tuple[Any, ...], Consent] = {}  # told under two former keys, an entry is copied once
    for entry in entries:
        new = new_by_old.get(entry.email_key)
        if new is not None and (words := _words(entry, new)) not in known:
            copy = {name: getattr(entry, name) for name in COPIED}
            fresh.setdefault(words, Consent(email_key=new, **copy))
    Consent.objects.bulk_create(fresh.values())
    return len(fresh)


def _words(entry: Consent, key: str) -> tuple[Any, ...]:
    return key, entry.kind, entry.purpose, entry.source, entry.at
