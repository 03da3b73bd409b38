"""Where a ``Location`` header leads, read as strictly as it must be to say "the same host"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.utils.translation import gettext_lazy as _

from django_trust.badges.probes.answers import HttpAnswer
from django_trust.badges.probes.targets import Target

# Redirects of the encrypted address that are not followed: ``redirect_`` and a ``Way``, or their number.
MESSAGES = {
    "redirect_in_clear": _("The encrypted address leads to one without encryption, %(where)s."),
    "redirect_elsewhere": _("The address leads to another host, %(where)s, which was not visited."),
    "redirect_unclear": _("The address leads to one that cannot be read reliably: %(where)s"),
    "redirect_loop": _("The address leads in a circle."),
    "redirect_too_many": _("The address leads on more than %(most)s times."),
}

REDIRECTS = frozenset({301, 302, 303, 307, 308})
SHOWN = 100  # characters of a foreign host that a finding names
PORTS = {"http": 80, "https": 443}
# A browser reads more than these, and not always what urllib reads: those are called unclear.
WEB_ADDRESS = re.compile(r"(?:https?:)?//[^/?#]+(?:[/?#].*)?", re.IGNORECASE)
OWN_PATH = re.compile(r"/(?!/).*|[?#].*|[^/?#:]+(?:[/?#].*)?")
ASCII = "".join(map(chr, range(128)))
PRINTABLE = re.compile(r"[!-\[\]-~]+")  # no blank, no control character, no backslash


class Way(StrEnum):
    """Kinds of redirect, seen from one host."""

    HERE = "here"
    IN_CLEAR = "in_clear"
    ELSEWHERE = "elsewhere"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a redirect leads: ``path`` (with query) on this very host over https, or ``where`` else."""

    way: Way
    path: str = ""
    where: str = ""


def redirect_of(answer: HttpAnswer) -> str:
    """Return the ``Location`` of a redirect, empty for any other answer."""
    return answer.get("location") if answer.status in REDIRECTS else ""


def next_stop(location: str, *, target: Target, secure: bool, path: str = "/") -> Stop:
    """Return where that header leads from ``path`` of the host, over https (``secure``) or http."""
    location = _in_ascii(location.strip(" \t"))
    shown = location[:SHOWN]
    if not PRINTABLE.fullmatch(location) or not (
        WEB_ADDRESS.fullmatch(location) or OWN_PATH.fullmatch(location)
    ):
        return Stop(Way.UNCLEAR, where=shown)
    own = {"https": (_normal(target.name), target.https), "http": (_normal(target.name), target.http)}
    scheme = "https" if secure else "http"
    try:
        url = urlsplit(urljoin(f"{scheme}://{target.name}:{own[scheme][1]}{path}", location))
        is_here = _host_of(url) == own[url.scheme]
    except ValueError:
        return Stop(Way.UNCLEAR, where=shown)
    where = url.netloc.rpartition("@")[2][:SHOWN]
    if url.scheme == "http":
        return Stop(Way.IN_CLEAR, where=where)
    if not is_here:
        return Stop(Way.ELSEWHERE, where=where)
    if "@" in url.netloc:
        return Stop(Way.UNCLEAR, where=shown)
    return Stop(Way.HERE, path=(url.path or "/") + (f"?{url.query}" if url.query else ""))


def _in_ascii(location: str) -> str:
    """Servers write paths in UTF-8 too, which arrives as Latin-1."""
    return quote(location.encode("latin-1", "replace"), safe=ASCII)


def _host_of(url: SplitResult) -> tuple[str, int]:
    port = url.port
    return _normal(url.hostname or ""), PORTS[url.scheme] if port is None else port


def _normal(name: str) -> str:
    """The one spelling of an IP address; a name in lower case."""
    try:
        return ip_address(name.strip("[]")).compressed
    except ValueError:
        return name.lower()
