"""Charts drawn on the server as SVG: no script, no inline style, mirrored for right-to-left readers.

A table with the same figures always stands beside a chart, so the chart itself is hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from django_trust.l10n.locales import current_language, direction

# In units of the drawing, which the stylesheet scales.
WIDTH = 256
ROW = 30
BAR = 16
TRACK_START, TRACK = 70, 140
GAP = 6
HEADED_ROW = 44  # the label stands above the bar, which then has the whole width
COLUMNS_HEIGHT, HEAD, FOOT = 120, 20, 20


class Bar(NamedTuple):
    """One bar: what it stands for, how long it is (0 to 1), and its figure in words."""

    label: str
    share: float
    text: str


def bar_chart(bars: Sequence[Bar], *, headed: bool = False) -> SafeString:
    """Draw bars one below the other; ``headed`` where labels are too long to stand beside them."""
    mirrored = _is_mirrored()
    height, draw = (HEADED_ROW, _headed_row) if headed else (ROW, _row)
    rows = ((draw(bar, n * height, mirrored),) for n, bar in enumerate(bars))
    return _svg(height * len(bars), format_html_join("", "{}", rows))


def column_chart(shares: Sequence[float | None], *, first: str, last: str, top: str) -> SafeString:
    """Draw columns side by side: heights from 0 to 1, None for no figure, with the words below the first
    and the last of them and what a full height stands for."""
    mirrored, step = _is_mirrored(), WIDTH / max(len(shares), 1)
    base = COLUMNS_HEIGHT - FOOT
    columns = []
    for number, share in enumerate(shares):
        place = number if not mirrored else len(shares) - 1 - number
        height = round((share or 0) * (base - HEAD), 1)
        if height:
            x, width = round(place * step + step * 0.1, 1), round(step * 0.8, 1)
            columns.append((_rect("trust-chart-bar", x, round(base - height, 1), width, height),))
    return _svg(
        COLUMNS_HEIGHT,
        format_html_join("", "{}", columns),
        _rect("trust-chart-track", 0, base, WIDTH, 1),
        _text(0, HEAD - 6, top, mirrored),
        _text(0, COLUMNS_HEIGHT - 4, first, mirrored),
        _text(WIDTH, COLUMNS_HEIGHT - 4, last, mirrored, anchor="end") if len(shares) > 1 else "",
    )


def _is_mirrored() -> bool:
    return direction(current_language()) == "rtl"


def _svg(height: int, *parts: SafeString | str) -> SafeString:
    return format_html(
        '<svg class="trust-chart" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>',
        WIDTH,
        height,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _row(bar: Bar, top: int, mirrored: bool) -> SafeString:
    y, line = top + (ROW - BAR) // 2, top + ROW // 2 + 4
    return format_html(
        "{}{}{}",
        _text(0, line, bar.label, mirrored),
        _track(bar, TRACK_START, y, TRACK, mirrored),
        _text(TRACK_START + TRACK + GAP, line, bar.text, mirrored),
    )


def _headed_row(bar: Bar, top: int, mirrored: bool) -> SafeString:
    return format_html(
        "{}{}{}",
        _text(0, top + 14, bar.label, mirrored),
        _text(WIDTH, top + 14, bar.text, mirrored, anchor="end"),
        _track(bar, 0, top + 20, WIDTH, mirrored),
    )


def _track(bar: Bar, start: int, y: int, length: int, mirrored: bool) -> SafeString:
    width = round(bar.share * length, 1)
    track = _rect("trust-chart-track", WIDTH - start - length if mirrored else start, y, length, BAR)
    if not width:
        return track
    x = round(WIDTH - start - width, 1) if mirrored else start
    return format_html("{}{}", track, _rect("trust-chart-bar", x, y, width, BAR))


def _rect(name: str, x: float, y: float, width: float, height: float) -> SafeString:
    return format_html('<rect class="{}" x="{}" y="{}" width="{}" height="{}" />', name, x, y, width, height)


def _text(start: int, y: int, words: str, mirrored: bool, *, anchor: str = "") -> SafeString:
    """Write words that begin, or end, at ``start``; the direction of the page decides which side that is."""
    x = WIDTH - start if mirrored else start
    extra = format_html(' text-anchor="{}"', anchor) if anchor else ""
    return format_html('<text x="{}" y="{}"{}>{}</text>', x, y, extra, words)
