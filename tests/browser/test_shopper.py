"""A shopper reads, filters, writes, votes and reports; with and without scripts, left and right to left."""

import pytest

from django_trust.reviews.models import Report, Review, Vote
from django_trust.reviews.services import publish_review
from tests.browser.tools import expect, prefix

pytestmark = pytest.mark.browser
MOST_TABS = 80


@pytest.fixture
def page(open_page):
    return open_page(java_script_enabled=False)


@pytest.fixture(params=[False, True], ids=["no-script", "script"])
def any_page(request, open_page):
    return open_page(java_script_enabled=request.param)


@pytest.fixture
def product_url(home, language, reviewed):
    return f"{home}{prefix(language)}/product/{reviewed.pk}/"


def reviews(page):
    return page.locator("#trust-reviews .trust-review")


def stars_of(page) -> list[int]:
    pictures = page.locator(".trust-review .trust-stars-full")
    return [(path.get_attribute("d") or "").count("z") for path in pictures.all()]


def tab_to(page, selector: str) -> None:
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    pytest.fail(f"Tab does not reach {selector}")


def test_reads_filters_sorts_and_turns_pages(any_page, product_url, language):
    page = any_page
    answer = page.goto(product_url)
    assert answer.headers["content-security-policy"] == "default-src 'self'"
    block = page.locator("#trust-reviews")
    expect(block).to_have_attribute("lang", language)
    expect(block).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    expect(reviews(page)).to_have_count(10)
    expect(block.locator(".trust-average-figure")).to_be_visible()
    expect(block.locator(".trust-histogram-row")).to_have_count(5)

    block.locator(".trust-histogram-row").nth(1).click()
    expect(reviews(page)).to_have_count(3)
    assert stars_of(page) == [4, 4, 4]
    expect(block.locator(".trust-histogram-row[aria-current]")).to_have_count(1)
    block.locator(".trust-note a").click()
    expect(reviews(page)).to_have_count(10)

    block.locator(".trust-filters > summary").click()
    block.locator(".trust-filters a[href*='trust_verified=1']").click()
    expect(reviews(page)).to_have_count(1)
    expect(reviews(page).locator(".trust-verified")).to_be_visible()
    expect(block.locator(".trust-filters")).to_have_attribute("open", "")
    block.locator(".trust-chip[aria-current]").last.click()
    expect(reviews(page)).to_have_count(10)

    block.locator(".trust-filters > summary").click()
    block.locator(".trust-filters a[href*='trust_sort=lowest']").click()
    expect(reviews(page)).to_have_count(10)
    assert stars_of(page) == sorted(stars_of(page))

    lowest = reviews(page).first.get_attribute("id")
    block.locator(".trust-pages a[rel~=next]").click()
    expect(reviews(page)).to_have_count(4)
    assert set(stars_of(page)) == {5}
    block.locator(".trust-pages a:not([rel~=next])").click()
    expect(reviews(page)).to_have_count(10)
    assert reviews(page).first.get_attribute("id") == lowest
    page.go_back()
    expect(reviews(page)).to_have_count(4)


def test_writes_a_review_with_the_keyboard_alone(any_page, product_url, language):
    page = any_page
    page.goto(product_url)
    tab_to(page, "#trust-title")
    page.keyboard.type("Warm hands")
    tab_to(page, "#trust-body")
    page.keyboard.type("It stays warm for <b>an hour</b> & a half.")
    tab_to(page, "#trust-author_name")
    page.keyboard.type("Nora")
    tab_to(page, "#trust-email")
    page.keyboard.type("nora@example.test")
    tab_to(page, "#trust-review-form button")
    page.keyboard.press("Enter")

    summary = page.locator(".trust-errors")
    expect(summary).to_be_focused()
    expect(page.locator("#trust-rating-error")).to_be_visible()
    expect(page.locator("#trust-title")).to_have_value("Warm hands")
    expect(page.locator("#trust-body")).to_have_value("It stays warm for <b>an hour</b> & a half.")
    expect(page.locator("#trust-author_name")).to_have_value("Nora")
    expect(page.locator("#trust-email")).to_have_value("nora@example.test")
    assert not Review.objects.filter(email="nora@example.test").exists()

    tab_to(page, ".trust-errors a")
    page.keyboard.press("Enter")
    expect(page.locator("input[name=rating][value='1']")).to_be_focused()
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(page.locator("input[name=rating][value='4']")).to_be_checked()
    tab_to(page, "#trust-review-form button")
    page.keyboard.press("Enter")

    expect(page.locator("[role=status]")).not_to_be_empty()
    expect(page.locator(".trust-review-title")).to_have_text("Warm hands")
    assert stars_of(page) == [4]
    review = Review.objects.get(email="nora@example.test")
    assert (review.rating, review.state, review.language) == (4, "pending", language)


def test_votes_once_and_not_for_the_own_review(page, product_url, reviewed):
    page.goto(product_url)
    first = reviews(page).first
    anchor = first.get_attribute("id")
    pk = int(anchor.removeprefix("trust-review-"))
    expect(first.locator(".trust-review-foot .trust-muted")).to_have_count(0)
    for _ in range(2):
        first.locator(".trust-review-foot button").click()
        page.wait_for_url(f"{product_url}#{anchor}")
        expect(page.locator(f"#{anchor} .trust-review-foot .trust-muted")).to_have_count(1)
        assert Review.objects.get(pk=pk).helpful_count == 1
    assert Vote.objects.count() == 1

    page.locator("#trust-review-form input[name=rating][value='5']").check()
    page.locator("#trust-email").fill("me@example.test")
    page.locator("#trust-review-form button.trust-button-primary").click()
    page.wait_for_load_state()
    mine = publish_review(review=Review.objects.get(email="me@example.test"))
    page.goto(product_url)
    page.locator(f"#trust-review-{mine.pk} .trust-review-foot button").click()
    expect(page.locator("main a.trust-button")).to_be_visible()
    mine.refresh_from_db()
    assert mine.helpful_count == 0


def test_reports_a_review(page, product_url, language):
    page.goto(product_url)
    reviews(page).nth(2).locator("a[href$='/report/']").click()
    expect(page.locator("main .trust-review")).to_have_count(1)
    page.locator("main button.trust-button-primary").click()
    expect(page.locator("main .trust-error")).to_be_visible()
    page.locator("input[name=reason][value=spam]").check()
    page.locator("textarea[name=details]").fill("The same text is under three products.")
    page.locator("main button.trust-button-primary").click()
    expect(page.locator("main [role=status]")).not_to_be_empty()
    report = Report.objects.get()
    assert (report.reason, report.state) == ("spam", "open")
    assert report.review.open_reports == 1


def test_listing_shows_stars_that_lead_to_the_reviews(page, home, language, reviewed):
    page.goto(f"{home}{prefix(language)}/")
    page.locator("a.trust-rating-link").click()
    page.wait_for_url(f"{home}{reviewed.get_absolute_url()}#trust-reviews")
    expect(page.locator("#trust-reviews h2").first).to_be_in_viewport()
