"""Intervals and waits against values computed elsewhere."""

from datetime import timedelta
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_trust.followups.insights.statistics import FEWEST, promoter_of, wait_of, wilson


@pytest.mark.parametrize(
    ("part", "whole", "low"),
    [
        (1, 1, 0.206549),
        (0, 1, 0),
        (1, 2, 0.094531),
        (9, 10, 0.595850),
        (40, 60, 0.540569),
        (550, 1000, 0.519033),
    ],
)
def test_wilson_as_published(part, whole, low):
    """Lower bounds of rating_math.md, section 3; the upper bound is that of the opposite question."""
    found, mirror = wilson(part, whole), wilson(whole - part, whole)
    assert found.low == pytest.approx(low, abs=1e-6)
    assert found.low == pytest.approx(1 - mirror.high)
    assert found.low <= found.value <= found.high


def test_nothing_of_nothing_has_no_interval():
    assert wilson(0, 0) is None
    assert promoter_of({}).score is None
    assert promoter_of({}).interval is None


def test_scores_are_sorted_into_kinds():
    kinds = promoter_of(dict.fromkeys(range(11), 1))
    assert (kinds.promoters, kinds.passives, kinds.detractors) == (2, 2, 7)
    assert kinds.score == pytest.approx(100 * -5 / 11)


@given(st.lists(st.integers(0, 10), min_size=FEWEST, max_size=200))
def test_the_interval_is_that_of_a_mean_of_plus_one_nought_and_minus_one(scores):
    votes = [1 if score >= 9 else -1 if score <= 6 else 0 for score in scores]
    mean = sum(votes) / len(votes)
    variance = sum((vote - mean) ** 2 for vote in votes) / (len(votes) - 1)
    margin = 100 * 1.959964 * sqrt(variance / len(votes))
    found = promoter_of({score: scores.count(score) for score in scores}).interval
    assert found.value == pytest.approx(100 * mean)
    assert found.low == pytest.approx(max(-100, 100 * mean - margin), abs=1e-6)
    assert found.high == pytest.approx(min(100, 100 * mean + margin), abs=1e-6)


def test_too_few_answers_have_a_score_but_no_interval():
    kinds = promoter_of({10: FEWEST - 1})
    assert (kinds.score, kinds.interval) == (100, None)


def test_the_usual_wait():
    hours = [timedelta(hours=hour) for hour in (5, 1, 2, 9, 3, 4, 8, 7, 6, 100)]
    found = wait_of(hours)
    assert (found.count, found.median, found.most) == (10, timedelta(hours=5.5), timedelta(hours=9))
    assert wait_of([timedelta(hours=2)]).most == timedelta(hours=2)
    assert wait_of([timedelta(hours=-2)]).median == timedelta(0)
    assert (wait_of([]).median, wait_of([]).most) == (None, None)
