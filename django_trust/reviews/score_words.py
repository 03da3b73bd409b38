"""How the figure shown as an item's rating was made, in words and with the numbers behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from babel import dates
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from django_trust.conf import trust_settings
from django_trust.l10n.formats import format_duration, format_moment, format_number, own_digits
from django_trust.l10n.locales import current_language, to_babel
from django_trust.reviews.cards import RatingSummary
from django_trust.reviews.scores import month_weights, recency_average

MOST_ROWS = 12  # with more months than that, the table goes by year


@dataclass(frozen=True, slots=True)
class WeightRow:
    """What the reviews of one month or year count for, written in the reader's language."""

    period: str
    reviews: str
    average: str
    weight: str


@dataclass(frozen=True, slots=True)
class ScoreExplanation:
    """Texts in the reader's language. ``formula`` reads from left to right in every language.

    ``formula`` and ``rows`` are empty where there is nothing to compute: without reviews, and for a
    recency-weighted figure that stands still.
    """

    title: str
    method: str
    words: str
    formula: str = ""
    result: str = ""
    caption: str = ""  # of the table of rows
    rows: tuple[WeightRow, ...] = ()


def score_explanation(summary: RatingSummary) -> ScoreExplanation:
    """Return what stands behind ``summary.displayed_average``, by the method of ``REVIEWS_SCORE``."""
    method = trust_settings.reviews_score
    if method == "bayesian":
        return _bayesian(summary)
    if method == "recency" and summary.recent_score:
        return _recency(summary)
    return _mean(summary)


def freeze_notice(summary: RatingSummary) -> str:
    """Return the sentence that says until when the figures stand still; empty when they do not."""
    if not summary.frozen_until:
        return ""
    until = datetime.fromtimestamp(summary.frozen_until, timezone.get_current_timezone())
    return _(
        "Unusually many reviews came at once. While we look at them, the figures shown are those from"
        " before, until %(moment)s at the latest."
    ) % {"moment": format_moment(until, style="long")}


def _mean(summary: RatingSummary) -> ScoreExplanation:
    return ScoreExplanation(
        title=_title(),
        method=pgettext("method of a score", "Plain average"),
        words=_("The stars of all published reviews added up, divided by the number of reviews."),
        formula=_quotient(format_number(summary.total), format_number(summary.count), summary),
        result=_result(summary),
    )


def _bayesian(summary: RatingSummary) -> ScoreExplanation:
    parameters = trust_settings.reviews_score_parameters
    mean, weight = (_plain(parameters[name]) for name in ("prior_mean", "prior_weight"))
    words = _(
        "All stars added up, divided by the number of reviews, after adding imaginary reviews (number:"
        " %(weight)s, stars of each: %(mean)s). So a few reviews alone do not move the figure far. Every real"
        " review counts the same."
    )
    return ScoreExplanation(
        title=_title(),
        method=pgettext("method of a score", "Bayesian average"),
        words=words % {"weight": weight, "mean": mean},
        formula=_quotient(
            f"({weight} × {mean} + {format_number(summary.total)})",
            f"({weight} + {format_number(summary.count)})",
            summary,
        ),
        result=_result(summary),
    )


def _recency(summary: RatingSummary) -> ScoreExplanation:
    half_life = timedelta(days=trust_settings.reviews_score_parameters["half_life_days"])
    words = _(
        "Newer reviews count for more: a review counts half as much as one that is %(half_life)s newer. Age"
        " is counted in months. The stars of a review do not change what it counts for."
    )
    formula = ""
    rows: tuple[WeightRow, ...] = ()
    if recency_average(summary.months) == summary.recent_score:  # not so while the figure stands still
        formula, rows = _weighted(summary)
    return ScoreExplanation(
        title=_title(),
        method=pgettext("method of a score", "Average weighted by recency"),
        words=words % {"half_life": format_duration(half_life)},
        formula=formula,
        result=_result(summary),
        caption=_("What reviews count for, by their age") if rows else "",
        rows=rows,
    )


def _weighted(summary: RatingSummary) -> tuple[str, tuple[WeightRow, ...]]:
    """Return the formula and its table, the newest period first."""
    weights = month_weights(summary.months)
    weight = sum(weights[key] * count for key, (count, _total) in summary.months.items())
    stars = sum(weights[key] * total for key, (_count, total) in summary.months.items())
    formula = _quotient(_three(Decimal(stars)), _three(Decimal(weight)), summary)
    return formula, tuple(
        _row(period, {key: summary.months[key] for key in keys}, weights)
        for period, keys in sorted(_periods(summary.months).items(), reverse=True)
    )


def _periods(months: Mapping[str, tuple[int, int]]) -> dict[str, list[str]]:
    """Return the months of each row of the table: one, or those of a year."""
    length = len("2026-11") if len(months) <= MOST_ROWS else len("2026")
    periods: dict[str, list[str]] = {}
    for key in sorted(months):
        periods.setdefault(key[:length], []).append(key)
    return periods


def _row(period: str, months: Mapping[str, tuple[int, int]], weights: Mapping[str, float]) -> WeightRow:
    count = sum(number for number, _total in months.values())
    total = sum(stars for _number, stars in months.values())
    weight = sum(weights[key] * number for key, (number, _total) in months.items())
    return WeightRow(
        period=_period_text(period),
        reviews=format_number(count),
        average=format_number(Decimal(total) / count, decimals=2),
        weight=_three(Decimal(weight) / count),
    )


def _period_text(period: str) -> str:
    year, _hyphen, month = period.partition("-")
    locale = to_babel(current_language())
    first_day = date(int(year), int(month or 1), 1)
    return own_digits(dates.format_skeleton("yMMMM" if month else "y", first_day, locale=locale), locale)


def _title() -> str:
    return _("How this figure is made")


def _plain(parameter: float) -> str:
    return format_number(Decimal(str(parameter)))


def _three(number: Decimal) -> str:
    return format_number(number, decimals=3)


def _quotient(above: str, below: str, summary: RatingSummary) -> str:
    return "" if summary.score is None else f"{above} / {below} = {_three(summary.score)}"


def _result(summary: RatingSummary) -> str:
    if summary.score is None or summary.displayed_average is None:
        return ""
    return ngettext(
        "%(exact)s stars from %(number)s review, shown as %(shown)s.",
        "%(exact)s stars from %(number)s reviews, shown as %(shown)s.",
        summary.count,
    ) % {
        "exact": _three(summary.score),
        "number": format_number(summary.count),
        "shown": format_number(summary.displayed_average, decimals=1),
    }
