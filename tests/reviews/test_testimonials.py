from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import override

from django_trust.reviews import models
from django_trust.reviews import testimonials as selection
from django_trust.reviews.scores import Figures
from django_trust.reviews.services import choose_testimonial, drop_testimonial, reject_review
from django_trust.shop.models import Item
from django_trust.shop.references import shop_item
from tests.hostshop.models import Product
from tests.markup import read


@pytest.fixture
def choose(write_review):
    """Write a review and choose it; the first choice is the oldest."""

    def write_and_choose(rating=5, **words):
        review = write_review(rating, **words)
        chosen = choose_testimonial(review=review)
        models.Testimonial.objects.filter(pk=chosen.pk).update(
            chosen_at=timezone.now() - timedelta(hours=100 - models.Testimonial.objects.count())
        )
        return review

    return write_and_choose


def ids(limit=3):
    return [chosen.review.id for chosen in selection.testimonials(limit)]


def widget(limit=3):
    return read(selection.selection_html(limit)).one("section", class_="trust-testimonials")


def test_the_newest_choices_come_first(choose, write_review):
    write_review()
    first, second, third = choose(), choose(), choose()
    assert ids(3) == [third.pk, second.pk, first.pk]
    assert ids(2) == [third.pk, second.pk]


def test_where_few_are_chosen_reviews_of_the_shop_follow(choose, write_review):
    write_review()
    old = write_review(4, item=shop_item(), days_ago=5)
    new = write_review(1, item=shop_item())
    chosen = choose()
    assert ids(3) == [chosen.pk, new.pk, old.pk]
    assert ids(2) == [chosen.pk, new.pk]
    assert ids(10) == [chosen.pk, new.pk, old.pk]


def test_a_chosen_review_of_the_shop_is_shown_once(choose, write_review):
    chosen = choose(item=shop_item())
    other = write_review(3, item=shop_item(), days_ago=1)
    assert ids() == [chosen.pk, other.pk]


def test_what_is_not_public_any_more_is_gone_at_once(choose, write_review):
    kept, rejected, dropped = choose(), choose(), choose()
    write_review(item=shop_item(), publish=False)
    reject_review(review=rejected, reason="fake")
    drop_testimonial(review=dropped)
    assert ids() == [kept.pk]


@pytest.mark.parametrize("limit", [0, -1])
def test_none_wanted_is_none_asked_for(choose, limit, django_assert_num_queries):
    choose()
    with django_assert_num_queries(0):
        assert selection.testimonials(limit) == ()


def test_no_more_than_two_queries(choose, write_review, django_assert_max_num_queries):
    ContentType.objects.get_for_model(Item)
    for _ in range(4):
        choose()
        write_review(item=shop_item())
    for limit, most in ((3, 1), (6, 2), (10**6, 2)):
        with django_assert_max_num_queries(most):
            assert len(selection.testimonials(limit)) == min(limit, 8)


def test_nothing_is_shown_where_there_is_nothing(write_review):
    write_review()
    assert selection.selection_html() == ""


def test_the_selection_says_what_it_is_a_selection_of(choose, write_review):
    for stars in (1, 2, 5, 5, 5):
        write_review(stars)
    write_review(1, publish=False)
    choose(5)
    choose(4, item=Product.objects.create(name="Lamp"))
    note = widget().one("p", class_="trust-note").words
    # (1 + 2 + 5 + 5 + 5 + 5 + 4) / 7 = 3.857...
    assert "A selection: 2 of 7 reviews. The average of all reviews is 3.9 out of 5." in note


def test_the_figures_are_added_up_once_an_hour_and_never_over_reviews(
    choose, fill, django_assert_num_queries
):
    fill(40)
    choose()
    with django_assert_num_queries(1) as queries:
        figures = selection.all_figures()
    assert figures == Figures(41, models.Review.objects.count() * 3 - 3 + 5)
    assert '"trust_review"' not in queries[0]["sql"].replace("`", '"')
    with django_assert_num_queries(0):
        assert selection.all_figures() == figures


