"""Where webhooks go and what signs them: ``FOLLOWUPS_WEBHOOK``, read and judged."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import http.client
import ssl
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from django_trust.conf import trust_settings

PREFIX = "whsec_"
SECRET_BYTES = range(24, 65)  # Standard Webhooks 1.0.0, "Signature scheme"
CONNECT_TIMEOUT = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that takes webhooks, and the secret shared with it."""

    parts: SplitResult
    secret: bytes

    @property
    def path(self) -> str:
        query = f"?{self.parts.query}" if self.parts.query else ""
        return str(iri_to_uri((self.parts.path or "/") + query))

    def connection(self) -> http.client.HTTPConnection:
        """Return a connection that is not open yet. No proxy takes part; certificates are verified."""
        host = self.parts.hostname or ""
        if self.parts.scheme == "http":
            return http.client.HTTPConnection(host, self.parts.port, timeout=CONNECT_TIMEOUT)
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, self.parts.port, timeout=CONNECT_TIMEOUT, context=context)

    def signature(self, identifier: str, timestamp: int, body: bytes) -> str:
        """Return the value of ``webhook-signature``."""
        signed = hmac.digest(self.secret, f"{identifier}.{timestamp}.".encode() + body, hashlib.sha256)
        return f"v1,{base64.b64encode(signed).decode()}"


def webhook_problem() -> str:
    """Return in words for staff what is wrong with ``FOLLOWUPS_WEBHOOK``; empty for nothing."""
    values = trust_settings.followups_webhook
    if not values:
        return _("DJANGO_TRUST['FOLLOWUPS_WEBHOOK'] does not say where webhooks go.")
    if _secret(values["secret"]) is None:
        return _("The secret of DJANGO_TRUST['FOLLOWUPS_WEBHOOK'] is not base64 of 24 to 64 bytes.")
    parts = _parts(values["url"])
    if parts is None:
        return _("The address of DJANGO_TRUST['FOLLOWUPS_WEBHOOK'] cannot be read.")
    if "@" in parts.netloc:
        return _("The address of DJANGO_TRUST['FOLLOWUPS_WEBHOOK'] must not hold a user name or password.")
    if parts.scheme != "https" and not (settings.DEBUG or _is_loopback(parts.hostname or "")):
        return _("The address of DJANGO_TRUST['FOLLOWUPS_WEBHOOK'] must begin with https://.")
    return ""


def webhook_endpoint() -> Endpoint | None:
    """Return where webhooks go; None while the settings have a ``webhook_problem``."""
    values = trust_settings.followups_webhook
    parts, secret = _parts(values.get("url", "")), _secret(values.get("secret", ""))
    if webhook_problem() or parts is None or secret is None:
        return None
    return Endpoint(parts, secret)


def _parts(url: str) -> SplitResult | None:
    if not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        return parts if parts.scheme in ("https", "http") and parts.hostname and parts.port != 0 else None
    except ValueError:  # a port that is none, "http://["
        return None


def _secret(text: str) -> bytes | None:
    bare = text.removeprefix(PREFIX).rstrip("=")
    try:
        secret = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    return secret if len(secret) in SECRET_BYTES else None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
