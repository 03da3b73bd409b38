"""Every message in every language: both parts say the same, and hold for whatever an order may be."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings as django_settings
from django.utils.translation import get_language

from django_trust.followups.channels.mail import mail_of
from django_trust.followups.messages.compose import compose
from django_trust.followups.messages.staff_text import SENTINEL
from django_trust.followups.models import FollowUp
from django_trust.l10n.locales import direction, html_lang
from django_trust.policies.models import PolicyPin
from django_trust.reviews.services import submit_review
from django_trust.shop.adapter import get_adapter
from django_trust.shop.models import Item, Purchase
from tests.followups.messages.jobs import PURPOSES, Adapter, job_of, make_job, make_order, make_row, write
from tests.hostshop.models import Product
from tests.markup import read
from tests.policies.terms import published_returns

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # headers and bytes are tested in every cell

KINDS = list(PURPOSES)
LANGUAGES = [code for code, _name in django_settings.LANGUAGES]
URL = re.compile(r"https?://[^\s>]+")
NUMBER = re.compile(r"\d+")
MOST_BYTES = 30 * 1024
# What a page could load from somewhere.
LOADING = ("img", "link", "script", "iframe", "object", "video", "audio", "source", "form", "input", "base")


def words_of(page):
    """What a reader sees of the HTML, without what is hidden and without styles."""
    style, preheader = page.one("style"), next(page.all("body")).children[1]
    hidden = {id(style), id(preheader), id(page.one("title"))}
    return " ".join(_visible(page, hidden).split())


def _visible(element, hidden):
    if id(element) in hidden:
        return ""
    parts = (child if isinstance(child, str) else _visible(child, hidden) for child in element.children)
    return " ".join(parts)


def numbers_behind(words, title):
    return set(NUMBER.findall(words)) - set(NUMBER.findall(title))


def links_of(page):
    return {anchor["href"] for anchor in page.all("a")}


def require_sound(message):
    """Both parts are whole, say the same figures and links, and load nothing."""
    page = read(message.html)
    root = page.one("html")
    assert (root["lang"], root["dir"]) == (html_lang(message.language), direction(message.language))
    assert page.one("title").text == message.subject
    assert [element.tag for tag in LOADING for element in page.all(tag)] == []
    assert "url(" not in message.html
    assert "@import" not in message.html
    words = words_of(page)
    for text in (message.subject, message.text, words):
        assert "%(" not in text
        assert "{" not in text
        assert "None" not in text
        assert "\x00" not in text
    web = {link for link in links_of(page) if link.startswith("http")}
    assert web == set(URL.findall(message.text))
    title, said = page.one("h1").text, URL.sub("", message.text)
    assert set(NUMBER.findall(said)) - set(NUMBER.findall(title)) == numbers_behind(words, title)
    assert len(message.html.encode()) < MOST_BYTES
    assert len(mail_of(message).message().as_bytes()) < MOST_BYTES
    return page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_message_is_whole_in_every_language(kind, language, profile):
    purchase = make_order(language=language)
    version = published_returns()
    PolicyPin.objects.create(purchase=purchase, version=version)
    message = write(kind, purchase)
    require_sound(message)
    assert message.language == language
    assert message.headers["Content-Language"] == html_lang(language)
    assert "Tea and Pots OÜ" in message.text
    assert "Tallinn" in message.text
    assert message.to == "mari@example.ee"


@pytest.mark.parametrize("kind", KINDS)
def test_every_message_holds_for_a_bare_order(kind):
    """No profile, no name, no country, no moments beyond the order itself, no product left."""
    purchase = make_order(
        name="",
        country="",
        facts={
            "paid_at": None,
            "shipped_at": None,
            "delivered_at": None,
            "promised_by": None,
            "delay_reason": "",
            "tracking_url": "",
        },
    )
    Product.objects.all().delete()
    message = write(kind, purchase)
    require_sound(message)
    assert "Hello,\n" in message.text


NAMES = ["نور الهدى", "Mari 🫖 Kask", "x" * 150, "<b>Mari</b> & Co", "Ünï{cøde} %(name)s", "\u202eevil"]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", NAMES)
def test_names_of_all_kinds_do_no_harm(name, language):
    purchase = make_order(language=language)
    Purchase.objects.filter(pk=purchase.pk).update(name=name)
    Item.objects.update(name=name)
    for kind in ("thank_you", "review_request"):
        message = write(kind, purchase)
        page = read(message.html)
        assert [element.tag for element in page.all("b")] == []
        assert "\u202e" not in message.text + message.html + message.subject
        assert len(message.subject) < 200


@pytest.mark.parametrize("name", ["free-money.example", "Win http://evil.test now", "a@b.example"])
def test_a_name_that_mail_programs_would_link_is_not_repeated(name):
    """Anybody can order under such a name with somebody else's address."""
    message = write("thank_you", make_order(name=name))
    assert name not in message.text
    assert name not in message.html
    assert "Hello,\n" in message.text


