from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from babel.localedata import locale_identifiers
from django.conf.locale import LANG_INFO
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from django_trust.l10n.formats import (
    format_date,
    format_date_range,
    format_duration,
    format_list,
    format_money,
    format_number,
    format_percent,
)

pytestmark = pytest.mark.slow  # the same on every Python and Django: once is enough

ASCII_DIGITS = set("0123456789")


@pytest.mark.parametrize(
    ("language", "number", "average", "percent"),
    [
        ("en", "1,234,567", "4.3", "62%"),
        ("et", "1\xa0234\xa0567", "4,3", "62%"),
        ("pt-br", "1.234.567", "4,3", "62%"),
        ("id", "1.234.567", "4,3", "62%"),
        ("ar", "1,234,567", "4.3", "62%"),
        ("ar-eg", "١٬٢٣٤٬٥٦٧", "٤٫٣", "٦٢%"),
        ("ar-ma", "1.234.567", "4,3", "62%"),
        ("hi", "12,34,567", "4.3", "62%"),
    ],
)
def test_numbers_are_written_as_the_language_does(language, number, average, percent):
    def plain(text):
        return text.translate({ord(mark): None for mark in "\u200e\u200f\u061c"})

    assert plain(format_number(1234567, language)) == number
    assert plain(format_number(Decimal("4.25"), language, decimals=1)) == average
    assert plain(format_percent(Decimal("0.62"), language)).replace("٪", "%") == percent


def test_the_active_language_is_the_default():
    with translation.override("et"):
        assert format_number(Decimal("4.5"), decimals=1) == "4,5"


@pytest.mark.parametrize(
    ("value", "text"), [("4.24", "4.2"), ("4.25", "4.3"), ("4.35", "4.4"), ("4", "4.0"), ("0.05", "0.1")]
)
def test_decimals_are_rounded_half_up(value, text):
    assert format_number(Decimal(value), "en", decimals=1) == text


@pytest.mark.parametrize(
    ("language", "money"),
    [("en", "€19.90"), ("et", "19,90\xa0€"), ("pt-br", "€\xa019,90"), ("id", "€19,90")],
)
def test_money_is_written_as_the_language_does(language, money):
    assert format_money(Decimal("19.9"), "EUR", language) == money


@pytest.mark.parametrize(
    ("currency", "marked"), [("USD", True), ("BRL", True), ("EUR", False), ("SAR", False)]
)
def test_a_sign_behind_letters_stays_there_from_right_to_left(currency, marked):
    """Without a mark "US$" at the end of an Arabic line is shown as "$US"."""
    assert format_money(Decimal("23.19"), currency, "ar").endswith("\u200e") is marked
    assert not format_money(Decimal("23.19"), currency, "en").endswith("\u200e")


def test_a_currency_has_its_own_decimals():
    assert format_money(Decimal(1500), "JPY", "en") == "¥1,500"
    assert format_money(Decimal("1.5"), "KWD", "en").endswith("1.500")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "November 21, 2026"),
        ("et", "21. november 2026"),
        ("pt-br", "21 de novembro de 2026"),
        ("id", "21 November 2026"),
        ("ar", "21 نوفمبر 2026"),
        ("ar-eg", "٢١ نوفمبر ٢٠٢٦"),
    ],
)
def test_dates_are_written_as_the_language_does(language, text):
    assert format_date(date(2026, 11, 21), language) == text


def test_a_moment_counts_in_the_current_time_zone():
    late = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert format_date(late, "en") == "November 22, 2026"  # in Tallinn
    with timezone.override("America/Sao_Paulo"):
        assert format_date(late, "en") == "November 21, 2026"


def test_a_window_of_days_is_written_as_one():
    text = format_date_range(date(2026, 11, 24), date(2026, 11, 26), "en")
    assert text.replace("\u2009", " ") == "Tue, Nov 24 – Thu, Nov 26"


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(days=14), "14 days"),
        (timedelta(days=1), "1 day"),
        (timedelta(hours=3), "3 hours"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(days=400), "400 days"),
    ],
)
def test_durations_are_words(length, text):
    assert format_duration(length, "en") == text


def test_lists_are_joined_as_the_language_does():
    assert format_list(["a", "b", "c"], "et") == "a, b ja c"
    assert format_list(["a", "b"], "en", style="or") == "a or b"


@pytest.mark.parametrize("language", sorted(LANG_INFO))
def test_no_language_leaks_identifiers_or_fails(language):
    texts = [
        format_number(12345, language),
        format_number(Decimal("4.45"), language, decimals=1),
        format_percent(Decimal("0.5"), language),
        format_money(Decimal("12.5"), "EUR", language),
        format_date(date(2026, 11, 21), language),
        format_date_range(date(2026, 11, 24), date(2026, 11, 26), language),
        format_duration(timedelta(days=3), language),
    ]
    assert all(texts)
    assert "duration" not in " ".join(texts)


def test_no_text_mixes_two_kinds_of_digits():
    for locale in locale_identifiers():
        text = format_number(1234567890, locale) + format_date(date(2026, 11, 21), locale)
        digits = {char for char in text if char.isdigit()}
        assert not digits & ASCII_DIGITS or digits <= ASCII_DIGITS | set("〇"), locale


@given(st.integers(0, 10**12))
def test_every_number_can_be_read_back(number):
    assert int("".join(char for char in format_number(number, "et") if char.isdigit())) == number
