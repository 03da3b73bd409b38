"""How often one client may do what: one budget for forms and API, kept in Django's default cache."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest

from django_trust.conf import trust_settings
from django_trust.setting_table import RATE
from django_trust.text import keyed_hash

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}


def client_address(request: HttpRequest) -> str:
    """Return the client's IP address, believing as many proxies as ``TRUSTED_PROXIES`` says."""
    proxies = trust_settings.trusted_proxies
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies and forwarded[0]:
        return str(forwarded[-min(proxies, len(forwarded))])
    return str(request.META.get("REMOTE_ADDR", ""))


def device_key(request: HttpRequest) -> str:
    """Return a keyed hash of address and browser: tells two devices apart without cookie or plain address."""
    return keyed_hash("device", f"{client_address(request)} {request.META.get('HTTP_USER_AGENT', '')}")


def seconds_to_wait(request: HttpRequest, scope: str) -> int:
    """Count one request of ``scope`` and return 0, or the seconds until the next one is allowed.

    A signed-in person is counted by account, everybody else by address. Windows are fixed, so that one
    atomic increment is enough and no request is lost between processes that share a cache.
    """
    rate = trust_settings.throttle.get(scope)
    match = RATE.fullmatch(rate or "")
    if match is None:
        return 0
    window = SECONDS[match[2]]
    now = time.time()
    who = f"u{request.user.pk}" if _is_signed_in(request) else client_address(request)
    key = f"django_trust:{scope}:{int(now // window)}:{keyed_hash('throttle', who)}"
    cache.add(key, 0, timeout=window)
    try:
        count = cache.incr(key)
    except ValueError:  # evicted between the two calls
        return 0
    return 0 if count <= int(match[1]) else int(window - now % window) + 1


def _is_signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated
