"""What template tags are given: the page they stand on, and the object they are about."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.template import Context, TemplateSyntaxError


def request_of(context: Context) -> HttpRequest | None:
    """Return the request of the page, where the host's templates know it."""
    return getattr(context, "request", None) or context.get("request")


def holder_of(context: Context) -> HttpRequest | dict[str, Any]:
    """Return what the widgets of one page have in common: the request, or the template's own context."""
    return request_of(context) or context.dicts[0]


def is_item(obj: Any, tag: str) -> bool:
    """Whether there is something to show. A missing variable shows nothing, as everywhere in templates; a
    wrong kind of thing is a mistake: ``TemplateSyntaxError``."""
    if obj is None or obj == "":
        return False
    if not isinstance(obj, Model):
        raise TemplateSyntaxError(
            f"{tag} takes a saved model instance such as a product, not {type(obj).__name__} ({obj!r:.60})."
        )
    return obj.pk is not None
