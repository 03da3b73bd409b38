"""The words of staff: who gets them, and what becomes of their variables."""

import pytest

from django_trust.followups.messages.staff_text import is_translated
from django_trust.followups.models import FollowUp
from tests.followups.messages.jobs import Adapter, make_order, write
from tests.markup import read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    is_translated.cache_clear()


def texts(*languages):
    return {language: (f"Subject {language}", f"Body {language}") for language in languages}


def test_staff_come_first_in_the_language_of_the_buyer():
    message = write("thank_you", make_order(language="et"), texts=texts("en", "et"))
    assert message.subject == "Subject et"
    assert message.text.startswith("Body et\n")
    assert message.headers["Content-Language"] == "et"


def test_where_the_library_speaks_the_language_it_comes_before_another_one(monkeypatch):
    monkeypatch.setattr("django_trust.followups.messages.staff_text.is_translated", lambda *codes: True)
    message = write("thank_you", make_order(language="et"), texts=texts("en"))
    assert message.subject != "Subject en"


def test_where_nobody_speaks_the_language_staff_come_first(settings):
    """The library has no Japanese."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("ja", "Japanese")]
    message = write("thank_you", make_order(language="ja"), texts=texts("en"))
    assert message.subject == "Subject en"
    assert not is_translated("ja", "en")
    assert is_translated("en-gb", "et")


def test_a_message_without_words_of_its_own_takes_the_nearest():
    order = make_order(language="pt-br")
    assert write("custom", order, texts=texts("et", "en")).subject == "Subject en"
    assert write("custom", order, texts=texts("et", "id")).subject == "Subject et"
    assert write("custom", order) is None


def test_words_in_another_language_say_so():
    order = make_order(language="ar")
    body = "Your order of {order_date}.\n\n{status_link}"
    message = write("custom", order, texts={"en": ("News of {order_number}", body)})
    page = read(message.html)
    assert (page.one("html")["lang"], page.one("html")["dir"]) == ("ar", "rtl")
    assert message.headers["Content-Language"] == "en, ar"
    words = next(element for element in page.all("div", lang="en"))
    assert words["dir"] == "ltr"
    assert "Your order of March 1, 2026." in words.text
    assert "See your order" in words.text


def test_staff_have_nothing_to_say_about_nothing():
    order = make_order(facts={"delayed_until": None})
    assert write("delay_notice", order, texts=texts("en")) is None


def test_variables_are_filled_and_a_link_alone_becomes_a_button():
    body = (
        "Dear {name},\r\nyour order {order_number}:\r\n{items}\r\nPlease {review_link} or write.\r\n"
        "\r\n  {status_link}  \r\n\r\n{{braces}} stay\r\n"
    )
    order = make_order(name="<Mari> {order_number} \ufff9", reference="R9")
    message = write("thank_you", order, texts={"en": ("About {order_number}", body)})
    assert message.subject == "About R9"
    assert "Dear <Mari> {order_number}" in message.text
    assert "- Tea pot\n" in message.text
    assert "See your order:\nhttps://shop.example/trust/orders/" in message.text
    assert "{braces} stay" in message.text
    page = read(message.html)
    assert [element.tag for element in page.all("mari")] == []
    assert page.one("a", class_="t-main").text == "See your order"
    [review] = [anchor for anchor in page.all("a", class_="t-a") if anchor.text == "Write a review"]
    assert review["href"] in message.text


def test_a_link_that_is_not_known_leaves_no_button():
    order = make_order(facts={"tracking_url": ""})
    message = write("shipped", order, texts={"en": ("Sent", "On its way.\n\n{tracking_link}\n\nBye")})
    assert message.text.startswith("On its way.\n\nBye\n")
    assert 't-main" href' not in message.html


def test_html_of_staff_is_text():
    message = write("thank_you", texts={"en": ("S", "<script>alert(1)</script> <b>x</b>")})
    page = read(message.html)
    assert [element.tag for tag in ("script", "b") for element in page.all(tag)] == []
    assert "<b>x</b>" in message.text


def test_marketing_by_staff_can_be_unsubscribed_from():
    message = write("tips", texts={"en": ("Tips", "Words only")})
    assert message.headers["List-Unsubscribe"].strip("<>") in message.text


def test_a_coupon_in_a_text_is_kept_with_the_row():
    message = write("custom", texts={"en": ("For you", "Your code: {coupon}")}, purpose="offers")
    assert "Your code: TEA-1" in message.text
    assert FollowUp.objects.get().data == {"coupon": "TEA-1"}


def test_a_text_that_promises_a_coupon_waits_for_none(monkeypatch):
    monkeypatch.setattr(Adapter, "get_coupon", lambda self, purchase: "")
    assert write("custom", texts={"en": ("For you", "Your code: {coupon}")}, purpose="offers") is None


def test_a_list_of_goods_within_a_line_stays_short():
    order = make_order([{"item": make_order().lines.get().item}] * 20)
    message = write("custom", order, texts={"en": ("Goods", "You chose: {items}")})
    assert "You chose: Tea pot\n" in message.text
    assert message.text.count("Tea pot") == 10
    assert "and 11 more" in message.text


def test_news_of_an_order_may_show_how_to_stop_the_rest():
    message = write("shipped", texts={"en": ("Sent", "On its way. {unsubscribe_link}")})
    assert "/trust/mail/" in message.text
    assert "List-Unsubscribe" not in message.headers


@pytest.mark.parametrize("letter", ["a", "ع", "🫖"])
def test_the_longest_text_stays_small(letter):
    message = write("custom", texts={"en": (letter * 200, letter * 5000)})
    assert len(message.html.encode()) < 30 * 1024
