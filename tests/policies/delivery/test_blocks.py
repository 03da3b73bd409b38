from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from django_trust.policies.delivery.blocks import delivery_html, estimate_html, promise_html
from django_trust.policies.delivery.widget import delivery_estimate
from django_trust.shop.models import DeliveryTally
from tests.hostshop.models import Product
from tests.markup import read
from tests.policies.delivery.terms import at, rate
from tests.policies.delivery.test_widget import book_with, publish

NOW = at("2026-11-23")
TEA_POT = Product(pk=1, name="Tea pot", price=Decimal("19.90"))


def block(*rates, country="EE"):
    return estimate_html(delivery_estimate(TEA_POT, country=country, now=NOW, book=book_with(*rates)))


def test_the_block_reads_in_the_order_of_the_lines():
    page = read(block(rate(name={"en": "Post"}), rate(name={"en": "Store"}, pickup=True, price=Decimal(9))))
    assert [" ".join(line.words.split()) for line in page.all("p")] == [
        "Post",
        "Arrives Tue, Nov 24 – Thu, Nov 26, €4.90; order within 3 hours 12 minutes",
        "For orders before Mon, Nov 23, 2:00 PM (time in Tallinn).",
        "Store",
        "Ready for collection Tue, Nov 24 – Thu, Nov 26, €9.00; order within 3 hours 12 minutes",
    ]


def test_machines_find_the_days():
    assert read(block(rate())).one("data")["value"] == "2026-11-24/2026-11-26"
    assert list(read(block(rate(delivery_weekdays=(8,)))).all("data")) == []


def test_the_root_has_language_and_direction():
    with override("ar"):
        root = next(read(block(rate(name={"en": "Post"}))).all("div"))
        name = read(block(rate(name={"en": "Post"}))).one("bdi")
    assert (root["lang"], root["dir"]) == ("ar", "rtl")
    assert (name["lang"], name["dir"]) == ("en", "ltr")


def test_a_refusal_is_a_sentence():
    html = block(rate(countries=("LV",)), country="FI")
    assert read(html).one("p").words == "We do not deliver to this country: Finland."


def test_the_name_of_a_way_is_escaped():
    assert "<script>" not in block(rate(name={"en": "<script>"}))


@pytest.mark.django_db
def test_all_blocks_of_a_page_cost_one_query(rf, django_assert_num_queries):
    now = publish().effective_from + timedelta(minutes=1)
    request = rf.get("/")
    with django_assert_num_queries(1):
        for country in ("EE", "LV"):
            page = read(delivery_html(request, request, TEA_POT, country=country, now=now))
            assert page.one("data").words.endswith("€4.90")


@pytest.mark.django_db
def test_nothing_is_shown_where_nothing_is_known(rf):
    request = rf.get("/")
    assert delivery_html(request, request, TEA_POT) == ""
    assert delivery_html({}, None, TEA_POT, country="EE") == ""
    assert promise_html() == ""


@pytest.mark.django_db
def test_the_promise_meter(configure):
    configure(POLICIES_PROMISE_MINIMUM=30)
    yesterday = timezone.localdate() - timedelta(days=1)
    DeliveryTally.objects.create(promised_by=yesterday, due=100, delivered=98, kept=94)
    page = read(promise_html())
    assert page.one("data").words == "94 of 100 orders arrived as promised (last 180 days)"
    assert page.one("data")["value"] == "94/100"
