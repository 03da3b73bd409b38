"""The page of one request: what was declared, as it came, and the buttons that are left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from django_trust.l10n.formats import format_date
from django_trust.l10n.locales import current_language, direction, html_lang, language_name
from django_trust.policies.choices import RequestState
from django_trust.policies.models import WithdrawalRequest
from django_trust.policies.withdrawals import services
from django_trust.policies.withdrawals.admin_columns import UNSETTLED, due_mark, moment_words, state_mark
from django_trust.policies.withdrawals.mails import remarks
from django_trust.policies.withdrawals.statements import digest_of

MISSING = "–"


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note for colleagues"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class OrderForm(forms.Form):
    reference = forms.CharField(label=pgettext_lazy("return request", "Order number"), max_length=64)


@dataclass(frozen=True, slots=True)
class Decision:
    """One button. ``decide`` takes ``request``, ``by`` and the fields of ``form``."""

    form: type[forms.Form]
    decide: Callable[..., object]
    done: str | Promise
    title: str | Promise
    label: str | Promise
    is_open: Callable[[WithdrawalRequest], bool]


def _refund(**arguments: Any) -> object:
    return services.settle_withdrawal(state=RequestState.REFUNDED, **arguments)


def _decline(**arguments: Any) -> object:
    return services.settle_withdrawal(state=RequestState.DECLINED, **arguments)


DECISIONS: dict[str, Decision] = {
    "link": Decision(
        OrderForm,
        services.link_withdrawal,
        gettext_lazy("The request belongs to that order now."),
        gettext_lazy("Which order is it?"),
        gettext_lazy("Save the order"),
        lambda request: request.purchase is None,
    ),
    "goods_back": Decision(
        NoteForm,
        services.mark_goods_back,
        gettext_lazy("The goods are marked as back."),
        pgettext_lazy("return request", "Goods are back"),
        gettext_lazy("The goods are here"),
        lambda request: request.goods_back_at is None and request.state in UNSETTLED,
    ),
    "refund": Decision(
        NoteForm,
        _refund,
        gettext_lazy("The request is settled: refunded."),
        pgettext_lazy("return request", "Refunded"),
        gettext_lazy("The money is paid back"),
        lambda request: request.state != RequestState.REFUNDED,
    ),
    "decline": Decision(
        NoteForm,
        _decline,
        gettext_lazy("The request is settled: declined."),
        pgettext_lazy("return request", "Decline"),
        gettext_lazy("Decline the request"),
        lambda request: request.state in UNSETTLED,
    ),
}


class Row(NamedTuple):
    label: str
    value: Any


def request_context(request: WithdrawalRequest, *, may_settle: bool) -> dict[str, Any]:
    """Return the variables of a request's page."""
    return {
        "stored": request,
        "lang": html_lang(request.language),
        "dir": direction(request.language),
        "state": state_mark(request),
        "remarks": [*remarks(request), *_problems(request)],
        "facts": _facts(request),
        "decisions": _decisions(request) if may_settle else [],
        "decide_url": reverse("admin:trust_withdrawalrequest_decide", args=[request.pk]),
    }


def _problems(request: WithdrawalRequest) -> list[str]:
    found = []
    if request.acknowledged_at is None:
        found.append(_("The acknowledgement has not been sent. Write to the sender if it stays so."))
    if digest_of(request.statement) != request.digest:
        found.append(_("The statement is not what was sent: somebody has changed it in the database."))
    return found


def _facts(request: WithdrawalRequest) -> list[Row]:
    deadline = format_date(request.deadline) if request.deadline else pgettext("return request", "not known")
    by = pgettext("return request", "the form for everybody")
    if request.by_link:
        by = pgettext("return request", "the order's own page")
    moments = [
        (pgettext("return request", "Submitted"), request.submitted_at),
        (pgettext("return request", "Acknowledged"), request.acknowledged_at),
        (pgettext("return request", "Goods back"), request.goods_back_at),
        (pgettext("return request", "Settled"), request.settled_at),
    ]
    return [
        Row(pgettext("return request", "Kind"), request.get_kind_display()),
        Row(pgettext("return request", "Sent by"), by),
        Row(pgettext("return request", "Language"), language_name(request.language, current_language())),
        Row(pgettext("return request", "Country"), request.country or MISSING),
        Row(pgettext("return request", "Last day in time"), deadline),
        Row(pgettext("return request", "Refund due"), due_mark(request)),
        *(Row(label, moment_words(moment) if moment else MISSING) for label, moment in moments),
        Row(pgettext("return request", "Handled by"), str(request.handled_by or MISSING)),
        Row("SHA-256", request.digest),
    ]


def _decisions(request: WithdrawalRequest) -> list[dict[str, Any]]:
    return [
        {"name": name, "title": each.title, "label": each.label, "form": each.form(auto_id=f"{name}_%s")}
        for name, each in DECISIONS.items()
        if each.is_open(request)
    ]
