"""The frame around the library's own pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from django_trust.l10n.locales import current_language, direction, html_lang


def framed_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page that fills the blocks of ``django_trust/page.html``."""
    return render(request, template, {**frame(), **context}, status=status)


def frame() -> dict[str, str]:
    """Return ``lang`` and ``dir`` of the active language, for the root element of a widget."""
    language = current_language()
    return {"lang": html_lang(language), "dir": direction(language)}
