"""Addresses, telephone numbers and accounts by which somebody wants to be reached, or exposes somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from django_trust.l10n.formats import format_list, format_number
from django_trust.reviews.flagging.base import Finding, Signal, Submission
from django_trust.reviews.flagging.wording import plain
from django_trust.reviews.models import RejectionReason

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}(?!\w)")
SPELLED_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{2,40} ?(?:\(at\)|\[at\]|\{at\}| at ) ?"
    r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|proton|protonmail|gmx|mail) ?"
    r"(?:\.|\(dot\)|\[dot\]|dot) ?(?:com|net|de|me)\b"
)
DIGITS = re.compile(r"\d[ .()/-]{0,2}\d")
# Up to 17 digits in one piece with the usual signs between them.
NUMBER = re.compile(r"(?<![\w.,/-])\+?\(?\d(?:[ .()/-]{0,2}\d){4,16}(?![\w%€£$])")
AMERICAN = re.compile(r"(?:\+?1[ .-])?\(?[2-9]\d{2}\)?[ .-]\d{3}[ .-]\d{4}")
CUE = re.compile(
    r"\b(?:call|ring|phone|tel|telephone|mobile|mob|cell|fax|whatsapp|whats|wa|zap|viber|sms|txt|text|ligue|"
    r"telefone|fone|celular|llama|llame|telefono|móvil|appelez|téléphone|anrufen|telefon|ruf|handy|hubungi|"
    r"telp|hp|nomor|helista|helistage|mob\.|اتصل|هاتف|جوال|موبايل|واتساب|واتس|رقم|للتواصل)\b"
)
# What else has many digits: a book, a bar code, an order.
OTHER_CUE = re.compile(
    r"\b(?:isbn|ean|gtin|upc|sku|imei|serial|order|pedido|commande|bestellung|bestellnummer|pesanan|resi|"
    r"tellimus\w*|الطلب|طلب)\b"
)
CUE_REACH = 30  # characters between the cue and the number
SHORT_CODE = re.compile(
    r"\b(?:txt|text|sms|send|reply|ketik|kirim|envia|envie|envía|saada|sende|envoyez|أرسل|ارسل)\b"
    r"[^\n]{0,40}? (?:to|ke|para|al|an|au|no|numbrile|إلى|الى)[ :]{1,2}(\d{4,6})(?!\d)"
)
HANDLE = re.compile(
    r"\b(?:whatsapp|telegram|wechat|weixin|viber|skype|kik|snapchat|instagram|insta|ig|discord|facebook|"
    r"tiktok|line id|واتساب|تلغرام|تيليجرام|انستغرام|انستقرام|سناب)\b ?(?:id|user|username)? ?"
    r"(?::|=|@|: @) ?@?[\w.]{3,30}"
)
WEIGHT, MORE = 45, 10


def look(submission: Submission) -> Finding | None:
    """Count what could reach a person. What was found is not copied into the details: it is personal data."""
    text = plain(submission.shown)
    counts = {
        "emails": count_emails(text),
        "phones": len(set(phone_numbers(text))),
        "accounts": sum(1 for _match in HANDLE.finditer(text)),
    }
    total = sum(counts.values())
    if not total:
        return None
    return Finding("contact", min(WEIGHT + MORE * (total - 1), 75), RejectionReason.PERSONAL_DATA, counts)


def count_emails(text: str) -> int:
    found = {match[0] for match in EMAIL.finditer(text)} if "@" in text else set()
    return len(found | {match[0] for match in SPELLED_EMAIL.finditer(text)})


def phone_numbers(text: str) -> Iterator[str]:
    """Yield the digits of what is a telephone number by its form or by the word in front of it."""
    if not DIGITS.search(text):
        return
    for match in NUMBER.finditer(text):
        digits = "".join(filter(str.isdecimal, match[0]))
        before = text[max(0, match.start() - CUE_REACH) : match.start()]
        if not OTHER_CUE.search(before) and (_has_form(match[0], digits) or _has_cue(before, digits)):
            yield digits
    for match in SHORT_CODE.finditer(text):
        yield match[1]


def _has_form(written: str, digits: str) -> bool:
    """International, national with a leading zero, or North American.

    Bar codes begin with zeros too: what is as long as they are must be written in groups.
    """
    if written.startswith("+"):
        return 9 <= len(digits) <= 15
    longest = 11 if written.isdecimal() else 17 if digits.startswith("00") else 12
    national = digits.startswith("0") and 10 <= len(digits) <= longest
    return national or bool(AMERICAN.fullmatch(written))


def _has_cue(before: str, digits: str) -> bool:
    return 7 <= len(digits) <= 15 and CUE.search(before) is not None


def sentence(details: Mapping[str, Any]) -> str:
    emails, phones, accounts = (int(details[kind]) for kind in ("emails", "phones", "accounts"))
    wordings = (
        (emails, ngettext("%(number)s e-mail address", "%(number)s e-mail addresses", emails)),
        (phones, ngettext("%(number)s telephone number", "%(number)s telephone numbers", phones)),
        (
            accounts,
            ngettext("%(number)s messenger account", "%(number)s messenger accounts", accounts),
        ),
    )
    found = [wording % {"number": format_number(number)} for number, wording in wordings if number]
    return _("Holds contact data: %(found)s.") % {"found": format_list(found)}


CONTACT = Signal(look, pgettext_lazy("signal", "Contact data"), sentence)
