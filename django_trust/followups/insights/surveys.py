"""Figures of surveys: how satisfied buyers are, and whether they would recommend the shop."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from django_trust.followups.choices import SCORES, SurveyKind
from django_trust.followups.insights.scope import Scope
from django_trust.followups.insights.statistics import (
    FEWEST,
    SATISFIED,
    Interval,
    Promoter,
    promoter_of,
    wilson,
)
from django_trust.followups.insights.trend import Span, span_number
from django_trust.followups.models import SurveyAnswer


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """Answers of the period: by score, and satisfied ones (4 and 5) among all by span of the trend."""

    satisfaction: dict[int, int]  # 1 to 5
    recommendation: dict[int, int]  # 0 to 10
    satisfied_by_span: tuple[tuple[int, int], ...]  # satisfied, answers

    @property
    def answers(self) -> int:
        """Answers about satisfaction."""
        return sum(self.satisfaction.values())

    @property
    def satisfied(self) -> int:
        return sum(self.satisfaction[score] for score in SATISFIED)

    @property
    def share(self) -> Interval | None:
        """The share of satisfied buyers with its interval; None below ``FEWEST`` answers."""
        return wilson(self.satisfied, self.answers) if self.answers >= FEWEST else None

    @property
    def promoter(self) -> Promoter:
        return promoter_of(self.recommendation)


def survey_figures(scope: Scope, spans: list[Span]) -> SurveyFigures:
    """Count answers by kind, score and span. One query."""
    rows = scope.of_orders(
        scope.within(SurveyAnswer.objects.filter(kind__in=SurveyKind.values), "answered_at")
    )
    counted = (
        rows.order_by()
        .values_list(span_number("answered_at", spans), "kind", "score")
        .annotate(number=Count("pk"))
    )
    by_score = {kind: dict.fromkeys(SCORES[kind], 0) for kind in SurveyKind}
    all_answers, satisfied = Counter[int](), Counter[int]()
    for span, kind, score, number in counted:
        by_score[SurveyKind(kind)][score] += number
        if kind == SurveyKind.CSAT:
            all_answers[span] += number
            satisfied[span] += number if score in SATISFIED else 0
    return SurveyFigures(
        satisfaction=by_score[SurveyKind.CSAT],
        recommendation=by_score[SurveyKind.NPS],
        satisfied_by_span=tuple((satisfied[n], all_answers[n]) for n in range(len(spans))),
    )