def test_large_numbers_are_written_in_the_readers_language():
    figures = Figures(1204, 5298)
    assert selection.selection_sentence(3, figures) == (
        "A selection: 3 of 1,204 reviews. The average of all reviews is 4.4 out of 5."
    )
    with override("et"):
        assert "1\xa0204" in selection.selection_sentence(3, figures)
        assert "4,4" in selection.selection_sentence(3, figures)


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (Figures(), "A selection: 3 of 3 reviews."),
        (Figures(2, 8), "A selection: 3 of 3 reviews. The average of all reviews is 4.0 out of 5."),
        (Figures(1, 4), "A selection: 3 of 3 reviews. The average of all reviews is 4.0 out of 5."),
    ],
)
def test_figures_of_an_hour_ago_make_no_nonsense(figures, sentence):
    assert selection.selection_sentence(3, figures) == sentence


def test_a_card_shows_who_what_and_where_to_read_on(choose, buy, product):
    buy("mari@example.ee")
    review = choose(
        4,
        email="mari@example.ee",
        author_name="Mari Kask",
        name_style="initial",
        title="Pours well",
        body="No drops.",
        cons="Heavy",
        language="et",
        incentive="discount",
    )
    card = widget().one("li", class_="trust-review")
    assert card.one("bdi", class_="trust-review-author").words == "Mari K."
    assert "Verified purchase" in card.words
    assert "4 out of 5 stars" in card.words
    assert "in Estonian" in card.words
    assert "The author received a discount." in card.words
    assert card.one("time")["datetime"].startswith(str(timezone.now().year))
    assert card.one("p", class_="trust-review-body")["lang"] == "et"
    assert (card.one("h3").words, card.one("div", class_="trust-cons").one("li").words) == (
        "Pours well",
        "Heavy",
    )
    links = {link.words: link["href"] for link in card.all("a")}
    assert links == {
        "Tea pot": f"/product/{product.pk}/#trust-reviews",
        "Open this review": f"/trust/reviews/{review.pk}/",
    }


def test_long_words_are_cut_visibly_and_can_be_read_in_full(choose):
    choose(body="teapot " * 100)
    card = widget().one("li", class_="trust-review")
    body = card.one("p", class_="trust-review-body").words
    assert body.endswith("teapot…")
    assert len(body) <= selection.EXCERPT + 1
    assert "Read the whole review" in card.words


def test_words_without_spaces_are_cut_too(choose):
    choose(body="茶" * 1000)
    assert selection.testimonials(1)[0].excerpt == "茶" * selection.EXCERPT + "…"


def test_what_strangers_typed_is_text(choose):
    choose(title="<script>x</script>", body="<b>bold</b>", author_name='"><img>')
    assert not list(widget().all("script")) + list(widget().all("b")) + list(widget().all("img"))


def test_a_review_of_the_shop_and_one_of_a_product_without_a_page(write_review, choose):
    write_review(5, item=shop_item())
    item = choose(5, item=Product.objects.create(name="Lamp")).item
    Item.objects.filter(pk=item.pk).update(url="")
    Product.objects.all().delete()  # what is left of it is the snapshot
    of_lamp, of_shop = widget().all("li", class_="trust-review")
    assert [link.words for link in of_lamp.all("a")] == ["Open this review"]
    assert "Lamp" in of_lamp.words
    assert of_shop.one("a", href="https://shop.example/#trust-reviews").words == "Test Shop"


def test_the_widget_says_its_language_and_repeats_no_id_of_the_reviews_block(choose):
    choose()
    with override("ar"):
        root = widget()
    assert (root["lang"], root["dir"]) == ("ar", "rtl")
    assert [element["id"] for element in root.walk() if "id" in element.attributes] == [
        "trust-testimonials-title"
    ]


def test_without_the_librarys_pages_there_are_no_links_to_them(choose, settings):
    settings.ROOT_URLCONF = "tests.urls_without_trust"
    choose()
    assert [link.words for link in widget().all("a")] == ["Tea pot"]
