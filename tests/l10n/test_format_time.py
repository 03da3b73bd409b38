from datetime import UTC, datetime, time

import pytest
from babel.localedata import locale_identifiers
from django.utils import timezone, translation

from django_trust.l10n.formats import format_time

ASCII_DIGITS = set("0123456789")


@pytest.mark.parametrize(
    ("language", "morning", "evening"),
    [
        ("en", "9:05 AM", "9:30 PM"),
        ("et", "09:05", "21:30"),
        ("pt-br", "09:05", "21:30"),
        ("id", "09.05", "21.30"),
        ("ar", "9:05 ص", "9:30 م"),
    ],
)
def test_times_follow_the_habit_of_the_language(language, morning, evening):
    def plain(text):
        return text.replace("\u202f", " ").replace("\xa0", " ")

    assert plain(format_time(time(9, 5), language)) == morning
    assert plain(format_time(time(21, 30), language)) == evening


def test_the_active_language_is_the_default():
    with translation.override("et"):
        assert format_time(time(9, 5)) == "09:05"


def test_a_moment_counts_in_the_current_time_zone():
    moment = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)
    assert format_time(moment, "et") == "09:05"
    with timezone.override("America/Sao_Paulo"):
        assert format_time(moment, "et") == "04:05"
    assert format_time(datetime(2026, 11, 22, 7, 5), "et") == "07:05"


def test_no_time_mixes_two_kinds_of_digits():
    for locale in locale_identifiers():
        text = format_time(time(12, 34), locale)
        digits = {char for char in text if char.isdigit()}
        assert digits, locale
        assert digits <= ASCII_DIGITS or not digits & ASCII_DIGITS, locale
