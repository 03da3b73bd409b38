"""The two pages of the withdrawal function, what comes after, and the form to print."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from django_trust.policies.models import WithdrawalRequest
from django_trust.policies.pins import pin_versions
from django_trust.policies.withdrawals.tokens import (
    ORDER_MAX_AGE,
    done_url,
    order_token,
    order_url,
    seal,
)
from django_trust.shop.identity.models import ShopProfile
from django_trust.shop.models import Purchase
from django_trust.shop.services import refund_lines
from tests.hostshop.adapter import Adapter
from tests.markup import read
from tests.policies.withdrawals.conftest import TYPED, confirm, sealed_of

FORM = "/trust/withdraw/?kind=withdrawal"
RETURN = "/trust/withdraw/?kind=return"
NOW = datetime(2026, 11, 22, 12, 3, tzinfo=UTC)
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|sealed)" value="[^"]*"')

pytestmark = pytest.mark.django_db


class InBrazil(Adapter):
    def get_country(self, request):
        return "br"


@pytest.fixture
def outcome(client, django_capture_on_commit_callbacks):
    """Do all a guest can do, and return every byte that comes back, and how many queries it took."""

    def walk(**typed):
        mail.outbox = []
        pages = [client.get(FORM), client.post(FORM, {**TYPED, **typed})]
        committed = django_capture_on_commit_callbacks(execute=True)
        with CaptureQueriesContext(connection) as queries, committed:
            sent = confirm(client, pages[-1])
        pages.append(client.get(sent.url))
        texts = [HIDDEN.sub("", page.content.decode()) for page in pages]
        letters = [(m.subject, m.to, m.body, m.extra_headers) for m in mail.outbox if m.to != ["staff@x.ee"]]
        statements = [re.sub(r"\W.*", "", query["sql"]) for query in queries]
        return texts, [page.status_code for page in (*pages, sent)], letters, statements

    return walk


# As anybody


def test_two_pages_and_what_was_sent(client, go, eu, django_capture_on_commit_callbacks):
    first = read(client.get("/trust/withdraw/"))
    assert first.one("h1").words == "Withdraw from a contract"
    assert {field["name"] for field in first.all("input", type="text")} == {"reference", "name"}
    assert [field["name"] for field in first.all("textarea")] == ["goods"]
    assert not list(first.all("input", type="radio"))

    with time_machine.travel(NOW, tick=False), django_capture_on_commit_callbacks(execute=True):
        second, sent = go(goods="The tea pot & <lid>")
    page = read(second)
    assert WithdrawalRequest.objects.count() == 1
    assert said(page) == {
        "reference": "1001",
        "goods": "The tea pot & <lid>",
        "name": "Mari Kask",
        "email": "mari@example.ee",
    }
    button = next(page.all("button"))
    assert (button.words, button["lang"], button["type"]) == ("Confirm withdrawal", "en", "submit")
    assert button.attributes.keys() == {"class", "type", "lang", "dir"}

    assert sent.status_code == 302
    done = read(client.get(sent.url))
    assert said(done) == {**said(page), "at": "November 22, 2026, 2:03 PM (GMT+02:00)"}
    assert done.one("time")["datetime"] == "2026-11-22T12:03:00+00:00"
    [message] = mail.outbox
    body = " ".join(message.body.split())
    for text in said(done).values():
        assert text in body


def said(page):
    rows = [row for row in page.all("div") if "data-name" in row.attributes]
    return {row["data-name"]: row.one("dd").words for row in rows}


def test_nothing_is_stored_before_the_second_button(client, eu):
    client.post(FORM, TYPED)
    assert not WithdrawalRequest.objects.exists()
    assert client.get(FORM).status_code == 200


def test_a_known_and_an_unknown_order_give_the_same_bytes(order, outcome, configure, publish):
    """Pages, status, mail and the number of queries: nothing tells whether an order exists."""
    configure(MARKETS=["EU"], STAFF_EMAILS=["staff@x.ee"])
    publish(days=30, remorse_fees="free")
    with time_machine.travel(NOW, tick=False):
        unknown = outcome()
        WithdrawalRequest.objects.all().delete()
        order()
        known = outcome()
    assert WithdrawalRequest.objects.get().purchase is not None
    assert known == unknown
    assert [len(part) for part in known[:3]] == [3, 4, 1]


def test_a_known_order_under_another_address_is_as_unknown_as_none(order, outcome, eu):
    with time_machine.travel(NOW, tick=False):
        order()
        first = outcome(email="thief@example.ee")
        WithdrawalRequest.objects.all().delete()
        Purchase.objects.all().delete()
        assert outcome(email="thief@example.ee") == first


def test_sent_twice_is_one_request_and_shows_the_first_time(client, eu):
    with time_machine.travel(NOW, tick=False):
        page = client.post(FORM, TYPED)
        first = confirm(client, page)
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        again = confirm(client, page)
        later = read(client.get(again.url))
    assert first.status_code == again.status_code == 302
    assert WithdrawalRequest.objects.count() == 1
    assert said(later)["at"] == "November 22, 2026, 2:03 PM (GMT+02:00)"


def test_what_was_typed_comes_back_with_what_is_wrong(client, eu):
    answer = client.post(FORM, {"reference": "", "name": "Mari", "email": "mari@", "goods": "pot\nlid"})
    page = read(answer)
    assert answer.status_code == 400
    values = {
        field["name"]: field.attributes.get("value")
        for field in page.all("input")
        if "id" in field.attributes
    }
    assert values == {"reference": None, "name": "Mari", "email": "mari@"}
    assert page.one("textarea").text.strip() == "pot\nlid"
    summary = page.one("div", role="alert")
    assert "autofocus" in summary.attributes
    assert [link["href"] for link in summary.all("a")] == ["#trust-reference", "#trust-email"]
    for name in ("reference", "email"):
        field = page.one("input", id=f"trust-{name}")
        assert field["aria-invalid"] == "true"
        assert f"trust-{name}_error" in field["aria-describedby"].split()
        assert page.one("p", id=f"trust-{name}_error").words


def test_what_was_confirmed_can_be_changed(client, eu):
    action, sealed = sealed_of(client.post(FORM, {**TYPED, "goods": "Lid"}))
    page = read(client.post(action, {"sealed": sealed, "change": "1"}))
    assert page.one("input", id="trust-reference")["value"] == "1001"
    assert page.one("input", id="trust-email")["value"] == "mari@example.ee"
    assert page.one("textarea").text.strip() == "Lid"
    assert not WithdrawalRequest.objects.exists()


@pytest.mark.parametrize("sealed", ["", "x", "a:b:c", "\x00", "." * 9000, "eyJraW5kIjoicmV0dXJuIn0:1:x"])
def test_what_is_not_sealed_is_asked_again(client, eu, sealed):
    answer = client.post(FORM, {"sealed": sealed})
    assert answer.status_code == 400
    assert "Please fill in the form again." in read(answer).one("div", role="alert").words
    assert not WithdrawalRequest.objects.exists()


def test_what_is_sealed_for_one_page_is_none_for_another(client, order, eu):
    """Neither for the other kind, nor for an order whose link one does not have."""
    purchase = order()
    page = client.post(order_url(purchase), TYPED)
    _, sealed = sealed_of(page)
    for url in (FORM, RETURN, order_url(purchase, "return"), order_url(order(reference="2"))):
        assert client.post(url, {"sealed": sealed}).status_code == 400
    assert client.post(order_url(purchase), {"sealed": sealed}).status_code == 302


def test_a_browser_without_the_token_is_refused(order, eu):
    strict = Client(enforce_csrf_checks=True)
    for data in (TYPED, {"sealed": seal({})}):
        assert strict.post(FORM, data).status_code == 403


def test_pages_are_kept_by_nobody(client, go, eu):
    second, sent = go()
    for page in (client.get(FORM), second, sent, client.get(sent.url)):
        assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method, eu):
    assert getattr(client, method)(FORM).status_code == 405


# Which of the two


@pytest.mark.parametrize(
    ("markets", "query", "title"),
    [
        (["EU"], "", "Withdraw from a contract"),
        (["BR", "DE"], "", "Withdraw from a contract"),
        (["BR"], "", "Return an order"),
        ([], "", "Return an order"),
        ([], "?kind=withdrawal", "Withdraw from a contract"),
        (["EU"], "?kind=return", "Return an order"),
        (["EU"], "?kind=%00&kind=x", "Withdraw from a contract"),
    ],
)
def test_the_market_decides_where_the_link_does_not(client, configure, markets, query, title):
    configure(MARKETS=markets)
    assert read(client.get(f"/trust/withdraw/{query}")).one("h1").words == title


def test_the_shopper_s_country_decides_where_it_is_known(client, configure):
    configure(MARKETS=["EU"], ADAPTER=f"{__name__}.InBrazil")
    page = read(client.get("/trust/withdraw/"))
    assert page.one("h1").words == "Return an order"
    assert "changed your mind" not in page.words  # there is no function to lead to


def test_a_return_asks_for_a_reason_and_needs_none(client, go, eu):
    page = read(client.get(RETURN))
    assert [radio["value"] for radio in page.all("input", type="radio")] == [
        "",
        "remorse",
        "defect",
        "wrong_item",
    ]
    assert page.one("a", lang="en", dir="ltr").words == "Withdraw from contract here"
    second, sent = go(RETURN, reason="defect", message="Leaks.")
    assert [button.words for button in read(second).all("button")] == [
        "Send the return request",
        "Change something",
    ]
    stored = WithdrawalRequest.objects.get()
    assert (stored.kind, stored.reason, stored.message) == ("return", "defect", "Leaks.")
    assert read(client.get(sent.url)).one("h1").words == "We have received your return request"
    go(RETURN, name="Other")
    assert client.post(RETURN, {**TYPED, "reason": "boredom"}).status_code == 400


# From the order's own page


def test_the_buyer_types_little_and_chooses_lines(client, order, product, eu):
    purchase = order(item=product, quantity=3)
    [line] = purchase.lines.all()
    url = order_url(purchase)
    page = read(client.get(url))
    assert page.one("input", id="trust-name")["value"] == "Mari Kask"
    assert page.one("input", id="trust-email")["value"] == "mari@example.ee"
    assert not list(page.all("input", name="reference"))
    number = page.one("input", type="number")
    assert (number["name"], number["value"], number["max"]) == (f"line_{line.pk}", "3", "3")
    assert page.one("label", **{"for": number["id"]}).words == "Tea pot"

    second = client.post(url, {**TYPED, number["name"]: "2"})
    assert said(read(second))["goods"] == "2 × Tea pot"
    changed = read(client.post(url, {"sealed": sealed_of(second)[1], "change": "1"}))
    assert changed.one("input", type="number")["value"] == "2"
    done = client.get(confirm(client, second).url)
    assert said(read(done))["goods"] == "2 × Tea pot"
    stored = WithdrawalRequest.objects.get()
    assert (stored.purchase, stored.by_link, stored.lines.get().quantity) == (purchase, True, 2)


def test_one_piece_needs_no_choice(client, order, eu):
    url = order_url(order())
    assert not list(read(client.get(url)).all("input", type="number"))
    assert said(read(client.post(url, TYPED)))["goods"] == "The whole order"


@pytest.mark.parametrize("typed", ["4", "-1", "x", "0", "", "9" * 5000, "\x00"])
def test_a_wrong_number_of_pieces_is_said_at_its_field(client, order, product, eu, typed):
    purchase = order(item=product, quantity=3)
    name = f"line_{purchase.lines.get().pk}"
    answer = client.post(order_url(purchase), {**TYPED, name: typed})
    assert answer.status_code == 400
    assert read(answer).one("p", id=f"trust-{name}_error").words
    assert read(answer).one("input", name=name).attributes.get("value", "") == typed


def test_what_was_refunded_meanwhile_is_said(client, order, product, eu):
    purchase = order(item=product, quantity=3)
    line = purchase.lines.get()
    second = client.post(order_url(purchase), {**TYPED, f"line_{line.pk}": "3"})
    type(line).objects.filter(pk=line.pk).update(quantity=1)
    sent = client.post(order_url(purchase), {"sealed": sealed_of(second)[1]})
    assert sent.status_code == 302  # the whole order was meant, and still is
    line.refresh_from_db()
    type(line).objects.filter(pk=line.pk).update(quantity=3)
    second = client.post(order_url(purchase), {**TYPED, f"line_{line.pk}": "2"})
    type(line).objects.filter(pk=line.pk).update(quantity=1)
    again = client.post(order_url(purchase), {"sealed": sealed_of(second)[1]})
    assert again.status_code == 400
    assert read(again).one("input", id="trust-name")["value"] == "Mari Kask"


def test_what_is_refunded_is_not_offered(client, order, product, eu):
    purchase = order(item=product, quantity=3)
    refund_lines(reference="1001", lines=[{"item": product, "quantity": 1}])
    assert read(client.get(order_url(purchase))).one("input", type="number")["max"] == "2"
    refund_lines(reference="1001", lines=[{"item": product, "quantity": 3}])
    assert not list(read(client.get(order_url(purchase))).all("input", type="number"))


@time_machine.travel("2026-11-02 10:00Z", tick=False)  # a signature holds the second
def test_an_account_finds_its_own_orders(client, order, django_user_model, eu):
    mari = django_user_model.objects.create_user("mari", "mari@shop.ee", first_name="Mari")
    mine, _other = order(user=mari), order(reference="1002")
    client.force_login(mari)
    page = read(client.get(FORM))
    assert page.one("input", id="trust-email")["value"] == "mari@shop.ee"
    links = [link["href"] for link in page.all("a") if "/order/" in link["href"]]
    assert links == [order_url(mine, "withdrawal")]
    assert client.get(links[0]).status_code == 200


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "é", "e" * 5000])
def test_a_broken_link_leads_to_the_form_for_everybody(client, eu, token):
    for answer in (
        client.get(f"/trust/withdraw/order/{token}/"),
        client.post(f"/trust/withdraw/order/{token}/"),
    ):
        assert answer.status_code == 404
        form = read(answer).one("form")
        assert form["action"] == FORM
        assert "number of your order" in read(answer).one("div", role="alert").words


def test_a_link_is_good_for_more_than_a_year_and_for_one_purpose(client, order, eu, withdraw):
    purchase = order()
    with time_machine.travel(timezone.now() - timedelta(days=400)):
        old = order_url(purchase)
    with time_machine.travel(timezone.now() - ORDER_MAX_AGE - timedelta(days=1)):
        too_old = order_url(purchase)
    assert client.get(old).status_code == 200
    assert client.get(too_old).status_code == 404
    token = order_token(purchase)
    assert client.get(f"/trust/withdraw/done/{token}/").status_code == 404
    done = done_url(withdraw()).rstrip("/").rpartition("/")[2]
    assert client.get(f"/trust/withdraw/order/{done}/").status_code == 404


def test_a_link_to_an_order_that_is_gone_is_no_error(client, order, eu):
    purchase = order()
    url = order_url(purchase)
    purchase.delete()
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00"])
def test_nobody_guesses_what_was_sent(client, withdraw, token):
    withdraw()
    assert client.get(f"/trust/withdraw/done/{token}/").status_code == 404


def test_what_was_sent_can_be_read_for_a_month(client, withdraw):
    with time_machine.travel(timezone.now() - timedelta(days=29)):
        url = done_url(withdraw())
    assert client.get(url).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert client.get(url).status_code == 404


# What strangers send


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "a\x00b",
        "\u202eevil\u202c",
        "\ufeff",
        "<script>alert(1)</script>",
        "{{ 7|add:7 }}{% now 'Y' %}",
        "%(shop)s %s",
        "x" * 100_000,
        "é" * 100_000,
        "\u0301" * 500,
        "🏳️‍🌈",
        "\r\nBcc: all@example.ee",
    ],
)
def test_no_text_breaks_a_page(client, eu, text, django_capture_on_commit_callbacks):
    for field in ("reference", "name", "email", "goods"):
        answer = client.post(FORM, {**TYPED, field: text})
        assert answer.status_code in (200, 400)
        assert b"<script>" not in answer.content
        if answer.status_code == 200:
            with django_capture_on_commit_callbacks(execute=True):
                sent = confirm(client, answer)
            assert client.get(sent.url).status_code == 200
    for message in mail.outbox:
        assert message.recipients() == ["mari@example.ee"]
        assert "\n" not in message.subject
        assert "\u202e" not in message.body
        assert "\x00" not in message.body
    answer = client.post(RETURN, {**TYPED, "message": text, "reason": text})
    assert answer.status_code == 400


def test_too_many_statements_wait_and_lose_nothing(client, configure):
    configure(MARKETS=["EU"], THROTTLE={"withdraw": "1/hour"})
    assert confirm(client, client.post(FORM, TYPED)).status_code == 302
    second = client.post(FORM, {**TYPED, "reference": "1002"})
    refused = confirm(client, second)
    page = read(refused)
    assert refused.status_code == 429
    assert "Nothing was lost." in page.one("div", role="alert").words
    assert said(page)["reference"] == "1002"
    assert WithdrawalRequest.objects.count() == 1
    configure(MARKETS=["EU"], THROTTLE={"withdraw": None})
    assert confirm(client, refused).status_code == 302


# Languages, and paper


@pytest.mark.parametrize(
    ("prefix", "lang", "direction", "button"),
    [("/et", "et", "ltr", "Kinnitan taganemise"), ("/ar", "ar", "rtl", None)],
)
def test_the_button_has_the_words_of_the_language(client, eu, prefix, lang, direction, button):
    page = read(client.post(prefix + FORM, TYPED))
    root = page.one("div", class_="trust")
    assert (root["lang"], root["dir"]) == (lang, direction)
    confirming = next(page.all("button"))
    assert button is None or (confirming.words, confirming["lang"]) == (button, lang)
    confirm(client, client.post(prefix + FORM, TYPED))
    assert WithdrawalRequest.objects.get().language == lang


def test_the_model_form_names_the_trader_and_asks_for_what_the_law_wants(client, db):
    page = read(client.get("/trust/withdraw/form/"))
    labels = [term.words for term in page.all("dt")]
    assert labels[0] == "To"
    assert labels[1].startswith("I/We (*) hereby give notice that I/We (*) withdraw")
    assert labels[2:] == [
        "Ordered on (*)/received on (*)",
        "Name of consumer(s)",
        "Address of consumer(s)",
        "Signature of consumer(s) (only if this form is notified on paper)",
        "Date",
    ]
    assert page.one("address").words == "Test Shop"
    ShopProfile.objects.create(legal_name="Tea and Pots OÜ", street="Viru 1", city="Tallinn", country="EE")
    assert (
        read(client.get("/trust/withdraw/form/")).one("address").words
        == "Tea and Pots OÜViru 1TallinnEstonia"
    )


def test_the_next_steps_follow_the_terms(client, go, eu, publish):
    """One change of the return window changes what people read after they have sent their statement."""
    ShopProfile.objects.create(legal_name="Tea and Pots OÜ", street="Viru 1", city="Tallinn", country="EE")
    for days, fees, name in ((14, "customer", "A"), (30, "free", "B")):
        publish(days=days, remorse_fees=fees, methods=["mail", "kiosk"], label_source="in_box")
        text = read(client.get(go(name=name)[1].url)).words
        assert f"for {days} days after the delivery" in text
        assert ("We pay for sending" in text, "You pay for sending" in text) == (days == 30, days == 14)
        assert "Tea and Pots OÜ" in text
        assert "A return label is in the parcel." in text
        assert "You can hand the goods in at a parcel machine." in text


def test_the_proven_buyer_reads_the_terms_of_the_order(client, buy, publish, eu):
    publish(days=60)
    purchase = buy("mari@example.ee", reference="1001", country="EE")
    pin_versions(purchase)
    publish(days=20)
    by_link = read(client.get(confirm(client, client.post(order_url(purchase), TYPED)).url)).words
    as_anybody = read(client.get(confirm(client, client.post(FORM, TYPED)).url)).words
    assert "for 60 days after the delivery" in by_link
    assert "for 20 days after the delivery" in as_anybody
