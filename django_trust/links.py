"""Absolute addresses for what leaves the site: the links in mails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Served:
    """Scheme and host of the request being served, and whether shoppers can reach that host."""

    origin: str
    public: bool


_served: ContextVar[Served | None] = ContextVar("django_trust_served", default=None)


@contextmanager
def serving(request: HttpRequest, *, public: bool = True) -> Iterator[None]:
    """Let mails sent meanwhile link to the host this request came to.

    Pages for staff say ``public=False``: shoppers may not reach the host they are on, so it only serves
    when the shop's own address is unknown. Raises ``DisallowedHost``, which Django answers with a 400,
    for a host that is not in ``ALLOWED_HOSTS``.
    """
    token = _served.set(Served(origin_of(request.build_absolute_uri("/")), public))
    try:
        yield
    finally:
        _served.reset(token)


def base_url(default: str) -> str:
    """Return scheme and host for links, without a slash at the end; empty when neither is known.

    ``default`` is the shop's own address, for what no request has caused.
    """
    served, own = _served.get(), origin_of(default)
    if served is None:
        return own
    return served.origin if served.public else own or served.origin


def origin_of(url: str) -> str:
    """Return scheme and host of an absolute web address, else an empty text."""
    try:
        parts = urlsplit(url)
    except ValueError:  # "http://["
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""
