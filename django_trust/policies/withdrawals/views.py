"""The withdrawal function: two pages to withdraw, one that repeats what was sent, one to print and fill in.

No page says anything about an order beyond what was typed, unless a signed link came with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from django_trust.edges import posted, user_of, writing_view
from django_trust.l10n.formats import format_duration
from django_trust.l10n.locales import current_language
from django_trust.pages import framed_page
from django_trust.policies.choices import RequestKind
from django_trust.policies.withdrawals.advice import trader_lines
from django_trust.policies.withdrawals.declarations import Declaration, declaration_of, declare
from django_trust.policies.withdrawals.forms import WithdrawalForm, initial_of
from django_trust.policies.withdrawals.grounds import usual_kind
from django_trust.policies.withdrawals.mails import advice_of
from django_trust.policies.withdrawals.orders import buyer_of, own_orders
from django_trust.policies.withdrawals.services import request_withdrawal
from django_trust.policies.withdrawals.statements import moment_text, opening_sentence, said_lines
from django_trust.policies.withdrawals.tokens import (
    done_url,
    order_of_token,
    order_url,
    request_of_token,
    seal,
    unseal,
)
from django_trust.policies.withdrawals.words import confirm_label, return_label, withdraw_label
from django_trust.shop.adapter import get_adapter
from django_trust.shop.models import Purchase
from django_trust.throttling import seconds_to_wait

KINDS = RequestKind.values


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is about: the kind of request, and the order where its buyer is known."""

    kind: str
    country: str
    purchase: Purchase | None = None

    @property
    def address(self) -> str:
        """The path of the form, whatever broken link led to it."""
        if self.purchase is not None:
            return order_url(self.purchase, self.kind)
        return f"{reverse('trust:withdraw')}?kind={self.kind}"


@writing_view("GET", "POST")
def withdraw(request: HttpRequest) -> HttpResponse:
    """Withdraw from a contract as anybody, by order number and address; ``?kind=return`` to return goods."""
    return _answer(request, _asked(request))


@writing_view("GET", "POST")
def withdraw_order(request: HttpRequest, token: str) -> HttpResponse:
    """Withdraw from the order of a signed link. Who has a broken one may do so as anybody."""
    found = order_of_token(token)
    if found is None:
        notice = _("This link does not work any more. Please type the number of your order instead.")
        return _form_page(request, _asked(request), notice=notice, status=404)
    purchase, kind = found
    return _answer(request, Asked(kind, purchase.country or _country(request), purchase))


def _asked(request: HttpRequest) -> Asked:
    country, kind = _country(request), request.GET.get("kind", "")
    return Asked(kind if kind in KINDS else str(usual_kind(country)), country)


def _country(request: HttpRequest) -> str:
    return get_adapter().get_country(request).upper()


def _answer(request: HttpRequest, asked: Asked) -> HttpResponse:
    data = posted(request)
    if data is None:
        return _form_page(request, asked)
    if "sealed" in data:
        return _second_page(request, asked, str(data["sealed"]), change="change" in data)
    form = _form(asked, data)
    if not form.is_valid() or form.declaration is None:
        return _form_page(request, asked, form, status=400)
    return _confirm_page(request, asked, form.declaration)


def _form(asked: Asked, data: Any = None, initial: dict[str, Any] | None = None) -> WithdrawalForm:
    return WithdrawalForm(data, initial=initial, kind=asked.kind, purchase=asked.purchase, auto_id="trust-%s")


def _second_page(request: HttpRequest, asked: Asked, sealed: str, *, change: bool) -> HttpResponse:
    """Send what was confirmed, or go back to change it."""
    data = unseal(sealed) or {}
    purchase = asked.purchase
    if data.pop("purchase", None) != (purchase.pk if purchase else 0) or data.get("kind") != asked.kind:
        notice = _("Something got lost on the way. Please fill in the form again.")
        return _form_page(request, asked, notice=notice, status=400)
    if change:
        return _form_page(request, asked, _form(asked, initial=initial_of(data)))
    try:
        if wait := seconds_to_wait(request, "withdraw"):
            declaration = declare(**data, purchase=purchase)
            return _confirm_page(request, asked, declaration, notice=_too_fast(wait), status=429)
        stored = request_withdrawal(
            **data, language=current_language(), country=asked.country, purchase=purchase
        )
    except ValidationError as error:  # the order has changed since the first page
        form = _form(asked, initial_of(data))
        form.full_clean()
        form.add_problems(error)
        return _form_page(request, asked, form, status=400)
    return HttpResponseRedirect(done_url(stored))


