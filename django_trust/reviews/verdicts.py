"""The findings of the suppression report in words: where to look closer, never who is guilty."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.l10n.formats import format_duration, format_number, format_percent
from django_trust.reviews.fairness import ENOUGH, Comparison, Verdict

SMALLEST_P = Decimal("0.0001")


def verdict_label(verdict: Verdict) -> str:
    """Return the verdict in two or three words."""
    labels = {
        Verdict.ALARM: pgettext("fairness report", "Look closer"),
        Verdict.CLEAR: pgettext("fairness report", "No sign of it"),
        Verdict.TOO_FEW: pgettext("fairness report", "Too few to tell"),
    }
    return labels[verdict]


def rejection_sentence(comparison: Comparison) -> str:
    """Say how often reviews with few and with many stars were rejected."""
    if comparison.low_figure is None or comparison.high_figure is None:
        return too_few_sentence(comparison)
    return _(
        "Rejected were %(low_share)s of %(low)s decided reviews with 1 or 2 stars and %(high_share)s of"
        " %(high)s with 3 to 5 stars."
    ) % {
        **_sizes(comparison),
        "low_share": format_percent(Decimal(comparison.low_figure)),
        "high_share": format_percent(Decimal(comparison.high_figure)),
    }


def waiting_sentence(comparison: Comparison) -> str:
    """Say how long reviews with few and with many stars waited for their decision."""
    if comparison.low_figure is None or comparison.high_figure is None:
        return too_few_sentence(comparison)
    return _(
        "Half of the %(low)s decided reviews with 1 or 2 stars waited %(low_wait)s or longer, half of the"
        " %(high)s with 3 to 5 stars %(high_wait)s or longer."
    ) % {
        **_sizes(comparison),
        "low_wait": format_duration(timedelta(seconds=comparison.low_figure)),
        "high_wait": format_duration(timedelta(seconds=comparison.high_figure)),
    }


def too_few_sentence(comparison: Comparison) -> str:
    """Say how many decisions there are, where that is too few for a finding."""
    return _(
        "Decided were %(low)s reviews with 1 or 2 stars and %(high)s with 3 to 5 stars. At least %(enough)s"
        " of each are needed."
    ) % {**_sizes(comparison), "enough": format_number(ENOUGH)}


def p_value_text(p_value: float) -> str:
    """Write a probability with four decimals: "p = 0.0312", "p < 0.0001"."""
    if p_value < SMALLEST_P:
        return f"p < {format_number(SMALLEST_P, decimals=4)}"
    return f"p = {format_number(Decimal(p_value), decimals=4)}"


def _sizes(comparison: Comparison) -> dict[str, str]:
    return {"low": format_number(comparison.low), "high": format_number(comparison.high)}
