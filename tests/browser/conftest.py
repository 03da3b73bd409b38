"""One Chromium for all browser tests, a page per test, and what that page must never do."""

import os

import pytest
from django.urls import clear_url_caches

from tests.browser.tools import (
    CHROMIUM_ARGUMENTS,
    missing,
    require_node_file,
    require_program,
    sync_playwright,
    watch,
)
from tests.hostshop.models import Product


# Not for the whole session: while Playwright runs, this thread has an event loop, which Django's tests
# outside this folder should not meet.
@pytest.fixture(scope="package")
def browser():
    if sync_playwright is None:
        missing("the Python package playwright")
    program = os.environ.get("TRUST_CHROMIUM") or require_program(
        "chromium", "chromium-browser", "google-chrome"
    )
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def home(live_server):
    return live_server.url


@pytest.fixture
def open_page(browser, home):
    """Open pages with ``open_page(width=360, java_script_enabled=False)``; complaints fail the test."""
    contexts, complaints = [], []

    def open_one(*, width=1280, height=800, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        complaints.append(watch(page, home))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert [line for lines in complaints for line in lines] == []


@pytest.fixture(scope="session")
def axe_source():
    return require_node_file("axe-core", "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(params=["en", "ar"])
def language(request):
    return request.param


@pytest.fixture
def admin_language(language, settings):
    """The admin of the test host has no language in its addresses, so the whole site speaks it."""
    settings.LANGUAGE_CODE = language
    clear_url_caches()  # which language has no prefix is remembered there
    yield language
    clear_url_caches()


@pytest.fixture
def reviewed(transactional_db, write_review, buy):
    """A product whose 14 reviews have every rating, two languages, verified buyers, a reply."""
    product = Product.objects.create(name="Stoneware mug")
    buy("buyer@example.test", item=product)
    ratings = [5, 4, 5, 3, 1, 5, 4, 2, 5, 5, 4, 3, 5]
    for days, rating in enumerate(ratings, start=1):
        write_review(
            rating,
            item=product,
            days_ago=days,
            title=f"Review number {days}",
            body="It keeps the tea warm and fits both hands. " * (days % 4 + 1),
            author_name=f"Person {days}",
        )
    write_review(
        2,
        item=product,
        email="buyer@example.test",
        days_ago=20,
        title="أصغر مما توقعت",
        body="الكوب جميل لكنه صغير.",
        author_name="سلمى",
        language="ar",
    )
    return product
