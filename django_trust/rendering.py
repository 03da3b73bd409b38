"""Rendering the library's own templates, whatever template engine the host prefers."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from django.http import HttpRequest
from django.template import Context, Template, TemplateDoesNotExist, engines
from django.template.backends.django import DjangoTemplates
from django.utils.safestring import SafeString

MEMO = "_django_trust_memo"


def render_widget(name: str, context: dict[str, Any]) -> SafeString:
    """Render a widget's template. Context processors do not run and numbers are not localised: a widget
    says all it needs, already written in the reader's language."""
    return find_template(name).render(Context(context, use_l10n=False))


def find_template(name: str) -> Template:
    """Return the template of the first Django engine that has it; hosts override by name as usual."""
    for engine in engines.all():
        if isinstance(engine, DjangoTemplates):
            try:
                return engine.get_template(name).template
            except TemplateDoesNotExist:
                continue
    return _own_engine().get_template(name).template


@lru_cache(maxsize=1)
def _own_engine() -> DjangoTemplates:
    """The engine for hosts that have no Django templates at all (Jinja2 only)."""
    return DjangoTemplates({"NAME": "django_trust", "DIRS": [], "APP_DIRS": True, "OPTIONS": {}})


def memo_of(holder: HttpRequest | dict[str, Any]) -> dict[Any, Any]:
    """Return what widgets of one page share, so that stars, list and JSON-LD ask the database once."""
    if isinstance(holder, dict):
        return holder.setdefault(MEMO, {})  # type: ignore[no-any-return]
    if not hasattr(holder, MEMO):
        setattr(holder, MEMO, {})
    return getattr(holder, MEMO)  # type: ignore[no-any-return]


_hashes: WeakKeyDictionary[Template, str] = WeakKeyDictionary()


def template_hash(template: Template) -> str:
    """Return what changes with the template's source, for the keys of kept HTML."""
    if template not in _hashes:
        _hashes[template] = hashlib.sha256(str(template.source).encode()).hexdigest()
    return _hashes[template]
