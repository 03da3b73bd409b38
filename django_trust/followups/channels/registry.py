"""Which channels there are."""

from __future__ import annotations

from functools import lru_cache

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from django_trust.conf import trust_settings
from django_trust.followups.channels.base import Channel

BUILT_IN = {
    "email": "django_trust.followups.channels.mail.MailChannel",
    "webhook": "django_trust.followups.channels.webhook.WebhookChannel",
}


def channel_paths() -> dict[str, str]:
    """Return dotted paths of all channels by code; the shop's own may take the place of ours."""
    return {**BUILT_IN, **trust_settings.followups_channels}


def make_channel(code: str) -> Channel:
    """Return a new channel. Raises ``ImproperlyConfigured`` for an unknown code, or a class that is none."""
    path = channel_paths().get(code)
    if path is None:
        raise ImproperlyConfigured(f"There is no channel {code!r} in DJANGO_TRUST['FOLLOWUPS_CHANNELS'].")
    return _load(path)()


@lru_cache(maxsize=32)
def _load(path: str) -> type[Channel]:
    try:
        found = import_string(path)
    except ImportError as error:
        raise ImproperlyConfigured(f"The channel {path!r} cannot be imported: {error}.") from error
    if not (isinstance(found, type) and issubclass(found, Channel)):
        raise ImproperlyConfigured(f"The channel {path!r} is not a Channel subclass.")
    return found
