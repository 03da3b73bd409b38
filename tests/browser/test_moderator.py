"""A moderator works through the queue in Django admin, at 1280 x 800, left and right to left."""

import re

import pytest

from django_trust.reviews.models import Reply, Review
from django_trust.reviews.services import reject_review, report_review
from tests.browser.tools import expect, sign_in
from tests.hostshop.models import Product

pytestmark = pytest.mark.browser
FOLD = 800
LONG = "I bought two for the office and took both home. The rough foot feels lovely and does not slide. " * 8


@pytest.fixture
def queue_url(home):
    return f"{home}/admin/trust/review/"


@pytest.fixture
def waiting(transactional_db, write_review):
    """Five reviews wait, the latest first, two of them of another product; one more is public."""
    mug, lamp = Product.objects.create(name="Stoneware mug"), Product.objects.create(name="Desk lamp")
    words = {"title": "My hands found it before I did", "body": LONG, "author_name": "Hannah"}
    reviews = [
        write_review(rating, item=item, publish=False, **words)
        for rating, item in [(3, mug), (2, lamp), (4, lamp), (1, mug), (5, mug)]
    ]
    write_review(5, item=mug)
    return reviews[::-1]


def choose(page, action: str, *reviews: Review) -> None:
    for review in reviews:
        page.locator(f".action-select[value='{review.pk}']").check()
    page.locator("select[name=action]").select_option(action)
    page.locator(".actions button").click()
    page.wait_for_load_state()


def send_without_reason(page, button: str) -> None:
    """The browser refuses; so does the server when the browser does not."""
    address = page.url
    page.locator(button).click()
    expect(page.locator("input[name=reason]").first).to_be_focused()
    assert page.url == address
    page.locator(button).evaluate("button => { button.form.noValidate = true }")
    page.locator(button).click()
    page.wait_for_load_state()


def states() -> dict[str, int]:
    values = list(Review.objects.values_list("state", flat=True))
    return {state: values.count(state) for state in set(values)}


def test_signs_in_filters_and_decides_on_many(open_page, queue_url, admin_language, staff, waiting):
    page = open_page()
    page.goto(queue_url)
    page.locator("#id_username").fill("staff")
    page.locator("#id_password").fill("secret")
    page.locator("#login-form [type=submit]").click()
    rows = page.locator("#result_list tbody tr")
    expect(rows).to_have_count(5)
    expect(page.locator("html")).to_have_attribute("dir", "rtl" if admin_language == "ar" else "ltr")
    expect(page.locator(".trust-counters strong").first).to_have_text(re.compile("[5٥]"))

    page.locator("#changelist-filter a[href*='state=all']").click()
    expect(rows).to_have_count(6)
    page.locator("#changelist-filter a[href*='state=pending']").click()
    expect(rows).to_have_count(5)
    page.locator(f"#changelist-filter a[href*='item={waiting[2].item_id}']").click()
    expect(rows).to_have_count(2)

    page.goto(queue_url)
    choose(page, "publish_selected", waiting[0], waiting[1])
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert states() == {"published": 3, "pending": 3}

    choose(page, "reject_selected", waiting[2], waiting[3])
    expect(page.locator("form.trust-moderation")).to_contain_text("My hands found it")
    send_without_reason(page, "form.trust-moderation [type=submit]")
    expect(page.locator("form.trust-moderation .errorlist")).to_be_visible()
    assert states() == {"published": 3, "pending": 3}
    page.locator("form.trust-moderation input[name=reason][value=off_topic]").check()
    page.locator("form.trust-moderation [type=submit]").click()
    expect(rows).to_have_count(1)
    assert states() == {"published": 3, "pending": 1, "rejected": 2}
    assert set(waiting[2].events.values_list("reason", flat=True)) == {"off_topic"}


def test_decides_on_one_and_replies(open_page, queue_url, home, admin_language, staff, waiting):
    page = open_page()
    sign_in(page.context, home, staff)
    page.goto(queue_url)
    page.locator("#result_list tbody th a").nth(1).click()
    review = waiting[1]
    page.wait_for_url(f"{queue_url}{review.pk}/change/")
    expect(page.locator(".trust-words").first).to_have_text(LONG.strip())
    expect(page.locator(".trust-moderation :is(input, textarea)[name=body]")).to_have_count(1)

    send_without_reason(page, "button[value=reject]")
    expect(page.locator(".errorlist")).to_be_visible()
    assert Review.objects.get(pk=review.pk).state == "pending"
    page.locator("input[name=reason][value=spam]").check()
    page.locator("button[value=reject]").click()
    page.wait_for_url(f"{queue_url}{waiting[2].pk}/change/")  # the next one in the queue

    page.locator("textarea[name=body]").fill("Thank you, we look into it.")
    page.locator("button[value=reply]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator("textarea[name=body]")).to_have_value("Thank you, we look into it.")
    assert Reply.objects.get().review_id == waiting[2].pk

    page.goto(f"{queue_url}{review.pk}/change/")
    history = page.locator(".trust-moderation table tbody tr")
    expect(history).to_have_count(1)
    expect(history).to_contain_text("staff")
    expect(page.locator("input[name=reason]")).to_have_count(0)


def test_text_reasons_and_history_need_no_scrolling(
    open_page, queue_url, home, admin_language, staff, waiting
):
    review = waiting[0]
    reject_review(review=review, reason="abusive", by=staff)
    page = open_page(width=1280, height=FOLD)
    sign_in(page.context, home, staff)
    review.refresh_from_db()
    Review.objects.filter(pk=review.pk).update(state="published")
    report_review(review=review, reason="spam", reporter_key="a", details="The same text is elsewhere.")
    page.goto(f"{queue_url}{review.pk}/change/")
    below = {
        selector: bottom
        for selector in (
            ".trust-words",
            ".trust-facts",
            ".trust-moderation table",
            ".trust-reason:last-of-type label",
            "button[value=keep]",
            "button[value=reject]",
        )
        if (bottom := bottom_of(page, selector)) > FOLD
    }
    assert below == {}
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def bottom_of(page, selector: str) -> float:
    box = page.locator(selector).last.bounding_box()
    assert box, f"{selector} is not shown"
    return box["y"] + box["height"]
