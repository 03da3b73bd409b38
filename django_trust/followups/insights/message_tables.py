"""Tables about messages and those who want no more of them."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.conf import trust_settings
from django_trust.followups.choices import ConsentKind, FollowUpState, Reason
from django_trust.followups.insights.figures import Insights
from django_trust.followups.insights.tables import Column, Kind, Line, Table, share
from django_trust.l10n.formats import format_date


def trend_table(insights: Insights) -> Table:
    satisfied = insights.surveys.satisfied_by_span
    figures = zip(insights.spans, insights.sent.by_span, insights.reviews_by_span, satisfied, strict=True)
    return Table(
        "trend",
        _("Over time"),
        pgettext("period", "From"),
        (
            Column(pgettext("period", "To"), Kind.DAY),
            Column(pgettext("insights", "Messages sent")),
            Column(pgettext("insights", "Reviews written")),
            Column(pgettext("insights", "Answers about satisfaction")),
            Column(pgettext("insights", "Satisfied"), Kind.SHARE),
        ),
        tuple(
            Line(
                span.first.isoformat(),
                text_of_day(span.first),
                (span.last, sent, reviews, answers, share(good, answers)),
            )
            for span, sent, reviews, (good, answers) in figures
        ),
    )


def text_of_day(day: date) -> str:
    return format_date(day, style="medium")


def messages_table(insights: Insights) -> Table:
    tracked = trust_settings.followups_track_links
    return Table(
        "messages",
        _("Sent messages by step"),
        pgettext("insights", "Step"),
        (
            Column(pgettext("insights", "Messages sent")),
            Column(pgettext("insights", "Followed a link")),
            Column(pgettext("insights", "Share of those sent"), Kind.SHARE),
        ),
        tuple(
            Line(
                f"{figures.step.flow.code}/{figures.step.code}",
                figures.step.name,
                (
                    figures.sent,
                    figures.opened if tracked else None,
                    share(figures.opened, figures.sent) if tracked else None,
                ),
            )
            for figures in insights.sent.steps
        ),
    )


def outcomes_table(insights: Insights) -> Table:
    return Table(
        "outcomes",
        _("What became of the messages that were due"),
        pgettext("insights", "Outcome"),
        (Column(pgettext("insights", "Messages")),),
        tuple(
            Line(f"{row.state}/{row.reason}", outcome_words(row.state, row.reason), (row.count,))
            for row in insights.outcomes
        ),
    )


def outcome_words(state: str, reason: str) -> str:
    """Return state and reason in words; a reason that only repeats the state is left out."""
    label = str(FollowUpState(state).label)
    if state == FollowUpState.SENT or reason not in Reason.values:
        return label
    return _("%(state)s: %(reason)s") % {"state": label, "reason": Reason(reason).label}


def objections_table(insights: Insights) -> Table:
    return Table(
        "objections",
        _("Objections by source"),
        pgettext("insights", "Objection"),
        (Column(pgettext("insights", "People")),),
        tuple(
            Line(
                f"{row.kind}/{row.source}",
                _("%(state)s: %(reason)s") % {"state": ConsentKind(row.kind).label, "reason": row.source},
                (row.people,),
            )
            for row in insights.objections.rows
        ),
    )


def rates_table(insights: Insights) -> Table:
    figures = insights.objections
    return Table(
        "rates",
        _("For each 1,000 messages"),
        pgettext("insights", "Objection"),
        (
            Column(pgettext("insights", "People")),
            Column(pgettext("insights", "Messages sent")),
            Column(pgettext("insights", "For each 1,000"), Kind.RATE),
        ),
        tuple(
            Line(
                kind,
                str(ConsentKind(kind).label),
                (figures.people(kind), figures.base(kind), figures.rate(kind)),
            )
            for kind in (ConsentKind.COMPLAINT, ConsentKind.OPT_OUT, ConsentKind.BOUNCE)
        ),
    )
