"""Mails to shoppers: plain text from two templates, in the language of whoever reads them.

A mail server that is down is logged and breaks nothing.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import override

from django_trust.l10n.locales import html_lang, pick_language
from django_trust.links import base_url
from django_trust.rendering import render_widget
from django_trust.shop.adapter import ShopIdentity, get_adapter
from django_trust.text import without_controls

logger = logging.getLogger("django_trust")

EMPTY_LINES = re.compile(r"\n\s*\n\s*\n")
# Given scheme and host, what a template says beyond the shop's name; called in the mail's language.
Facts = Callable[[str], Mapping[str, Any]]


def send_to_shopper(kind: str, *, room: str, to: str, language: str, facts: Facts) -> bool:
    """Write a mail in the best language this site has, send it, and return whether the server took it.

    The templates are ``django_trust/<room>/email/<kind>_subject.txt`` and ``..._body.txt``. They get what
    ``facts`` return, ``shop_name`` and ``shop_email``. Nothing is sent where nobody knows the address of
    this site.
    """
    language = mail_language(language)
    with override(language):
        shop = get_adapter().get_shop()
        base = base_url(shop.url)
        if not base:
            warn_without_address(kind)
            return False
        context = {"shop_name": one_line(shop.name), "shop_email": shop.email, **facts(base)}
        subject = one_line(_render(room, f"{kind}_subject", context))
        body = EMPTY_LINES.sub("\n\n", _render(room, f"{kind}_body", context)).strip() + "\n"
    return _deliver(_message(subject, body, to, language, shop), kind)


def mail_language(code: str) -> str:
    """Return the language of this site that comes nearest to ``code``."""
    return pick_language(dict(settings.LANGUAGES), code) or settings.LANGUAGE_CODE


def one_line(text: str) -> str:
    """Return ``text`` as a subject can hold it: a line break in a name adds no header."""
    return " ".join(without_controls(text).split())


def _render(room: str, name: str, context: Mapping[str, Any]) -> str:
    return str(render_widget(f"django_trust/{room}/email/{name}.txt", dict(context)))


def _message(subject: str, body: str, to: str, language: str, shop: ShopIdentity) -> EmailMessage:
    # RFC 3834: no vacation notice answers what a machine has sent. RFC 3282: the language.
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": html_lang(language)}
    reply_to = [shop.email] if shop.email else None
    return EmailMessage(subject=subject, body=body, to=[to], reply_to=reply_to, headers=headers)


def _deliver(message: EmailMessage, kind: str) -> bool:
    try:
        return bool(message.send())
    except Exception:  # whatever a backend raises: what the mail is about is done
        logger.exception("The mail %r could not be sent.", kind)
        return False


@cache
def warn_without_address(kind: str) -> None:
    """Say once per kind and process why no mail goes out."""
    logger.warning(
        "The mail %r was not sent: its links need the address of this site. Return an absolute url from "
        "get_shop() of your adapter, such as https://shop.example/.",
        kind,
    )
