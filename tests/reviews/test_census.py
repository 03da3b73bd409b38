from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override

from django_trust.reviews.census import (
    SECONDS,
    Census,
    census_reasons,
    census_sentence,
    review_census,
)
from django_trust.reviews.models import ItemRating, Review
from django_trust.reviews.services import reject_review, withdraw_review
from tests.hostshop.models import Product


def make(**numbers):
    empty = {"received": 0, "published": 0, "not_published": 0, "waiting": 0, "withdrawn": 0}
    return Census(**{**empty, "by_reason": {}, "as_of": timezone.now(), **numbers})


def test_an_empty_shop_has_counts_of_nothing(db):
    census = review_census()
    assert (census.received, census.published, census.not_published) == (0, 0, 0)
    assert census_reasons(census) == []
    assert timezone.now() - census.as_of < timedelta(minutes=1)


def test_what_is_received_is_published_or_has_a_reason_why_not(write_review):
    other = Product.objects.create(name="Lamp")
    write_review(5)
    write_review(1, item=other)
    write_review(4, item=other)
    for reason in ("spam", "fake", "fake"):
        reject_review(review=write_review(2, publish=False), reason=reason)
    write_review(3, publish=False)
    withdraw_review(review=write_review(3))
    census = review_census()
    assert (census.received, census.published, census.not_published) == (8, 3, 5)
    assert (dict(census.by_reason), census.waiting, census.withdrawn) == ({"fake": 2, "spam": 1}, 1, 1)
    assert census_sentence(census) == "8 received, 3 published, 5 not published"
    assert census_reasons(census) == [
        ("Reasonably believed to be fake", "2"),
        ("Advertising or spam", "1"),
        ("Still waiting for a moderator", "1"),
        ("Taken back by the author", "1"),
    ]


def test_public_reviews_are_taken_from_the_counters_not_counted(write_review):
    write_review()
    ItemRating.objects.update(count=1_180)
    assert review_census().published == 1_180


def test_counting_takes_two_queries_and_an_hour_of_shoppers_takes_none(
    write_review, django_assert_num_queries
):
    write_review()
    with django_assert_num_queries(2):
        review_census()
    write_review()
    with django_assert_num_queries(0):
        assert review_census().received == 1
    with time_machine.travel(timezone.now() + timedelta(seconds=SECONDS + 1)):
        assert review_census().received == 2


def test_a_shop_without_a_cache_counts_each_time(settings, write_review):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert review_census().received == 0
    write_review()
    assert review_census().received == 1


def test_a_reason_that_is_not_on_record_is_counted_as_such(write_review):
    """Reviews rejected before the column existed, or for a reason that was dropped since."""
    for reason in ("spam", "spam", "fake"):
        reject_review(review=write_review(), reason=reason)
    Review.objects.filter(rejected_for="spam").update(rejected_for="")
    Review.objects.filter(rejected_for="fake").update(rejected_for="too_long")
    assert census_reasons(review_census()) == [
        ("Rejected, reason not on record", "2"),
        ("too_long", "1"),
    ]


@pytest.mark.parametrize(
    ("language", "figures"),
    [("en", ["1,204", "1,180", "24"]), ("id", ["1.204", "1.180", "24"]), ("fa", ["۱٬۲۰۴", "۱٬۱۸۰", "۲۴"])],
)
def test_figures_are_written_as_the_reader_writes_them(language, figures):
    census = make(received=1_204, published=1_180, not_published=24, by_reason={"spam": 24})
    with override(language):
        sentence, reasons = census_sentence(census), census_reasons(census)
    assert [figure for figure in figures if figure in sentence] == figures
    assert [number for _, number in reasons] == figures[2:]


def test_the_sentence_for_shoppers():
    census = make(received=1_204, published=1_180, not_published=24)
    assert census_sentence(census) == "1,204 received, 1,180 published, 24 not published"