def _too_fast(seconds: int) -> str:
    text = pgettext(
        "withdrawal function",
        "Too many requests came from you in a short time. "
        "Please wait %(time)s and try again. Nothing was lost.",
    )
    return text % {"time": format_duration(max(timedelta(seconds=seconds), timedelta(minutes=1)))}


def _form_page(
    request: HttpRequest,
    asked: Asked,
    form: WithdrawalForm | None = None,
    *,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    purchase, withdraws = asked.purchase, asked.kind == RequestKind.WITHDRAWAL
    user = user_of(request)
    context = {
        "title": _title(asked.kind),
        "withdrawal": withdraws,
        "reference": purchase.reference if purchase else "",
        "form": form or _form(asked, initial=buyer_of(purchase, user)),
        "action": asked.address,
        "notice": notice,
        "orders": own_orders(user, asked.kind) if user is not None and purchase is None else [],
        "other_url": _other_address(asked),
        "withdraw_words": withdraw_label(current_language()),
        "model_form_url": reverse("trust:withdrawal-form"),
    }
    return framed_page(request, "django_trust/policies/withdraw.html", context, status=status)


def _other_address(asked: Asked) -> str:
    """Return where something faulty goes; from there back to the function, where shoppers have it."""
    if asked.kind == RequestKind.WITHDRAWAL:
        return Asked(RequestKind.RETURN, asked.country, asked.purchase).address
    usual = usual_kind(asked.country)
    return Asked(usual, asked.country, asked.purchase).address if usual != asked.kind else ""


def _title(kind: str) -> str:
    if kind == RequestKind.WITHDRAWAL:
        return _("Withdraw from a contract")
    return return_label(current_language()).text


def _confirm_page(
    request: HttpRequest, asked: Asked, declaration: Declaration, *, notice: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "title": _("Check your statement"),
        "withdrawal": asked.kind == RequestKind.WITHDRAWAL,
        "opening": opening_sentence(declaration.kind),
        "lines": said_lines(declaration),
        "sealed": seal(declaration.as_data()),
        "action": asked.address,
        "confirm_words": confirm_label(current_language()),
        "notice": notice,
    }
    return framed_page(request, "django_trust/policies/withdraw_confirm.html", context, status=status)


@never_cache
@require_safe
def withdraw_done(request: HttpRequest, token: str) -> HttpResponse:
    """Repeat what was sent, and when it came the first time."""
    stored = request_of_token(token)
    if stored is None:
        raise Http404
    context = {
        "title": _done_title(stored.kind),
        "opening": opening_sentence(stored.kind),
        "lines": said_lines(declaration_of(stored)),
        "sent_at": moment_text(stored.submitted_at),
        "sent_iso": stored.submitted_at.isoformat(timespec="seconds"),
        "email": stored.email,
        "advice": advice_of(stored),
        "shop_url": get_adapter().get_shop().url,
    }
    return framed_page(request, "django_trust/policies/withdraw_done.html", context)


def _done_title(kind: str) -> str:
    if kind == RequestKind.WITHDRAWAL:
        return _("We have received your withdrawal")
    return _("We have received your return request")


@require_safe
def withdrawal_form(request: HttpRequest) -> HttpResponse:
    """Show the model withdrawal form to print: Directive 2011/83/EU, Annex I(B)."""
    title = pgettext("model withdrawal form", "Model withdrawal form")
    context = {"title": title, "trader": trader_lines(), "email": get_adapter().get_shop().email}
    return framed_page(request, "django_trust/policies/withdrawal_form.html", context)