@pytest.mark.parametrize("kind", ["thank_you", "tips", "review_request"])
@pytest.mark.parametrize("letter", ["a", "ع", "&", "🫖"])
def test_fifty_lines_with_long_names_stay_small(kind, letter, profile):
    lines = [
        {"item": _long_item(letter, number), "variant": letter * 100, "quantity": 3} for number in range(49)
    ]
    message = write(kind, make_order(lines, language="ar"))
    page = require_sound(message)
    assert sum(letter * 30 in element.text for element in page.all("li")) == 9
    assert "40" in message.text


def _long_item(letter, number):
    bought = make_order(reference=f"{letter}{number}").lines.get()
    Item.objects.filter(pk=bought.item_id).update(name=letter * 255, url=f"/{'p' * 170}/{number}")
    item = Item.objects.get(pk=bought.item_id)
    item.host_object().delete()  # the shop would call it by its present name
    return item


def test_an_item_is_called_what_the_shop_calls_it_in_the_language_of_the_message(monkeypatch):
    named = lambda obj: f"{obj.name} ({get_language()})"  # noqa: E731
    monkeypatch.setattr(get_adapter(), "get_name", named, raising=False)
    order = make_order(language="et")
    assert "- Tea pot (et)\n" in write("thank_you", order).text
    order.lines.get().item.host_object().delete()
    assert "- Tea pot (en)\n" in write("thank_you", order).text  # what it was called when it was bought


# What single messages say


def test_a_delay_notice_says_both_days_the_reason_and_the_way_out(profile):
    message = write("delay_notice")
    assert "Planned for: March 6, 2026" in message.text
    assert "New date: March 10, 2026" in message.text
    assert "March 10, 2026" in message.subject
    assert "> The ferry <did> not sail & the road was closed." in message.text
    assert "Cancel the order:\nhttps://shop.example/trust/withdraw/order/" in message.text
    assert "help@shop.example" in message.text
    quote = read(message.html).one("blockquote")
    assert quote["dir"] == "auto"
    assert quote.text == "The ferry <did> not sail & the road was closed."


def test_a_delay_without_a_promise_names_no_old_day():
    message = write("delay_notice", make_order(facts={"promised_by": None}))
    assert "Planned for" not in message.text
    assert "March 6" not in message.html


def test_without_a_new_date_there_is_no_delay_to_tell():
    assert write("delay_notice", make_order(facts={"delayed_until": None})) is None


def test_the_parcel_can_be_followed_where_the_carrier_has_a_page():
    assert "https://carrier.example/t?a=1&b=2" in write("shipped").text
    assert "Follow the parcel" not in write("shipped", make_order(facts={"tracking_url": ""})).text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://carrier.example/"])
def test_no_message_links_to_what_is_no_web_page(url):
    message = write("shipped", make_order(facts={"tracking_url": url}))
    assert url not in message.html
    assert url not in message.text


def test_an_order_that_arrived_names_no_day_to_come():
    assert "Should arrive by" not in write("thank_you").text
    waiting = make_order(facts={"delivered_at": None, "delayed_until": None})
    assert "Should arrive by: March 6, 2026" in write("thank_you", waiting).text


def test_the_three_answers_stand_side_by_side():
    message = write("delivered")
    for answer in ("all_good", "not_arrived", "problem"):
        assert f"answer={answer}" in message.text


