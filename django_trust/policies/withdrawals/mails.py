"""The mails about a statement: the acknowledgement its sender gets, and the news for staff."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from django_trust.l10n.formats import format_date
from django_trust.links import origin_of
from django_trust.mailing import send_to_shopper
from django_trust.policies.choices import RequestKind
from django_trust.policies.models import WithdrawalRequest
from django_trust.policies.withdrawals.advice import Advice, advice_for
from django_trust.policies.withdrawals.grounds import grounds_for
from django_trust.policies.withdrawals.statements import moment_text
from django_trust.rendering import render_widget
from django_trust.shop.adapter import get_adapter
from django_trust.staff import mail_staff, staff_addresses
from django_trust.transactions import atomic_write

logger = logging.getLogger("django_trust")

LEASE = timedelta(minutes=10)  # so long does a mail server get, and whoever was killed while sending
TRY_FOR = timedelta(days=14)


@dataclass(slots=True)
class AcknowledgementReport:
    """How many acknowledgements were waiting, and what became of them."""

    waiting: int = 0
    sent: int = 0
    failed: int = 0


def waiting_for_acknowledgement(now: datetime | None = None) -> QuerySet[WithdrawalRequest]:
    """Return what is not acknowledged and nobody is sending just now, what was tried longest ago first.

    After 14 days nothing is tried again: the admin says which statements that concerns.
    """
    now = now or timezone.now()
    free = Q(acknowledging_at=None) | Q(acknowledging_at__lt=now - LEASE)
    waiting = WithdrawalRequest.objects.filter(free, acknowledged_at=None, submitted_at__gt=now - TRY_FOR)
    return waiting.order_by("acknowledging_at", "pk")


def acknowledge(request: WithdrawalRequest) -> bool:
    """Send the acknowledgement of a statement, once, and return whether it went out just now.

    Whoever else tries at the same moment sends nothing. After a failure ``acknowledge_pending`` tries again.
    """
    if not _claim(request.pk):
        return False
    try:
        sent = send_to_shopper(
            "withdrawal",
            room="policies",
            to=request.email,
            language=request.language,
            facts=lambda _base: acknowledgement_facts(request),
        )
    except Exception:  # a broken template of the shop: the statement is stored, the mail is tried again
        logger.exception("The acknowledgement of statement %s could not be written.", request.pk)
        return False
    if sent:
        _keep_sent(request)
    return sent


@atomic_write
def _claim(pk: int) -> int:
    now = timezone.now()
    return waiting_for_acknowledgement(now).filter(pk=pk).order_by().update(acknowledging_at=now)


@atomic_write
def _keep_sent(request: WithdrawalRequest) -> None:
    request.acknowledged_at = timezone.now()
    WithdrawalRequest.objects.filter(pk=request.pk).update(acknowledged_at=request.acknowledged_at)


def acknowledgement_facts(request: WithdrawalRequest) -> Mapping[str, Any]:
    """Return what the mail says beyond the shop's name, in the active language."""
    return {
        "withdrawal": request.kind == RequestKind.WITHDRAWAL,
        "reference": request.reference,
        "statement": request.statement,
        "digest": request.digest,
        "sent_at": moment_text(request.submitted_at),
        "advice": advice_of(request),
    }


def advice_of(request: WithdrawalRequest) -> Advice:
    """Return what happens next, as far as its sender may know.

    Of an order that was only typed, nothing is used here: whether it exists is nobody else's business.
    """
    purchase = request.purchase if request.by_link else None
    grounds = grounds_for(purchase, request.country, request.kind)
    return advice_for(request.kind, request.reason, grounds, request.submitted_at)


def tell_staff(request: WithdrawalRequest) -> None:
    """Tell ``STAFF_EMAILS``, else ``MANAGERS``, what came and what is unusual about it."""
    recipients = staff_addresses()
    if not recipients:
        return
    with override(settings.LANGUAGE_CODE):
        context = {
            "withdrawal": request.kind == RequestKind.WITHDRAWAL,
            "reference": request.reference,
            "statement": request.statement,
            "remarks": remarks(request),
            "last_day": format_date(request.deadline) if request.deadline else "",
            "refund_due": format_date(request.refund_due) if request.refund_due else "",
            "url": _admin_url(request),
        }
        subject = render_widget("django_trust/policies/email/withdrawal_staff_subject.txt", context)
        body = render_widget("django_trust/policies/email/withdrawal_staff_body.txt", context)
        mail_staff(str(subject), str(body), to=recipients)


def remarks(request: WithdrawalRequest) -> list[str]:
    """Return in sentences what staff should look at before anything else."""
    found = []
    if request.purchase is None:
        found.append(_("No order with this number and this e-mail address was found."))
    elif request.by_link and request.purchase.email != request.email:
        found.append(_("The order has another e-mail address than the statement."))
    if request.is_late:
        found.append(_("It came after the last day. It is accepted all the same; you decide about it."))
    if request.purchase is not None and request.is_late is None:
        found.append(_("Nobody can tell whether it is late: the day of the delivery is not known."))
    return found


def _admin_url(request: WithdrawalRequest) -> str:
    try:
        path = reverse("admin:trust_withdrawalrequest_change", args=[request.pk])
    except NoReverseMatch:
        return ""
    return origin_of(get_adapter().get_shop().url) + path
