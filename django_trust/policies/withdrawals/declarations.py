"""What a shopper declares: checked and normalised. ``statements`` puts it into words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from django_trust.policies.choices import RequestKind, RequestReason
from django_trust.policies.models import WithdrawalRequest
from django_trust.policies.models.withdrawals import GOODS_MAX
from django_trust.shop.models import Purchase, PurchaseLine
from django_trust.text import clean_text, keyed_hash, normalize_email

REFERENCE_MAX = 64
NAME_MAX = 150
EMAIL_MAX = 254


@dataclass(frozen=True, slots=True)
class ChosenLine:
    """A line of the order that goes back, and how many pieces of it."""

    pk: int
    quantity: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What somebody declares. No ``lines`` and no ``goods``: the whole order.

    ``purchase`` is the key of the order whose own page or link it came by, else 0.
    """

    kind: str
    reference: str
    name: str
    email: str
    goods: str = ""
    reason: str = ""
    message: str = ""
    lines: tuple[ChosenLine, ...] = ()
    purchase: int = 0

    @property
    def key(self) -> str:
        """The same for the same statement, however it is spaced and however often it is sent."""
        said = (self.kind, self.reference, self.email, self.name, self.goods, self.reason, self.message)
        words = [" ".join(text.split()) for text in said]
        lines = sorted((line.pk, line.quantity) for line in self.lines)
        return keyed_hash("withdrawal", json.dumps([words, lines, self.purchase]))

    def as_data(self) -> dict[str, Any]:
        """Return what ``declare`` takes, as plain values."""
        data = asdict(self)
        return {**data, "lines": {str(line.pk): line.quantity for line in self.lines}}


def declare(
    *,
    kind: str,
    reference: str,
    name: str,
    email: str,
    goods: str = "",
    lines: Mapping[Any, int] | None = None,
    reason: str = "",
    message: str = "",
    purchase: Purchase | None = None,
) -> Declaration:
    """Check what was typed. Raises one ``ValidationError`` by field that names all that is wrong.

    ``purchase`` is the order of whoever has proved to be its buyer; only then may there be ``lines``: pieces
    by the key of the order's line. Raises ``ValueError`` for lines without it, for a kind that does not
    exist, and for a reason or message of somebody who withdraws, who is asked for none.
    """
    if kind not in RequestKind.values:
        raise ValueError(f"There is no kind of request {kind!r}; there are {', '.join(RequestKind.values)}.")
    if kind == RequestKind.WITHDRAWAL and (reason or message):
        raise ValueError("Who withdraws gives no reason and no message.")
    if lines and purchase is None:
        raise ValueError("Lines can only be chosen from an order.")
    errors: dict[str, ValidationError] = {}

    def checked(field: str, clean: Callable[[], Any], fallback: Any = "") -> Any:
        try:
            return clean()
        except ValidationError as error:
            errors[field] = error
            return fallback

    declaration = Declaration(
        kind=str(kind),
        reference=purchase.reference if purchase else checked("reference", lambda: _reference(reference)),
        name=checked("name", lambda: _name(name)),
        email=checked("email", lambda: _email(email)),
        goods=checked("goods", lambda: clean_text(goods, max_length=GOODS_MAX)),
        reason=checked("reason", lambda: _reason(reason)),
        message=checked("message", lambda: clean_text(message, max_length=GOODS_MAX)),
        lines=checked("lines", lambda: _lines(lines, purchase), ()),
        purchase=purchase.pk if purchase else 0,
    )
    if errors:
        raise ValidationError(errors)
    return declaration


def _required(text: str, max_length: int, problem: Any) -> str:
    text = " ".join(clean_text(text, max_length=max_length, multiline=False).split())
    if not text:
        raise ValidationError(problem, code="required")
    return text


def _reference(text: str) -> str:
    return _required(text, REFERENCE_MAX, _("Please type the number of your order."))


def _name(text: str) -> str:
    return _required(text, NAME_MAX, _("Please type your name."))


def _email(text: str) -> str:
    problem = _("Please type your e-mail address: the acknowledgement is sent there.")
    email = normalize_email(_required(text, EMAIL_MAX, problem))
    validate_email(email)
    return email


def _reason(code: str) -> str:
    if code and code not in RequestReason.values:
        raise ValidationError(_("Please choose from the list."), code="invalid_choice")
    return str(code)


def _lines(chosen: Mapping[Any, int] | None, purchase: Purchase | None) -> tuple[ChosenLine, ...]:
    """Return the chosen lines; none for the whole order."""
    if not chosen or purchase is None:
        return ()
    bought = {str(line.pk): line for line in lines_of(purchase)}
    wanted = {str(pk): number for pk, number in chosen.items() if number}
    known = all(pk in bought and 0 < number <= bought[pk].quantity for pk, number in wanted.items())
    if not known:
        raise ValidationError(_("The order holds fewer pieces than that."), code="quantity")
    if not wanted:
        raise ValidationError(_("Please choose at least one piece."), code="required")
    if wanted == {pk: line.quantity for pk, line in bought.items()}:
        return ()
    return tuple(ChosenLine(bought[pk].pk, number, line_name(bought[pk])) for pk, number in wanted.items())


def lines_of(purchase: Purchase) -> list[PurchaseLine]:
    return list(purchase.lines.select_related("item").order_by("pk"))


def line_name(line: PurchaseLine, name: str = "") -> str:
    """Return what was bought, with its variant; ``name`` where the snapshot is not meant."""
    name = name or line.item.name
    if not line.variant:
        return name
    return pgettext("product and its variant", "%(name)s, %(variant)s") % {
        "name": name,
        "variant": line.variant,
    }


def declaration_of(request: WithdrawalRequest) -> Declaration:
    """Return what a stored request declared. Two queries."""
    lines = request.lines.select_related("line__item").order_by("line")
    return Declaration(
        kind=request.kind,
        reference=request.reference,
        name=request.name,
        email=request.email,
        goods=request.goods,
        reason=request.reason,
        message=request.message,
        lines=tuple(ChosenLine(row.line_id, row.quantity, line_name(row.line)) for row in lines),
        purchase=(request.purchase_id or 0) if request.by_link else 0,
    )
