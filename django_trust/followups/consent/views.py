"""The two pages behind the links of every message: unsubscribe, and choose what to get. No login, no cookie.

Opening a link changes nothing, whoever opens it: mail scanners open them all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import override, pgettext
from django.views.decorators.csrf import csrf_exempt

from django_trust.edges import posted, writing_view
from django_trust.followups.choices import MARKETING
from django_trust.followups.consent.ledger import concerned
from django_trust.followups.consent.preferences import (
    preferences_of,
    purpose_label,
    save_preferences,
    standing_for,
)
from django_trust.followups.consent.rekeying import current_key
from django_trust.followups.consent.services import record_opt_out
from django_trust.followups.consent.tokens import (
    Reader,
    language_of_broken,
    preferences_url,
    reader_of_preferences,
    reader_of_unsubscribe,
)
from django_trust.l10n.formats import format_duration
from django_trust.l10n.locales import current_language, html_lang
from django_trust.mailing import mail_language
from django_trust.pages import framed_page
from django_trust.shop.adapter import get_adapter
from django_trust.throttling import seconds_to_wait

# What a mailbox provider sends when somebody presses its button (RFC 8058, section 3.1).
ONE_CLICK = ("List-Unsubscribe", "One-Click")
UNREADABLE = (BadRequest, SuspiciousOperation, MultiPartParserError, OSError)


@login_not_required
@writing_view("GET", "HEAD", "POST", guard=csrf_exempt)
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop messages: a page with a button for people, one POST for mailbox providers (RFC 8058).

    Neither token nor throttle nor redirect stands in the way: the signed link alone says who and what.
    """
    reader = reader_of_unsubscribe(token)
    if reader is None:
        return _broken_link(request, token)
    reader = replace(reader, key=current_key(reader.key))
    with override(_language(reader.language)):
        if request.method == "POST":
            return _stop(request, reader)
        return _unsubscribe_page(request, reader)


def _stop(request: HttpRequest, reader: Reader) -> HttpResponse:
    data = _sent(request)
    button = data.get("stop") if data.get(ONE_CLICK[0]) != ONE_CLICK[1] else None
    purpose = "" if button == "all" else reader.purpose
    record_opt_out(key=reader.key, purpose=purpose, source="unsubscribe page" if button else "one-click")
    return _unsubscribe_page(request, reader) if button else HttpResponse(content_type="text/plain")


def _sent(request: HttpRequest) -> QueryDict:
    """Return the form that was sent; empty for one that cannot be read: whoever sends it means to stop."""
    try:
        return request.POST
    except UNREADABLE:
        return QueryDict()


def _unsubscribe_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    standing = standing_for(reader.key)
    stopped = all(standing.has_objected(purpose) for purpose in concerned(reader.purpose))
    context = {
        "title": pgettext("mail", "You are unsubscribed") if stopped else pgettext("mail", "Unsubscribe"),
        "purpose": purpose_label(reader.purpose) if reader.purpose else "",
        "stopped": stopped,
        "stopped_all": all(standing.has_objected(purpose) for purpose in MARKETING),
        "action": request.path,
        "preferences_url": preferences_url(reader.key, reader.language),
    }
    return _page(request, "unsubscribe", context)


@login_not_required
@writing_view("GET", "HEAD", "POST")
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Choose what to get, with a box for each purpose."""
    reader = reader_of_preferences(token)
    if reader is None:
        return _broken_link(request, token)
    reader = replace(reader, key=current_key(reader.key))
    with override(_language(reader.language)):
        data = posted(request)
        if data is None:
            return _preferences_page(request, reader)
        return _save(request, reader, data)


def _save(request: HttpRequest, reader: Reader, data: QueryDict) -> HttpResponse:
    """Keep what was chosen. Objections are never throttled; what they leave is asked for once more."""
    wanted = set() if "nothing" in data else set(data.getlist("wanted")) & set(MARKETING)
    shown = set(data.getlist("shown"))
    wait = seconds_to_wait(request, "answer") if wanted - shown else 0
    save_preferences(reader.key, wanted=wanted, shown=shown, may_agree=not wait)
    if wait:
        return _preferences_page(request, reader, notice=_too_fast(wait), ticked=wanted, status=429)
    return _preferences_page(request, reader, saved=True)


def _too_fast(seconds: int) -> str:
    text = pgettext(
        "mail",
        "What you switched off is saved, what you switched on is not: too many requests came from you in a "
        "short time. Please wait %(time)s and save again.",
    )
    return text % {"time": format_duration(max(timedelta(seconds=seconds), timedelta(minutes=1)))}


def _preferences_page(
    request: HttpRequest,
    reader: Reader,
    *,
    saved: bool = False,
    notice: str = "",
    ticked: set[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = preferences_of(reader.key)
    context = {
        "title": pgettext("mail", "Messages you get from us"),
        "choices": found.choices,
        "ticked": {choice.purpose for choice in found.choices if choice.is_on} if ticked is None else ticked,
        "bounced": found.bounced,
        "saved": saved,
        "notice": notice,
        "action": request.path,
    }
    return _page(request, "preferences", context, status=status)


def _language(code: str) -> str:
    return mail_language(code) if code else current_language()


def _broken_link(request: HttpRequest, token: str) -> HttpResponse:
    with override(_language(language_of_broken(token))):
        title, email = pgettext("mail", "This link does not work"), get_adapter().get_shop().email
        return _page(request, "unsubscribe_broken", {"title": title, "email": email}, status=404)


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    context = {"shop_name": get_adapter().get_shop().name, **context}
    response = framed_page(request, f"django_trust/followups/{name}.html", context, status=status)
    response["Content-Language"] = html_lang(current_language())
    response["X-Robots-Tag"] = "noindex"
    # The address of the page is the right to change things: it goes to nobody else.
    response["Referrer-Policy"] = "same-origin"
    return response
