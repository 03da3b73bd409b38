"""The one style sheet of all widgets."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


def css_link() -> SafeString:
    """Return the link to the style sheet, for the head of the page."""
    return format_html('<link rel="stylesheet" href="{}">', static("django_trust/trust.css"))
