"""Whatever somebody writes stays text: on product pages, in the queue and on the moderator's page.

The browser is told to ignore the content policy here, so that only the escaping stands between a payload
and a script.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError

from django_trust.reviews.models import BODY_MAX, NAME_MAX, TITLE_MAX, Review
from django_trust.reviews.services import publish_review, submit_review
from django_trust.text import SURROGATES
from tests.browser.tools import SHARED_DATA, require_file, sign_in
from tests.hostshop.models import Product

pytestmark = [pytest.mark.browser, pytest.mark.shared_data]
PER_PAGE = 100
OWN_ELEMENTS = "LI P BDI SPAN svg path TIME H3 BUTTON A DIV UL".split()
# Any of these that is called leaves a mark, even where a dialog would be suppressed.
TRIPWIRE = """window.tripped = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (...words) => { window.tripped.push(name + ": " + words); };
window.before = null;
window.before = new Set(Object.getOwnPropertyNames(window));
"""
TRACES = """() => [
  ...window.tripped,
  ...Object.getOwnPropertyNames(window).filter(name => !window.before.has(name) && !/^__p/.test(name)),
]"""
FOREIGN_ELEMENTS = """([inside, own]) => [...document.querySelectorAll(inside)]
  .filter(element => !own.includes(element.nodeName)).map(element => element.outerHTML.slice(0, 200))"""
OWN_ADMIN_ELEMENTS = "TR TH TD A SPAN BDI BR SMALL INPUT".split()
MODERATION_PAGE = f"""() => ({{
  forms: document.querySelectorAll(".trust-moderation form").length,
  inside: document.querySelectorAll(".trust-words *, .trust-facts bdi *, h2 > span *").length,
  traces: ({TRACES})(),
}})"""
PRODUCT_PAGE = """() => ({
  reviews: document.querySelectorAll("main > #trust-reviews .trust-review").length,
  main: [...document.querySelectorAll("main > *")].map(child => child.id || child.nodeName),
  jsonld: JSON.parse(document.querySelector("main > script:last-child").textContent).review.length,
  end: document.body.lastElementChild.nodeName,
})"""


def hostile_texts() -> list[str]:
    """Every payload once. Lone surrogates cannot be stored; that they are refused is tested elsewhere."""
    hostile = require_file(SHARED_DATA / "hostile", "set TRUST_SHARED_DATA to the folder of shared data")

    def load(name: str) -> list:
        return json.loads((hostile / name).read_text(encoding="utf-8"))

    texts = [row["payload"] for row in load("xss_dompurify.json")]
    texts += [
        path.read_text(encoding="utf-8").split("\n--\n")[0]
        for path in sorted((hostile / "xss_bleach").glob("*.test"))
    ]
    texts += load("blns.json")
    texts += [
        row[side] for row in load("mojibake_ftfy.json") for side in ("original", "fixed") if row.get(side)
    ]
    texts += [str(row["text"]) for row in load("handmade.json")]
    return [text for text in dict.fromkeys(texts) if not SURROGATES.search(text)]


def honest_texts() -> list[str]:
    rows = json.loads((SHARED_DATA / "hostile" / "handmade.json").read_text(encoding="utf-8"))
    return [row["text"] for row in rows if row["cls"].endswith("-ok")]


@pytest.fixture(scope="module")
def texts():
    return hostile_texts()


def packed(texts: list[str], limit: int) -> Iterator[str]:
    """The same texts, as many in one as the field can hold."""
    full = ""
    for text in texts:
        if full and len(full) + 1 + len(text[:limit]) > limit:
            yield full
            full = ""
        full = f"{full} {text[:limit]}" if full else text[:limit]
    yield full


def as_name(text: str) -> str:
    """An address is refused as a name; the rest of such a payload is not."""
    return text.replace("@", "(at)")


@pytest.fixture
def flood(transactional_db, settings, texts):
    """Products with published reviews: every text once as title, body, name, good and bad point, variant."""
    settings.DJANGO_TRUST = {
        **settings.DJANGO_TRUST,
        "REVIEWS_PAGE_SIZE": PER_PAGE,
        "REVIEWS_FREEZE_HOURS": 0,
    }
    products = []
    for number, body in enumerate(texts):
        if number % PER_PAGE == 0:
            products.append(Product.objects.create(name=f"Product {number}"))
        review = submit(
            products[-1],
            rating=number % 5 + 1,
            email=f"writer-{number}@example.test",
            title=texts[number - 1][:TITLE_MAX],
            body=body[:BODY_MAX],
            author_name=as_name(texts[number - 2])[:NAME_MAX],
            pros=[" ".join(texts[number - 3].split())[:300]],
            cons=[" ".join(texts[number - 4].split())[:300]],
            variant=" ".join(texts[number - 5].split())[:100],
        )
        publish_review(review=review)
    return products


@pytest.fixture
def stuffed(transactional_db, texts):
    """A few waiting reviews that hold every text, uncut and past every limit, as title, body and name."""
    product = Product.objects.create(name="</title><script>alert(1)</script>")
    for number, words in enumerate(packed(texts, BODY_MAX)):
        review = submit(product, rating=1, email=f"writer-{number}@example.test", body=words)
        Review.objects.filter(pk=review.pk).update(title=words, author_name=words)
    return list(Review.objects.values_list("pk", flat=True))


def block(page, *addresses: str) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setBlockedURLs", {"urls": list(addresses)})


def submit(product, **words) -> Review:
    """A text that is refused would not be tested, so that is a failure."""
    try:
        return submit_review(item=product, language="en", **words)
    except ValidationError as error:
        pytest.fail(f"{words} refused: {error}")


def test_no_script_runs_in_shop_and_queue(open_page, home, flood, texts, staff):
    page = open_page(bypass_csp=True)
    page.context.add_init_script(TRIPWIRE)
    seen, shown = 0, set()
    for product in flood:
        page.goto(f"{home}/product/{product.pk}/")
        found = page.evaluate(PRODUCT_PAGE)
        number = Review.objects.for_object(product).count()
        assert found == {
            "reviews": number,
            "main": [
                "H1",
                "SPAN",
                "trust-reviews",
                f"trust-vote-{item_id(product)}",
                "trust-review-form",
                "SCRIPT",
            ],
            "jsonld": number,
            "end": "MAIN",
        }
        assert page.evaluate(FOREIGN_ELEMENTS, [".trust-list *", OWN_ELEMENTS]) == []
        assert page.evaluate(TRACES) == []
        seen += number
        shown.update(page.locator(".trust-review-body").all_text_contents())
    assert seen == len(texts) > 400
    assert [text for text in honest_texts() if text not in shown] == []

    sign_in(page.context, home, staff)
    block(page, "*/static/*", "*/jsi18n/*")  # a script that runs now could only be a reviewer's
    for number in range(seen // 50 + 1):
        page.goto(f"{home}/admin/trust/review/?state=all&p={number + 1}")
        assert page.locator("#result_list tbody tr").count() == min(50, seen - number * 50)
        assert page.evaluate(FOREIGN_ELEMENTS, ["#result_list tbody *", OWN_ADMIN_ELEMENTS]) == []
        assert page.evaluate(TRACES) == []


def test_no_script_runs_on_the_moderators_page(open_page, home, stuffed, staff):
    page = open_page(bypass_csp=True)
    sign_in(page.context, home, staff)
    page.context.add_init_script(TRIPWIRE)
    block(page, "*/static/*", "*/jsi18n/*")
    for pk in stuffed:
        page.goto(f"{home}/admin/trust/review/{pk}/change/")
        assert page.evaluate(MODERATION_PAGE) == {"forms": 3, "inside": 0, "traces": []}, pk


def item_id(product) -> int:
    return Review.objects.for_object(product).values_list("item_id", flat=True)[0]
