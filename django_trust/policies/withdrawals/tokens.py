"""Signed links to the statement form of one order, and to what was sent; signed data between two pages.

Each has a salt of its own, so that none of them passes for another.
"""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import Any

from django.core import signing
from django.urls import reverse

from django_trust.policies.choices import RequestKind
from django_trust.policies.models import WithdrawalRequest
from django_trust.policies.withdrawals.grounds import usual_kind
from django_trust.shop.models import Purchase

ORDER_SALT = "django_trust.withdrawal.order"
DONE_SALT = "django_trust.withdrawal.done"
SEALED_SALT = "django_trust.withdrawal.sealed"
# Longer than any period there is: 14 days and 12 months where nobody told the buyer of the right to withdraw
# (Directive 2011/83/EU, Art. 10), and the two years of the legal guarantee for what is faulty.
ORDER_MAX_AGE = timedelta(days=800)
DONE_MAX_AGE = timedelta(days=30)


def order_url(purchase: Purchase, kind: str = "") -> str:
    """Return the path of the form for one order, for pages and mails that only its buyer sees.

    ``kind`` is a ``RequestKind``; by default the one for the country of the order. Writes nothing.
    """
    return reverse("trust:withdraw-order", args=[order_token(purchase, kind)])


def order_token(purchase: Purchase, kind: str = "") -> str:
    kind = str(kind or usual_kind(purchase.country))
    return signing.dumps([purchase.pk, kind], salt=ORDER_SALT)


def order_of_token(token: str) -> tuple[Purchase, str] | None:
    """Return the order a link was made for and the kind of request; None for a forged or expired one."""
    match _read(token, ORDER_SALT, ORDER_MAX_AGE):
        case [int(pk), str(kind)] if kind in RequestKind.values:
            purchase = Purchase.objects.filter(pk=pk).first()
            return (purchase, kind) if purchase is not None else None
    return None


def done_url(request: WithdrawalRequest) -> str:
    """Return the path of the page that repeats what was sent, for whoever has just sent it."""
    return reverse("trust:withdraw-done", args=[signing.dumps(request.pk, salt=DONE_SALT)])


def request_of_token(token: str) -> WithdrawalRequest | None:
    pk = _read(token, DONE_SALT, DONE_MAX_AGE)
    return WithdrawalRequest.objects.filter(pk=pk).first() if isinstance(pk, int) else None


def seal(data: dict[str, Any]) -> str:
    """Return what was checked on the first page, for the second one to send back unchanged."""
    return signing.dumps(data, salt=SEALED_SALT, compress=True)


def unseal(text: str) -> dict[str, Any] | None:
    """Return what was sealed, however long ago; None for anything else."""
    data = _read(text, SEALED_SALT, None)
    return data if isinstance(data, dict) else None


def _read(token: str, salt: str, max_age: timedelta | None) -> Any:
    try:
        return signing.loads(token, salt=salt, max_age=max_age)
    except (signing.BadSignature, ValueError, zlib.error):  # forged or expired; not what dumps() makes
        return None
