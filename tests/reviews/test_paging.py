import contextlib
from datetime import UTC, datetime, timedelta
from itertools import product as combinations
from unittest import mock

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from django_trust.reviews import paging
from django_trust.reviews.filters import Filters
from django_trust.reviews.models import Review, ReviewState
from django_trust.reviews.paging import Cursor, InvalidCursor, Sort
from django_trust.reviews.ratings import rebuild_ratings
from django_trust.reviews.services import reply_to_review
from django_trust.reviews.widgets import published_card, rating_summary, review_page
from django_trust.shop.services import item_for
from tests.hostshop.models import Product

START = datetime(2026, 1, 1, tzinfo=UTC)
ROWS = st.lists(
    st.tuples(
        st.integers(1, 5),
        st.sampled_from([0, 0, 206549, 1_000_000]),
        st.sampled_from(["en", "et", "et", "en-gb", "fi"]),
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
        "yours": lambda review: not filters and review.language not in ("en", "en-gb"),
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


CODES = ["en", "en-gb", "et", "fi", "ar"]


def add_languages(item, languages):
    """Reviews in these languages, the newest first."""
    add(
        item,
        [(5, 0, code, False, -n, ReviewState.PUBLISHED) for n, code in enumerate(languages)],
    )
    list(rebuild_ratings())


def pages_of(product, limit):
    """The languages of the reviews on each page, and the queries each page took."""
    pages, after = [], None
    summary = rating_summary(product)
    while True:
        with CaptureQueriesContext(connection) as queries:
            page = review_page(product, sort="yours", after=after, limit=limit, summary=summary)
        pages.append(([card.language for card in page.reviews], len(queries)))
        if page.next is None:
            return pages
        after = page.next


@given(
    languages=st.lists(st.sampled_from(CODES), min_size=1, max_size=30),
    reader=st.sampled_from([*CODES, "pt-br"]),
    limit=st.integers(1, 7),
    cost=st.sampled_from([0, 5, 300]),  # of another part of a query: all ways to read several languages
)
@settings(max_examples=80)
def test_the_readers_language_comes_first_and_every_page_takes_one_query(db, languages, reader, limit, cost):
    with transaction.atomic(), mock.patch.object(paging, "STRETCH_COST", cost):
        shown = Product.objects.create(name="Tea pot")
        add_languages(item_for(shown), languages)
        with override(reader):
            pages = pages_of(shown, limit)
            shown_ids = walk(shown, sort="yours")
        newest = walk(shown)
        transaction.set_rollback(True)
    own = {code for code in languages if code[:2] == reader[:2]}
    assert {queries for _, queries in pages} == {1}
    assert all(len(page) == limit for page, _ in pages[:-1])
    assert [code for page, _ in pages for code in page] == sorted(
        languages, key=lambda code: code not in own
    )  # sorting is stable: each part is still the newest first
    assert sorted(shown_ids) == sorted(newest)


def test_a_first_page_in_one_language_reads_no_other(product, django_assert_num_queries):
    add_languages(item_for(product), ["en", "et"] * 20)
    summary = rating_summary(product)
    with django_assert_num_queries(1) as queries:
        review_page(product, sort="yours", limit=10, summary=summary)
    assert "UNION" not in queries[0]["sql"]
    assert "et" not in queries[0]["sql"].split("WHERE")[1].split("ORDER BY")[0].replace("'", " ").split()


@pytest.mark.parametrize("gone", [1, 4, 9])
def test_reviews_withdrawn_after_they_were_counted_leave_no_hole(product, gone):
    add_languages(item_for(product), ["en"] * 9 + ["et"] * 3)
    Review.objects.filter(pk__in=walk(product, language="en")[:gone]).update(state=ReviewState.WITHDRAWN)
    ids = walk(product, sort="yours")
    codes = dict(Review.objects.values_list("pk", "language"))
    assert [codes[pk] for pk in ids] == ["en"] * (9 - gone) + ["et"] * 3


def test_a_page_of_two_languages_holds_whole_cards(product, write_review, configure):
    """Values come through another kind of query there: texts, lists, moments must not."""
    there = write_review(
        4, language="et", pros="Sturdy\nCheap", author_name="Mari Kask", name_style="initial"
    )
    here = write_review(5, language="en", days_ago=3, title="Good", experienced_on="2026-01-05")
    reply_to_review(review=there, body="Thanks")
    entry = {"image": "a.webp", "thumbnail": "b.webp", "width": 4, "height": 3, "alt": "A pot"}
    Review.objects.filter(pk=there.pk).update(
        gallery=[{**entry, "thumbnail_width": 2, "thumbnail_height": 1}], verified=True
    )
    first, second = review_page(product, sort="yours").reviews
    assert (first, second) == (published_card(here.pk), published_card(there.pk))
    assert (second.photos[0].alt, second.reply.body, second.verified) == ("A pot", "Thanks", True)


def test_the_pages_own_order_depends_on_what_languages_there_are(product):
    item = item_for(product)
    for languages, expected_order in [
        ([], "newest"),
        (["et"], "newest"),
        (["et", "en"], "yours"),
        (["et", "en-gb"], "yours"),
        (["en", "en-gb"], "newest"),
    ]:
        Review.objects.all().delete()
        add_languages(item, languages)
        assert Filters().sort_in_force(rating_summary(product).languages) == expected_order, languages


def test_nothing_chosen_means_the_pages_own_order(product):
    add_languages(item_for(product), ["et", "et", "en"])
    assert walk(product, sort="") == walk(product, sort="yours") != walk(product)


@pytest.mark.parametrize("choice", ["trust_stars=5", "trust_verified=1", "trust_language=et"])
def test_a_narrower_view_is_newest_first(product, choice):
    add_languages(item_for(product), ["et", "en"])
    languages = rating_summary(product).languages
    for query in (choice, f"{choice}&trust_sort=yours"):
        filters = Filters.from_query(QueryDict(query))
        assert filters.sort_in_force(languages) == "newest"
        assert Sort.YOURS not in filters.sorts(languages)


def test_an_order_that_was_chosen_stays(product):
    add_languages(item_for(product), ["et", "en"])
    languages = rating_summary(product).languages
    assert Filters.from_query(QueryDict("trust_sort=lowest")).sort_in_force(languages) == "lowest"
    assert Filters.from_query(QueryDict("trust_sort=newest")).sort_in_force(languages) == "newest"
    assert Filters.from_query(QueryDict("trust_sort=best")) == Filters()


def test_your_language_is_offered_where_it_makes_a_difference(product):
    add_languages(item_for(product), ["et"])
    assert Sort.YOURS not in Filters().sorts(rating_summary(product).languages)
    add_languages(item_for(product), ["en"])
    assert Filters().sorts(rating_summary(product).languages) == list(Sort)
