"""Widgets keep to their place: no sideways scrolling, no jumps, big enough targets, mirrored where due."""

import gzip
from pathlib import Path

import pytest

import django_trust
from django_trust.reviews.invitations import Invitation
from django_trust.reviews.models import Review
from tests.browser.tools import prefix, send_form
from tests.hostshop.models import Product

pytestmark = pytest.mark.browser
STYLESHEET = Path(django_trust.__file__).parent / "static" / "django_trust" / "trust.css"
ZALGO = "Z" + "\u0335\u0321\u0360" * 40 + "algo" + "\u0336\u0322\u0361" * 40
# What sticks out of the page at either side, hidden helpers left out.
STICKING_OUT = """() => [...document.querySelectorAll("body *:not(.trust-hidden, .trust-hidden *, script)")]
  .map(element => [element, element.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.right > innerWidth + 1 || box.left < -1))
  .map(([element]) => element.outerHTML.slice(0, 120))"""
SMALL_TARGETS = """root => [...document.querySelectorAll(`${root} :is(input:not([type=hidden], [type=radio]),
    textarea, button, summary, input[type=radio] + label,
    .trust-choice label, .trust-link, .trust-button, .trust-chip, a.trust-histogram-row)`)]
  .map(element => [element, element.getBoundingClientRect()])
  .filter(([, box]) => box.height < 43.9 || box.width < 43.9)
  .map(([element, box]) => `${box.width} x ${box.height}: ${element.outerHTML.slice(0, 120)}`)"""
LAYOUT_SHIFT = """() => new Promise(resolve => {
  let total = 0;
  new PerformanceObserver(list => list.getEntries().forEach(entry => { total += entry.value; }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(total), 150);
})"""
SCRIPTS = "() => [...document.scripts].map(script => `${script.type} ${script.src}`)"
AVERAGE = [".trust-average .trust-stars", ".trust-average .trust-stars-full"]
BOXES = """([outer, inner]) => [outer, inner].map(selector => {
  const {left, right, width} = document.querySelector(selector).getBoundingClientRect();
  return {left, right, width};
})"""


@pytest.fixture
def product_path(language, reviewed):
    return f"{prefix(language)}/product/{reviewed.pk}/"


@pytest.fixture
def monsters(reviewed):
    """The two newest reviews: one endless word, written past every limit, and one with towers of marks."""
    long_word, zalgo = Review.objects.for_object(reviewed).order_by("-created_at")[:2]
    Review.objects.filter(pk=long_word.pk).update(body="w" * 10_000, title="t" * 150, author_name="n" * 80)
    Review.objects.filter(pk=zalgo.pk).update(body=ZALGO, title=ZALGO[:150])
    return long_word, zalgo


def test_nothing_scrolls_sideways_at_320_pixels(open_page, home, language, product_path, reviewed, monsters):
    page = open_page(width=320, height=640)
    problems = {}

    def look(name):
        width = page.evaluate("document.scrollingElement.scrollWidth")
        sticking = page.evaluate(STICKING_OUT)
        if width > 320 or sticking:
            problems[name] = (width, sticking)

    page.goto(f"{home}{prefix(language)}/")
    look("listing")
    page.goto(f"{home}{product_path}")
    page.locator(".trust-filters > summary").click()
    look("product")
    page.goto(f"{home}{prefix(language)}/trust/reviews/{monsters[0].pk}/report/")
    look("report")
    send_form(page, home, language, reviewed, title="w" * 200, email="me")
    look("form without rating")
    send_form(page, home, language, reviewed, rating="2", title="w" * 200, author_name="a@b", email="me")
    look("form with errors")
    send_form(page, home, language, reviewed, rating="2", body="w" * 5000, email="wide@example.test")
    look("thanks")
    assert problems == {}


def test_criteria_and_rows_of_an_order_fit_320_pixels(open_page, home, language, reviewed, settings, buy):
    settings.DJANGO_TRUST = {**settings.DJANGO_TRUST, "REVIEWS_CRITERIA": {"": ["value", "as_described"]}}
    page = open_page(width=320, height=640)
    order = Invitation.of(buy(item=reviewed)).url
    for path in (f"/product/{reviewed.pk}/", order, "/trust/reviews/policy/"):
        page.goto(f"{home}{prefix(language)}{path}")
        if stars := page.locator(".trust-star-small input").all():
            stars[-1].check()
        assert page.evaluate("document.scrollingElement.scrollWidth") == 320, path


