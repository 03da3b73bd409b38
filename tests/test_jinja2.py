import pytest
from django.template import engines

from tests.hostshop.models import Product
from tests.markup import jsonld, read

PAGE = (
    "{{ trust_css() }}{{ trust_stars(product, request) }}{{ trust_reviews(product, request) }}"
    "{{ trust_review_form(product, request) }}{{ trust_jsonld(product, request) }}"
)


def render(source, request=None, **context):
    return engines["jinja2"].from_string(source).render({"request": request, **context})


def test_a_jinja2_page_has_the_same_widgets(write_review, product, rf):
    write_review(4, title="<b>Fine</b>")
    page = read(render(PAGE, rf.get("/"), product=product))
    assert page.one(class_="trust-review-title").text == "<b>Fine</b>"
    assert "Rated 4.0 out of 5 from 1 review" in page.words
    assert page.one(class_="trust-form").one("input", name="csrfmiddlewaretoken")["value"]
    assert jsonld(page)["aggregateRating"]["ratingValue"] == 4.0


def test_html_is_the_same_as_from_django_templates(write_review, product):
    from django.template import Context, Template

    write_review(4)
    ours = Template("{% load trust %}{% trust_reviews product %}").render(Context({"product": product}))
    assert render("{{ trust_reviews(product) }}", product=product) == ours


def test_widgets_of_one_page_share_what_they_read(write_review, product, rf, django_assert_num_queries):
    write_review(4)
    with django_assert_num_queries(3):
        render(PAGE, rf.get("/"), product=product)


def test_a_listing_is_read_at_once(write_review, rf, django_assert_num_queries):
    products = [Product.objects.create(name=str(number)) for number in range(5)]
    write_review(4, item=products[0])
    source = (
        "{{ trust_prefetch(products, request) }}"
        "{% for product in products %}{{ trust_stars(product, request) }}{% endfor %}"
    )
    with django_assert_num_queries(1):
        assert "Rated 4.0 out of 5" in render(source, rf.get("/"), products=products)


def test_it_works_without_request(write_review, product):
    write_review(4)
    assert "Rated 4.0" in render(
        "{{ trust_stars(product) }}{{ trust_jsonld(product, exclude='Offer') }}", product=product
    )


@pytest.mark.parametrize("name", ["trust_stars", "trust_reviews"])
def test_nothing_for_nothing(product, name):
    assert render(f"{{{{ {name}(product) }}}}", product=product) == ""
