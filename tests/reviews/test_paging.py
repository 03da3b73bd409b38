import contextlib
from datetime import UTC, datetime, timedelta
from itertools import product as combinations

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from django_trust.reviews.models import Review, ReviewState
from django_trust.reviews.paging import Cursor, InvalidCursor, Sort
from django_trust.reviews.ratings import rebuild_ratings
from django_trust.reviews.widgets import review_page
from django_trust.shop.services import item_for
from tests.hostshop.models import Product

START = datetime(2026, 1, 1, tzinfo=UTC)
ROWS = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.sampled_from([0, 0, 206549, 1_000_000]),
        st.sampled_from(["en", "et"]),
        st.booleans(),
        st.integers(0, 3),  # few moments: many ties
        st.sampled_from([ReviewState.PUBLISHED] * 4 + [ReviewState.PENDING]),
    ),
    min_size=1,
    max_size=20,
)
FILTERS = [{}, {"stars": 5}, {"verified": True}, {"language": "et"}, {"stars": 1, "language": "en"}]


def add(item, rows):
    return Review.objects.bulk_create(
        Review(
            item=item,
            rating=rating,
            helpful_rank=rank,
            language=language,
            verified=verified,
            created_at=START + timedelta(seconds=moment),
            state=state,
        )
        for rating, rank, language, verified, moment, state in rows
    )


def walk(product, between=None, **choice):
    """The ids of all reviews of all pages, in order."""
    ids, after = [], None
    while True:
        page = review_page(product, after=after, limit=3, **choice)
        ids += [card.id for card in page.reviews]
        after = page.next
        if after is None:
            return ids
        assert len(page.reviews) == 3
        if between:
            between()


def expected(item, sort, filters):
    reviews = [
        review
        for review in Review.objects.filter(item=item, state=ReviewState.PUBLISHED)
        if all(
            getattr(review, {"stars": "rating"}.get(name, name)) == value for name, value in filters.items()
        )
    ]
    newest = sorted(reviews, key=lambda review: (review.created_at, review.pk), reverse=True)
    keys = {
        "newest": lambda review: 0,
        "highest": lambda review: -review.rating,
        "lowest": lambda review: review.rating,
    }
    if sort == "helpful" and "stars" not in filters:
        newest = sorted(reviews, key=lambda review: (review.helpful_rank, review.pk), reverse=True)
    elif sort != "helpful":
        newest.sort(key=keys[sort])
    return [review.pk for review in newest]


@given(rows=ROWS)
@settings(max_examples=15)
def test_every_order_and_filter_shows_each_review_exactly_once(db, rows):
    with transaction.atomic():
        shown = Product.objects.create(name="Tea pot")
        add(item_for(shown), rows)
        list(rebuild_ratings())
        for sort, filters in combinations(Sort.values, FILTERS):
            ids = walk(shown, sort=sort, **filters)
            assert len(ids) == len(set(ids))
            if sort == "helpful" and "stars" in filters:
                assert set(ids) == set(expected(item_for(shown), sort, filters))
            else:
                assert ids == expected(item_for(shown), sort, filters)
        transaction.set_rollback(True)


@pytest.mark.parametrize("sort", Sort.values)
@given(rows=ROWS, added=ROWS)
@settings(max_examples=8)
def test_reviews_added_meanwhile_hide_and_repeat_none(db, sort, rows, added):
    with transaction.atomic():
        shown = Product.objects.create(name="Tea pot")
        item = item_for(shown)
        add(item, rows)
        list(rebuild_ratings())
        before = expected(item, sort, {})
        waiting = list(added)

        ids = walk(shown, between=lambda: waiting and add(item, [waiting.pop()]), sort=sort)

        assert len(ids) == len(set(ids))
        assert [pk for pk in ids if pk in before] == before
        transaction.set_rollback(True)


def test_the_most_helpful_of_one_kind_of_stars_come_first(write_review, product):
    plain = write_review(5, days_ago=1)
    helpful = write_review(5, days_ago=9)
    Review.objects.filter(pk=helpful.pk).update(helpful_count=9, helpful_rank=700_000)
    assert walk(product, sort="helpful", stars=5) == [helpful.pk, plain.pk]


@given(
    st.integers(0, 9_999_999),
    st.datetimes(datetime(1970, 1, 1), datetime(9998, 1, 1)),
    st.integers(0, 10**18 - 1),
)
def test_a_cursor_can_be_read_back(key, moment, number):
    cursor = Cursor(key, moment.replace(tzinfo=UTC), number)
    assert Cursor.parse(str(cursor)) == cursor


FORGED = [
    "",
    "1",
    "5.1.1.1",
    "-5.1.1",
    "5.1.-1",
    "5.1.1;drop table",
    "٥.1.1",
    f"5.{10**18}.1",
    f"5.{'9' * 18}.1",
    "5.1.1\n",
    "\x00",
    "a" * 10_000,
]


@pytest.mark.parametrize("text", FORGED)
def test_a_forged_cursor_is_refused(text):
    with pytest.raises(InvalidCursor):
        Cursor.parse(text)


@given(st.text())
def test_no_text_breaks_the_reading_of_cursors(text):
    with contextlib.suppress(InvalidCursor):
        Cursor.parse(text)


@pytest.mark.parametrize("text", ["9999999.0.0", f"0.{253370764800 * 10**6 - 1}.{'9' * 18}", "3.1.1"])
@pytest.mark.parametrize("sort", Sort.values)
def test_an_invented_but_wellformed_cursor_is_a_harmless_place(write_review, product, sort, text):
    write_review(5)
    review_page(product, sort=sort, after=text)


def test_an_unknown_order_is_a_mistake_of_the_programmer(write_review, product):
    write_review()
    with pytest.raises(ValueError, match="best"):
        review_page(product, sort="best")
