"""What happens next, in sentences: how to send back, who pays, when the money comes.

Made of the same facts as all faces of the return terms, and of the day on which the statement came.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from django_trust.l10n.formats import format_date, format_money, format_number
from django_trust.policies.choices import (
    LabelSource,
    RefundStart,
    RefundType,
    RequestKind,
    RequestReason,
    ReturnCategory,
    ReturnFees,
    ReturnMethod,
    ReturnStart,
)
from django_trust.policies.facts import ReturnFacts
from django_trust.policies.withdrawals.deadlines import refund_due, send_back_by
from django_trust.policies.withdrawals.grounds import Grounds, Law
from django_trust.shop.adapter import get_adapter
from django_trust.shop.identity.widgets import shop_facts


@dataclass(frozen=True, slots=True)
class Advice:
    """Sentences in the active language; ``address`` are the lines of where goods go, perhaps none."""

    send_back: tuple[str, ...]
    address: tuple[str, ...]
    refund: tuple[str, ...]
    terms: tuple[str, ...]


def advice_for(kind: str, reason: str, grounds: Grounds, submitted_at: datetime) -> Advice:
    """Say what happens after a statement. Two queries for the address of the shop."""
    returns = grounds.returns
    withdraws = kind == RequestKind.WITHDRAWAL
    last_day = send_back_by(grounds.law, submitted_at, grounds.country) if withdraws else None
    by_mail = returns is None or ReturnMethod.MAIL in returns.methods
    lines = trader_lines() if by_mail else ()
    address = lines if len(lines) > 1 else ()  # a name alone is no address
    ways = _send_back(returns, last_day, bool(address), by_mail)
    return Advice(
        send_back=(*ways, *_payer(returns, reason, grounds.law)),
        address=address,
        refund=tuple(_remedy(kind, reason, grounds, submitted_at)),
        terms=tuple(_window(returns, grounds.law)),
    )


def trader_lines() -> tuple[str, ...]:
    """Return the shop's legal name and postal address as far as its profile has them, else its plain name."""
    facts = shop_facts()
    lines = (facts.legal_name, *facts.address) if facts else (get_adapter().get_shop().name,)
    return tuple(filter(None, lines))


def _send_back(
    returns: ReturnFacts | None, last_day: date | None, has_address: bool, by_mail: bool
) -> list[str]:
    sentences = []
    if last_day is not None:
        text = _("Please send the goods back soon, by %(date)s at the latest.")
        sentences.append(text % {"date": format_date(last_day)})
    if by_mail and not has_address:
        sentences.append(_("We will write to you where to send the goods."))
    if returns is not None and ReturnMethod.IN_STORE in returns.methods:
        sentences.append(_("You can bring the goods to one of our stores."))
    if returns is not None and ReturnMethod.KIOSK in returns.methods:
        sentences.append(_("You can hand the goods in at a parcel machine."))
    if returns is not None and returns.label_source == LabelSource.IN_BOX:
        sentences.append(_("A return label is in the parcel."))
    if returns is not None and returns.label_source == LabelSource.DOWNLOAD:
        sentences.append(_("You get a return label from us, to print yourself."))
    return sentences


def _payer(returns: ReturnFacts | None, reason: str, law: Law) -> list[str]:
    """Say who pays for the way back; nothing where nobody has said so."""
    # The law's words for who pays are those of the terms, and "policy" where it leaves that to the shop.
    fees, amount = (law.cost, None) if returns is None else _fees(returns, reason)
    if fees == ReturnFees.FREE:
        return [_("We pay for sending the goods back.")]
    if fees == ReturnFees.CUSTOMER:
        return [_("You pay for sending the goods back.")]
    if fees == ReturnFees.FIXED and amount is not None and returns is not None:
        text = _("We deduct %(amount)s from the refund for sending the goods back.")
        return [text % {"amount": format_money(amount, returns.currency)}]
    return []


def _fees(returns: ReturnFacts, reason: str) -> tuple[str, Decimal | None]:
    if reason == RequestReason.DEFECT:
        return returns.defect_fees, returns.defect_amount
    if reason == RequestReason.WRONG_ITEM:
        return returns.wrong_item_fees, returns.wrong_item_amount
    return returns.remorse_fees, returns.remorse_amount


def _remedy(kind: str, reason: str, grounds: Grounds, submitted_at: datetime) -> list[str]:
    if kind == RequestKind.WITHDRAWAL:
        return _refund(kind, grounds, submitted_at)
    if reason in (RequestReason.DEFECT, RequestReason.WRONG_ITEM):
        return [_("We will write to you how we put it right.")]  # repair and replacement come first
    if grounds.returns is not None and RefundType.FULL not in grounds.returns.refund_types:
        return [_("What you get for the goods is in our return terms.")]
    return _refund(kind, grounds, submitted_at)


def _refund(kind: str, grounds: Grounds, submitted_at: datetime) -> list[str]:
    returns, law = grounds.returns, grounds.law
    by_function = kind == RequestKind.WITHDRAWAL and law.function
    start, days = (
        (returns.refund_start, returns.refund_days) if returns else (law.refund_start, law.refund_days)
    )
    sentences = []
    if day := refund_due(kind, grounds, submitted_at):
        text = _("You get your money back by %(date)s at the latest.")
        sentences.append(text % {"date": format_date(day)})
    elif start == RefundStart.GOODS_BACK and days is not None:
        sentences.append(_after_arrival(days))
    if by_function or (returns is not None and returns.refund_same_means):
        sentences.append(_("We pay it back the way you paid, and it costs you nothing."))
    if by_function:  # Directive 2011/83/EU, Art. 13(1) to (3)
        sentences.append(_("If the whole order goes back, we refund the cost of standard delivery too."))
        sentences.append(_("We may wait until the goods are back or you show that you have sent them."))
    return sentences


def _after_arrival(days: int) -> str:
    if not days:
        return _("You get your money back as soon as the goods are here.")
    text = ngettext(
        "You get your money back within %(number)s day after the goods have arrived here.",
        "You get your money back within %(number)s days after the goods have arrived here.",
        days,
    )
    return text % {"number": format_number(days)}


def _window(returns: ReturnFacts | None, law: Law) -> list[str]:
    """Say how long goods may be sent back: by the shop's terms, or by law where that is longer."""
    if returns is not None and returns.category == ReturnCategory.UNLIMITED:
        return [pgettext("return terms", "There is no last day for sending goods back.")]
    own = returns.days or 0 if returns is not None and returns.category == ReturnCategory.FINITE else 0
    days, start = max((law.days, law.start), (own, returns.start if returns else ""))
    if not days:
        return []
    if start == ReturnStart.CONTRACT:
        text = ngettext(
            "You may change your mind for %(number)s day after the order.",
            "You may change your mind for %(number)s days after the order.",
            days,
        )
    else:
        text = ngettext(
            "You may change your mind for %(number)s day after the delivery.",
            "You may change your mind for %(number)s days after the delivery.",
            days,
        )
    return [text % {"number": format_number(days)}]
