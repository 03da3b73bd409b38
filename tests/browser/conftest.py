"""One Chromium for all browser tests, a page per test, and what that page must never do."""

import os
from datetime import time, timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import clear_url_caches
from django.utils import timezone

from django_trust.badges.findings import DatedFinding, Finding
from django_trust.badges.models import Badge
from django_trust.shop.identity.models import (
    OpeningHours,
    ShopClosure,
    ShopProfile,
    ShopRegistration,
    SupportChannel,
)
from tests.browser.tools import (
    CHROMIUM_ARGUMENTS,
    PAYMENT_METHODS,
    missing,
    require_node_file,
    require_program,
    sync_playwright,
    watch,
)
from tests.hostshop.models import Product

ARTWORK = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="56" viewBox="0 0 96 56">'
    '<rect width="96" height="56" fill="#235"/></svg>'
)
LONG_CLAIM = "Hosting certified to ISO 27001 in all our data centres and by all our partners"
TRANSLATED = {"en": "60 days to return", "ar": "60 يومًا للإعادة"}


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


@pytest.fixture
def badges(transactional_db, configure, settings, tmp_path):
    """One badge of every look: checked, certified, with official artwork, with an icon that flips, to pay."""
    settings.MEDIA_ROOT, settings.MEDIA_URL = tmp_path, "/media/"
    configure(ADAPTER="tests.browser.shopfronts.Adapter", BADGES_HOSTS=["shop.example"])
    seen = Finding("passed", "text", {"text": "The connection is encrypted."})
    kept = DatedFinding("tls", "shop.example", seen, timezone.now()).as_json()
    link = {"verify_url": "https://issuer.example/1"}
    rows = [
        Badge(kind="security", checks=["tls"], findings={"tls": kept}),
        Badge(
            kind="certification",
            claim={"en": LONG_CLAIM, "ar": "استضافة معتمدة"},
            issuer="The Rather Long Name of an International Certification Body (Holding) plc",
            certificate_number="IS 712934",
            **link,
        ),
        Badge(
            kind="guarantee",
            claim=TRANSLATED,
            icon="return",
            **link,
        ),
        Badge(kind="membership", claim="Eesti E-kaubanduse Liidu liige", icon="medal", **link),
        Badge(
            kind="custom",
            claim="Delivered by bicycle",
            icon="truck",
            valid_until=timezone.localdate() + timedelta(days=9),
            **link,
        ),
    ]
    marked = Badge(kind="membership", claim="Trusted trade", artwork_licence="Contract 12", **link)
    marked.artwork.save("mark.svg", ContentFile(ARTWORK.encode()), save=False)
    rows += [marked, *(Badge(kind="payment", method=method) for method in PAYMENT_METHODS)]
    for position, badge in enumerate(rows):
        badge.position = position
        badge.save()
    return rows


@pytest.fixture
def shop_profile(transactional_db):
    """A shop with everything the two blocks can show."""
    profile = ShopProfile.objects.create(
        legal_name="Orula Näidis OÜ",
        street="Näidise 12",
        postal_code="10999",
        city="Tallinn",
        country="EE",
        founded=2019,
        story={"en": "It began with one mug.\n\nToday there are four of us.", "ar": "بدأ بكوب واحد."},
    )
    ShopRegistration.objects.create(profile=profile, scheme="registrikood", number="19999992")
    ShopRegistration.objects.create(profile=profile, scheme="vat", number="EE199999996")
    channels = [
        ("email", "hello@shop.example"),
        ("phone", "+372 200 0123"),
        ("chat", "https://chat.shop.example/"),
    ]
    for kind, value in channels:
        SupportChannel.objects.create(
            profile=profile,
            kind=kind,
            value=value,
            languages=["en", "et", "ar"],
            answer_minutes=240,
            note={"en": "Please have the order number at hand."},
        )
    for weekday in range(1, 6):
        OpeningHours.objects.create(profile=profile, weekday=weekday, opens=time(9), closes=time(17))
    today = timezone.localdate()
    ShopClosure.objects.create(
        profile=profile,
        first_day=today + timedelta(days=3),
        last_day=today + timedelta(days=4),
        reason={"en": "Stocktaking"},
    )
    return profile