def test_monsters_stay_inside_their_cards(open_page, home, product_path, monsters):
    page = open_page(width=360)
    page.goto(f"{home}{product_path}")
    long_word, zalgo = (page.locator(f"#trust-review-{review.pk}") for review in monsters)
    card, body = long_word.bounding_box(), long_word.locator(".trust-review-body").bounding_box()
    assert card["x"] <= body["x"]
    assert body["x"] + body["width"] <= card["x"] + card["width"]

    others = f".trust-review:not(#trust-review-{monsters[1].pk})"
    neighbours = [long_word.locator(".trust-review-foot"), page.locator(f"{others} .trust-review-head").last]
    with_zalgo = [neighbour.screenshot() for neighbour in neighbours]
    zalgo.evaluate("card => { card.style.visibility = 'hidden'; }")
    assert [neighbour.screenshot() for neighbour in neighbours] == with_zalgo


def test_stars_and_bars_grow_from_the_start_of_the_line(open_page, home, language, product_path):
    page = open_page()
    page.goto(f"{home}{product_path}?trust_stars=2")
    pairs = {
        "stars": [".trust-review .trust-stars", ".trust-review .trust-stars-full"],
        "average": AVERAGE,
        "bar": [".trust-histogram .trust-bar", ".trust-histogram .trust-bar-fill"],
    }
    for name, selectors in pairs.items():
        outer, inner = page.evaluate(BOXES, selectors)
        assert inner["width"] < 0.9 * outer["width"], name
        start, end = ("right", "left") if language == "ar" else ("left", "right")
        assert abs(outer[start] - inner[start]) < 2, name
        assert abs(outer[end] - inner[end]) > 5, name
    transform = page.locator(".trust-stars").first.evaluate("star => getComputedStyle(star).transform")
    assert transform == ("matrix(-1, 0, 0, 1, 0, 0)" if language == "ar" else "none")
    label, bar = (
        page.locator(f".trust-histogram-row >> nth=0 >> .trust-{part}").bounding_box()
        for part in ("histogram-label", "bar")
    )
    assert (label["x"] > bar["x"]) == (language == "ar")


def test_half_a_star_is_mirrored_not_moved(open_page, home, write_review):
    """3.5: in Arabic the half that is filled is the right half of the fourth star from the right."""
    product = Product.objects.create(name="Bowl")
    write_review(3, item=product)
    write_review(4, item=product)
    page = open_page()
    widths = {}
    for language in ("en", "ar"):
        page.goto(f"{home}{prefix(language)}/product/{product.pk}/")
        outer, inner = page.evaluate(BOXES, AVERAGE)
        widths[language] = round(inner["width"] / outer["width"], 2)
    assert widths["en"] == widths["ar"] == pytest.approx(0.7, abs=0.03)


def test_controls_are_big_enough_for_fingers(open_page, home, product_path):
    page = open_page(width=360, is_mobile=True, has_touch=True)
    page.goto(f"{home}{product_path}")
    page.locator(".trust-filters > summary").click()
    assert page.evaluate(SMALL_TARGETS, ".trust-reviews") == []
    assert page.evaluate(SMALL_TARGETS, "#trust-review-form") == []
    radio = page.locator("input[name=rating]").first.bounding_box()
    assert min(radio["width"], radio["height"]) >= 44
    page.locator(".trust-review-foot a").first.click()
    page.wait_for_url("**/report/")
    assert page.evaluate(SMALL_TARGETS, "main") == []


def test_the_chosen_star_is_named(open_page, home, language, product_path):
    page = open_page()
    page.goto(f"{home}{product_path}")
    shown = "span => getComputedStyle(span).opacity === '1'"
    words = page.locator(".trust-star-choice span")
    assert [word.evaluate(shown) for word in words.all()] == [False] * 5
    page.locator("input[name=rating][value='4']").check()
    page.mouse.move(0, 0)
    assert [word.evaluate(shown) for word in words.all()] == [False, False, False, True, False]
    filled = "path => getComputedStyle(path).fill !== 'none'"
    assert [star.evaluate(filled) for star in page.locator(".trust-star path").all()] == [True] * 4 + [False]


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_do_not_jump_and_need_no_script(open_page, home, language, product_path, width):
    page = open_page(width=width)
    for path in (f"{prefix(language)}/", product_path):
        page.goto(f"{home}{path}")
        assert page.evaluate(LAYOUT_SHIFT) == 0
    assert page.evaluate(SCRIPTS) == ["application/ld+json "]
    assert page.locator("[style], [onclick], iframe").count() == 0


def test_stylesheet_is_small():
    assert len(gzip.compress(STYLESHEET.read_bytes())) < 8192
