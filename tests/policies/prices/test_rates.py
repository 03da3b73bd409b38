"""Rates and what is made of them: rounding, age, and providers that cannot be relied on."""

import logging
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from django_trust.policies.prices.approximation import approximate, round_up
from django_trust.policies.prices.checks import check_rates_provider
from django_trust.policies.prices.currencies import currency_of_country, decimals_of, known_currency
from django_trust.policies.prices.provider import find_rate, load_provider
from django_trust.policies.prices.rates import Rate

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = "tests.policies.prices.test_rates"
answers = {"now": None}
asked = []


def provide(base, quote):
    """The provider of these tests: answers, or raises, what a test put into ``answers``."""
    asked.append((base, quote))
    if isinstance(answers["now"], Exception):
        raise answers["now"]
    return answers["now"]


NOT_CALLABLE = "a text"


def rate(base="EUR", quote="USD", value="1.1652", source="European Central Bank", hours=2):
    value = Decimal(value) if isinstance(value, str) else value
    return Rate(base, quote, value, source, NOW - timedelta(hours=hours))


@pytest.fixture
def answering(configure):
    configure(POLICIES_RATES_PROVIDER=f"{HERE}.provide")
    asked.clear()

    def answer(value):
        answers["now"] = value

    yield answer
    answers["now"] = None


# Rounding


@pytest.mark.parametrize(
    ("quote", "value", "amount", "expected"),
    [
        ("USD", "1.1652", "19.90", "23.19"),  # 23.18748
        ("USD", "1.1", "10", "11.00"),
        ("USD", "1.1", "10.001", "11.01"),  # 11.0011
        ("JPY", "180.31", "19.90", "3589"),  # 3588.169
        ("KWD", "0.3561", "19.90", "7.087"),  # 7.08639
        ("USD", "1.1652", "0", "0.00"),
        ("USD", "1.1652", "-5", "-5.82"),  # -5.826
        ("IDR", "19325.4471", "999999999999999", "19325447099999980674.56"),  # 19325447099999980674.5529
    ],
)
def test_an_approximation_is_rounded_up(quote, value, amount, expected):
    found = round_up(rate(quote=quote, value=value), Decimal(amount), "EUR", quote)
    assert str(found) == expected


def test_a_rate_in_the_other_direction_is_divided_by_exactly():
    """Three of these cost one: a rate of a third, rounded, would make it one and a bit."""
    assert round_up(rate("USD", "EUR", "3"), Decimal(3), "EUR", "USD") == 1
    assert round_up(rate("USD", "EUR", "0.8582"), Decimal("19.90"), "EUR", "USD") == Decimal("23.19")


values = st.decimals("0.00000001", "999999999999", places=8)
amounts = st.decimals("-999999999", "999999999999.9999", places=4)
currencies = st.sampled_from(["USD", "JPY", "KWD", "CLF", "IDR"])


@given(currencies, values, amounts, st.booleans())
def test_an_approximation_is_never_less_and_less_than_one_coin_more(quote, value, amount, inverse):
    published = rate(quote, "EUR", value) if inverse else rate("EUR", quote, value)
    found = round_up(published, amount, "EUR", quote)
    exact = Fraction(amount) / Fraction(value) if inverse else Fraction(amount) * Fraction(value)
    coin = Fraction(1, 10 ** decimals_of(quote))
    assert 0 <= Fraction(found) - exact < coin
    assert -found.as_tuple().exponent == decimals_of(quote)


@given(currencies, values, amounts, amounts, st.booleans())
def test_a_higher_price_is_never_about_a_lower_one(quote, value, first, second, inverse):
    published = rate(quote, "EUR", value) if inverse else rate("EUR", quote, value)
    low, high = sorted([first, second])
    assert round_up(published, low, "EUR", quote) <= round_up(published, high, "EUR", quote)


# Age


def test_a_rate_vanishes_when_it_is_stale(answering, configure):
    configure(POLICIES_RATES_HOURS=24)
    answering(rate(hours=24))
    assert approximate(Decimal(10), "EUR", "USD", NOW).amount == Decimal("11.66")
    assert approximate(Decimal(10), "EUR", "USD", NOW + timedelta(seconds=1)) is None


def test_nothing_is_approximate_in_one_and_the_same_currency(answering):
    assert approximate(Decimal(10), "EUR", "EUR", NOW) is None
    assert asked == []


# Providers


def test_the_provider_is_asked_and_may_answer_in_either_direction(answering):
    answering(rate("USD", "EUR", "0.8582"))
    near = approximate(Decimal("19.90"), "EUR", "USD", NOW)
    assert (near.amount, near.currency, near.rate.base) == (Decimal("23.19"), "USD", "USD")
    assert asked == [("EUR", "USD")]


