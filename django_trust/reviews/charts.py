"""The share of published reviews as a chart and in words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal

from django.utils.safestring import SafeString

from django_trust.charts import Bar, bar_chart
from django_trust.l10n.formats import format_percent
from django_trust.reviews.fairness import StarFigures
from django_trust.reviews.phrases import star_count


def publish_rate_chart(stars: Iterable[StarFigures]) -> SafeString:
    """Draw the share of published reviews, one bar for each number of stars, in the reader's language."""
    return bar_chart(
        [
            Bar(star_count(figures.stars), figures.publish_rate or 0, publish_rate_text(figures))
            for figures in stars
        ]
    )


def publish_rate_text(figures: StarFigures) -> str:
    """Write the share of published reviews as whole per cent, rounded down: 100% means all of them."""
    if not figures.decided:
        return "–"
    share = Decimal(figures.published) / figures.decided
    return format_percent(share.quantize(Decimal("0.01"), ROUND_DOWN))
