"""Whether the cookies a first visit to the home page brings have the attributes that protect them.

The rules are those of RFC 6265bis. Other pages may set other cookies; the words say what was looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.http import parse_http_date_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from django_trust.badges.choices import Outcome
from django_trust.badges.findings import Finding
from django_trust.badges.probes.reading import home_page, listed

if TYPE_CHECKING:
    from django_trust.badges.probes.snapshot import HostSnapshot

HOST_PREFIX, SECURE_PREFIX = "__Host-", "__Secure-"
SAME_SITE = frozenset({"strict", "lax", "none"})

MESSAGES: dict[str, Any] = {
    "cookies_none": _("A first visit to the home page sets no cookie."),
    "cookies_passed": ngettext_lazy(
        "A first visit to the home page sets %(number)s cookie, with the attributes that protect it: "
        "%(cookies)s.",
        "A first visit to the home page sets %(number)s cookies, with the attributes that protect them: "
        "%(cookies)s.",
        "number",
    ),
    "cookies_weak": _("Cookies of the home page lack attributes that protect them: %(cookies)s."),
    "cookies_domain": _(
        "Browsers refuse cookies of the home page, because their names do not go with Domain: %(cookies)s."
    ),
}


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie as a browser reads it: its name, and attributes in lower case. The value is not kept."""

    name: str
    attributes: Mapping[str, str]

    @property
    def label(self) -> str:
        return self.name or "="  # a cookie may have no name

    @property
    def is_for_host(self) -> bool:
        return self.name.lower().startswith(HOST_PREFIX.lower())


def check_cookies(snapshot: HostSnapshot) -> Finding:
    """Judge every cookie the home page sets. May raise ``Trouble``."""
    set_here = [read_cookie(value) for value in home_page(snapshot).all("set-cookie")]
    return judge([cookie for cookie in set_here if not _is_removed(cookie, snapshot.now)])


def read_cookie(header: str) -> Cookie:
    """Return the cookie of one ``Set-Cookie`` header. Never raises."""
    pair, *parts = header.split(";")
    name, equals, _value = pair.partition("=")
    attributes = {}
    for part in parts:  # the last of several counts
        attribute, _equals, value = part.partition("=")
        attributes[attribute.strip().lower()] = value.strip()
    return Cookie(name.strip() if equals else "", attributes)


def judge(cookies: list[Cookie]) -> Finding:
    """Return the verdict on cookies that were set together."""
    if not cookies:
        return Finding(Outcome.PASSED, "cookies_none")
    weak = [f"{cookie.label} ({', '.join(lacks)})" for cookie in cookies if (lacks := list(_lacking(cookie)))]
    if weak:
        return Finding(Outcome.FAILED, "cookies_weak", {"cookies": listed(weak)})
    shared = [cookie.label for cookie in cookies if cookie.is_for_host and cookie.attributes.get("domain")]
    if shared:
        return Finding(Outcome.FAILED, "cookies_domain", {"cookies": listed(shared)})
    return Finding(Outcome.PASSED, "cookies_passed", _facts(cookie.label for cookie in cookies))


def _facts(names: Iterable[str]) -> dict[str, str | int]:
    different = sorted(set(names))
    return {"number": len(different), "cookies": listed(different)}


def _lacking(cookie: Cookie) -> Iterator[str]:
    """The attributes a cookie should have and has not, as they are written in the header."""
    if "secure" not in cookie.attributes:
        yield "Secure"
    if "httponly" not in cookie.attributes and _holds_session(cookie):
        yield "HttpOnly"
    if cookie.attributes.get("samesite", "").lower() not in SAME_SITE:
        yield "SameSite"
    if cookie.is_for_host and cookie.attributes.get("path") != "/":
        yield "Path=/"


def _holds_session(cookie: Cookie) -> bool:
    session = settings.SESSION_COOKIE_NAME
    return cookie.name in (session, HOST_PREFIX + session, SECURE_PREFIX + session)


def _is_removed(cookie: Cookie, now: datetime) -> bool:
    """Whether the header only deletes a cookie an earlier visit may have left."""
    max_age = cookie.attributes.get("max-age", "")
    if max_age.removeprefix("-").isdecimal():
        return max_age.startswith("-") or not max_age.strip("0")
    expires = parse_http_date_safe(cookie.attributes.get("expires", ""))
    return expires is not None and expires < now.timestamp()
