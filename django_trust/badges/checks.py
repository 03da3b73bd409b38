"""System checks of the badges room that look at ``SECURITY_TXT``."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.checks import CheckMessage, Error, Warning
from django.urls import Resolver404, resolve

from django_trust.badges.probes.security_txt import FAR_AHEAD, PATH, is_contact
from django_trust.badges.security_txt import (
    PLAIN_FIELDS,
    all_values_of,
    expires_at,
    is_one_line,
    security_txt,
)
from django_trust.conf import trust_settings

SOON = timedelta(days=30)


def check_security_txt_values(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Report values that cannot stand in the file (``trust.E009``)."""
    values = trust_settings.security_txt
    return [Error(text, hint=hint, id="trust.E009") for text, hint in _unusable(values)] if values else []


def _unusable(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    contacts = all_values_of(values, "contact")
    if not contacts:
        yield (
            "DJANGO_TRUST['SECURITY_TXT'] names no contact.",
            'Write "mailto:security@shop.example", or the https: address of a page with a form.',
        )
    for contact in contacts:
        if not is_contact(contact.strip()):
            yield (
                f"DJANGO_TRUST['SECURITY_TXT'] has a contact that is no address: {contact!r}.",
                'A contact begins with "mailto:", "https://" or "tel:".',
            )
    for name in ("preferred_languages", *PLAIN_FIELDS):
        for value in all_values_of(values, name):
            if not is_one_line(value):
                yield (
                    f"DJANGO_TRUST['SECURITY_TXT'] has a value that is no single line: {name} {value!r}.",
                    "Leave out empty texts, line breaks and characters that cannot be seen.",
                )
    if expires_at(values) is None:
        yield (
            f"DJANGO_TRUST['SECURITY_TXT'] has an expires that cannot be read: {values.get('expires')!r}.",
            'Write a date, an aware datetime, or a text such as "2030-01-31T12:00:00Z".',
        )


def check_security_txt_expiry(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Report a file that is over, will be soon, or promises more than a year (``trust.W007``)."""
    expires = expires_at(trust_settings.security_txt)
    if expires is None:
        return []
    now = datetime.now(UTC)  # without USE_TZ Django's own would be naive: trust.E007 says so
    day = f"{expires:%Y-%m-%d}"
    renew = "See that the values still hold, and set expires to a day within the next year."
    if expires <= now:
        text = f"security.txt is no longer served: it expired on {day}."
    elif expires <= now + SOON:
        text = f"security.txt expires on {day} and is not served after that."
    elif expires > now + FAR_AHEAD:
        text = f"security.txt expires on {day}, more than a year ahead."
        renew = "Set expires to a day within a year (RFC 9116, section 2.5.5), so that its readers trust it."
    else:
        return []
    return [Warning(text, hint=renew, id="trust.W007")]


def check_security_txt_url(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Report that ``SECURITY_TXT`` is set, but its address leads elsewhere (``trust.W008``)."""
    if not trust_settings.security_txt:
        return []
    try:
        view = resolve(PATH).func
    except Resolver404:
        text = f"DJANGO_TRUST['SECURITY_TXT'] is set, but no URL serves {PATH}."
    else:
        if inspect.unwrap(view) is inspect.unwrap(security_txt):
            return []
        text = f"DJANGO_TRUST['SECURITY_TXT'] is set, but another view serves {PATH}."
    hint = (
        'Add path(".well-known/", include("django_trust.well_known")) to the root URLconf, '
        "outside i18n_patterns and before patterns that match everything."
    )
    return [Warning(text, hint=hint, id="trust.W008")]
