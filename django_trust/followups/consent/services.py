"""The verbs of the ledger. Each may be told twice: what adds nothing to what is known adds no entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.validators import validate_email
from django.db.models import F, QuerySet
from django.utils import timezone

from django_trust.conf import trust_settings
from django_trust.followups.choices import MARKETING, ConsentKind, FollowUpState
from django_trust.followups.consent.ledger import OBJECTIONS, concerned, standing_of
from django_trust.followups.models import Consent, FollowUp, Step
from django_trust.shop.models import Purchase
from django_trust.text import email_key, normalize_email, without_controls
from django_trust.transactions import atomic_write

SOURCE_MAX = 60
DETAIL_MAX = 300
ADDRESS = re.compile(r"\S+@\S+")


def record_opt_in(
    *,
    email: str = "",
    key: str = "",
    purpose: str = "",
    source: str,
    evidence: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> Consent:
    """Record that somebody agreed to messages of ``purpose`` (empty: all that need consent).

    Say who by address or by its key. ``source`` says where (at most 60 characters), ``evidence`` what proves
    it, such as the words agreed to; write no address there. ``at`` is when, for lists that are imported. It
    revives no message that was skipped. Raises ``ValidationError`` for an address that is none,
    ``ValueError`` for an unknown purpose and a naive moment.
    """
    return _record(_key(email, key), ConsentKind.OPT_IN, _checked(purpose), source, evidence, at)


def record_opt_out(
    *, email: str = "", key: str = "", purpose: str = "", source: str, at: datetime | None = None
) -> Consent:
    """Record an objection to messages of ``purpose`` (empty: all that need consent).

    What is waiting for it is skipped at once, what is planned later when it is due. Arguments and errors
    are those of ``record_opt_in``.
    """
    return _record(_key(email, key), ConsentKind.OPT_OUT, _checked(purpose), source, None, at)


def record_soft_opt_in(*, purchase: Purchase, source: str = "checkout", purpose: str = "") -> Consent:
    """Record that a buyer who was told and could object did not (Directive 2002/58/EC, Art. 13(2)).

    For shops that do not let ``FOLLOWUPS_SOFT_OPT_IN`` do it for every order. It counts for nothing where
    the buyer has objected before. Raises ``ValueError`` for a purchase without an address.
    """
    if not purchase.email:
        raise ValueError(f"Order {purchase.reference} has no e-mail address.")
    sale = _sale(purchase)
    return _record(sale["email_key"], sale["kind"], _checked(purpose), source, sale["evidence"], sale["at"])


def record_bounce(*, email: str, source: str, detail: str = "", at: datetime | None = None) -> Consent:
    """Record that an address does not exist: nothing is sent there any more, whatever the purpose.

    ``detail`` is what the mail server said; addresses in it are left out. Messages that wait are looked at
    when they are due, for the address may work again by then.
    """
    said = ADDRESS.sub("…", " ".join(without_controls(detail).split()))[:DETAIL_MAX]
    return _record(_key(email), ConsentKind.BOUNCE, "", source, {"detail": said} if said else None, at)


def record_complaint(*, email: str, source: str, at: datetime | None = None) -> Consent:
    """Record that somebody marked a message as unwanted: an objection to everything but news of orders."""
    return _record(_key(email), ConsentKind.COMPLAINT, "", source, None, at)


def record_restored(*, email: str, source: str) -> Consent:
    """Record that an address works after all."""
    return _record(_key(email), ConsentKind.RESTORED, "", source, None, None)


def note_sale(purchase: Purchase) -> None:
    """Record the soft opt-in of a purchase that is being stored, where ``FOLLOWUPS_SOFT_OPT_IN`` says that
    the checkout asks for it. Runs in the transaction that stores the purchase: at most one query."""
    if trust_settings.followups_soft_opt_in and purchase.email:
        Consent(source="checkout", **_sale(purchase)).save(force_insert=True)


def _sale(purchase: Purchase) -> dict[str, Any]:
    """Return the entry of a sale, with the four conditions of Art. 13(2) as evidence."""
    placed_at = purchase.placed_at
    return {
        "email_key": email_key(purchase.email),
        "kind": ConsentKind.SOFT_OPT_IN,
        "at": min(placed_at, timezone.now()),
        "evidence": {
            "law": "2002/58/EC Art. 13(2)",
            "address_from_sale": {"order": purchase.reference, "placed_at": placed_at.isoformat()},
            "same_trader": True,
            "own_similar_goods": True,
            "could_object": {"at_collection": True, "in_every_message": True},
        },
    }


def _key(email: str, key: str = "") -> str:
    if bool(email) == bool(key):
        raise ValueError("Say who it is by address or by key.")
    if key:
        return key
    validate_email(normalize_email(email))
    return email_key(email)


def _checked(purpose: str) -> str:
    if purpose and purpose not in MARKETING:
        raise ValueError(f"Nobody can consent to {purpose!r}; there are {', '.join(MARKETING)}.")
    return str(purpose)


@atomic_write
def _record(
    key: str,
    kind: str,
    purpose: str,
    source: str,
    evidence: dict[str, Any] | None,
    at: datetime | None,
) -> Consent:
    now = timezone.now()
    if at is not None and timezone.is_naive(at):
        raise ValueError("at must be aware.")
    # First a write, which SQLite can wait for. It also lets two requests about one person wait for each other
    # where messages are waiting; two entries that say the same do no harm.
    if kind in OBJECTIONS:
        _skip_waiting(key, purpose, kind, now)
    else:
        _waiting(key).update(wake_at=F("wake_at"))
    entry = Consent(
        email_key=key,
        kind=kind,
        purpose=purpose,
        source=without_controls(source),
        evidence=evidence or {},
        at=at or now,
    )
    known = _known(list(Consent.objects.filter(email_key=key).order_by("pk")), entry)
    if known is not None:
        return known
    entry.full_clean()
    entry.save(force_insert=True)
    return entry


def _waiting(key: str) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(email_key=key, state=FollowUpState.WAITING)


def _skip_waiting(key: str, purpose: str, kind: str, now: datetime) -> None:
    """Let staff see at once what an objection means; what is being sent just now is judged by its sender."""
    steps = Step.objects.filter(purpose__in=concerned(purpose))
    _waiting(key).filter(step__in=steps).update(
        state=FollowUpState.SKIPPED, reason=OBJECTIONS[ConsentKind(kind)], wake_at=None, changed_at=now
    )


def _known(entries: Sequence[Consent], new: Consent) -> Consent | None:
    """Return the last entry that says all that ``new`` would, or None.

    Consent that is given again, elsewhere or to other words, is worth keeping: it is proof.
    """
    alike = [entry for entry in entries if entry.kind == new.kind and entry.purpose in ("", new.purpose)]
    if new.kind == ConsentKind.OPT_IN:
        alike = [entry for entry in alike if (entry.source, entry.evidence) == (new.source, new.evidence)]
    if new.kind == ConsentKind.SOFT_OPT_IN:
        alike = [entry for entry in alike if entry.evidence == new.evidence]
    if not alike or standing_of([*entries, new]) != standing_of(entries):
        return None
    return alike[-1]
