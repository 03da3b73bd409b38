"""Tables about what waits for staff."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.followups.insights.figures import Insights
from django_trust.followups.insights.tables import Column, Kind, Line, Table
from django_trust.l10n.locales import current_language, language_name


def waiting_table(insights: Insights) -> Table:
    found = insights.backlogs
    return Table(
        "waiting",
        _("What waits now"),
        pgettext("backlog", "For somebody to look at"),
        (Column(pgettext("backlog", "Waiting")), Column(pgettext("backlog", "Oldest since"), Kind.MOMENT)),
        (
            Line(
                "reviews",
                pgettext("backlog", "Reviews to decide on"),
                (found.reviews.count, found.reviews.oldest),
            ),
            Line("flagged", pgettext("backlog", "Of them, flagged"), (found.flagged, None)),
            Line("cases", pgettext("backlog", "Cases of buyers"), (found.cases.count, found.cases.oldest)),
            Line(
                "failed",
                pgettext("backlog", "Messages that failed"),
                (found.failed.count, found.failed.oldest),
            ),
        ),
    )


def translations_table(insights: Insights) -> Table:
    return Table(
        "translations",
        _("What is missing in each language"),
        pgettext("insights", "Language"),
        (
            Column(pgettext("translations", "Policies without text")),
            Column(pgettext("translations", "Policies out of date")),
            Column(pgettext("translations", "Policies with short texts missing")),
            Column(pgettext("translations", "Messages without your words")),
        ),
        tuple(
            Line(
                gaps.language,
                capfirst(language_name(gaps.language, current_language())),
                (gaps.missing, gaps.stale, gaps.short, gaps.steps),
            )
            for gaps in insights.language_gaps
        ),
    )
