"""The table of rates: which one counts, how often it is read, what staff may enter."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from django_trust.policies.models import ExchangeRate
from django_trust.policies.prices.blocks import price_html
from django_trust.policies.prices.kept import LONGEST, kept_rates
from django_trust.policies.prices.table import rate_from_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    """Enter a rate."""

    def enter(base="EUR", quote="USD", value="1.1652", *, hours=2, source="European Central Bank"):
        return ExchangeRate.objects.create(
            base=base,
            quote=quote,
            rate=Decimal(value),
            source=source,
            as_of=timezone.now() - timedelta(hours=hours),
        )

    return enter


def page(*prices, to="USD"):
    holder = {}
    return "".join(price_html(holder, None, amount, currency, to) for amount, currency in prices)


# Which rate


def test_the_newest_rate_counts(published):
    published(value="1.10", hours=30)
    published(value="1.20", hours=1)
    published(value="1.15", hours=20)
    assert rate_from_table("EUR", "USD").value == Decimal("1.20")


@pytest.mark.parametrize(("hours", "base"), [(1, "USD"), (3, "EUR")])
def test_the_newer_direction_counts(published, hours, base):
    published("EUR", "USD", "1.20", hours=2)
    published("USD", "EUR", "0.80", hours=hours)
    assert rate_from_table("EUR", "USD").base == base


def test_of_two_directions_of_one_moment_that_from_the_shops_currency_counts(published):
    with time_machine.travel(timezone.now(), tick=False):
        published("USD", "EUR", "0.80")
        published("EUR", "USD", "1.20")
        assert rate_from_table("EUR", "USD").base == "EUR"
        assert rate_from_table("USD", "EUR").base == "USD"


def test_no_rate_is_made_of_two_others(published):
    published("EUR", "USD")
    published("EUR", "GBP", "0.88")
    assert rate_from_table("USD", "GBP") is None


def test_rates_that_are_stale_or_still_to_come_do_not_count(published, configure):
    configure(POLICIES_RATES_HOURS=24)
    published(hours=25)
    assert rate_from_table("EUR", "USD") is None
    published(hours=-1)
    assert rate_from_table("EUR", "USD") is None
    published(hours=23)
    assert rate_from_table("EUR", "USD") is not None


# How often the table is read


def test_all_prices_of_a_page_share_one_query(published, django_assert_num_queries):
    published()
    published("GBP", "USD", "1.32")
    with django_assert_num_queries(1):
        html = page(("19.90", "EUR"), ("5", "EUR"), ("7", "GBP"), ("8", "JPY"))
    assert html.count("about") == 3


def test_a_page_in_the_shoppers_own_currency_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        page(("19.90", "EUR"), to="EUR")
        page(("19.90", "EUR"), to=None)


@pytest.fixture
def kept(configure):
    configure(FRAGMENT_CACHE="default")


def test_one_query_cold_and_none_kept(published, kept, django_assert_num_queries):
    published()
    with django_assert_num_queries(1):
        first = page(("19.90", "EUR"))
    with django_assert_num_queries(0):
        assert page(("19.90", "EUR")) == first
    assert "about $23.19" in first


def test_an_empty_table_is_kept_too(kept, django_assert_num_queries):
    assert kept_rates() == ()
    with django_assert_num_queries(0):
        assert kept_rates() == ()


def test_a_kept_rate_vanishes_the_moment_it_is_stale(published, kept, configure):
    configure(POLICIES_RATES_HOURS=24)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        published(hours=23.99)
        assert "about" in page(("19.90", "EUR"))
        clock.shift(timedelta(seconds=37))
        assert "about" not in page(("19.90", "EUR"))


def test_a_change_is_seen_at_once(published, kept, django_capture_on_commit_callbacks):
    published(value="1.10")
    assert "about $21.89" in page(("19.90", "EUR"))
    with django_capture_on_commit_callbacks(execute=True):
        row = published(value="1.20", hours=1)
        assert "about $23.88" in page(("19.90", "EUR"))
    assert "about $23.88" in page(("19.90", "EUR"))
    row.delete()
    assert "about $21.89" in page(("19.90", "EUR"))


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_kept(published, kept):
    published(value="1.10")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        with transaction.atomic():
            published(value="1.20", hours=1)
            assert "about $23.88" in page(("19.90", "EUR"))
            transaction.set_rollback(True)
        clock.shift(timedelta(seconds=6))
        assert "about $21.89" in page(("19.90", "EUR"))


def test_a_change_no_signal_tells_of_is_seen_soon(published, kept):
    row = published(value="1.10")
    with time_machine.travel(timezone.now() + timedelta(seconds=10), tick=False) as clock:
        page(("19.90", "EUR"))
        ExchangeRate.objects.filter(pk=row.pk).update(rate=Decimal("1.20"))
        assert "about $21.89" in page(("19.90", "EUR"))
        clock.shift(LONGEST)
        assert "about $23.88" in page(("19.90", "EUR"))


def test_a_cache_that_lost_everything_is_no_trouble(published, kept):
    published()
    page(("19.90", "EUR"))
    caches["default"].clear()
    assert "about $23.19" in page(("19.90", "EUR"))


def test_a_cache_that_keeps_nothing_is_no_trouble(published, configure, settings):
    settings.CACHES = {
        **settings.CACHES,
        "none": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }
    configure(FRAGMENT_CACHE="none")
    published()
    assert "about $23.19" in page(("19.90", "EUR"))


# What staff may enter


def row(**fields):
    usual = {"base": "EUR", "quote": "USD", "rate": Decimal("1.1652"), "source": "ECB", "as_of": None}
    return ExchangeRate(**{**usual, "as_of": timezone.now() - timedelta(hours=1), **fields})


def test_a_rate_is_brought_into_order():
    entered = row(base=" eur", quote="usd", source="  European\nCentral Bank ")
    entered.base = "eur"
    entered.full_clean()
    assert (entered.base, entered.quote, entered.source) == ("EUR", "USD", "European Central Bank")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"base": "EU"}, "base"),
        ({"quote": "ZZZ"}, "quote"),
        ({"quote": "eur"}, "quote"),
        ({"rate": Decimal(0)}, "rate"),
        ({"rate": Decimal(-1)}, "rate"),
        ({"rate": Decimal("NaN")}, "rate"),
        ({"rate": "many"}, "rate"),
        ({"source": "\u200b"}, "source"),
        ({"as_of": timezone.now() + timedelta(days=1)}, "as_of"),
        ({"as_of": "yesterday"}, "as_of"),
        ({"as_of": None}, "as_of"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(fields, field):
    with pytest.raises(ValidationError) as caught:
        row(**fields).full_clean()
    assert caught.value.message_dict.keys() == {field}
