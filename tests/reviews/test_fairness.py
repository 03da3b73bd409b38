"""The suppression report finds a moderator who rejects bad reviews, and leaves a fair one alone."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from django_trust.reviews.fairness import (
    ALARM_BELOW,
    DAYS,
    MOST_WAITS,
    Comparison,
    StarFigures,
    Verdict,
    compare_rejections,
    compare_waits,
    fisher_exact,
    mann_whitney,
    moderation_report,
)
from django_trust.reviews.models import ModerationEvent, Review
from django_trust.reviews.services import (
    appeal_review,
    decide_appeal,
    edit_review,
    publish_review,
    publish_waiting,
    reject_review,
    submit_review,
    withdraw_review,
)

DAY = 86400.0
# Shares of 1, 2, 3, 4 and 5 stars in a usual shop.
USUAL = (9, 5, 8, 18, 60)


# The tests themselves -------------------------------------------------------------------------------------

FISHER = [  # hits and size of one group, of the other, scipy.stats.fisher_exact(alternative="greater")
    (3, 4, 1, 4, 0.24285714285714283),  # Fisher's lady tasting tea: 17/70
    (8, 10, 1, 6, 0.024475524475524483),
    (5, 5, 0, 95, 1.328241387151549e-08),
    (23, 70, 17, 430, 1.039780394326811e-11),
    (3, 70, 17, 430, 0.5484626525038004),
]


@pytest.mark.parametrize(("low_hits", "low", "high_hits", "high", "p_value"), FISHER)
def test_fishers_exact_test(low_hits, low, high_hits, high, p_value):
    assert fisher_exact(low_hits, low, high_hits, high) == pytest.approx(p_value, rel=1e-9)


MANN_WHITNEY = [  # scipy.stats.mannwhitneyu(alternative="greater", method="asymptotic")
    (
        [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46],  # Hollander and Wolfe 1973, p. 69
        [1.15, 0.88, 0.90, 0.74, 1.21],
        0.12231180256349167,
    ),
    ([19, 22, 16, 29, 24], [20, 11, 17, 12], 0.055673443266570206),
    ([1, 1, 2, 3, 3, 3, 5, 8], [0, 1, 1, 2, 2, 3, 3], 0.08484420286293581),  # with ties
]


@pytest.mark.parametrize(("low", "high", "p_value"), MANN_WHITNEY)
def test_mann_and_whitneys_test(low, high, p_value):
    assert mann_whitney(low, high) == pytest.approx(p_value, rel=1e-9)


@pytest.mark.parametrize(("low", "high"), [([], []), ([1.0], []), ([], [1.0]), ([2.0] * 9, [2.0] * 9)])
def test_waits_that_cannot_differ_are_no_sign(low, high):
    assert compare_waits((low, high)).p_value == 1


def test_no_decision_is_no_sign():
    assert fisher_exact(0, 0, 0, 0) == 1


def test_a_million_reviews_are_tested_too():
    assert fisher_exact(2_000, 50_000, 38_000, 950_000) == pytest.approx(0.5, abs=0.01)
    assert fisher_exact(2_300, 50_000, 38_000, 950_000) < 1e-9


# Simulated moderators -------------------------------------------------------------------------------------


def decided(rejected, number, stars):
    return StarFigures(stars, number, number - rejected, rejected, 0, 0, None, {})


def simulate(seed, *, extra=0.0, slower=1.0, waits=lambda chance: chance.expovariate(1 / DAY)):
    """500 decisions: 4 % are rejected at random, and ``extra`` of those with 1 or 2 stars besides."""
    chance = random.Random(seed)
    number, rejected = dict.fromkeys(range(1, 6), 0), dict.fromkeys(range(1, 6), 0)
    low_waits, high_waits = [], []
    for stars in chance.choices(range(1, 6), USUAL, k=500):
        low = stars <= 2
        number[stars] += 1
        rejected[stars] += chance.random() < 0.04 or (low and chance.random() < extra)
        (low_waits if low else high_waits).append(waits(chance) * (slower if low else 1))
    figures = [decided(rejected[stars], number[stars], stars) for stars in range(1, 6)]
    return compare_rejections(figures), compare_waits((low_waits, high_waits))


def alarms(seeds, **moderator):
    findings = (simulate(seed, **moderator) for seed in range(seeds))
    return sum(any(found.verdict == Verdict.ALARM for found in pair) for pair in findings)


def test_a_moderator_who_rejects_bad_reviews_is_found():
    """30 % of 1-2 stars rejected besides: found in 200 of 200 runs; 95 % are asked for."""
    found = sum(simulate(seed, extra=0.3)[0].verdict == Verdict.ALARM for seed in range(200))
    assert found >= 190


def test_a_moderator_who_lets_bad_reviews_wait_is_found():
    """Three times as long: found in 200 of 200 runs."""
    found = sum(simulate(seed, slower=3)[1].verdict == Verdict.ALARM for seed in range(200))
    assert found >= 190


@pytest.mark.slow
def test_a_fair_moderator_raises_an_alarm_in_at_most_one_of_a_hundred_reports():
    """19 of these 2,000 runs (0.95 %); 0.66 % of the first 20,000 seeds."""
    assert alarms(2_000) <= 20


def seldom(chance):
    """Moderation after publication: one review in fifty waits at all."""
    return chance.expovariate(1 / DAY) if chance.random() < 0.02 else 0.0


def test_waits_that_are_nearly_all_the_same_raise_no_more_alarms():
    """A sum of ranks alone would: it is far from normal then."""
    assert alarms(1_000, waits=seldom) <= 10


def test_a_moderator_who_is_harder_on_good_reviews_raises_no_alarm():
    chance = random.Random(1)
    good = [decided(3, 100, 1), decided(90, 300, 5)]
    assert compare_rejections(good).p_value > 0.99
    low, high = ([chance.expovariate(1 / mean) for _ in range(200)] for mean in (DAY, 5 * DAY))
    assert compare_waits((low, high)).p_value > 0.99


@pytest.mark.parametrize(
    ("low", "high", "p_value", "verdict"),
    [
        (70, 430, 0.0049, Verdict.ALARM),
        (70, 430, ALARM_BELOW, Verdict.CLEAR),
        (19, 481, 0.5, Verdict.TOO_FEW),
        (481, 19, 0.5, Verdict.TOO_FEW),
        (5, 95, 1e-8, Verdict.ALARM),
    ],
)
def test_few_decisions_are_never_called_clear(low, high, p_value, verdict):
    assert Comparison(low, high, 0.1, 0.1, p_value).verdict == verdict


# The report from the database -----------------------------------------------------------------------------


@pytest.fixture
def moderate(product, configure):
    """Send 500 reviews through the services and decide about each as a simulated moderator."""

    def run(*, extra):
        configure(REVIEWS_MODERATION="before")
        chance, now = random.Random(500), timezone.now()
        for number, stars in enumerate(chance.choices(range(1, 6), USUAL, k=500)):
            review = submit_review(
                item=product,
                rating=stars,
                email=f"writer-{number}@example.test",
                language="en",
                created_at=now - timedelta(hours=chance.uniform(1, 400)),
            )
            if chance.random() < 0.04 or (stars <= 2 and chance.random() < extra):
                reject_review(review=review, reason=chance.choice(["spam", "off_topic"]))
            else:
                publish_review(review=review)
        return moderation_report()

    return run


@pytest.mark.slow
def test_five_hundred_reviews_of_a_biased_moderator_raise_the_alarm(moderate):
    report = moderate(extra=0.3)
    assert report.rejection.verdict == Verdict.ALARM
    assert report.waiting.verdict == Verdict.CLEAR
    assert report.alarmed
    assert report.total.received == report.total.decided == 500
    assert report.rejection.low_figure > 0.2 > 0.08 > report.rejection.high_figure


@pytest.mark.slow
def test_five_hundred_reviews_of_a_fair_moderator_do_not(moderate):
    report = moderate(extra=0)
    assert (report.rejection.verdict, report.waiting.verdict) == (Verdict.CLEAR, Verdict.CLEAR)
    assert not report.alarmed


def figures_of(report, stars):
    return next(figures for figures in report.stars if figures.stars == stars)


def test_every_review_is_counted_once_under_its_stars(write_review):
    write_review(5)
    write_review(1)
    reject_review(review=write_review(1), reason="spam")
    reject_review(review=write_review(1, publish=False), reason="abusive")
    write_review(1, publish=False)
    withdraw_review(review=write_review(2))
    report = moderation_report()
    assert [figures.stars for figures in report.stars] == [5, 4, 3, 2, 1]
    one = figures_of(report, 1)
    assert (one.received, one.published, one.rejected, one.waiting, one.withdrawn) == (4, 1, 2, 1, 0)
    assert one.publish_rate == pytest.approx(1 / 3)
    assert one.reasons == {"spam": 1, "abusive": 1}
    two = figures_of(report, 2)
    assert (two.received, two.withdrawn, two.publish_rate, two.median_wait) == (1, 1, None, None)
    assert (report.total.received, report.total.published, report.total.rejected) == (6, 2, 2)
    assert report.total.reasons == {"spam": 1, "abusive": 1}


def test_an_empty_shop_gets_an_empty_report(db):
    report = moderation_report()
    assert report.total.received == 0
    assert (report.rejection.verdict, report.waiting.verdict) == (Verdict.TOO_FEW, Verdict.TOO_FEW)
    assert report.rejection.low_figure is report.waiting.high_figure is None


def test_imports_are_left_out_because_nobody_here_decided(write_review):
    reject_review(review=write_review(1, source="import"), reason="spam")
    assert moderation_report().total.received == 0


def test_the_period_is_that_in_which_reviews_were_written(write_review):
    for days_ago in (1, 40, 380):
        write_review(days_ago=days_ago)
    now = timezone.now()
    assert moderation_report().total.received == 2
    assert moderation_report(since=now - timedelta(days=30)).total.received == 1
    assert moderation_report(until=now - timedelta(days=30)).total.received == 2
    assert moderation_report(since=now - timedelta(days=500)).total.received == 3
    report = moderation_report(now=now)
    assert report.until - report.since == timedelta(days=DAYS)


def test_a_period_that_ends_before_it_begins_is_refused(db):
    now = timezone.now()
    with pytest.raises(ValueError, match="begin before it ends"):
        moderation_report(since=now, until=now - timedelta(days=1))


def days_waited(report, stars=5):
    wait = figures_of(report, stars).median_wait
    return round(wait / timedelta(days=1), 2)


def test_a_review_waits_until_it_is_published(write_review):
    write_review(days_ago=3)
    assert days_waited(moderation_report()) == 3


def test_a_review_waits_until_it_is_rejected(write_review):
    reject_review(review=write_review(days_ago=4, publish=False), reason="spam")
    assert days_waited(moderation_report()) == 4


def test_a_review_that_published_itself_waited_all_that_time(write_review, configure):
    write_review(days_ago=20, publish=False)
    Review.objects.update(pending_since=timezone.now() - timedelta(days=20))
    configure(REVIEWS_AUTO_PUBLISH_DAYS=14)
    assert len(publish_waiting()) == 1
    assert days_waited(moderation_report()) == 20


def test_what_is_public_at_once_waits_for_nobody(write_review, configure):
    configure(REVIEWS_MODERATION="after")
    write_review(5, days_ago=9, publish=False)
    reject_review(review=write_review(1, days_ago=9, publish=False), reason="spam")
    report = moderation_report()
    assert days_waited(report, 5) == days_waited(report, 1) == 0


def test_an_appeal_does_not_lengthen_the_first_wait(write_review):
    review = write_review(days_ago=6, publish=False)
    reject_review(review=review, reason="spam")
    appeal = appeal_review(review=review, text="It is no advertisement.")
    decide_appeal(appeal=appeal, grant=True)
    assert days_waited(moderation_report()) == 6
    assert moderation_report().total.published == 1


def test_an_edited_review_begins_to_wait_again(write_review):
    review = write_review(days_ago=50)
    edit_review(review=review, rating=5, body="It still pours well.")
    publish_review(review=review)
    assert days_waited(moderation_report()) == 0


def test_the_author_changing_public_words_changes_nothing_about_the_wait(write_review, configure):
    review = write_review(days_ago=5)
    configure(REVIEWS_MODERATION="after")
    edit_review(review=review, rating=5, body="It still pours well.")
    assert days_waited(moderation_report()) == 5


def test_the_median_is_that_of_all_decisions(write_review):
    for days_ago in (1, 2, 9):
        write_review(4, days_ago=days_ago)
    assert days_waited(moderation_report(), 4) == 2


def test_queries_and_rows_read_are_bounded(write_review, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr("django_trust.reviews.fairness.MOST_WAITS", 3)
    for days_ago in (60, 50, 3, 2, 1):  # the last ones are the newest
        write_review(days_ago=days_ago)
    assert ModerationEvent.objects.count() == 5
    with django_assert_num_queries(3):
        report = moderation_report()
    assert days_waited(report) == 2
    assert report.total.received == 5
    assert MOST_WAITS == 20_000
