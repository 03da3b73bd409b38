"""Every collection of hostile input, through the form and the API, then read on the product page."""

import json
import re
from itertools import count

import pytest

from django_trust.reviews.models import Review
from django_trust.text import clean_text
from tests.markup import jsonld, read
from tests.requirements import require_shared_data

# Once: no text means something else to another Django or database.
pytestmark = [pytest.mark.shared_data, pytest.mark.django_db, pytest.mark.slow]
numbers = count(1)


def load(name, key=None):
    entries = json.loads(require_shared_data("hostile", name).read_text(encoding="utf-8"))
    return [entry[key] if key else entry for entry in entries]


def bleach_tests():
    paths = sorted(require_shared_data("hostile", "xss_bleach").glob("*.test"))
    return [path.read_text(encoding="utf-8").partition("\n--\n")[0] for path in paths]


COLLECTIONS = {
    "dompurify": lambda: load("xss_dompurify.json", "payload"),
    "bleach": bleach_tests,
    "naughty-strings": lambda: load("blns.json"),
    "mojibake": lambda: load("mojibake_ftfy.json", "original"),
    "handmade": lambda: load("handmade.json", "text"),
}


@pytest.fixture(params=COLLECTIONS)
def texts(request):
    return COLLECTIONS[request.param]()


@pytest.fixture
def shop(configure):
    configure(
        REVIEWS_MODERATION="after",
        REVIEWS_PAGE_SIZE=100,
        THROTTLE=dict.fromkeys(("submit", "vote", "report", "read")),
        ITEM_MODELS=["hostshop.product"],
        REVIEWS_FREEZE_HOURS=0,
    )


def by_form(client, url, text):
    data = {
        "rating": "3",
        "title": text[:150],
        "body": text,
        "author_name": text[:80],
        "email": f"f{next(numbers)}@b.test",
    }
    data = {name: value.encode(errors="replace").decode() for name, value in data.items()}
    response = client.post(url, data)
    assert response.status_code in (302, 400)
    if response.status_code == 400 and "@" in data["author_name"]:
        response = client.post(url, {**data, "author_name": ""})
    return response.status_code == 302


def by_api(client, product, text):
    data = {
        "item": f"hostshop.product:{product.pk}",
        "rating": 3,
        "title": text[:150],
        "body": text,
        "author_name": text[:80].replace("@", ""),
        "email": f"a{next(numbers)}@b.test",
    }
    response = client.post("/trust/api/v1/reviews/", json.dumps(data), content_type="application/json")
    assert response.status_code in (201, 400)
    return response.status_code == 201


SURROGATE = re.compile("[\ud800-\udfff]")


def storable(text):
    return not SURROGATE.search(text) and fits(text)


def fits(text):
    return len(clean_text(SURROGATE.sub("\ufffd", text), max_length=10**9)) <= 5000


def shapes(page):
    """The elements of a page with the names of their attributes."""
    return {(element.tag, frozenset(element.attributes)) for element in page.walk()}


def pages(client, product):
    """All pages of reviews, from link to link."""
    address = product.get_absolute_url()
    while address:
        response = client.get(address)
        assert response.status_code == 200
        page = read(response)
        yield page
        links = [link["href"] for link in page.all("a") if link.words == "More reviews"]
        address = product.get_absolute_url() + links[0].partition("#")[0] if links else None


def test_no_text_breaks_the_form_the_api_or_the_page(client, shop, product, write_url, write_review, texts):
    write_review(3, title="T", body="B", author_name="N", publish=False)
    harmless = shapes(next(pages(client, product)))
    for text in texts:
        assert by_form(client, write_url, text) == fits(text)
        assert by_api(client, product, text) == storable(text)

    stored = {str(review.pk): review for review in Review.objects.all()}
    assert len(stored) > len(texts)
    seen = 0
    for page in pages(client, product):
        assert shapes(page) - harmless <= {
            ("nav", frozenset({"class", "aria-label"})),
            ("a", frozenset({"class", "href", "rel"})),
        }
        for card in page.all("li", class_="trust-review"):
            review = stored[card["id"].rpartition("-")[2]]
            assert "".join(element.text for element in card.all(class_="trust-review-body")) == review.body
            assert "".join(element.text for element in card.all(class_="trust-review-title")) == review.title
            assert card.one(class_="trust-review-author").text == (review.author_name or "Anonymous")
            seen += 1
        for node, card in zip(jsonld(page)["review"], page.all("li", class_="trust-review"), strict=True):
            assert node.get("reviewBody", "") == stored[card["id"].rpartition("-")[2]].body
    assert seen == len(stored)


def test_legitimate_text_comes_back_letter_by_letter(client, shop, product, write_url):
    entries = load("handmade.json")
    legitimate = [entry["text"] for entry in entries if entry["cls"].endswith("-ok")]
    for text in legitimate:
        assert by_form(client, write_url, text)
        assert by_api(client, product, text)
    [page] = pages(client, product)
    bodies = [element.text for element in page.all(class_="trust-review-body")]
    assert sorted(bodies) == sorted(legitimate * 2)


def test_nothing_of_an_input_is_left_unescaped(client, shop, product, write_url, texts):
    for text in texts:
        if "<" in text and storable(text):
            by_form(client, write_url, text)
    source = client.get(product.get_absolute_url()).content.decode()
    bodies = Review.objects.filter(body__contains="<").values_list("body", flat=True)
    assert [body for body in bodies if len(body) > 3 and body in source] == []
