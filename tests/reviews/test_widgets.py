from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from django_trust.reviews.cards import RatingSummary
from django_trust.reviews.models import Review
from django_trust.reviews.scores import Figures
from django_trust.reviews.services import reject_review, reply_to_review, vote_on_review, withdraw_review
from django_trust.reviews.widgets import (
    annotated_figures,
    published_card,
    rating_summaries,
    rating_summary,
    review_page,
    with_ratings,
)
from django_trust.shop.references import ItemReference
from tests.hostshop.models import Book, Gadget, Product, ProductProxy, Variant
from tests.markup import query, read

# The figures


def test_the_summary_counts_published_reviews(write_review, product):
    for rating, language in ((5, "et"), (5, "en"), (3, "et")):
        write_review(rating, language=language)
    write_review(1, publish=False)
    summary = rating_summary(product)
    assert (summary.count, summary.total, summary.histogram) == (3, 13, {5: 2, 4: 0, 3: 1, 2: 0, 1: 0})
    assert summary.average == Decimal(13) / 3
    assert summary.displayed_average == Decimal("4.3")
    assert list(summary.languages.items()) == [("et", 2), ("en", 1)]


def test_no_reviews_no_average(product):
    summary = rating_summary(product)
    assert (summary.count, summary.average, summary.displayed_average) == (0, None, None)
    assert summary.histogram == {5: 0, 4: 0, 3: 0, 2: 0, 1: 0}


def test_nothing_remains_of_a_review_that_went(write_review, product):
    reject_review(review=write_review(5, language="et"), reason="spam")
    withdraw_review(review=write_review(4))
    summary = rating_summary(product)
    assert (summary.count, summary.total, dict(summary.languages)) == (0, 0, {})


