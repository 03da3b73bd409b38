"""Normalising what people type: one rule for forms, API and imports."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

# Control characters without line feed and tab, byte order marks, bidirectional embeddings, overrides and
# isolates (they could reorder the text around a review), and the code points XML 1.0 forbids. Left and
# right marks, joiners and non-joiners stay: Arabic, Persian and emoji need them.
UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]"
)
LINE_BREAKS = re.compile("\r\n|[\r\u2028\u2029\x85\x0b\x0c]")
SURROGATES = re.compile("[\ud800-\udfff]")
# Characters that are letters or symbols to Unicode but show as empty space.
LOOKS_EMPTY = frozenset("\u3164\u115f\u1160\uffa0\u2800\u034f\u17b4\u17b5")
# Fully vocalised Arabic and decomposed Vietnamese need two marks on a letter, Tibetan up to five.
MOST_MARKS = 6
MANY_MARKS = re.compile(
    f"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{{{MOST_MARKS + 1},}}"
)


def is_blank(text: str) -> bool:
    """Whether a reader would see nothing: only spaces, invisible characters and empty-looking letters."""
    return all(char in LOOKS_EMPTY or unicodedata.category(char)[0] in "ZC" for char in text)


def without_controls(text: str) -> str:
    """Return ``text`` with plain line feeds and without characters that nobody typed on purpose."""
    return UNWANTED.sub("", LINE_BREAKS.sub("\n", text))


def clean_text(text: str, *, max_length: int, multiline: bool = True) -> str:
    """Return ``text`` as it is stored: without control characters, trimmed, blank as an empty text.

    ``max_length`` counts code points after cleaning. Raises ``ValidationError`` when the text is longer or
    holds a lone surrogate, which no encoding can carry. The text is otherwise kept as typed: it is plain
    text, escaped wherever it is rendered.
    """
    if SURROGATES.search(text):
        raise ValidationError(
            _("This text holds a broken character. Please type it again."), code="surrogate"
        )
    text = without_controls(text)
    if not multiline:
        text = " ".join(text.split("\n"))
    text = MANY_MARKS.sub(lambda match: match[0][:MOST_MARKS], text).strip()
    if is_blank(text):
        return ""
    require_length(text, max_length)
    return text


def require_length(text: str, limit: int) -> None:
    """Raise ``ValidationError`` when ``text`` has more than ``limit`` code points."""
    if len(text) > limit:
        raise ValidationError(
            ngettext_lazy(
                "Please shorten this to %(limit)d character; it has %(length)d.",
                "Please shorten this to %(limit)d characters; it has %(length)d.",
                "limit",
            ),
            code="max_length",
            params={"limit": limit, "length": len(text)},
        )


def normalize_email(email: str) -> str:
    """Return an address in the form that two spellings of one mailbox share: trimmed and lower case."""
    return email.strip().lower()


def email_key(email: str) -> str:
    """Return a keyed hash of an address, or an empty text: equal addresses can be matched, none read."""
    return keyed_hash("email", normalize_email(email)) if email.strip() else ""


def keyed_hash(purpose: str, value: str) -> str:
    """Return 32 hexadecimal digits of HMAC-SHA-256 under ``SECRET_KEY``, separate for each purpose."""
    return salted_hmac(f"django_trust.{purpose}", value, algorithm="sha256").hexdigest()[:32]