def test_the_terms_are_those_of_the_order():
    purchase = make_order()
    old = published_returns(days=30)
    PolicyPin.objects.create(purchase=purchase, version=old)
    published_returns(days=14)
    assert f"/trust/policy-versions/{old.pk}/?country=EE" in write("thank_you", purchase).text
    assert "30 days" in write("tips", purchase).text


def test_days_are_those_of_the_buyer():
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert "March 1, 2026" in write("thank_you", make_order(placed_at=late, country="BR")).text
    assert "March 2, 2026" in write("thank_you", make_order(placed_at=late, country="JP")).text


def test_refunded_pieces_are_not_counted():
    purchase = make_order()
    purchase.lines.update(quantity=3, refunded_quantity=1)
    assert "- 2 × Tea pot" in write("thank_you", purchase).text


def test_a_review_is_asked_of_what_is_not_reviewed_yet():
    other = Product.objects.create(name="Green tea")
    purchase = make_order([{"item": make_order([]).lines.get().item}])
    second = purchase.lines.last()
    Item.objects.filter(pk=second.item_id).update(name="Green tea", object_id=str(other.pk))
    assert write("review_request", purchase).subject == "What do you think of what you ordered?"
    submit_review(item=other, rating=1, body="Bitter", email="mari@example.ee", language="en")
    message = write("review_request", purchase)
    assert message.subject == "What do you think of Tea pot?"
    assert "Green tea" not in message.text
    submit_review(item=Item.objects.get(pk=purchase.lines.first().item_id), rating=5, email="mari@example.ee")
    assert write("review_request", purchase) is None
    assert write("review_reminder", purchase) is None


def test_the_request_says_who_asks_how_it_is_used_and_how_long_it_works():
    text = write("review_request").text
    for words in (
        "Poe & <Pood>",
        "Tea pot",
        "praise and criticism alike",
        "90 days",
        "Tell us about a problem",
    ):
        assert words in text
    assert "only reminder" in write("review_reminder").text


def test_the_survey_has_a_link_for_every_score():
    text = write("survey").text
    for kind, scores in (("csat", range(1, 6)), ("nps", range(11))):
        for score in scores:
            assert re.search(rf"/{kind}/\?score={score}$", text, re.MULTILINE), (kind, score)


def test_every_message_says_why_it_comes():
    said = SENTINEL % {"shop": "Poe & <Pood>", "date": "March 1, 2026", "order": "R77"}
    assert said in write("thank_you", make_order(reference="R77")).text


# Coupons


def test_a_coupon_is_asked_for_once_and_stored_before_it_is_sent():
    row = make_row("coupon")
    first = compose(job_of(row))
    assert FollowUp.objects.get().data == {"coupon": "TEA-1"}
    again = compose(job_of(FollowUp.objects.select_related("step__flow").get()))
    assert "TEA-1" in first.text
    assert again.text == first.text
    assert Adapter.asked == 1


def test_a_shop_without_coupons_has_nothing_to_say(monkeypatch):
    monkeypatch.setattr(Adapter, "get_coupon", lambda self, purchase: "")
    assert write("coupon") is None


def test_looking_at_a_message_uses_up_no_coupon():
    job = make_job("coupon")
    job.row.pk = None
    assert "EXAMPLE" in compose(job).text
    assert Adapter.asked == 0


def test_a_coupon_does_not_depend_on_a_review():
    text = write("coupon").text
    assert "whether or not you review anything" in text
    assert "advertising" in text


# Where nothing can be linked to


def test_marketing_without_a_way_to_unsubscribe_is_not_written(settings):
    from django.core.exceptions import ImproperlyConfigured

    job, order = make_job("tips"), make_job("thank_you")
    settings.ROOT_URLCONF = "tests.urls_without_trust"
    with pytest.raises(ImproperlyConfigured):
        compose(job)
    assert "/trust/" not in compose(order).text


def test_an_order_without_an_address_is_nobody_to_write_to():
    with pytest.raises(ValueError):
        write("thank_you", make_order(email=""))


# Queries


@pytest.mark.parametrize("kind", KINDS)
def test_writing_costs_at_most_two_queries_beyond_what_a_batch_shares(
    kind, django_assert_max_num_queries, profile
):
    job = make_job(kind)
    compose(job)
    with django_assert_max_num_queries(2):
        compose(job)