@given(st.integers(1, 10_000).flatmap(lambda count: st.tuples(st.just(count), st.integers(count, 5 * count))))
def test_the_average_shown_has_one_decimal_rounded_half_up(figures):
    count, total = figures
    shown = RatingSummary(count=count, total=total).displayed_average
    assert shown == Decimal((2 * 10 * total + count) // (2 * count)) / 10


def test_figures_cost_one_query(write_review, product, django_assert_num_queries):
    write_review()
    with django_assert_num_queries(1):
        rating_summary(product)


def test_many_figures_cost_one_query_per_kind(write_review, django_assert_num_queries):
    products = [Product.objects.create(name=str(number)) for number in range(3)]
    books = [Book.objects.create(title=str(number)) for number in range(3)]
    write_review(4, item=products[1])
    write_review(2, item=books[2])
    ItemReference.of(books[0])
    with django_assert_num_queries(2):
        found = rating_summaries([*products, *books])
    assert [summary.total for summary in found.values()] == [0, 4, 0, 0, 0, 2]


@pytest.fixture(params=[Product, Book, Gadget, ProductProxy])
def kind(request, db):
    return request.param


def make(kind, number):
    if kind is Book:
        return Book.objects.create(title=str(number))
    if kind is Gadget:
        return Gadget.objects.create(slug=f"gadget-{number}", name=str(number))
    return kind.objects.create(name=str(number))


def test_a_queryset_can_carry_the_figures_of_any_kind_of_key(write_review, kind):
    first, second = make(kind, 1), make(kind, 2)
    write_review(5, item=first)
    write_review(2, item=first)
    rows = {row.pk: annotated_figures(row) for row in with_ratings(kind.objects.all())}
    assert (rows[first.pk], rows[second.pk]) == (Figures(2, 7), Figures(0, 0))


def test_other_objects_carry_no_figures(product):
    assert annotated_figures(product) is None


# Pages


def test_a_card_shows_nothing_private(write_review, product):
    write_review(4, author_name="Mari", title="T", body="B", email="secret@example.ee")
    [card] = review_page(product).reviews
    assert (card.rating, card.title, card.body, card.author_name) == (4, "T", "B", "Mari")
    assert "secret" not in repr(card)


def test_only_published_reviews_of_this_product_are_shown(write_review, product):
    shown = write_review()
    write_review(publish=False)
    write_review(item=Product.objects.create(name="Cup"))
    reject_review(review=write_review(), reason="spam")
    assert [card.id for card in review_page(product).reviews] == [shown.pk]


def test_filters_narrow_the_page(write_review, product, buy):
    buy("buyer@example.ee")
    bought = write_review(5, email="buyer@example.ee", language="et")
    other = write_review(3, language="en")
    assert [card.id for card in review_page(product, verified=True).reviews] == [bought.pk]
    assert [card.id for card in review_page(product, verified=False).reviews] == [other.pk]
    assert [card.id for card in review_page(product, stars=3).reviews] == [other.pk]
    assert [card.id for card in review_page(product, language="et").reviews] == [bought.pk]
    assert review_page(product, stars=1).reviews == ()


def test_a_reply_comes_with_its_review(write_review, product):
    reply_to_review(review=write_review(), body="Thanks", language="et")
    [card] = review_page(product).reviews
    assert (card.reply.body, card.reply.author_name, card.reply.language) == ("Thanks", "Test Shop", "et")


def test_a_page_holds_as_many_as_configured(write_review, product, configure):
    for _ in range(3):
        write_review()
    configure(REVIEWS_PAGE_SIZE=2)
    page = review_page(product)
    assert len(page.reviews) == 2
    assert len(review_page(product, after=page.next).reviews) == 1
    assert len(review_page(product, limit=1).reviews) == 1


def test_a_variant_shows_the_reviews_of_its_product(write_review, product):
    write_review()
    assert len(review_page(Variant.objects.create(product=product, size="M")).reviews) == 1


def test_one_review_is_found_only_when_it_is_public(write_review):
    assert published_card(write_review().pk).rating == 5
    assert published_card(write_review(publish=False).pk) is None
    assert published_card(2**70) is None


# The block as a page shows it


@pytest.fixture
def page(client, product):
    return lambda **choice: read(
        client.get(product.get_absolute_url(), {f"trust_{name}": value for name, value in choice.items()})
    )


def shown(page):
    return [element["id"].rpartition("-")[2] for element in page.all("li", class_="trust-review")]


def test_the_histogram_is_a_list_of_links_with_words(write_review, page):
    for rating in (5, 5, 5, 1):
        write_review(rating)
    rows = list(page().one(class_="trust-histogram").all("li"))
    assert rows[0].words == "5 stars3: 3 reviews, 75%"
    assert rows[1].words == "4 stars0: 0 reviews, 0%"
    assert rows[4].words == "1 star1: 1 review, 25%"
    assert query(rows[0].one("a")["href"]) == {"trust_stars": ["5"]}
    assert not list(rows[1].all("a"))


@pytest.mark.parametrize("ratings", [(5, 4, 3), (5, 5, 4, 3, 2, 1, 1), (5,), (5, 4, 3, 2, 1, 1)])
def test_percentages_sum_to_a_hundred(write_review, page, ratings):
    """By largest remainder (standards/rating_math.md, section 7)."""
    for rating in ratings:
        write_review(rating)
    rows = page().one(class_="trust-histogram").all("li")
    assert sum(int(row.words.rpartition(" ")[2].removesuffix("%")) for row in rows) == 100


def test_a_filter_link_narrows_and_the_chosen_one_takes_back(write_review, page):
    five, four = write_review(5), write_review(4)
    assert shown(page()) == [str(four.pk), str(five.pk)]
    narrowed = page(stars=5)
    assert shown(narrowed) == [str(five.pk)]
    chosen = narrowed.one(class_="trust-histogram-row", **{"aria-current": "true"})
    assert query(chosen["href"]) == {}
    assert "Show all reviews" in narrowed.words


def test_languages_and_verified_purchases_are_offered_with_their_numbers(write_review, page, buy):
    buy("buyer@example.ee")
    write_review(5, email="buyer@example.ee", language="et")
    write_review(5, language="en")
    write_review(4, language="et")
    chips = [chip.words for chip in page().one("nav", **{"aria-label": "Filter reviews"}).all("a")]
    assert chips == ["Verified purchases (1)", "Estonian (2)", "English (1)"]
    assert len(shown(page(language="et"))) == 2
    assert len(shown(page(verified=1))) == 1


def test_all_orders_are_links_and_the_current_one_is_marked(write_review, page):
    low, high = write_review(1), write_review(5, days_ago=1)
    vote_on_review(review=high, voter_key="d")
    assert [chip.words for chip in page().one("nav", **{"aria-label": "Sort reviews"}).all("a")] == [
        "Newest",
        "Most helpful",
        "Highest rating",
        "Lowest rating",
    ]
    assert shown(page())[0] == shown(page(sort="lowest"))[0] == str(low.pk)
    assert shown(page(sort="highest"))[0] == shown(page(sort="helpful"))[0] == str(high.pk)
    current = (
        page(sort="lowest").one("nav", **{"aria-label": "Sort reviews"}).one("a", **{"aria-current": "true"})
    )
    assert current.words == "Lowest rating"


def test_pages_follow_each_other_by_links(write_review, page, configure, client, product):
    configure(REVIEWS_PAGE_SIZE=2)
    written = [str(write_review().pk) for _ in range(5)]
    seen, address = [], product.get_absolute_url()
    for _ in range(3):
        current = read(client.get(address))
        seen += shown(current)
        links = [link["href"] for link in current.all("a") if link.words == "More reviews"]
        address = product.get_absolute_url() + links[0].partition("#")[0] if links else None
    assert seen == written[::-1]
    assert address is None
    assert "Back to the first page" in current.words


@pytest.mark.parametrize(
    "nonsense",
    [
        {"stars": "6"},
        {"stars": "x"},
        {"sort": "best"},
        {"after": "forged"},
        {"after": "5.1.1.1"},
        {"verified": "maybe"},
        {"language": "<script>"},
        {"language": "\x00"},
        {"language": "e\x00t"},
        {"language": "\ufffd"},
        {"sort": "\x00"},
        {"after": "\x00"},
        {"after": f"3.{'9' * 18}.1"},
        {"after": "9999999.0.0", "sort": "helpful"},
    ],
)
def test_nonsense_in_the_address_is_harmless(write_review, client, product, nonsense):
    write_review()
    response = client.get(
        product.get_absolute_url(), {f"trust_{name}": value for name, value in nonsense.items()}
    )
    assert response.status_code == 200
    assert not [script for script in read(response).all("script") if script["type"] != "application/ld+json"]


def test_what_the_host_keeps_in_the_address_stays(write_review, client, product):
    write_review()
    page = read(client.get(product.get_absolute_url(), {"colour": "blue & red", "trust_sort": "lowest"}))
    link = next(page.one(class_="trust-histogram").all("a"))
    assert query(link["href"]) == {"colour": ["blue & red"], "trust_sort": ["lowest"], "trust_stars": ["5"]}


def test_words_carry_their_language_and_find_their_own_direction(write_review, page):
    write_review(title="رائع", body="جيد جدا", language="ar", author_name="علي")
    root = page()
    for name in ("trust-review-title", "trust-review-body"):
        words = root.one(class_=name)
        assert (words["lang"], words["dir"]) == ("ar", "auto")
    assert root.one("bdi", class_="trust-review-author").text == "علي"
    assert "Arabic" in root.one(class_="trust-review-head").words


def test_an_author_may_stay_anonymous(write_review, page):
    write_review(author_name="")
    assert page().one(class_="trust-review-author").text == "Anonymous"


def test_marks_of_a_review(write_review, page, buy):
    buy("buyer@example.ee")
    review = write_review(email="buyer@example.ee")
    vote_on_review(review=review, voter_key="d1")
    reply_to_review(review=review, body="Thanks!", language="en")
    Review.objects.update(edited_at=timezone.now())
    words = page().one("li", class_="trust-review").words
    for mark in (
        "Verified purchase",
        "(edited)",
        "1 person found this helpful",
        "Reply from Test Shop",
        "Thanks!",
        "Report",
    ):
        assert mark in words


def test_the_date_is_machine_readable_too(write_review, page):
    review = write_review(days_ago=3)
    moment = page().one("time")
    assert moment["datetime"] == review.created_at.isoformat(timespec="seconds")
    assert moment.words


def test_voting_can_be_switched_off(write_review, page, configure):
    write_review()
    assert [button.words for button in page().one(class_="trust-reviews").all("button")] == [
        "Was this helpful? Helpful"
    ]
    configure(REVIEWS_VOTING=False)
    assert not list(page().one(class_="trust-reviews").all("button"))


def test_figures_are_written_in_the_readers_language(write_review, client, product):
    write_review(4)
    write_review(5)
    with translation.override("et"):
        page = read(client.get(f"/et{product.get_absolute_url()}"))
    assert page.one(class_="trust-average-figure").text == "4,5"


def test_a_kept_fragment_shows_every_change_at_once(write_review, page, configure, django_assert_num_queries):
    configure(FRAGMENT_CACHE="default")
    review = write_review(5, title="Eldest")
    assert page().words == page().words
    write_review(4, title="Second")
    assert "Second" in page().words
    reply_to_review(review=review, body="Thanks!")
    assert "Thanks!" in page().words
    vote_on_review(review=review, voter_key="d1")
    assert "1 person found this helpful" in page().words
    withdraw_review(review=review)
    assert "Eldest" not in page().words


def test_a_kept_fragment_belongs_to_one_language_and_holds_no_token(write_review, client, product, configure):
    configure(FRAGMENT_CACHE="default")
    write_review(5)
    english = read(client.get(product.get_absolute_url()))
    estonian = read(client.get(f"/et{product.get_absolute_url()}"))
    assert english.one("section", id="trust-reviews")["lang"] == "en"
    assert estonian.one("section", id="trust-reviews")["lang"] == "et"
    first, second = (
        next(
            form
            for form in read(client.get(product.get_absolute_url())).all("form")
            if "hidden" in form.attributes
        ).one("input", name="csrfmiddlewaretoken")["value"]
        for _ in range(2)
    )
    assert first != second


def test_a_review_of_the_future_is_shown_too(write_review, product):
    review = write_review()
    Review.objects.filter(pk=review.pk).update(created_at=timezone.now() + timedelta(days=1))
    assert len(review_page(product).reviews) == 1
