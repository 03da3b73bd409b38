"""The templates of messages: those of one message where the shop has any, else those for all."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.template import Context, Template, TemplateDoesNotExist

from django_trust.rendering import find_template

FOLDER = "django_trust/followups/email"


def render_message(kind: str, suffix: str, variables: dict[str, Any]) -> str:
    """Render ``email/<kind>.<suffix>`` where a shop has one, else ``email/message.<suffix>``.

    Context processors do not run, and numbers are written in the reader's language already. Plain text
    (``txt``) is not escaped.
    """
    template = _find(kind, suffix) if settings.DEBUG else _kept(kind, suffix)
    return str(template.render(Context(variables, autoescape=suffix != "txt", use_l10n=False)))


def _find(kind: str, suffix: str) -> Template:
    try:
        return find_template(f"{FOLDER}/{kind}.{suffix}")
    except TemplateDoesNotExist:
        return find_template(f"{FOLDER}/message.{suffix}")


# Looking for a template that is not there costs as much as rendering half a message.
_kept = lru_cache(maxsize=64)(_find)


def _forget(*, setting: str, **kwargs: Any) -> None:
    if setting == "TEMPLATES":
        _kept.cache_clear()


setting_changed.connect(_forget, dispatch_uid="django_trust.followups.messages.templates")
