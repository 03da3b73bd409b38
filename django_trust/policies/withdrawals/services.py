"""The verbs of withdrawals and returns. The only code that writes requests.

Every statement is accepted: a late one, and one whose order nobody finds. What is unusual about it is kept
beside it for staff.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from django_trust import signals
from django_trust.policies.choices import RequestState
from django_trust.policies.models import WithdrawalLine, WithdrawalRequest
from django_trust.policies.models.withdrawals import GOODS_MAX
from django_trust.policies.withdrawals.deadlines import refund_due, timeliness
from django_trust.policies.withdrawals.declarations import Declaration, declare
from django_trust.policies.withdrawals.grounds import grounds_for
from django_trust.policies.withdrawals.mails import (
    AcknowledgementReport,
    acknowledge,
    tell_staff,
    waiting_for_acknowledgement,
)
from django_trust.policies.withdrawals.statements import digest_of, statement_text
from django_trust.shop.adapter import get_adapter
from django_trust.shop.models import Purchase
from django_trust.text import clean_text, normalize_email
from django_trust.transactions import atomic_write

logger = logging.getLogger("django_trust")

SETTLED = (RequestState.REFUNDED, RequestState.DECLINED)
BATCH = 500


def request_withdrawal(
    *,
    kind: str,
    reference: str,
    name: str,
    email: str,
    language: str,
    country: str = "",
    lines: Mapping[Any, int] | None = None,
    goods: str = "",
    reason: str = "",
    message: str = "",
    purchase: Purchase | None = None,
    now: datetime | None = None,
) -> WithdrawalRequest:
    """Store what somebody declares, acknowledge it by mail and return it.

    The same statement, sent twice, is one request: the first one is returned. ``purchase`` is the order of
    whoever has proved to be its buyer, and only then ``lines`` (pieces by the key of the order's line) may be
    chosen. Without it the order is looked up by number and address; nothing the sender gets to see depends on
    whether it is found. ``now`` must be aware.

    Raises ``ValidationError`` by field for what was typed; ``ValueError`` for a naive moment and for what
    ``declare`` refuses.
    """
    now = _aware(now)
    declaration = declare(
        kind=kind,
        reference=reference,
        name=name,
        email=email,
        goods=goods,
        lines=lines,
        reason=reason,
        message=message,
        purchase=purchase,
    )
    row = _row(declaration, language, country, purchase, now)
    if existing := WithdrawalRequest.objects.filter(key=row.key).first():
        return existing
    try:
        return _insert(row, declaration)
    except IntegrityError:  # sent twice at the same moment
        if (existing := _first_one(row.key)) is None:
            raise
        return existing


def _row(
    declaration: Declaration, language: str, country: str, purchase: Purchase | None, now: datetime
) -> WithdrawalRequest:
    found = purchase or find_purchase(declaration.reference, declaration.email)
    country = country.upper() if len(country) == 2 and country.isascii() and country.isalpha() else ""
    grounds = grounds_for(found, country, declaration.kind)
    last_day, is_late = timeliness(found, grounds, now)
    with override(language):
        statement = statement_text(declaration, now)
    words = ("kind", "reference", "name", "email", "goods", "reason", "message", "key")
    return WithdrawalRequest(
        purchase=found,
        by_link=purchase is not None,
        language=language.lower()[:15],
        country=purchase.country if purchase is not None and purchase.country else country,
        statement=statement,
        digest=digest_of(statement),
        submitted_at=now,
        deadline=last_day,
        is_late=is_late,
        refund_due=refund_due(declaration.kind, grounds, now),
        **{name: getattr(declaration, name) for name in words},
    )


def find_purchase(reference: str, email: str) -> Purchase | None:
    """Return the order with exactly this number, if it was made under this address."""
    purchase = Purchase.objects.filter(reference=reference).first()
    # Compared here: to some databases é and e are one letter.
    same = purchase is not None and normalize_email(purchase.email) == email
    return purchase if same else None


@atomic_write
def _insert(row: WithdrawalRequest, declaration: Declaration) -> WithdrawalRequest:
    row.pk = None
    row.save(force_insert=True)
    WithdrawalLine.objects.bulk_create(
        WithdrawalLine(request=row, line_id=line.pk, quantity=line.quantity) for line in declaration.lines
    )
    for act in (acknowledge, _send_received, _hand_over, tell_staff):
        transaction.on_commit(partial(_after, act, row))
    return row


def _first_one(key: str) -> WithdrawalRequest | None:
    """Return the request another process has just stored: by a locking read, which sees it on MySQL too when
    the surrounding transaction began before."""
    with transaction.atomic():
        return WithdrawalRequest.objects.select_for_update().filter(key=key).first()


def _after(act: Callable[[WithdrawalRequest], Any], request: WithdrawalRequest) -> None:
    """Do what follows from a stored statement; whatever goes wrong, the statement stands."""
    try:
        act(request)
    except Exception:
        logger.exception("Statement %s is stored; what follows from it failed.", request.pk)


def _send_received(request: WithdrawalRequest) -> None:
    signals.withdrawal_received.send_robust(WithdrawalRequest, request=request)


def _hand_over(request: WithdrawalRequest) -> None:
    get_adapter().receive_withdrawal(request)


def acknowledge_pending(
    limit: int = BATCH, *, dry_run: bool = False, now: datetime | None = None
) -> AcknowledgementReport:
    """Send the acknowledgements whose mail failed, and return how many went out.

    Any number of processes may do so at a time: each mail is sent by one of them.
    """
    waiting = list(waiting_for_acknowledgement(now).select_related("purchase")[:limit])
    report = AcknowledgementReport(waiting=len(waiting))
    for request in [] if dry_run else waiting:
        if acknowledge(request):
            report.sent += 1
        elif WithdrawalRequest.objects.filter(pk=request.pk, acknowledged_at=None).exists():
            report.failed += 1
    return report


@atomic_write
def mark_goods_back(
    *, request: WithdrawalRequest, by: Any = None, at: datetime | None = None, note: str = ""
) -> WithdrawalRequest:
    """Record that the goods have arrived, and return the request. Told twice, the first time counts.

    ``at`` must be aware. Raises ``ValidationError`` for a note that is too long.
    """
    at, note = _aware(at), _note(note)
    current = _lock(request)
    if current.goods_back_at is None:
        current.goods_back_at = at
        grounds = grounds_for(current.purchase, current.country, current.kind)
        current.refund_due = current.refund_due or refund_due(current.kind, grounds, current.submitted_at, at)
    if current.state == RequestState.OPEN:
        current.state = RequestState.GOODS_BACK
    return _keep(current, by, note)


@atomic_write
def settle_withdrawal(
    *, request: WithdrawalRequest, state: str, by: Any = None, note: str = ""
) -> WithdrawalRequest:
    """Close a request as refunded or declined, and return it. Told twice, the first time counts.

    One that was declined may still be refunded. Raises ``ValidationError`` where a note is missing (whoever
    declines says why) or too long, and for one that was refunded already; ``ValueError`` for another state.
    """
    if state not in SETTLED:
        raise ValueError(f"A request is settled as {' or '.join(SETTLED)}, not as {state!r}.")
    note = _note(note)
    if state == RequestState.DECLINED and not note:
        raise ValidationError({"note": _("Please note why, for colleagues and in case of a dispute.")})
    current = _lock(request)
    if current.state == state:
        return current
    if current.state == RequestState.REFUNDED:
        raise ValidationError(_("It was refunded already."), code="settled")
    current.state, current.settled_at = state, timezone.now()
    signals.send_after_commit(signals.withdrawal_settled, WithdrawalRequest, request=current)
    return _keep(current, by, note)


@atomic_write
def link_withdrawal(*, request: WithdrawalRequest, reference: str, by: Any = None) -> WithdrawalRequest:
    """Say which order a statement is about that nobody had found, and work out its deadlines.

    Raises ``ValidationError`` where there is no such order, or the request has one.
    """
    current = _lock(request)
    if current.purchase is not None:
        raise ValidationError({"reference": _("This request belongs to an order already.")})
    purchase = Purchase.objects.filter(reference=reference.strip()).first()
    if purchase is None:
        raise ValidationError({"reference": _("There is no order with this number.")})
    current.purchase = purchase
    grounds = grounds_for(purchase, current.country, current.kind)
    current.deadline, current.is_late = timeliness(purchase, grounds, current.submitted_at)
    current.refund_due = refund_due(current.kind, grounds, current.submitted_at, current.goods_back_at)
    return _keep(current, by, "")


def _lock(request: WithdrawalRequest) -> WithdrawalRequest:
    """Lock the request by a write, which SQLite can wait for, and return it as it now stands."""
    WithdrawalRequest.objects.filter(pk=request.pk).update(state=F("state"))
    return WithdrawalRequest.objects.select_related("purchase").get(pk=request.pk)


def _keep(request: WithdrawalRequest, by: Any, note: str) -> WithdrawalRequest:
    """Save what staff may change, and nothing of the statement."""
    request.handled_by = by if getattr(by, "pk", None) else request.handled_by
    request.note = "\n".join(filter(None, [request.note, note]))
    fields = ["purchase", "deadline", "is_late", "refund_due", "state", "goods_back_at", "settled_at"]
    request.save(update_fields=[*fields, "handled_by", "note"])
    return request


def _note(text: str) -> str:
    try:
        return clean_text(text, max_length=GOODS_MAX)
    except ValidationError as error:
        raise ValidationError({"note": error}) from None


def _aware(moment: datetime | None) -> datetime:
    moment = moment or timezone.now()
    if timezone.is_naive(moment):
        raise ValueError(f"{moment!r} needs a time zone.")
    return moment
