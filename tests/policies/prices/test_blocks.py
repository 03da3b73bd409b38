"""A price as shoppers see it."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone
from django.utils.translation import override, pgettext
from hypothesis import given
from hypothesis import strategies as st

from django_trust.policies.models import ExchangeRate
from django_trust.policies.prices.blocks import price_html, rate_text
from django_trust.policies.prices.rates import Rate
from django_trust.policies.prices.widgets import price, to_amount
from tests.hostshop.adapter import Adapter
from tests.markup import read

FRIDAY = datetime(2026, 11, 20, 15, tzinfo=UTC)


class TravellersAdapter(Adapter):
    def get_country(self, request):
        return request.GET.get("country", "")

    def get_currency(self, request):
        return "EUR"


@pytest.fixture
def travelling(configure):
    configure(ADAPTER="tests.policies.prices.test_blocks.TravellersAdapter")
    return lambda country: RequestFactory().get("/", {"country": country})


@pytest.fixture
def friday(db):
    """A rate of Friday afternoon; it is Sunday."""
    ExchangeRate.objects.create(
        base="EUR", quote="USD", rate=Decimal("1.1652"), source="European Central Bank", as_of=FRIDAY
    )
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC), tick=False):
        yield


def test_the_price_of_the_shop_comes_first_and_says_what_is_charged(friday):
    html = price_html({}, None, Decimal("19.90"), "EUR", "USD")
    page = read(html)
    assert page.one(class_="trust-price").words == (
        "€19.90 about $23.19 (1 EUR = 1.1652 USD, European Central Bank, November 20, 2026; you pay in EUR)"
    )
    assert [data["value"] for data in page.all("data")] == ["19.90", "23.19"]
    assert page.one("time")["datetime"] == "2026-11-20"
    assert html == html.strip()


def test_the_country_of_the_shopper_tells_the_currency(friday, travelling):
    near = price("19.90", "EUR", request=travelling("US")).approximation
    assert (near.amount, near.currency) == (Decimal("23.19"), "USD")
    for country in ("EE", "", "BR", "AQ", "nowhere"):
        request = travelling(country)
        assert price("19.90", "EUR", request=request).approximation is None
        assert read(price_html(request, request, "19.90", "EUR")).one(class_="trust-price").words == "€19.90"


def test_a_currency_that_is_named_goes_before_that_of_the_country(friday, travelling):
    near = price("19.90", "EUR", request=travelling("EE"), shopper_currency="usd").approximation
    assert near.currency == "USD"


def test_the_day_of_a_rate_is_that_of_the_shop_not_of_the_reader(friday):
    with timezone.override("Pacific/Auckland"):
        assert 'datetime="2026-11-20"' in price_html({}, None, 1, "EUR", "USD")


@pytest.mark.parametrize("language", ["en", "et", "pt-br", "id", "ar"])
def test_every_language_has_its_own_figures_and_isolates_codes(friday, language):
    with override(language):
        html = price_html({}, None, Decimal("1234.5"), "EUR", "USD")
        words = pgettext("approximate price", "about %(amount)s").partition("%")[0].strip()
    page = read(html)
    root = page.one(class_="trust-price")
    assert root["dir"] == ("rtl" if language == "ar" else "ltr")
    assert [data["value"] for data in page.all("data")] == ["1234.5", "1438.44"]
    assert words in root.words
    _amount, _near, rate, source, day, charged = page.all("bdi")
    assert day.one("time")["datetime"] == "2026-11-20"
    assert (rate["dir"], source.words, charged.words) == ("ltr", "European Central Bank", "EUR")


def test_what_a_source_is_called_is_never_markup(friday):
    ExchangeRate.objects.update(source="<script>alert(1)</script>%(rate)s")
    html = price_html({}, None, 1, "EUR", "USD")
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;%(rate)s" in html


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_amount_shows_nothing(nothing):
    assert price_html({}, None, nothing, "EUR", "USD") == ""


def test_nothing_costs_about_nothing_without_a_word(friday, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read(price_html({}, None, 0, "EUR", "USD")).one(class_="trust-price").words == "€0.00"


# Amounts


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (Decimal("19.90"), "19.90"),
        (20, "20"),
        (19.9, "19.9"),
        (0.1 + 0.2, "0.30000000000000004"),
        ("19.90", "19.90"),
        (Decimal(10) / 3, "3.333333333333333333333333333"),
        (-5, "-5"),
        (999_999_999_999_999, "999999999999999"),
    ],
)
def test_amounts_are_taken_as_they_are_written(value, amount):
    assert format(to_amount(value), "f") == amount


@pytest.mark.parametrize(
    "value",
    [
        *("19,90", "€19.90", "free", " ", "NaN", "Infinity", "1E+15", "1E-41", "0E+99", "1" * 400),
        *(float("nan"), float("inf"), Decimal("sNaN"), Decimal("1E+999999"), Decimal("1E-999999")),
        *(True, [], {}, object(), b"1", 10**15),
    ],
)
def test_what_no_price_can_be_is_the_developers_error(value):
    with pytest.raises(ValueError, match="no amount"):
        price_html({}, None, value, "EUR")


@pytest.mark.parametrize("currency", ["EURO", "", None, "€", 978])
def test_so_is_a_currency_that_does_not_exist(currency):
    with pytest.raises(ValueError, match="no currency"):
        price_html({}, None, 1, currency)


def test_so_is_a_currency_of_the_shopper_that_does_not_exist():
    with pytest.raises(ValueError, match="no currency"):
        price_html({}, None, 1, "EUR", "dollars")


@given(st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.decimals(), st.binary()))
def test_any_amount_is_shown_or_refused(value):
    try:
        html = price_html({}, None, value, "EUR")
    except ValueError:
        return
    assert html == "" or "trust-price-amount" in html


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.16520000", "1 EUR = 1.1652 IDR"),
        ("17425", "1 EUR = 17,425 IDR"),
        ("1E+3", "1 EUR = 1,000 IDR"),
        ("0.00005739", "1 EUR = 0.00005739 IDR"),
        ("0.000000123456789", "1 EUR = 0.00000012346 IDR"),
        ("1.123456789012", "1 EUR = 1.12345679 IDR"),
    ],
)
def test_a_rate_is_written_as_it_was_published(value, text):
    assert rate_text(Rate("EUR", "IDR", Decimal(value), "x", FRIDAY)) == text
