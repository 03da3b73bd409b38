"""Ways to reach the shop: which address each kind can have, and the link it makes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from babel import Locale, UnknownLocaleError
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from django_trust.shop.identity.models import WEB_ADDRESS, ChannelKind
from django_trust.shop.identity.registrations import ascii_digits

PHONE = re.compile(r"\+[1-9][0-9]{6,14}")  # ITU-T E.164
PHONE_SEPARATORS = re.compile(r"[\s().\u2010-\u2015/-]+")
TELEGRAM_NAME = re.compile(r"@[A-Za-z][A-Za-z0-9_]{3,31}")

ICONS = {
    ChannelKind.EMAIL: "mail",
    ChannelKind.PHONE: "phone",
    ChannelKind.CHAT: "chat",
    ChannelKind.WHATSAPP: "chat",
    ChannelKind.TELEGRAM: "chat",
    ChannelKind.FORM: "document",
    ChannelKind.VISIT: "map-pin",
}


def compact_phone(text: str) -> str:
    """Return a phone number as E.164 has it (``+3725551234``), or an empty text."""
    number = PHONE_SEPARATORS.sub("", ascii_digits(text))
    return number if PHONE.fullmatch(number) else ""


def web_address(text: str) -> str:
    """Return an http or https address, or an empty text for anything else."""
    try:
        WEB_ADDRESS(text)
    except ValidationError:
        return ""
    return text


def channel_url(kind: str, value: str) -> str:
    """Return what a link to the channel points to; empty for a visit, and for what is no such address."""
    make = LINKS.get(kind)
    return make(value.strip()) if make else ""


def _mailto(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError:
        return ""
    return f"mailto:{quote(value, safe='@+')}"


def _tel(value: str) -> str:
    number = compact_phone(value)
    return f"tel:{number}" if number else ""


def _whatsapp(value: str) -> str:
    number = compact_phone(value)
    return f"https://wa.me/{number[1:]}" if number else web_address(value)


def _telegram(value: str) -> str:
    return f"https://t.me/{value[1:]}" if TELEGRAM_NAME.fullmatch(value) else web_address(value)


LINKS: dict[str, Callable[[str], str]] = {
    ChannelKind.EMAIL: _mailto,
    ChannelKind.PHONE: _tel,
    ChannelKind.CHAT: web_address,
    ChannelKind.WHATSAPP: _whatsapp,
    ChannelKind.TELEGRAM: _telegram,
    ChannelKind.FORM: web_address,
}


def known_languages(codes: Any) -> tuple[str, ...]:
    """Return the codes of languages out of whatever is stored, as Django spells them, each once."""
    if not isinstance(codes, list | tuple):
        return ()
    known = (code.lower() for code in codes if isinstance(code, str) and is_language(code.lower()))
    return tuple(dict.fromkeys(known))


@lru_cache(maxsize=512)
def is_language(code: str) -> bool:
    """Whether a Django language code can be named."""
    try:
        Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True
