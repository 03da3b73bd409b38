"""How the admin of policies shows a state (a shape with words, colour on top) and a moment."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from django_trust.icons import icon_svg


def marked(level: str, icon: str, words: str | Promise) -> SafeString:
    """Return a shape with words beside it. ``level`` is shown, soon, off or hidden."""
    return format_html(
        '<span class="trust-state trust-state-{}">{}<span>{}</span></span>', level, icon_svg(icon), words
    )
