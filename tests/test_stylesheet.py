"""The one style sheet of all widgets."""

import re
from pathlib import Path

import django_trust

STYLE = (Path(django_trust.__file__).parent / "static/django_trust/trust.css").read_text(encoding="utf-8")


def test_no_side_is_named_by_left_or_right():
    """Arabic is read from the right: a mark that stands at the left stands behind its words."""
    assert re.findall(r"(?<!text-align: )\b(?:left|right)\s*:", STYLE) == []
    assert re.findall(r"inset:(?:\s+[^\s;]+){4};", STYLE) == []  # top, right, bottom, left
