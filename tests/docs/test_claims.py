"""What the documentation promises in numbers: queries of each tag, cookies of each tag."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.template import Context, Template

from tests.docs.markdown import DOCS

TAGS = (DOCS / "reference" / "tags.md").read_text()
CACHING = (DOCS / "howto" / "csp-and-caching.md").read_text()


def render(tags, shop):
    ContentType.objects.get_for_model(shop.product)  # Django keeps it after the first time
    context = Context({**vars(shop), "request": shop.request})
    return Template("{% load trust %}" + tags).render(context)


@pytest.mark.parametrize(
    ("tags", "number", "promise"),
    [
        ("{% trust_css %}", 0, None),
        ("{% trust_stars product %}", 1, "One query, or none after `trust_prefetch`"),
        ("{% trust_prefetch products %}{% trust_stars product %}", 1, "in one query (one for each model)"),
        ("{% trust_reviews product %}", 2, "Two queries."),
        ("{% trust_review_form product %}", 0, "No query."),
        ("{% trust_jsonld product %}", 2, "On its own it needs two."),
        ("{% trust_review_order order.number %}", 2, "Two queries for the order."),
        ("{% trust_testimonials %}", 4, "Two queries at most, one more for the product of each review shown"),
        ("{% trust_testimonials %}{% trust_testimonials %}", 7, "and one once an hour."),
        (
            "{% trust_review_policy %}{% trust_review_policy %}",
            2,
            "Its counts cost two queries, once an hour.",
        ),
        (
            "{% trust_reviews product %}{% trust_jsonld product %}{% trust_stars product %}",
            2,
            "no query of its own",
        ),
    ],
)
def test_queries(shop, django_assert_num_queries, tags, number, promise):
    assert promise is None or promise in TAGS
    ContentType.objects.get_for_model(shop.product)
    with django_assert_num_queries(number):
        render(tags, shop)


def cookie_rows():
    table = CACHING[CACHING.index("| On the page") :].partition("\n\n")[0]
    for line in table.splitlines()[2:]:
        what, cookie, _ = line.strip("| ").split(" | ")
        for tag in re.findall(r"`(trust_\w+)`", what):
            yield pytest.param(tag, "REVIEWS_VOTING" not in what, cookie == "yes", id=f"{tag} {cookie}")


@pytest.mark.parametrize(("tag", "voting", "sets_cookie"), list(cookie_rows()))
def test_cookies(shop, settings, tag, voting, sets_cookie):
    settings.DJANGO_TRUST = {**settings.DJANGO_TRUST, "REVIEWS_VOTING": voting}
    without = dict.fromkeys(("trust_css", "trust_testimonials", "trust_review_policy"), "")
    others = {"trust_prefetch": "products", "trust_review_order": "order.number"}
    argument = {**without, **others}.get(tag, "product")
    render(f"{{% {tag} {argument} %}}", shop)
    assert ("CSRF_COOKIE" in shop.request.META) == sets_cookie
