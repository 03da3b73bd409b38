"""Where an order is: the steps in their order, what is now, what is expected when."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from django_trust.followups.status.blocks import order_status_html
from django_trust.followups.status.phrases import situation
from django_trust.followups.status.widgets import order_status, ordered_lines
from django_trust.shop.models import Purchase
from django_trust.shop.services import refund_lines
from tests.markup import read

PLACED = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def purchase(**facts):
    return Purchase(**{"reference": "1001", "country": "EE", "placed_at": PLACED, **facts})


def steps(status):
    return [(moment.event, moment.mark) for moment in status.moments]


def test_a_new_order_shows_what_comes_next():
    status = order_status(purchase(promised_by=date(2026, 11, 6)), now=PLACED)
    assert steps(status) == [("placed", "now"), ("shipped", "next"), ("delivered", "next")]
    assert status.expected_by == status.moments[-1].day == date(2026, 11, 6)
    assert not status.is_overdue


def test_whoever_never_says_what_was_paid_is_not_waiting_for_money():
    status = order_status(purchase(shipped_at=PLACED + DAY), now=PLACED)
    assert steps(status) == [("placed", "done"), ("shipped", "now"), ("delivered", "next")]


def test_a_delay_stands_where_it_was_told():
    told = {"delayed_at": PLACED + DAY, "delayed_until": date(2026, 11, 12)}
    early = order_status(purchase(**told, promised_by=date(2026, 11, 6)), now=PLACED)
    assert steps(early) == [
        ("placed", "done"),
        ("delayed", "now"),
        ("shipped", "next"),
        ("delivered", "next"),
    ]
    assert early.expected_by == date(2026, 11, 12)
    late = order_status(purchase(**told, shipped_at=PLACED + 2 * DAY, delivered_at=PLACED + 3 * DAY))
    assert [event for event, _ in steps(late)] == ["placed", "delayed", "shipped", "delivered"]


@pytest.mark.parametrize("delayed_at", [None, PLACED + 9 * DAY])
def test_a_delay_never_stands_behind_the_delivery(delayed_at):
    status = order_status(
        purchase(delivered_at=PLACED + DAY, delayed_until=date(2026, 11, 12), delayed_at=delayed_at)
    )
    assert steps(status)[-1] == ("delivered", "now")
    assert status.expected_by is None


def test_steps_keep_their_order_when_clocks_differ():
    status = order_status(
        purchase(paid_at=PLACED - timedelta(seconds=5), shipped_at=PLACED, delivered_at=PLACED)
    )
    assert [event for event, _ in steps(status)] == ["placed", "paid", "shipped", "delivered"]


def test_nothing_comes_after_a_cancellation():
    status = order_status(purchase(cancelled_at=PLACED + DAY, promised_by=date(2026, 11, 6)))
    assert steps(status) == [("placed", "done"), ("cancelled", "now")]
    assert status.is_ended
    assert status.expected_by is None


def test_the_date_is_over_by_the_calendar_of_the_buyer():
    order = purchase(promised_by=date(2026, 11, 5), country="WS")  # 13 hours ahead
    assert not order_status(order, now=datetime(2026, 11, 5, 10, 59, tzinfo=UTC)).is_overdue
    assert order_status(order, now=datetime(2026, 11, 5, 11, 1, tzinfo=UTC)).is_overdue


def test_days_are_those_of_the_buyer():
    late_evening = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
    assert order_status(purchase(placed_at=late_evening)).moments[0].day == date(2026, 11, 3)
    assert order_status(purchase(placed_at=late_evening, country="BR")).moments[0].day == date(2026, 11, 2)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://x.example/", "//x.example", "http://["])
def test_only_web_addresses_become_links(address):
    assert order_status(purchase(shipped_at=PLACED, tracking_url=address)).tracking_url == ""


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "We are preparing your order."),
        ({"shipped_at": PLACED}, "Your order is on its way."),
        (
            {"promised_by": date(2026, 11, 6)},
            "We are preparing your order. We expect it to arrive by November 6, 2026.",
        ),
        (
            {"shipped_at": PLACED, "delayed_until": date(2026, 11, 9)},
            "Your order is on its way. It is delayed: we now expect it to arrive by November 9, 2026.",
        ),
        (
            {"shipped_at": PLACED, "promised_by": date(2026, 11, 1)},
            "Your order is on its way. It should have arrived by November 1, 2026. "
            "If it has not, please tell us, and we look into it.",
        ),
        ({"delivered_at": PLACED, "promised_by": date(2026, 11, 1)}, "Your order was delivered."),
        ({"cancelled_at": PLACED, "delivered_at": PLACED}, "This order was cancelled."),
    ],
)
def test_the_situation_in_words(facts, words):
    assert " ".join(situation(order_status(purchase(**facts), now=PLACED))) == words


@pytest.mark.django_db
def test_a_refund_of_a_part_ends_nothing(buy, product):
    buy(reference="1001", quantity=3)
    part = refund_lines(reference="1001", lines=[{"item": product, "quantity": 1}])
    assert steps(order_status(part)) == [
        ("placed", "now"),
        ("refunded", "done"),
        ("shipped", "next"),
        ("delivered", "next"),
    ]
    assert [(line.quantity, line.refunded) for line in ordered_lines(part)] == [(3, 1)]
    everything = refund_lines(reference="1001", lines=[{"item": product, "quantity": 3}])
    assert steps(order_status(everything)) == [("placed", "done"), ("refunded", "now")]
    assert situation(order_status(everything)) == ["The money for this order was returned."]


# As HTML


def block(**facts):
    return read(order_status_html({}, purchase(**facts)))


def test_every_state_has_a_word_and_the_present_one_a_mark():
    entries = list(block(paid_at=PLACED, promised_by=date(2099, 1, 1)).all("li"))
    assert [entry.words for entry in entries] == [
        "Order placed Done November 2, 2026",
        "Payment received Now November 2, 2026",
        "Handed to the carrier Still to come",
        "Delivery Still to come Expected by January 1, 2099.",
    ]
    assert [entry.attributes.get("aria-current") for entry in entries] == [None, "step", None, None]


def test_a_delay_with_and_without_a_reason():
    told = {"delayed_at": PLACED, "delayed_until": date(2026, 11, 9)}
    hostile = block(**told, delay_reason="<b>flood</b> \u05d0")
    entry = hostile.one("li", **{"data-event": "delayed"})
    assert entry.one("bdi").text == "<b>flood</b> \u05d0"
    assert "New date: November 9, 2026." in entry.words
    assert "Reason" not in block(**told).one("li", **{"data-event": "delayed"}).words


def test_the_parcel_can_be_followed():
    link = block(shipped_at=PLACED, tracking_url="https://carrier.example/?a=1&b=2").one("a")
    assert link["href"] == "https://carrier.example/?a=1&b=2"
    assert "noreferrer" in link["rel"]


def test_it_says_its_language_and_direction():
    with translation.override("ar"):
        root = block().one("section")
    assert (root["lang"], root["dir"]) == ("ar", "rtl")


@pytest.mark.django_db
def test_a_reference_costs_one_query_and_a_purchase_none(buy):
    order = buy(reference="1001")
    with CaptureQueriesContext(connection) as queries:
        assert order_status_html({}, order)
    assert len(queries) == 0
    page = {}
    with CaptureQueriesContext(connection) as queries:
        assert order_status_html(page, "1001") == order_status_html(page, "1001") != ""
        assert order_status_html(page, "1002") == ""
    assert len(queries) == 2


def test_the_tag_shows_nothing_for_nothing_and_refuses_what_is_no_order():
    from django.template import Context, TemplateSyntaxError

    from django_trust.followup_tags import trust_order_status

    assert trust_order_status(Context(), None) == trust_order_status(Context(), "") == ""
    assert "Order placed" in trust_order_status(Context(), purchase())
    with pytest.raises(TemplateSyntaxError, match="neither an order number nor a Purchase"):
        trust_order_status(Context(), SimpleNamespace(reference="1001"))
