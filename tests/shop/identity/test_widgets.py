"""What shoppers are told about the shop, as data."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone, translation

from django_trust.shop.adapter import ShopAdapter, ShopIdentity
from django_trust.shop.identity.models import OpeningHours, ShopProfile, SupportChannel
from django_trust.shop.identity.widgets import shop_facts, support

pytestmark = pytest.mark.django_db
MONDAY_MORNING = datetime(2026, 11, 23, 8, tzinfo=UTC)


class WithEmail(ShopAdapter):
    def get_shop(self):
        return ShopIdentity(name="Tea shop", email="hello@shop.example")


@pytest.fixture
def adapter_with_email(configure):
    configure(ADAPTER="tests.shop.identity.test_widgets.WithEmail")


def test_nothing_stored_is_nothing_shown(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert support() is None
    with django_assert_num_queries(1):
        assert shop_facts() is None


def test_a_profile_alone_offers_no_support(profile, adapter_with_email):
    assert support() is None


def test_the_support_block_takes_four_queries(
    profile, add_channel, open_on, close_on, django_assert_num_queries
):
    for _number in range(20):
        add_channel()
    open_on(1, 2, 3, 4, 5)
    close_on(date(2026, 11, 24), date(2026, 11, 25))
    with django_assert_num_queries(4):
        block = support(now=MONDAY_MORNING)
    assert len(block.channels) == 20
    assert block.opening.is_open


def test_the_facts_take_two_queries(profile, add_number, add_channel, django_assert_num_queries):
    add_channel()
    for _number in range(20):
        add_number()
    with django_assert_num_queries(2):
        assert len(shop_facts().registrations) == 20


def test_both_share_what_they_read(profile, add_channel, open_on, django_assert_num_queries):
    add_channel()
    open_on(1)
    request = RequestFactory().get("/")
    memo = {}
    with django_assert_num_queries(5):
        assert support(request, memo=memo)
        assert shop_facts(memo)
        assert support(request, memo=memo)


def test_a_request_remembers_by_itself(profile, add_channel, django_assert_num_queries):
    add_channel()
    request = RequestFactory().get("/")
    support(request)
    with django_assert_num_queries(0):
        assert support(request)


def test_a_change_shows_on_the_next_page_at_once(profile, add_channel):
    channel = add_channel()
    assert support().channels[0].value == "help@shop.example"
    channel.value = "care@shop.example"
    channel.save()
    assert support().channels[0].value == "care@shop.example"


def test_channels_come_in_the_order_of_staff(add_channel):
    add_channel("phone", "+372 5555 1234", position=2)
    add_channel("email", "help@shop.example", position=1)
    add_channel("form", "https://shop.example/contact", position=3)
    assert [line.kind for line in support().channels] == ["email", "phone", "form"]


def test_a_visit_is_at_the_shop_unless_said_otherwise(add_channel):
    add_channel("visit", "")
    add_channel("visit", "Harbour market, stall 4")
    first, second = support().channels
    assert first.value == "Viru 12-3\n10140 Tallinn\nEstonia"
    assert second.value == "Harbour market, stall 4"


@pytest.mark.parametrize(
    ("minutes", "answer"),
    [
        (None, None),
        (0, None),
        (30, timedelta(minutes=30)),
        (60, timedelta(hours=1)),
        (61, timedelta(hours=2)),
        (1440, timedelta(days=1)),
        (1441, timedelta(days=2)),
    ],
)
def test_an_answer_time_is_never_said_shorter_than_meant(add_channel, minutes, answer):
    add_channel(answer_minutes=minutes)
    assert support().channels[0].answer == answer


def test_hours_without_a_channel_come_with_the_adapters_address(open_on, adapter_with_email):
    open_on(1)
    (line,) = support().channels
    assert (line.kind, line.url) == ("email", "mailto:hello@shop.example")


def test_the_adapters_address_is_shown_where_no_channel_is(profile, adapter_with_email):
    assert shop_facts().email == "hello@shop.example"
    SupportChannel.objects.create(profile=profile, kind="email", value="help@shop.example")
    assert shop_facts().email == ""


def test_hours_follow_the_shops_clock_where_the_reader_is_unknown(add_channel, open_on):
    open_on(1)
    block = support(now=MONDAY_MORNING)
    assert (block.week.place, block.is_readers, block.shop_week) == ("Tallinn", False, None)
    assert block.week.days[0].hours[0].opens == time(9)


def test_hours_follow_the_readers_clock_where_it_is_known(add_channel, open_on):
    open_on(1)
    with timezone.override("Asia/Jakarta"):
        block = support(now=MONDAY_MORNING)
    assert (block.week.place, block.is_readers) == ("Jakarta", True)
    assert block.week.days[0].hours[0].opens == time(14)
    assert block.shop_week.place == "Tallinn"
    assert block.shop_week.days[0].hours[0].opens == time(9)


def test_the_shops_clock_is_left_out_where_it_shows_the_same(add_channel, open_on):
    open_on(1)
    with timezone.override("Europe/Helsinki"):
        block = support(now=MONDAY_MORNING)
    assert (block.week.place, block.shop_week) == ("Helsinki", None)


def test_only_closures_that_are_near_are_named(add_channel, close_on):
    add_channel()
    close_on(date(2026, 11, 20), date(2026, 11, 22))
    close_on(date(2026, 11, 22), date(2026, 11, 24), en="Stocktaking")
    close_on(date(2026, 12, 7), date(2026, 12, 7))
    close_on(date(2026, 12, 8), date(2026, 12, 9))
    found = support(now=MONDAY_MORNING).closures
    assert [(line.first.day, line.begun, line.reason.text) for line in found] == [
        (22, True, "Stocktaking"),
        (7, False, ""),
    ]


def test_texts_are_in_the_readers_language_or_the_next_best(profile, add_channel):
    add_channel(note={"en": "Toll-free", "et": "Tasuta"})
    with translation.override("et"):
        assert support().channels[0].note == ("Tasuta", "et")
        assert shop_facts().story == ("Alustasime kannuga.", "et")
    with translation.override("ar"):
        assert support().channels[0].note == ("Toll-free", "en")


def test_staffs_own_link_comes_before_the_usual_register(add_number):
    add_number()
    add_number(verify_url="https://register.example/1")
    add_number("cr", "1010123456")
    add_number("other", "77", label="Licence")
    lines = shop_facts().registrations
    assert [line.url for line in lines] == [
        "https://ariregister.rik.ee/eng/company/10137319",
        "https://register.example/1",
        "",
        "",
    ]
    assert [line.label for line in lines][2:] == ["Commercial registration number", "Licence"]


@pytest.mark.parametrize("year", [0, 999, 2027, 32767])
def test_absurd_years_are_left_out(profile, year):
    ShopProfile.objects.update(founded=year)
    assert shop_facts(now=MONDAY_MORNING).founded is None


def test_rows_that_no_form_would_take_break_nothing(profile, add_channel, add_number, close_on, open_on):
    """As if written in a shell."""
    ShopProfile.objects.update(
        time_zone="Mars/Olympus", country="??", story=["no", "texts"], logo_url="javascript:1"
    )
    add_channel("chat", "javascript:alert(1)")
    add_channel("pigeon", "roof")
    add_channel("phone", "12", languages=[None, {}, "xx"], note=5, answer_minutes=2_000_000_000)
    add_number("gone", "<b>", label="", verify_url="javascript:alert(1)")
    close_on(date.min, date.max)
    close_on(date(2026, 12, 1), date(2026, 11, 1))
    OpeningHours.objects.create(profile=profile, weekday=9, opens=time(9), closes=time(17))
    open_on(1)
    block, facts = support(now=MONDAY_MORNING), shop_facts()
    assert [(line.kind, line.value, line.url, line.languages) for line in block.channels] == [
        ("phone", "12", "", ())
    ]
    assert (block.opening.is_open, block.opening.opens, block.week.place) == (False, None, "Tallinn")
    assert facts.registrations[0].url == ""
    assert facts.story.text == ""
