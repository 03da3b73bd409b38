"""Nodes of schema.org as a data block of the page."""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# An HTML parser must find neither "</script" nor "<!--" inside the block, an old script engine no U+2028.
ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def jsonld_script(node: dict[str, Any]) -> SafeString:
    """Return the data block. Browsers never execute it, so a content security policy needs no exception."""
    text = json.dumps(node, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))
