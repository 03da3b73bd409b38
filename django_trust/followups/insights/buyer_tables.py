"""Tables about buyers: their reviews, how satisfied they are, their orders and their cases."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.conf import trust_settings
from django_trust.followups.choices import AnswerKind
from django_trust.followups.insights.figures import Insights
from django_trust.followups.insights.tables import Column, Kind, Line, Table, share
from django_trust.l10n.formats import format_number


def funnel_table(insights: Insights) -> Table:
    funnel = insights.funnel
    opened = funnel.opened if trust_settings.followups_track_links else None
    steps = (
        ("asked", pgettext("review requests", "Asked for a review"), funnel.asked),
        ("reminded", pgettext("review requests", "Reminded"), funnel.reminded),
        ("opened", pgettext("review requests", "Followed a link"), opened),
        ("reviewed", pgettext("review requests", "Wrote a review"), funnel.reviewed),
        ("after_reminder", pgettext("review requests", "Of them, after the reminder"), funnel.after_reminder),
    )
    return Table(
        "funnel",
        _("From the request to the review"),
        pgettext("insights", "Buyers"),
        (
            Column(pgettext("insights", "Orders")),
            Column(pgettext("insights", "Share of those asked"), Kind.SHARE),
        ),
        tuple(
            Line(code, label, (number, None if number is None else share(number, funnel.asked)))
            for code, label, number in steps
        ),
    )


def replies_table(insights: Insights) -> Table:
    figures = insights.replies
    return Table(
        "replies",
        _("Replies of the shop"),
        pgettext("insights", "Reviews"),
        (
            Column(pgettext("insights", "Published")),
            Column(pgettext("insights", "With a reply")),
            Column(pgettext("insights", "Share with a reply"), Kind.SHARE),
            *wait_columns(),
        ),
        (
            Line(
                "published",
                pgettext("insights", "Published reviews"),
                (
                    figures.published,
                    figures.replied,
                    share(figures.replied, figures.published),
                    figures.wait.median,
                    figures.wait.most,
                ),
            ),
        ),
    )


def wait_columns() -> tuple[Column, Column]:
    return (
        Column(pgettext("insights", "Usual time (median)"), Kind.WAIT),
        Column(pgettext("insights", "Nine of ten within"), Kind.WAIT),
    )


def satisfaction_table(insights: Insights) -> Table:
    scores = insights.surveys.satisfaction
    return Table(
        "satisfaction",
        _("How satisfied buyers are"),
        pgettext("survey", "Score"),
        (Column(pgettext("survey", "Answers")), Column(pgettext("survey", "Share"), Kind.SHARE)),
        tuple(
            Line(
                str(score), format_number(score), (scores[score], share(scores[score], sum(scores.values())))
            )
            for score in sorted(scores, reverse=True)
        ),
    )


def recommendation_table(insights: Insights) -> Table:
    answers = insights.surveys.promoter
    kinds = (
        ("promoters", pgettext("survey", "9 or 10: would recommend"), answers.promoters),
        ("passives", pgettext("survey", "7 or 8: in between"), answers.passives),
        ("detractors", pgettext("survey", "0 to 6: would not"), answers.detractors),
    )
    return Table(
        "recommendation",
        _("Whether buyers would recommend the shop"),
        pgettext("survey", "Score"),
        (Column(pgettext("survey", "Answers")), Column(pgettext("survey", "Share"), Kind.SHARE)),
        tuple(Line(code, label, (number, share(number, answers.count))) for code, label, number in kinds),
    )


def scores_table(insights: Insights) -> Table:
    """Both figures on one scale; without bounds where there are too few answers for any."""
    surveys, promoter = insights.surveys, insights.surveys.promoter
    share_now, interval = share(surveys.satisfied, surveys.answers), surveys.share
    net = promoter.interval
    return Table(
        "scores",
        _("How sure these figures are"),
        pgettext("survey", "Figure"),
        (
            Column(pgettext("survey", "Answers")),
            Column(pgettext("survey", "Value"), Kind.SCORE),
            Column(pgettext("survey", "At least (95%)"), Kind.SCORE),
            Column(pgettext("survey", "At most (95%)"), Kind.SCORE),
        ),
        (
            Line(
                "csat",
                pgettext("survey", "Satisfied, per cent"),
                (
                    surveys.answers,
                    None if share_now is None else 100 * share_now,
                    interval and 100 * interval.low,
                    interval and 100 * interval.high,
                ),
            ),
            Line(
                "nps",
                pgettext("survey", "Net Promoter Score"),
                (promoter.count, promoter.score, net and net.low, net and net.high),
            ),
        ),
    )


def deliveries_table(insights: Insights) -> Table:
    figures = insights.deliveries
    return Table(
        "deliveries",
        _("Orders promised for a day of the period"),
        pgettext("insights", "Orders"),
        (
            Column(pgettext("deliveries", "Promised")),
            Column(pgettext("deliveries", "In time")),
            Column(pgettext("deliveries", "Share in time"), Kind.SHARE),
            Column(pgettext("deliveries", "Late or not reported")),
            Column(pgettext("deliveries", "Of them, announced as delayed")),
            Column(pgettext("deliveries", "Usual delay of what came late"), Kind.WAIT),
            Column(pgettext("insights", "Nine of ten within"), Kind.WAIT),
        ),
        (
            Line(
                "promised",
                pgettext("deliveries", "Promised before today"),
                (
                    figures.due,
                    figures.kept,
                    share(figures.kept, figures.due),
                    figures.missed,
                    figures.told,
                    figures.late.median,
                    figures.late.most,
                ),
            ),
        ),
    )


def cases_table(insights: Insights) -> Table:
    return Table(
        "cases",
        _("What buyers reported, and how soon it was settled"),
        pgettext("insights", "Case"),
        (
            Column(pgettext("insights", "Reported")),
            Column(pgettext("insights", "Still open")),
            *wait_columns(),
        ),
        tuple(
            Line(
                kind,
                str(AnswerKind(kind).label),
                (figures.reported, figures.open, figures.wait.median, figures.wait.most),
            )
            for kind, figures in insights.cases.items()
        ),
    )


def repeats_table(insights: Insights) -> Table:
    figures = insights.repeats
    return Table(
        "repeats",
        _("Buyers who came back"),
        pgettext("insights", "Buyers"),
        (
            Column(pgettext("insights", "Ordered from"), Kind.DAY),
            Column(pgettext("insights", "Ordered until"), Kind.DAY),
            Column(pgettext("insights", "Buyers")),
            Column(pgettext("insights", "Ordered again")),
            Column(pgettext("insights", "Share"), Kind.SHARE),
        ),
        (
            Line(
                "buyers",
                pgettext("insights", "All buyers with an address"),
                (figures.first, figures.last, figures.buyers, figures.again, figures.share),
            ),
        ),
    )
