"""Serving ``/.well-known/security.txt`` (RFC 9116) out of the setting ``SECURITY_TXT``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.dateparse import parse_date, parse_datetime
from django.views.decorators.http import require_safe

from django_trust.badges.probes.security_txt import in_utc, is_contact
from django_trust.conf import trust_settings

CACHE_SECONDS = 3600
# Setting and field, in the order of the file; contact, expires and languages have rules of their own.
PLAIN_FIELDS = {
    "encryption": "Encryption",
    "acknowledgments": "Acknowledgments",
    "policy": "Policy",
    "hiring": "Hiring",
    "canonical": "Canonical",
    "csaf": "CSAF",
}


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Serve the file; 404 where the setting is empty, names no contact or has expired."""
    now, values = timezone.now(), trust_settings.security_txt
    text, expires = security_txt_of(values, now), expires_at(values)
    if text is None or expires is None:
        raise Http404
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["X-Content-Type-Options"] = "nosniff"
    seconds_left = int((expires - now).total_seconds())
    patch_cache_control(response, public=True, max_age=min(CACHE_SECONDS, seconds_left))
    return response


def security_txt_of(values: Mapping[str, Any], now: datetime) -> str | None:
    """Return the file for values of ``SECURITY_TXT`` at an aware moment, lines ended by LF.

    None where nothing may be served: no usable contact, no readable ``expires``, or one that is over. A value
    that would break its line is left out, and so is a contact that is no mailto:, https: or tel: address.
    """
    contacts = [value for value in values_of(values, "contact") if is_contact(value)]
    expires = expires_at(values)
    if not contacts or expires is None or expires <= now:
        return None
    lines = [f"Contact: {contact}" for contact in contacts]
    lines.append(f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}")
    if languages := values_of(values, "preferred_languages"):
        lines.append(f"Preferred-Languages: {', '.join(languages)}")
    for name, field in PLAIN_FIELDS.items():
        lines += [f"{field}: {value}" for value in values_of(values, name)]
    return "\n".join([*lines, ""])


def values_of(values: Mapping[str, Any], name: str) -> list[str]:
    """Return the values of a field that fit into one line each."""
    return [value.strip() for value in all_values_of(values, name) if is_one_line(value)]


def all_values_of(values: Mapping[str, Any], name: str) -> list[str]:
    """Return the values of a field as the shop wrote them: one text stands for a list of one."""
    given = values.get(name, [])
    return [given] if isinstance(given, str) else list(given)


def is_one_line(value: str) -> bool:
    """Whether a value says something and can be neither taken for two lines nor left unencoded."""
    return bool(value.strip()) and value.strip().isprintable()


def expires_at(values: Mapping[str, Any]) -> datetime | None:
    """Return ``expires`` as a whole second in UTC, None where it cannot be read.

    A day counts to its end in the time zone of the shop (``TIME_ZONE``), where a moment without a zone
    belongs too.
    """
    given = values.get("expires")
    if isinstance(given, str):
        given = _parse(given.strip())
    if not isinstance(given, date):
        return None
    moment = given if isinstance(given, datetime) else datetime.combine(given, time(23, 59, 59))
    if timezone.is_naive(moment):
        moment = moment.replace(tzinfo=timezone.get_default_timezone())
    return in_utc(moment).replace(microsecond=0)


def _parse(text: str) -> date | None:
    try:
        return parse_datetime(text) if len(text) > len("2030-01-31") else parse_date(text)
    except ValueError:  # no such day
        return None
