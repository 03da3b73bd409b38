"""Charts drawn on the server as SVG: no script, no inline style, mirrored for right-to-left readers.

A table with the same figures always stands beside a chart, so the chart itself is hidden from screen readers.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from django_trust.l10n.formats import format_percent
from django_trust.l10n.locales import current_language, direction
from django_trust.reviews.fairness import StarFigures
from django_trust.reviews.phrases import star_count

# In units of the drawing, which the stylesheet scales.
WIDTH = 256
ROW = 30
BAR = 16
TRACK_START, TRACK = 70, 140
GAP = 6


def publish_rate_chart(stars: Iterable[StarFigures]) -> SafeString:
    """Draw the share of published reviews, one bar for each number of stars, in the reader's language."""
    rows = list(stars)
    mirrored = direction(current_language()) == "rtl"
    return format_html(
        '<svg class="trust-chart" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>',
        WIDTH,
        ROW * len(rows),
        format_html_join("", "{}", ((_row(row, n * ROW, mirrored),) for n, row in enumerate(rows))),
    )


def _row(figures: StarFigures, top: int, mirrored: bool) -> SafeString:
    y = top + (ROW - BAR) // 2
    bar = round((figures.publish_rate or 0) * TRACK, 1)
    return format_html(
        "{}{}{}{}",
        _text(0, top, star_count(figures.stars), mirrored),
        _rectangle("trust-chart-track", y, TRACK, mirrored),
        _rectangle("trust-chart-bar", y, bar, mirrored) if bar else "",
        _text(TRACK_START + TRACK + GAP, top, publish_rate_text(figures), mirrored),
    )


def _rectangle(name: str, y: int, width: float, mirrored: bool) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" />',
        name,
        round(WIDTH - TRACK_START - width, 1) if mirrored else TRACK_START,
        y,
        width,
        BAR,
    )


def _text(start: int, top: int, words: str, mirrored: bool) -> SafeString:
    """Write words that begin at ``start``; where a line begins, the direction of the page decides."""
    x = WIDTH - start if mirrored else start
    return format_html('<text x="{}" y="{}">{}</text>', x, top + ROW // 2 + 4, words)


def publish_rate_text(figures: StarFigures) -> str:
    """Write the share of published reviews as whole per cent, rounded down: 100% means all of them."""
    if not figures.decided:
        return "–"
    share = Decimal(figures.published) / figures.decided
    return format_percent(share.quantize(Decimal("0.01"), ROUND_DOWN))
