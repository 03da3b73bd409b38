import json
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from django_trust.jsonld import jsonld_script
from django_trust.reviews.structured_data import product_jsonld
from django_trust.reviews.widgets import RatingSummary, rating_summary, review_page
from tests.hostshop.models import Book, Variant
from tests.markup import jsonld, read


@pytest.fixture
def data(client, product):
    return lambda **query: jsonld(read(client.get(product.get_absolute_url(), query)))


def test_a_product_with_rating_reviews_and_offer(write_review, product, data):
    review = write_review(4, author_name="Mari", title="Good", body="It pours.", language="pt-br")
    url = f"http://testserver/product/{product.pk}/"
    assert data() == {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": f"{url}#product",
        "name": "Tea pot",
        "url": url,
        "sku": f"SKU-{product.pk}",
        "brand": {"@type": "Brand", "name": "Testware"},
        "offers": {
            "@type": "Offer",
            "url": url,
            "price": "19.90",
            "priceCurrency": "EUR",
            "availability": "https://schema.org/InStock",
        },
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": 4.0,
            "reviewCount": 1,
            "bestRating": 5,
            "worstRating": 1,
        },
        "review": [
            {
                "@type": "Review",
                "author": {"@type": "Person", "name": "Mari"},
                "datePublished": review.created_at.isoformat(),
                "name": "Good",
                "reviewBody": "It pours.",
                "inLanguage": "pt-BR",
                "reviewRating": {"@type": "Rating", "ratingValue": 4, "bestRating": 5, "worstRating": 1},
            }
        ],
    }


def test_ratings_are_never_announced_with_a_count_of_zero(product, data, write_review):
    write_review(publish=False)
    assert not {"aggregateRating", "review"} & set(data())


def test_the_shop_itself_is_never_rated(write_review, data):
    write_review()
    assert "Organization" not in json.dumps(data())


def test_a_product_without_anything_to_say_is_not_announced(db):
    book = Book.objects.create(title="Atlas")
    assert product_jsonld(book, summary=RatingSummary(), reviews=()) is None


@pytest.mark.parametrize(
    ("excluded", "missing"),
    [("Offer", "offers"), ("AggregateRating", "aggregateRating"), ("Review", "review")],
)
def test_types_can_be_left_out_everywhere(write_review, data, configure, excluded, missing):
    write_review()
    assert missing in data()
    configure(JSONLD_EXCLUDE=[excluded])
    assert missing not in data()


def test_the_whole_block_can_be_left_out(write_review, client, product, configure):
    write_review()
    configure(JSONLD_EXCLUDE=["Product"])
    assert not list(read(client.get(product.get_absolute_url())).all("script"))


@pytest.mark.parametrize("ratings", [(5,), (5, 4, 4), (1, 2), (5, 5, 5, 4)])
@pytest.mark.parametrize("language", ["en", "et", "ar", "pt-br", "id"])
def test_figures_equal_those_on_the_page_in_ascii(write_review, client, product, ratings, language):
    for rating in ratings:
        write_review(rating)
    prefix = "" if language == "en" else f"/{language}"
    page = read(client.get(f"{prefix}{product.get_absolute_url()}"))
    rating = jsonld(page)["aggregateRating"]
    assert page.one(class_="trust-average-figure").text.replace(",", ".") == str(rating["ratingValue"])
    assert rating["reviewCount"] == len(ratings)
    assert isinstance(rating["ratingValue"], float)


def test_only_reviews_visible_on_the_page_are_announced(write_review, client, product, configure):
    configure(REVIEWS_PAGE_SIZE=2)
    for number in range(5):
        write_review(number % 2 + 4, title=f"Title {number}")
    for query in ({}, {"trust_stars": "5"}, {"trust_sort": "lowest"}, {"trust_stars": "1"}):
        page = read(client.get(product.get_absolute_url(), query))
        visible = [title.text for title in page.all(class_="trust-review-title")]
        assert [review["name"] for review in jsonld(page).get("review", [])] == visible
        assert jsonld(page)["aggregateRating"]["reviewCount"] == 5


def test_an_anonymous_author_has_the_name_shown_on_the_page(write_review, product):
    write_review(author_name="")
    with translation.override("en"):
        node = product_jsonld(product, summary=rating_summary(product), reviews=review_page(product).reviews)
    assert node["review"][0]["author"]["name"] == "Anonymous"


def test_a_variant_is_announced_as_its_product(write_review, product):
    write_review()
    variant = Variant.objects.create(product=product, size="M")
    node = product_jsonld(variant, summary=rating_summary(variant), reviews=())
    assert node["name"] == "Tea pot"
    assert node["offers"]["price"] == str(Decimal("19.90"))


@given(
    st.text()
    | st.sampled_from(["</script><script>alert(1)</script>", "<!--<script>", "]]>&amp;", "\u2028\u2029"])
)
def test_no_text_can_leave_the_block(text):
    text = text.encode(errors="replace").decode()
    script = jsonld_script({"name": text})
    inside = script.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028\u2029") & set(inside)
    assert json.loads(inside) == {"name": text}
