"""The page, part by part: sentences, charts and tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.followups.insights import backlog_tables, buyer_tables, charts, message_tables
from django_trust.followups.insights import sentences as say
from django_trust.followups.insights.figures import Insights
from django_trust.followups.insights.tables import NOTHING, Table, score_text, share, share_text
from django_trust.l10n.formats import format_number

TABLES: dict[str, Callable[[Insights], Table]] = {
    "trend": message_tables.trend_table,
    "messages": message_tables.messages_table,
    "outcomes": message_tables.outcomes_table,
    "funnel": buyer_tables.funnel_table,
    "replies": buyer_tables.replies_table,
    "satisfaction": buyer_tables.satisfaction_table,
    "recommendation": buyer_tables.recommendation_table,
    "scores": buyer_tables.scores_table,
    "deliveries": buyer_tables.deliveries_table,
    "cases": buyer_tables.cases_table,
    "repeats": buyer_tables.repeats_table,
    "rates": message_tables.rates_table,
    "objections": message_tables.objections_table,
    "waiting": backlog_tables.waiting_table,
    "translations": backlog_tables.translations_table,
}


@dataclass(frozen=True, slots=True)
class Chart:
    caption: str
    drawing: SafeString


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page. ``sentences`` stand before the figures, ``notes`` behind them."""

    title: str
    sentences: tuple[str, ...]
    charts: tuple[Chart, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure at the top of the page."""

    label: str
    text: str


def tiles(insights: Insights) -> list[Tile]:
    surveys, deliveries = insights.surveys, insights.deliveries
    kept, score = share(deliveries.kept, deliveries.due), surveys.promoter.interval
    return [
        Tile(pgettext("insights", "Messages sent"), format_number(insights.sent.total)),
        Tile(pgettext("insights", "Reviews written"), format_number(sum(insights.reviews_by_span))),
        Tile(
            pgettext("insights", "Satisfied"), share_text(surveys.share.value) if surveys.share else NOTHING
        ),
        Tile(pgettext("survey", "Net Promoter Score"), score_text(score.value) if score else NOTHING),
        Tile(pgettext("deliveries", "Delivered in time"), NOTHING if kept is None else share_text(kept)),
        Tile(pgettext("backlog", "Reviews waiting"), format_number(insights.backlogs.reviews.count)),
    ]


def sections(insights: Insights) -> list[Section]:
    return [
        _trend(insights),
        _messages(insights),
        _reviews(insights),
        _satisfaction(insights),
        _recommendation(insights),
        _orders(insights),
        _objections(insights),
        _backlog(insights),
    ]


def _section(
    insights: Insights,
    title: str,
    *codes: str,
    say: tuple[str, ...] = (),
    draw: tuple[Chart, ...] = (),
    note: tuple[str, ...] = (),
) -> Section:
    """Put a part together, without what is empty."""
    tables = tuple(TABLES[code](insights) for code in codes)
    return Section(
        title,
        tuple(filter(None, say)),
        draw,
        tuple(table for table in tables if table.lines),
        tuple(filter(None, note)),
    )


def _trend(insights: Insights) -> Section:
    drawn = (
        Chart(pgettext("insights", "Messages sent"), charts.sent_columns(insights)),
        Chart(pgettext("insights", "Reviews written"), charts.review_columns(insights)),
        Chart(pgettext("insights", "Satisfied"), charts.satisfied_columns(insights)),
    )
    return _section(insights, _("Over time"), "trend", draw=drawn, note=(say.trend_sentence(insights),))


def _messages(insights: Insights) -> Section:
    return _section(
        insights,
        pgettext("insights", "Messages"),
        "messages",
        "outcomes",
        say=() if insights.sent.total else (_("Nothing was sent in this period."),),
        note=(say.tracking_sentence(),),
    )


def _reviews(insights: Insights) -> Section:
    drawing = charts.share_bars(buyer_tables.funnel_table(insights))
    return _section(
        insights,
        pgettext("insights", "Reviews"),
        "funnel",
        "replies",
        draw=(Chart(_("From the request to the review"), drawing),),
        note=(
            _("Orders whose request was sent in the period, and what their buyers have done until now."),
            say.tracking_sentence(),
            say.reviews_country_sentence(insights),
        ),
    )


def _satisfaction(insights: Insights) -> Section:
    drawing = charts.share_bars(buyer_tables.satisfaction_table(insights))
    return _section(
        insights,
        pgettext("insights", "Satisfaction"),
        "satisfaction",
        say=(say.satisfied_sentence(insights),),
        draw=(Chart(_("Answers by score, 5 is best"), drawing),),
        note=(_("Those who answer are not all buyers, and often the happiest and the angriest."),),
    )


def _recommendation(insights: Insights) -> Section:
    drawing = charts.share_bars(buyer_tables.recommendation_table(insights))
    return _section(
        insights,
        pgettext("insights", "Recommendation"),
        "recommendation",
        "scores",
        say=(say.promoter_sentence(insights),),
        draw=(Chart(_("Answers from 0 to 10"), drawing),),
        note=(_("The score is the percentage of 9 and 10 less that of 0 to 6: from -100 to 100."),),
    )


def _orders(insights: Insights) -> Section:
    return _section(
        insights,
        pgettext("insights", "Orders"),
        "deliveries",
        "cases",
        "repeats",
        note=(*say.delivery_sentences(insights), say.repeat_sentence(insights)),
    )


def _objections(insights: Insights) -> Section:
    return _section(
        insights,
        _("Objections and complaints"),
        "rates",
        "objections",
        say=(say.period_only_sentence(insights),),
        note=tuple(say.complaint_sentences(insights)),
    )


def _backlog(insights: Insights) -> Section:
    return _section(
        insights,
        _("What waits for you"),
        "waiting",
        "translations",
        say=(say.now_sentence(),),
        note=(_("Translations follow no filter. Steps without words of yours use those of the library."),),
    )