def test_the_provider_is_asked_once_for_all_prices_of_a_page(answering):
    page = {}
    for answer in (rate(), None, ValueError("down")):
        answering(answer)
        for _ in range(3):
            assert find_rate("EUR", "USD", now=NOW, holder=page) == rate()
    assert len(asked) == 1


def test_silence_is_no_rate_and_no_error(answering, caplog):
    answering(None)
    assert find_rate("EUR", "USD", now=NOW) is None
    assert caplog.records == []


NONSENSE = {
    "number": 1.1652,
    "text": "1.1652",
    "other currencies": rate("EUR", "GBP"),
    "one currency": rate("EUR", "EUR"),
    "no currencies": rate(None, None),
    "float": rate(value=1.1652),
    "zero": rate(value="0"),
    "negative": rate(value="-1"),
    "not a number": rate(value="NaN"),
    "infinite": rate(value="Infinity"),
    "beyond reason": rate(value="1E+999999"),
    "next to nothing": rate(value="1E-999999"),
    "endless": rate(value="1." + "3" * 500),
    "nameless": rate(source=" "),
    "no source": rate(source=None),
    "naive": Rate("EUR", "USD", Decimal(1), "x", datetime(2026, 11, 22)),
    "a day": Rate("EUR", "USD", Decimal(1), "x", NOW.date()),
    "from tomorrow": rate(hours=-24),
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_logged_and_is_no_rate(answering, caplog, answer):
    answering(answer)
    with caplog.at_level(logging.ERROR, logger="django_trust"):
        assert find_rate("EUR", "USD", now=NOW) is None
    assert "unusable" in caplog.text


@pytest.mark.parametrize("error", [ValueError("no such pair"), TimeoutError("down"), ImportError("driver")])
def test_a_provider_that_fails_is_logged_and_is_no_rate(answering, caplog, error):
    answering(error)
    assert find_rate("EUR", "USD", now=NOW) is None
    assert str(error) in caplog.text


@given(
    st.builds(
        Rate,
        st.sampled_from(["EUR", "USD", "", None, 3]),
        st.sampled_from(["EUR", "USD", "", None, 3]),
        st.one_of(st.none(), st.floats(), st.decimals(), st.text(max_size=3), st.booleans()),
        st.one_of(st.none(), st.text(max_size=3), st.binary(max_size=2)),
        st.one_of(st.none(), st.datetimes(), st.datetimes(timezones=st.just(UTC)), st.text(max_size=3)),
    )
)
def test_no_answer_breaks_a_page(answering, answer):
    answering(answer)
    near = approximate(Decimal("19.90"), "EUR", "USD", NOW)
    assert near is None or near.amount.is_finite()


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("shop.nowhere.provide", "cannot be imported"),
        (f"{HERE}.missing", "cannot be imported"),
        (f"{HERE}.NOT_CALLABLE", "is not a function"),
    ],
)
def test_a_provider_that_does_not_exist_is_found_by_the_check_and_breaks_no_page(
    configure, caplog, path, message
):
    configure(POLICIES_RATES_PROVIDER=path)
    with pytest.raises(ImproperlyConfigured, match=message):
        load_provider()
    [error] = check_rates_provider(None)
    assert (error.id, message in error.msg) == ("trust.E016", True)
    assert find_rate("EUR", "USD", now=NOW) is None
    assert message in caplog.text


def test_the_check_is_content_with_the_table_and_with_a_provider(configure):
    assert check_rates_provider(None) == []
    configure(POLICIES_RATES_PROVIDER=f"{HERE}.provide")
    assert check_rates_provider(None) == []


def test_the_table_is_the_provider_unless_the_shop_names_another():
    assert load_provider().__name__ == "rate_from_table"


# Currencies


@pytest.mark.parametrize(
    ("country", "currency"),
    [
        ("EE", "EUR"),
        ("us", "USD"),
        ("BG", "EUR"),
        ("HR", "EUR"),
        ("CH", "CHF"),
        ("PA", "PAB"),
        ("XK", "EUR"),
        ("AQ", ""),
        ("", ""),
        ("ZZ", ""),
        ("Estonia", ""),
        ("\0", ""),
    ],
)
def test_what_people_pay_with_in_a_country(country, currency):
    assert currency_of_country(country) == currency


def test_currencies_are_codes_of_iso_4217():
    assert known_currency(" eur ") == "EUR"
    for code in ("EURO", "€", "", None, 978, "E"):
        with pytest.raises(ValueError, match="no currency"):
            known_currency(code)
