import json
from argparse import ArgumentTypeError
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import override

from django_trust.reviews.charts import publish_rate_text
from django_trust.reviews.fairness import (
    DAYS,
    Comparison,
    ModerationReport,
    StarFigures,
    moderation_report,
)
from django_trust.reviews.verdicts import p_value_text, rejection_sentence, verdict_label, waiting_sentence

HEAD = ("stars", "received", "published", "rejected", "waiting", "withdrawn", "rate", "median wait")


def number_of_days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 5 and int(text)):
        raise ArgumentTypeError("must be a whole number from 1 to 99999")
    return int(text)


class Command(BaseCommand):
    help = "Report what became of reviews with each number of stars, and whether stars played a part in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days", type=number_of_days, default=DAYS, help=f"length of the period ({DAYS})"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text", help="how to print (text)")
        parser.add_argument("--fail-on-alarm", action="store_true", help="exit with 1 if a test says so")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        report = moderation_report(since=now - timedelta(days=options["days"]), now=now)
        if options["format"] == "json":
            self.stdout.write(json.dumps(report_data(report), indent=2))
        else:
            with override("en"):
                self.stdout.write(report_text(report))
        if report.alarmed and options["fail_on_alarm"]:
            raise CommandError("Look closer: stars seem to have played a part.")


def report_text(report: ModerationReport) -> str:
    rows = [HEAD, *(_cells(figures) for figures in (*report.stars, report.total))]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    start, end = timezone.localdate(report.since), timezone.localdate(report.until)
    lines = [f"Reviews written by people from {start} to {end}", ""]
    lines += ["  ".join(f"{cell:>{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines += ["", *(f"rejected as {code or '?'}: {number}" for code, number in report.total.reasons.items())]
    for name, comparison, sentence in (
        ("Are low ratings rejected more often?", report.rejection, rejection_sentence(report.rejection)),
        ("Do low ratings wait longer?", report.waiting, waiting_sentence(report.waiting)),
    ):
        label, p_value = verdict_label(comparison.verdict), p_value_text(comparison.p_value)
        lines += ["", f"{name} {label} ({p_value}).", sentence]
    return "\n".join(lines)


def _cells(figures: StarFigures) -> tuple[str, ...]:
    counts = (figures.received, figures.published, figures.rejected, figures.waiting, figures.withdrawn)
    wait = "–" if figures.median_wait is None else _whole_minutes(figures.median_wait)
    return (str(figures.stars or "all"), *map(str, counts), publish_rate_text(figures), wait)


def _whole_minutes(wait: timedelta) -> str:
    minutes = round(wait.total_seconds() / 60)
    return f"{minutes // 1440}d {minutes // 60 % 24:02}:{minutes % 60:02}"


def report_data(report: ModerationReport) -> dict[str, Any]:
    """Return the report for machines: seconds, shares from 0 to 1, moments in ISO 8601."""
    return {
        **{name: _moment(getattr(report, name)) for name in ("since", "until", "as_of")},
        "stars": [_figures_data(figures) for figures in report.stars],
        "total": _figures_data(report.total),
        "rejection": _comparison_data(report.rejection, "rejected_share"),
        "waiting": _comparison_data(report.waiting, "median_wait_seconds"),
        "alarmed": report.alarmed,
    }


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _figures_data(figures: StarFigures) -> dict[str, Any]:
    names = ("stars", "received", "published", "rejected", "waiting", "withdrawn", "publish_rate")
    wait = figures.median_wait
    return {
        **{name: getattr(figures, name) for name in names},
        "median_wait_seconds": None if wait is None else wait.total_seconds(),
        "reasons": dict(figures.reasons),
    }


def _comparison_data(comparison: Comparison, figure: str) -> dict[str, Any]:
    return {
        "verdict": comparison.verdict.value,
        "p_value": comparison.p_value,
        "stars_1_2": {"decided": comparison.low, figure: comparison.low_figure},
        "stars_3_5": {"decided": comparison.high, figure: comparison.high_figure},
    }
