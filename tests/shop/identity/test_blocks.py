"""The two blocks as HTML."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import RequestFactory
from django.utils import timezone, translation

from django_trust.shop.identity.blocks import shop, support
from django_trust.shop.identity.models import OpeningHours, ShopProfile
from tests.markup import read

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "ar", "pt-br", "id", "et"]
MONDAY_10 = datetime(2026, 11, 23, 8, tzinfo=UTC)  # in Tallinn
HOSTILE = "</bdi></section><script>alert(1)</script>\"' {{ 1 }}"


def support_at(now=MONDAY_10, zone=None):
    request = RequestFactory().get("/")
    with timezone.override(zone or timezone.get_default_timezone_name()):
        return read(support(request, request, now))


def hours(block):
    """The rows of each list of hours."""
    return [
        {
            row.one("dt").words: row.one("dd").words.replace("\u202f", " ")
            for row in table.children
            if row != "\n"
        }
        for table in block.all("dl", class_="trust-hours")
    ]


def status(block):
    return block.one("p", class_="trust-status").words.replace("\u202f", " ")


def test_nothing_stored_is_an_empty_text(db):
    assert support({}) == shop({}) == ""


def test_no_box_is_empty(profile):
    assert support({}) == ""
    about = read(shop({}))
    assert not [element for element in about.all() if element.tag in ("dd", "ul", "p") and not element.words]


def test_an_open_shop_says_so_in_words_beside_an_icon(add_channel, open_on):
    open_on(1, 2, 3, 4, 5)
    block = support_at()
    assert status(block) == "Open now · until 5:00 PM"
    line = block.one("p", class_="trust-status")
    assert line.one("svg")["aria-hidden"] == "true"
    assert line.one("time")["datetime"] == "2026-11-23T17:00:00+02:00"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2026, 11, 23, 5, tzinfo=UTC), "Closed now · Opens today, 9:00 AM"),
        (datetime(2026, 11, 23, 16, tzinfo=UTC), "Closed now · Opens tomorrow, 9:00 AM"),
        (datetime(2026, 11, 20, 16, tzinfo=UTC), "Closed now · Opens Monday, 9:00 AM"),
    ],
)
def test_a_closed_shop_says_when_it_opens(open_on, add_channel, now, words):
    open_on(1, 2, 3, 4, 5)
    assert status(support_at(now)) == words


def test_an_opening_over_a_week_away_has_a_date(open_on, add_channel, close_on):
    open_on(1)
    close_on(date(2026, 11, 23), date(2026, 11, 25))
    assert status(support_at()) == "Closed now · Opens November 30, 2026, 9:00 AM"


def test_a_shop_closed_for_long_says_no_more(open_on, add_channel, close_on):
    open_on(1)
    close_on(date(2026, 11, 1), date(2027, 11, 1))
    block = support_at()
    assert status(block) == "Closed now"
    assert block.one("ul", class_="trust-closures").words == "Closed until November 1, 2027"


def test_a_shop_that_never_closes_says_day_and_night(profile, add_channel):
    for day in range(1, 8):
        OpeningHours.objects.create(profile=profile, weekday=day, opens=time(0), closes=time(0))
    block = support_at()
    assert status(block) == "Open now · Day and night"
    assert hours(block) == [{"Every day": "All day"}]


def test_the_week_is_a_list_of_days_with_equal_hours(open_on, add_channel, close_on):
    open_on(1, 2, 3, 4, 5)
    open_on(6, opens=10, closes=13)
    open_on(6, opens=14, closes=16)
    close_on(date(2026, 11, 26), date(2026, 11, 26))
    block = support_at()
    assert hours(block) == [
        {
            "Monday – Wednesday": "9:00 AM – 5:00 PM",
            "Thursday": "Closed",
            "Friday": "9:00 AM – 5:00 PM",
            "Saturday": "10:00 AM – 1:00 PM2:00 PM – 4:00 PM",
            "Sunday": "Closed",
        }
    ]
    assert "Time zone: Tallinn" in block.words


def test_the_days_begin_as_the_reader_is_used_to(open_on, add_channel):
    open_on(2)
    with translation.override("pt-br"):
        (week,) = hours(support_at())
    assert next(iter(week)) == "Domingo a segunda-feira"


def test_readers_elsewhere_see_their_own_time_and_then_the_shops(open_on, add_channel):
    open_on(1, 2, 3, 4, 5)
    block = support_at(zone="Asia/Jakarta")
    theirs, shops = hours(block)
    assert "Times in your time zone: Jakarta" in block.words
    assert theirs["Monday – Friday"] == "2:00 PM – 10:00 PM"
    assert block.one("summary").words == "Times in the shop’s time zone: Tallinn"
    assert shops["Monday – Friday"] == "9:00 AM – 5:00 PM"
    assert status(block) == "Open now · until 10:00 PM"


def test_channels_are_links_that_say_what_they_are(add_channel):
    add_channel("email", "help@shop.example")
    add_channel("phone", "+372 5555 1234")
    add_channel("chat", "https://shop.example/chat")
    links = list(support_at().all("a"))
    assert [(link["href"], link.words) for link in links] == [
        ("mailto:help@shop.example", "E-mail: help@shop.example"),
        ("tel:+37255551234", "Phone: +372 5555 1234"),
        ("https://shop.example/chat", "Chat"),
    ]
    assert [link.one("bdi")["dir"] for link in links[:2]] == ["ltr", "ltr"]


def test_a_channel_says_how_soon_in_which_languages_and_what_else(add_channel):
    add_channel(answer_minutes=240, languages=["et", "ar"], always_open=True, note={"et": "Tasuta"})
    (line,) = support_at().one("ul", class_="trust-channels").all("li")
    assert [fact.words for fact in line.one("p", class_="trust-facts").all("span")] == [
        "Usually answers within 4 hours",
        "Estonian and Arabic",
        "Day and night",
    ]
    assert line.one("bdi", lang="et").words == "Tasuta"
    with translation.override("et"):
        assert "Eesti ja araabia" in support_at().words


def test_closures_are_named_with_their_reason(add_channel, close_on):
    add_channel()
    close_on(date(2026, 12, 1), date(2026, 12, 1), en="Moving")
    close_on(date(2026, 12, 3), date(2026, 12, 4), ar="جرد")
    close_on(date(2026, 12, 5), date.max)
    lines = [
        line.words.replace("\u2009", " ")
        for line in support_at().one("ul", class_="trust-closures").all("li")
    ]
    assert lines == [
        "Closed on December 1, 2026Moving",
        "Closed: Thu, Dec 3 – Fri, Dec 4جرد",
        "Closed from December 5, 2026",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_blocks_say_their_language_and_direction(add_channel, add_number, open_on, language):
    add_channel()
    add_number()
    open_on(1)
    with translation.override(language):
        blocks = [read(support({})), read(shop({}))]
    for block in blocks:
        root = block.one("section")
        assert root["lang"] == ("pt-BR" if language == "pt-br" else language)
        assert root["dir"] == ("rtl" if language == "ar" else "ltr")
        assert not list(block.all("script"))
        assert not [element for element in block.all() if "style" in element.attributes]


def test_a_page_may_hold_a_block_twice(add_channel, open_on):
    add_channel()
    open_on(1)
    assert not [element for element in support_at().all() if "id" in element.attributes]


def test_the_facts_of_the_shop(profile, add_number, add_channel):
    add_channel()
    add_number()
    add_number("cr", "1010123456")
    about = read(shop({}))
    rows = {row.one("dt").words: row.one("dd") for row in about.one("dl").children if row != "\n"}
    assert list(rows) == ["Legal name", "Address", "Registrikood", "Commercial registration number"]
    assert rows["Legal name"].words == "Põhjatuul OÜSince 2014"
    assert [line.words for line in rows["Address"].one("address").all("bdi")] == [
        "Viru 12-3",
        "10140 Tallinn",
        "Estonia",
    ]
    link = rows["Registrikood"].one("a")
    assert link["href"] == "https://ariregister.rik.ee/eng/company/10137319"
    assert link.words == "Public register: Registrikood 10137319"
    assert not list(rows["Commercial registration number"].all("a"))
    assert [line.words for line in about.one("div", class_="trust-story").all("p")] == [
        "We began with one kettle.",
        "Still packed by hand.",
    ]


def test_a_year_has_the_digits_of_the_language_and_no_separator(profile):
    with translation.override("ar-eg"):
        assert "٢٠١٤" in shop({})


def test_whatever_staff_write_is_text(profile, add_channel, add_number, close_on, open_on):
    ShopProfile.objects.update(legal_name=HOSTILE, city=HOSTILE, story={"en": HOSTILE})
    add_channel("visit", HOSTILE, note={"en": HOSTILE})
    add_channel("email", HOSTILE)
    add_channel("chat", "javascript:alert(1)")
    add_number("other", HOSTILE, label=HOSTILE, verify_url="javascript:alert(1)")
    add_number("cnpj", HOSTILE[:60])
    close_on(date(2026, 11, 23), date(2026, 11, 24), en=HOSTILE)
    open_on(1)
    for block in (support_at(), read(shop({}))):
        assert not list(block.all("script"))
        assert [link["href"] for link in block.all("a") if "javascript" in link["href"]] == []
        assert "<script>alert(1)</script>" in block.text


def test_a_percent_sign_in_a_translation_or_text_breaks_nothing(add_channel, close_on):
    add_channel(note={"en": "100% %(moment)s %s"})
    close_on(date(2026, 11, 23), date(2026, 11, 23), en="50% %d")
    assert "100% %(moment)s %s" in support_at().words


def test_a_hundred_channels_cost_no_more_queries(add_channel, open_on, django_assert_num_queries):
    for _number in range(100):
        add_channel()
    open_on(1)
    with django_assert_num_queries(4):
        assert len(list(read(support({})).all("a"))) == 100


def test_both_blocks_of_a_page_take_five_queries(add_channel, add_number, open_on, django_assert_num_queries):
    add_channel()
    add_number()
    open_on(1)
    request = RequestFactory().get("/")
    with django_assert_num_queries(5):
        assert support(request, request)
        assert shop(request, request)
    with django_assert_num_queries(2):
        assert shop(RequestFactory().get("/"))
