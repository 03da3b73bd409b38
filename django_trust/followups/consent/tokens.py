"""Signed links to unsubscribe and to choose, as they stand in every message.

All that matters is in the link: the keyed hash of the address, never the address itself, what the message
was for, and its language. Nothing is stored, and nothing expires: mailbox providers and people come back to a
message after months. Each page has a salt of its own, so that no link passes for another.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from django_trust.followups.choices import MARKETING

UNSUBSCRIBE_SALT = "django_trust.unsubscribe"
PREFERENCES_SALT = "django_trust.preferences"
SEPARATOR = "_"  # two dots in an address look like an attack to some firewalls

LANGUAGE_MAX = 15


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever a message went to: the key of the address, the purpose (empty: all that needs consent) and
    the language of the message (may be empty)."""

    key: str
    purpose: str = ""
    language: str = ""


def unsubscribe_url(key: str, purpose: str, language: str = "") -> str:
    """Return the path that stops messages of ``purpose`` to an address; an empty one stands for all of them.

    ``key`` is ``email_key(address)``. RFC 8058 wants it in ``List-Unsubscribe``, behind https and the host.
    Raises ``ValueError`` for a purpose nobody can object to, such as news of an order.
    """
    if purpose and purpose not in MARKETING:
        raise ValueError(f"Nobody can unsubscribe from {purpose!r}; there are {', '.join(MARKETING)}.")
    return reverse("trust:mail-unsubscribe", args=[_token(UNSUBSCRIBE_SALT, Reader(key, purpose, language))])


def preferences_url(key: str, language: str = "") -> str:
    """Return the path where the owner of an address chooses what to get."""
    return reverse("trust:mail-preferences", args=[_token(PREFERENCES_SALT, Reader(key, "", language))])


def reader_of_unsubscribe(token: str) -> Reader | None:
    """Return whom a link to unsubscribe was made for; None for a broken or forged one."""
    return _read(UNSUBSCRIBE_SALT, token)


def reader_of_preferences(token: str) -> Reader | None:
    return _read(PREFERENCES_SALT, token)


def language_of_broken(token: str) -> str:
    """Return the language a broken link speaks, as far as it can be made out; empty otherwise.

    Anybody may have written it: it is good for choosing the words of a page, and for nothing else.
    """
    _purpose, _separator, rest = token.partition(SEPARATOR)
    language, separator, _key = rest.partition(SEPARATOR)
    return language if separator and len(language) <= LANGUAGE_MAX else ""


def _token(salt: str, reader: Reader) -> str:
    if not reader.key:
        raise ValueError("A link needs the key of an address.")
    return Signer(salt=salt).sign(SEPARATOR.join((str(reader.purpose), reader.language, reader.key)))


def _read(salt: str, token: str) -> Reader | None:
    try:
        purpose, language, key = Signer(salt=salt).unsign(token).split(SEPARATOR)
    except (BadSignature, ValueError):
        return None
    return Reader(key, purpose, language) if not purpose or purpose in MARKETING else None
