"""Sentences in the source language, and the parts of them that Babel writes in every language."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from django_trust.l10n.locales import to_babel
from django_trust.policies.delivery.phrases import (
    condition,
    details,
    duration_words,
    moment_words,
    promise_sentence,
    quote_sentence,
    refusal_sentence,
    window_words,
)
from django_trust.policies.delivery.quotes import Refusal, quotes
from django_trust.shop.promises import PromiseFigures
from tests.policies.delivery.terms import TALLINN, at, rate, version

NOW = at("2026-11-23")
LANGUAGES = ["en", "et", "pt-br", "id", "ar"]


def quote_for(now=NOW, **terms):
    order = {"order_value": Decimal("19.90"), "currency": "EUR"}
    [quote] = quotes(version(rate(**terms)), country="EE", now=now, **order)
    return quote


def sentence(now=NOW, **terms):
    """The sentence with plain blanks: CLDR puts narrow ones between figures."""
    return " ".join(quote_sentence(quote_for(now, **terms), now).split())


@pytest.mark.parametrize(
    "terms, expected",
    [
        ({}, "Arrives Tue, Nov 24 – Thu, Nov 26, €4.90; order within 3 hours 12 minutes"),
        ({"cutoff": None}, "Arrives Tue, Nov 24 – Thu, Nov 26, €4.90"),
        ({"price": Decimal(0), "cutoff": None}, "Arrives Tue, Nov 24 – Thu, Nov 26, free delivery"),
        ({"free_from": Decimal(10), "cutoff": None}, "Arrives Tue, Nov 24 – Thu, Nov 26, free delivery"),
        ({"price": None, "cutoff": None}, "Arrives Tue, Nov 24 – Thu, Nov 26"),
        ({"handling_max": 0, "transit_max": 1, "cutoff": None}, "Arrives Tue, Nov 24, €4.90"),
        ({"pickup": True, "cutoff": None}, "Ready for collection Tue, Nov 24 – Thu, Nov 26, €4.90"),
        (
            {"pickup": True, "price": Decimal(0)},
            "Ready for collection Tue, Nov 24 – Thu, Nov 26, free of charge; order within 3 hours 12 minutes",
        ),
        ({"delivery_weekdays": (8,)}, "Delivery: €4.90"),
        ({"delivery_weekdays": (8,), "price": Decimal(0)}, "Free delivery"),
        ({"delivery_weekdays": (8,), "pickup": True}, "Collection: €4.90"),
        ({"delivery_weekdays": (8,), "price": None}, ""),
    ],
)
def test_the_sentence(terms, expected):
    assert sentence(**terms) == expected


@pytest.mark.parametrize(
    "clock, ending",
    [
        ("13:00", "order within 1 hour"),
        ("13:59", "order within 1 minute"),
        ("13:58:01", "order within 1 minute"),
        ("13:59:01", "€4.90"),  # nobody can order so fast
        ("00:00", "order within 14 hours"),
        ("14:00:01", "order within 23 hours 59 minutes"),
    ],
)
def test_the_time_left_is_rounded_down(clock, ending):
    assert sentence(at("2026-11-23", clock)).endswith(ending)


def test_there_is_no_countdown_for_more_than_a_day():
    saturday = at("2026-11-21")
    assert "order within" not in sentence(saturday)
    assert "For orders before Mon, Nov 23" in " ".join(details(quote_for(saturday), saturday))


def test_the_time_left_is_right_in_the_night_the_clock_changes():
    """From half past midnight to two in the afternoon it is an hour less than on other Sundays."""
    sundays = {"origin": "", "handling_weekdays": (7,)}
    assert sentence(at("2026-03-29", "00:30"), **sundays).endswith("order within 12 hours 30 minutes")
    assert sentence(at("2026-10-25", "00:30"), **sundays).endswith("order within 14 hours 30 minutes")


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_money_are_written_as_the_language_does(language):
    expected = {
        "en": ("Tue, Nov 24 – Thu, Nov 26", "€4.90"),
        "et": ("T, 24. nov – N, 26. nov", "4,90 €"),
        "pt-br": ("ter., 24 de nov. – qui., 26 de nov.", "€ 4,90"),
        "id": ("Sel, 24 Nov – Kam, 26 Nov", "€4,90"),
        "ar": ("الثلاثاء، 24 – الخميس، 26 نوفمبر", "4.90 €"),
    }[language]
    with override(language):
        found = sentence(cutoff=None).replace("\u200f", "")
    assert all(part in found for part in expected)


@pytest.mark.parametrize(
    "language, hours, minutes",
    [
        ("en", "3 hours", "12 minutes"),
        ("et", "3 tundi", "12 minutit"),
        ("pt-br", "3 horas", "12 minutos"),
        ("id", "3 jam", "12 menit"),
        ("ar", "3 ساعات", "12 دقيقة"),
        ("ar-eg", "٣ ساعات", "١٢ دقيقة"),
        ("fa", "۳ ساعت", "۱۲ دقیقه"),
    ],
)
def test_hours_and_minutes_in_words(language, hours, minutes):
    with override(language):
        words = duration_words(timedelta(hours=3, minutes=12, seconds=59))
        assert duration_words(timedelta(hours=3)) == hours
        assert duration_words(timedelta(minutes=12)) == minutes
    assert words.startswith(hours)
    assert words.endswith(minutes)


def test_days_far_away_have_their_year():
    window = quote_for().window
    far = replace(window, earliest=date(2027, 12, 29), latest=date(2028, 1, 4))
    assert " ".join(window_words(far, NOW).split()) == "Wed, Dec 29, 2027 – Tue, Jan 4, 2028"
    next_year = replace(window, earliest=date(2026, 12, 29), latest=date(2027, 1, 4))
    assert " ".join(window_words(next_year, NOW).split()) == "Tue, Dec 29 – Mon, Jan 4"


def test_the_condition_names_moment_and_clock():
    assert " ".join(condition(quote_for().window, NOW).split()) == (
        "For orders before Mon, Nov 23, 2:00 PM (time in Tallinn)."
    )
    abroad = quote_for(time_zone="America/New_York", cutoff=time(9)).window
    assert " ".join(condition(abroad, NOW).split()) == (
        "For orders before Mon, Nov 23, 9:00 AM (time in New York)."
    )


def test_without_a_cutoff_the_condition_names_the_day():
    window = quote_for(cutoff=None).window
    assert condition(window, NOW) == "For orders up to and including Mon, Nov 23 (time in Tallinn)."


def test_without_an_end_there_is_no_condition():
    assert condition(replace(quote_for().window, order_by=None), NOW) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_moments_have_their_day_and_time_in_every_language(language):
    with override(language):
        words = moment_words(datetime(2026, 11, 23, 12, 0, tzinfo=UTC), TALLINN)
        month = to_babel(language).months["format"]["abbreviated"][11]
    assert "23" in words
    assert month in words
    assert "{" not in words


def test_what_else_one_should_know():
    assert list(details(quote_for(free_from=Decimal(50)), NOW))[1:] == ["Free for orders from €50.00."]
    assert list(details(quote_for(delivery_weekdays=(8,)), NOW)) == []


def test_holidays_that_are_not_known_are_admitted(without_holidays):
    assert list(details(quote_for(), NOW))[1:] == [
        "Public holidays are not fully considered and may add days."
    ]


def test_a_refusal_names_the_country():
    assert refusal_sentence(Refusal.COUNTRY, "FI") == "We do not deliver to this country: Finland."
    assert refusal_sentence(Refusal.ADDRESS, "FI") == "We do not deliver this order to this address."
    with override("et"):
        assert "Soome" in refusal_sentence(Refusal.COUNTRY, "FI")


def test_kept_promises():
    assert promise_sentence(PromiseFigures(kept=94, missed=6, days=180)) == (
        "94 of 100 orders arrived as promised (last 180 days)"
    )
    assert promise_sentence(PromiseFigures(kept=1, missed=0, days=7)) == (
        "1 of 1 order arrived as promised (last 7 days)"
    )
    with override("ar-eg"):
        assert "٩٤" in promise_sentence(PromiseFigures(kept=94, missed=6, days=180))
