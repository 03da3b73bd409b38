"""The charts of the page. Each stands beside a table with the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from django_trust.charts import Bar, bar_chart, column_chart
from django_trust.followups.insights.figures import Insights
from django_trust.followups.insights.message_tables import text_of_day
from django_trust.followups.insights.tables import Table, share, share_text
from django_trust.l10n.formats import format_number, format_percent


def share_bars(table: Table) -> SafeString:
    """Draw a table of counts and shares (its first two columns), one bar for each line."""
    return bar_chart(
        [
            Bar(line.label, line.values[1] or 0.0, _bar_text(*line.values[:2]))
            for line in table.lines
            if line.values[0] is not None
        ],
        headed=True,
    )


def _bar_text(number: int, part: float | None) -> str:
    if part is None:
        return format_number(number)
    return _("%(number)s (%(share)s)") % {"number": format_number(number), "share": share_text(part)}


def sent_columns(insights: Insights) -> SafeString:
    return _counts(insights, insights.sent.by_span)


def review_columns(insights: Insights) -> SafeString:
    return _counts(insights, insights.reviews_by_span)


def satisfied_columns(insights: Insights) -> SafeString:
    shares = [share(good, answers) for good, answers in insights.surveys.satisfied_by_span]
    return _columns(insights, shares, format_percent(Decimal(1)))


def _counts(insights: Insights, numbers: Sequence[int]) -> SafeString:
    most = max(numbers, default=0)
    return _columns(insights, [share(number, most) for number in numbers], format_number(most))


def _columns(insights: Insights, shares: Sequence[float | None], top: str) -> SafeString:
    spans = insights.spans
    return column_chart(shares, first=text_of_day(spans[0].first), last=text_of_day(spans[-1].first), top=top)
