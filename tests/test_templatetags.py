import pytest
from django.db import connection
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from django_trust.reviews.widgets import with_ratings
from django_trust.shop.services import item_for
from tests.hostshop.models import Book, Product, Variant
from tests.markup import jsonld, read
from tests.projects import run_django

ALL_TAGS = (
    "{% load trust %}{% trust_css %}{% trust_stars product %}{% trust_reviews product %}"
    "{% trust_review_form product %}{% trust_jsonld product %}"
)


def render(source, request=None, **context):
    source = source if source.startswith("{% load") else "{% load trust %}" + source
    made = RequestContext(request, context) if request else Context(context)
    return Template(source).render(made)


# What each tag shows


def test_css_is_one_link():
    link = read(render("{% trust_css %}")).one("link")
    assert link.attributes == {"rel": "stylesheet", "href": "/static/django_trust/trust.css"}


def test_stars_show_average_and_count_and_lead_to_the_reviews(write_review, product):
    write_review(5)
    write_review(4)
    root = read(render("{% trust_stars product %}", product=product))
    assert root.one(class_="trust-rating").attributes["lang"] == "en"
    link = root.one("a")
    assert link["href"] == f"/product/{product.pk}/#trust-reviews"
    assert link.words == "Rated 4.5 out of 5 from 2 reviews4.5 (2)"


def test_stars_of_a_variant_lead_to_its_product(write_review, product):
    write_review(5)
    variant = Variant.objects.create(product=product, size="M")
    link = read(render("{% trust_stars variant %}", variant=variant)).one("a")
    assert link["href"] == f"/product/{product.pk}/#trust-reviews"


def test_the_block_of_reviews_has_summary_filters_and_list(write_review, product):
    write_review(5, title="Fine")
    root = read(render("{% trust_reviews product %}", product=product)).one("section", id="trust-reviews")
    assert root["lang"] == "en"
    assert root["dir"] == "ltr"
    assert len(list(root.one(class_="trust-histogram").all("li"))) == 5
    assert root.one(class_="trust-review-title").text == "Fine"


def test_the_form_is_sent_to_the_page_of_its_product(product, rf):
    form = read(render("{% trust_review_form product %}", rf.get("/"), product=product)).one("form")
    assert form["action"].startswith("/trust/reviews/write/")
    assert form["method"] == "post"
    assert form.one("input", name="csrfmiddlewaretoken")["value"]


def test_jsonld_is_one_block(write_review, product):
    write_review(5)
    assert jsonld(read(render("{% trust_jsonld product %}", product=product)))["@type"] == "Product"


def test_jsonld_leaves_out_what_the_page_has_already(write_review, product):
    write_review(5)
    data = jsonld(read(render('{% trust_jsonld product exclude="Offer Review" %}', product=product)))
    assert "aggregateRating" in data
    assert not {"offers", "review"} & set(data)
    assert render('{% trust_jsonld product exclude="Product" %}', product=product) == ""


# Nothing for nothing


@pytest.mark.parametrize("tag", ["trust_stars", "trust_reviews", "trust_prefetch"])
def test_a_product_without_reviews_shows_nothing(product, tag):
    item_for(product)
    value = "products" if tag == "trust_prefetch" else "product"
    assert render(f"{{% {tag} {value} %}}", product=product, products=[product]) == ""


def test_an_empty_block_can_be_asked_for(product, configure):
    configure(REVIEWS_SHOW_EMPTY=True)
    assert "There are no reviews yet." in read(render("{% trust_reviews product %}", product=product)).words
    assert "No reviews yet" in read(render("{% trust_stars product %}", product=product)).words


@pytest.mark.parametrize(
    "tag", ["trust_stars", "trust_prefetch", "trust_reviews", "trust_review_form", "trust_jsonld"]
)
@pytest.mark.parametrize("value", ["missing", "none", "empty", "unsaved"])
def test_a_missing_variable_shows_nothing(db, tag, value):
    context = {"none": None, "empty": "", "unsaved": [Product()] if tag == "trust_prefetch" else Product()}
    assert render(f"{{% {tag} {value} %}}", **context) == ""


def test_a_product_without_offer_or_rating_has_no_jsonld(db):
    assert render("{% trust_jsonld book %}", book=Book.objects.create(title="Atlas")) == ""


