"""The frames around the widgets on the library's own pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _

from django_trust.l10n.formats import format_duration
from django_trust.pages import frame, framed_page
from django_trust.rendering import render_widget
from django_trust.reviews.blocks import vote_form
from django_trust.reviews.card_list import list_context
from django_trust.reviews.cards import ReviewCard
from django_trust.reviews.forms import ReviewForm
from django_trust.shop.adapter import get_adapter
from django_trust.shop.models import Item

VOTE_FORM = "trust-vote-one"


def name_and_url(obj: Model | None) -> tuple[str, str]:
    """Return what the shop calls a thing now, in the reader's language; an item's snapshot if it is gone."""
    if isinstance(obj, Item):
        host = obj.host_object()
        if host is None or isinstance(host, Item):  # gone, or the shop itself
            named = host or obj
            return named.name, named.url
        obj = host
    adapter = get_adapter()
    return ("", "") if obj is None else (adapter.get_name(obj), adapter.get_url(obj))


def too_fast(seconds: int) -> str:
    text = _(
        "Too many requests came from you in a short time. "
        "Please wait %(time)s and try again. Nothing was lost."
    )
    return text % {"time": format_duration(max(timedelta(seconds=seconds), timedelta(minutes=1)))}


def list_html(cards: list[ReviewCard], request: HttpRequest | None = None) -> str:
    """Return reviews as the list shows them; with a request, also their buttons."""
    context = list_context(cards, VOTE_FORM)
    if request is None:
        return render_widget("django_trust/reviews/list.html", {**context, "root": "", "voting": ""})
    return render_widget("django_trust/reviews/list.html", context) + vote_form(VOTE_FORM, request)


def form_page(
    request: HttpRequest, product: Model | None, form: ReviewForm, *, status: int = 200, **extra: str
) -> HttpResponse:
    form_html = render_widget(
        "django_trust/reviews/form.html",
        {**frame(), "form": form, "action": request.path, "csrf_token": get_token(request), **extra},
    )
    name, url = name_and_url(product)
    context = {"title": _("Write a review"), "item_name": name, "item_url": url, "form_html": form_html}
    if "submit" in extra:
        context["title"] = _("Change your review")
    return page(request, "write", context, status=status)


def notice_page(
    request: HttpRequest, title: str, message: str, *, back_url: str = "", status: int = 200
) -> HttpResponse:
    return page(request, "notice", {"title": title, "message": message, "back_url": back_url}, status=status)


def page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return framed_page(request, f"django_trust/reviews/{name}.html", context, status=status)
