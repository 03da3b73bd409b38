"""All figures of one scope, each counted when it is first asked for: a file with one table needs no more."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.utils import timezone

from django_trust.followups.insights import messages, orders, reviews, surveys
from django_trust.followups.insights.backlogs import Backlogs, LanguageGaps, backlogs, language_gaps
from django_trust.followups.insights.scope import Scope
from django_trust.followups.insights.trend import Span, spans_of


class Insights:
    """Figures as frozen dataclasses. ``now`` must be aware."""

    def __init__(self, scope: Scope, now: datetime) -> None:
        self.scope, self.now = scope, now

    @cached_property
    def spans(self) -> list[Span]:
        return spans_of(self.scope)

    @cached_property
    def sent(self) -> messages.SentFigures:
        return messages.sent_figures(self.scope, self.spans)

    @cached_property
    def outcomes(self) -> tuple[messages.Outcome, ...]:
        return messages.outcomes(self.scope)

    @cached_property
    def objections(self) -> messages.ObjectionFigures:
        return messages.objection_figures(self.scope)

    @cached_property
    def funnel(self) -> reviews.Funnel:
        return reviews.review_funnel(self.scope)

    @cached_property
    def reviews_by_span(self) -> tuple[int, ...]:
        return reviews.reviews_by_span(self.scope, self.spans)

    @cached_property
    def replies(self) -> reviews.ReplyFigures:
        return reviews.reply_figures(self.scope)

    @cached_property
    def surveys(self) -> surveys.SurveyFigures:
        return surveys.survey_figures(self.scope, self.spans)

    @cached_property
    def deliveries(self) -> orders.DeliveryFigures:
        today = timezone.localtime(self.now, timezone.get_default_timezone()).date()
        return orders.delivery_figures(self.scope, today)

    @cached_property
    def cases(self) -> dict[str, orders.CaseFigures]:
        return orders.case_figures(self.scope)

    @cached_property
    def repeats(self) -> orders.RepeatFigures:
        return orders.repeat_figures(self.scope)

    @cached_property
    def backlogs(self) -> Backlogs:
        return backlogs(self.scope)

    @cached_property
    def language_gaps(self) -> tuple[LanguageGaps, ...]:
        return language_gaps()