# Mistakes in the template


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            '{% trust_jsonld product exclude="Shop Offer" %}',
            "trust_jsonld: exclude has Shop; allowed are Product, AggregateRating, Review, Offer, "
            "Organization, Certification, MerchantReturnPolicy, ShippingService.",
        ),
        (
            "{% trust_stars 5 %}",
            "trust_stars takes a saved model instance such as a product, not int (5).",
        ),
        (
            "{% trust_reviews word %}",
            "trust_reviews takes a saved model instance such as a product, not SafeString ('cup').",
        ),
        (
            "{% trust_prefetch words %}",
            "trust_prefetch takes a saved model instance such as a product, not str ('cup').",
        ),
        (
            "{% trust_stars %}",
            "'trust_stars' did not receive value(s) for the argument(s): 'obj'. "
            'Allowed: {% trust_stars product %} ("shop" instead of product: reviews of the shop itself)',
        ),
        (
            "{% trust_reviews product size=5 %}",
            "'trust_reviews' received unexpected keyword argument 'size'. "
            'Allowed: {% trust_reviews product %} ("shop" instead of product: the shop itself)',
        ),
        (
            "{% trust_css product %}",
            "'trust_css' received too many positional arguments. Allowed: {% trust_css %}",
        ),
        (
            "{% trust_jsonld product without='Offer' %}",
            "'trust_jsonld' received unexpected keyword argument 'without'. Allowed: {% trust_jsonld product "
            'exclude="Product AggregateRating Review Offer Organization Certification '
            'MerchantReturnPolicy ShippingService" %} '
            '(exclude is optional; "shop" instead of product: the shop itself)',
        ),
    ],
)
def test_a_mistake_is_answered_by_what_is_allowed(product, source, message):
    with pytest.raises(TemplateSyntaxError) as error:
        render(source.replace("word ", "'cup' "), product=product, words=["cup"])
    assert str(error.value) == message


def test_tags_have_our_name_before_theirs():
    from django_trust.templatetags.trust import register

    assert {name for name in register.tags if not name.startswith("trust_")} == set()
    assert not register.filters


# What a page costs


def page_queries(client, product):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(product.get_absolute_url()).status_code == 200
    return [query["sql"] for query in queries]


def test_a_product_page_costs_the_same_at_any_number_of_reviews(client, product, fill):
    fill(10)
    client.get("/")  # content types are remembered per process
    few = page_queries(client, product)
    fill(4990)
    many = page_queries(client, product)
    assert len(few) == len(many) <= 4


def test_a_listing_of_48_costs_one_query_for_its_stars(client, write_review, django_assert_num_queries):
    products = [Product.objects.create(name=f"Cup {number}") for number in range(48)]
    for product in products[::2]:
        write_review(4, item=product)
    with django_assert_num_queries(1):
        html = render(
            "{% trust_prefetch products %}"
            '{% for product in products %}{% include "hostshop/card.html" %}{% endfor %}',
            products=products,
        )
    assert len(list(read(html).all(class_="trust-rating"))) == 24
    with django_assert_num_queries(2):  # the products and their stars
        client.get("/")


@pytest.mark.parametrize(
    "include", ['{% include "hostshop/card.html" %}', '{% include "hostshop/card.html" only %}']
)
def test_prefetched_stars_reach_included_templates(
    write_review, product, rf, include, django_assert_num_queries
):
    write_review(4)
    source = "{% trust_prefetch products %}{% for product in products %}" + include + "{% endfor %}"
    if "only" in include:
        source = source.replace(" only", " with product=product only")
    with django_assert_num_queries(1):
        html = render(source, rf.get("/"), products=[product])
    assert "Rated 4.0 out of 5" in html


def test_an_annotated_listing_costs_nothing_more(write_review, django_assert_num_queries):
    products = [Product.objects.create(name=f"Cup {number}") for number in range(3)]
    write_review(4, item=products[0])
    listing = list(with_ratings(Product.objects.order_by("pk")))
    with django_assert_num_queries(0):
        html = render("{% for product in products %}{% trust_stars product %}{% endfor %}", products=listing)
    assert "Rated 4.0 out of 5 from 1 review" in html


def test_all_tags_of_a_page_share_what_they_read(
    client, write_review, product, rf, django_assert_num_queries
):
    write_review(5)
    with django_assert_num_queries(3):
        render(ALL_TAGS, rf.get("/"), product=product)


def test_reading_writes_nothing(client, write_review, product):
    write_review(5)
    for address in (
        "/",
        product.get_absolute_url(),
        f"{product.get_absolute_url()}?trust_stars=5&trust_sort=helpful",
    ):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert {query["sql"].split()[0] for query in queries} == {"SELECT"}


# Where it works


