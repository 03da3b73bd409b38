"""Bounds of what docs/explanation/signals.md claims, on messages and reviews that were held out."""

import pytest

from benchmarks.signals import REVIEWS, SOURCES, measure, precision
from tests.requirements import ROOT, require_shared_data

pytestmark = pytest.mark.shared_data


@pytest.fixture(scope="module")
def results():
    for path, _rows in SOURCES.values():
        require_shared_data(*path.split("/"))
    return measure(require_shared_data())


def test_most_spam_is_flagged(results):
    assert results["spam messages"].texts > 150
    assert results["spam messages"].share >= 0.8


def test_hardly_an_honest_message_is_flagged(results):
    assert results["ham messages"].texts > 1000
    assert results["ham messages"].share <= 0.02


@pytest.mark.parametrize("source", REVIEWS)
def test_hardly_a_real_review_is_flagged(results, source):
    assert results[source].texts >= 100
    assert results[source].share <= 0.015


@pytest.mark.parametrize("source", SOURCES)
def test_no_text_is_taken_for_another_language(results, source):
    assert results[source].other_language <= results[source].texts * 0.002


@pytest.mark.parametrize("source", REVIEWS)
def test_hardly_a_real_review_repeats_another(results, source):
    assert results[source].repeated <= results[source].texts * 0.015


def test_what_is_flagged_is_mostly_spam(results):
    assert precision(results) >= 0.9


def test_the_documentation_gives_the_figures_of_today(results):
    page = (ROOT / "docs" / "explanation" / "signals.md").read_text(encoding="utf-8")
    spam, ham = results["spam messages"], results["ham messages"]
    assert f"| {spam.texts:,} | {spam.flagged:,} | {spam.share:.1%} |" in page
    assert f"| {ham.texts:,} | {ham.flagged:,} | {ham.share:.1%} |" in page
    assert f"against all reviews, is {precision(results):.1%}" in page
    repeated = sum(results[source].repeated for source in REVIEWS)
    assert f"`near_duplicate` would have flagged {repeated} of" in page