def test_it_renders_without_request(write_review, product):
    write_review(5)
    html = render(ALL_TAGS, product=product)
    assert "Rated 5.0 out of 5" in html


def test_it_renders_without_the_request_context_processor(settings, client, write_review, product):
    [first, *others] = settings.TEMPLATES
    settings.TEMPLATES = [{**first, "OPTIONS": {"context_processors": []}}, *others]
    write_review(5)
    page = read(client.get(f"{product.get_absolute_url()}?trust_stars=4"))
    assert "No review fits this choice." in page.words
    assert page.one(class_="trust-form").one("input", name="csrfmiddlewaretoken")["value"]


def test_it_renders_without_our_urls(settings, client, write_review, product):
    settings.ROOT_URLCONF = "tests.urls_without_trust"
    write_review(5, title="Fine")
    response = client.get(product.get_absolute_url())
    page = read(response)
    assert page.one(class_="trust-review-title").text == "Fine"
    assert not list(page.all("form"))
    assert not list(page.all("button"))
    assert not response.cookies


def test_it_renders_without_internationalisation(tmp_path):
    code = """
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
from tests.hostshop.models import Product
from django_trust.reviews.services import submit_review
product = Product.objects.create(name="Cup")
submit_review(item=product, rating=4, email="a@b.test", language="et", title="Hea")
print(Client().get("/product/1/").content.decode())
"""
    changes = "USE_I18N = False\nDJANGO_TRUST = {**DJANGO_TRUST, 'REVIEWS_MODERATION': 'after'}"
    result = run_django("shell", "-v0", "-c", code, folder=tmp_path, settings=changes)
    assert "Rated 4.0 out of 5 from 1 review" in result.stdout, result.stderr
    assert "Hea" in result.stdout


@pytest.mark.parametrize(
    ("language", "direction", "lang"),
    [("ar", "rtl", "ar"), ("et", "ltr", "et"), ("pt-br", "ltr", "pt-BR"), ("id", "ltr", "id")],
)
def test_every_widget_says_its_language_and_direction(write_review, product, language, direction, lang):
    write_review(5)
    with translation.override(language):
        root = read(render(ALL_TAGS, product=product))
    widgets = list(root.all(class_="trust"))
    assert len(widgets) == 3
    assert {(widget["lang"], widget["dir"]) for widget in widgets} == {(lang, direction)}


def test_host_number_formats_do_not_reach_into_widgets(settings, write_review, product, fill):
    """Identifiers and widths stay machine-readable even where the host localises every number."""
    fill(1200)
    settings.USE_THOUSAND_SEPARATOR = True
    with translation.override("et"):
        root = read(render("{% trust_reviews product %}", product=product))
    for element in root.walk():
        for name in ("id", "href", "width", "formaction"):
            assert "\xa0" not in (element.attributes.get(name) or "")


# Strict pages


def test_no_inline_style_or_script_and_nothing_from_elsewhere(client, write_review, product):
    write_review(5)
    page = read(client.get(product.get_absolute_url()))
    assert [script["type"] for script in page.all("script")] == ["application/ld+json"]
    assert not list(page.all("style"))
    for element in page.walk():
        assert not [name for name in element.attributes if name == "style" or name.startswith("on")]
        for name in ("src", "href", "action"):
            assert (element.attributes.get(name) or "/").startswith(("/", "?", "#"))


def test_the_only_cookie_is_djangos_own_against_forgery(client, write_review, product):
    write_review(5)
    assert set(client.get(product.get_absolute_url()).cookies) <= {"csrftoken"}
    assert not client.get("/").cookies


def test_ids_are_unique_and_labels_lead_to_their_fields(client, write_review, product):
    for _ in range(3):
        write_review(5)
    page = read(client.get(product.get_absolute_url()))
    ids = [element["id"] for element in page.walk() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    for name, element in [
        (name, element)
        for element in page.walk()
        for name in ("for", "form", "aria-labelledby", "aria-describedby")
    ]:
        if name in element.attributes:
            assert set(element[name].split()) <= set(ids), (element.tag, name, element[name])


def test_a_host_without_djangos_admin_can_use_every_tag(tmp_path):
    code = """
from django.template import engines
print(engines["django"].from_string("{% load trust %}{% trust_css %}").render({}))
"""
    changes = 'INSTALLED_APPS.remove("django.contrib.admin")\nROOT_URLCONF = "django_trust.urls"'
    result = run_django("shell", "-v0", "-c", code, folder=tmp_path, settings=changes)
    assert "trust.css" in result.stdout, result.stderr
