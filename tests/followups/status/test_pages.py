"""The page of one order."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from django_trust.followups.answers.services import answer_order, close_answer
from django_trust.followups.order_links import STATUS, answer_url, order_status_url, survey_url
from django_trust.policies.models import ReturnTerms
from django_trust.policies.services import publish_policy, start_draft
from django_trust.reviews.invitations import Invitation
from django_trust.shop.identity.models import ChannelKind, ShopProfile, SupportChannel
from django_trust.shop.services import (
    cancel_purchase,
    mark_delayed,
    mark_delivered,
    mark_paid,
    mark_shipped,
    refund_lines,
)
from tests.hostshop.models import Product
from tests.markup import read

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def order(buy):
    with time_machine.travel(NOW, tick=False):
        return buy("mari.kask@example.ee", reference="1001", name="Mari Kask", country="EE", quantity=2)


def page(client, order):
    answer = client.get(order_status_url(order))
    assert answer.status_code == 200
    return read(answer)


def offered(root):
    return [link["data-answer"] for link in root.all("a") if "data-answer" in link.attributes]


def invitation_of(root):
    """The order an invitation on the page is for, if there is one."""
    links = [link["href"] for link in root.all("a") if "/reviews/invitation/" in link["href"]]
    return [Invitation.from_token(link.rstrip("/").rsplit("/", 1)[1]).purchase_id for link in links]


def test_it_shows_the_order_and_nothing_of_the_person(client, order):
    with time_machine.travel(NOW, tick=False):
        mark_paid(reference="1001")
        mark_shipped(reference="1001", tracking_url="https://carrier.example/1")
        mark_delayed(reference="1001", until=NOW.date() + timedelta(days=9), reason="Snow")
        answer = client.get(order_status_url(order))
    root = read(answer)
    assert root.one("h1").words == "Your order 1001"
    assert [entry["data-event"] for entry in root.one("ol").all("li")] == [
        "placed",
        "paid",
        "shipped",
        "delayed",
        "delivered",
    ]
    assert "Tea pot" in root.words
    assert "2 pieces" in root.words
    for private in ("mari.kask", "Mari", "Kask"):
        assert private not in answer.content.decode()


def test_neither_caches_nor_search_engines_nor_other_sites_get_its_address(client, order):
    answer = client.get(order_status_url(order))
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "same-origin"


def test_three_answers_are_offered_until_the_order_is_ended(client, order, product):
    assert offered(page(client, order)) == ["all_good", "not_arrived", "problem"]
    mark_delivered(reference="1001")
    assert offered(page(client, order)) == ["all_good", "not_arrived", "problem"]
    refund_lines(reference="1001", lines=[{"item": product, "quantity": 2}])
    assert offered(page(client, order)) == ["problem"]


def test_the_review_is_offered_once_it_arrived_whatever_was_said(client, order):
    assert invitation_of(page(client, order)) == []
    mark_delivered(reference="1001")
    assert invitation_of(page(client, order)) == [order.pk]
    answer_order(purchase=order, kind="problem", message="Broken", language="en")
    root = page(client, order)
    assert invitation_of(root) == [order.pk]
    assert "You told us on" in root.words


def test_a_settled_case_is_over(client, order):
    case = answer_order(purchase=order, kind="problem", language="en")
    close_answer(answer=case)
    assert "You told us" not in page(client, order).words


def test_a_cancelled_order_has_nothing_to_review_or_withdraw_from(client, order, configure):
    configure(MARKETS=["EU"])
    assert list(page(client, order).all("a", class_="trust-withdraw-link"))
    mark_delivered(reference="1001")
    cancel_purchase(reference="1001")
    root = page(client, order)
    assert "This order was cancelled." in root.words
    assert invitation_of(root) == []
    assert list(root.all("a", class_="trust-withdraw-link")) == []


def test_terms_and_help_stand_on_it(client, buy):
    draft = start_draft(kind="returns", market="")
    ReturnTerms.objects.create(version=draft, category="finite", days=30)
    publish_policy(version=draft)
    profile = ShopProfile.objects.create(legal_name="Shop")
    SupportChannel.objects.create(profile=profile, kind=ChannelKind.EMAIL, value="care@shop.example")
    root = page(client, buy())
    assert "You ordered under these terms." in root.words
    assert root.one("section", class_="trust-support")


@pytest.mark.parametrize(
    ("language", "direction", "day"),
    [
        ("en", "ltr", "November 22, 2026"),
        ("et", "ltr", "22. november 2026"),
        ("pt-br", "ltr", "22 de novembro de 2026"),
        ("id", "ltr", "22 November 2026"),
        ("ar", "rtl", "22 نوفمبر 2026"),
    ],
)
def test_it_is_in_the_language_of_its_address(client, order, language, direction, day):
    with translation.override(language):
        urls = [order_status_url(order), answer_url(order, "problem"), survey_url(order, "nps", 3)]
    answers = [client.get(url) for url in urls]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    for answer in answers:
        assert f'dir="{direction}"' in answer.content.decode()
    assert day in read(answers[0]).words


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(client, order, method):
    mark_delivered(reference="1001")
    with CaptureQueriesContext(connection) as queries:
        assert getattr(client, method)(order_status_url(order)).status_code == 200
    assert {query["sql"].lstrip()[:6].upper() for query in queries} <= {"SELECT", "SAVEPO", "RELEAS"}
    assert mail.outbox == []


def test_it_costs_the_same_for_every_order(client, buy):
    from django_trust.shop.services import record_purchase

    def queries_of(order):
        mark_delivered(reference=order.reference)
        client.get(order_status_url(order))
        with CaptureQueriesContext(connection) as queries:
            client.get(order_status_url(order))
        return len(queries)

    products = [Product.objects.create(name=f"P{n}") for n in range(15)]
    large = record_purchase(
        reference="L",
        email="mari@example.ee",
        language="et",
        placed_at=NOW,
        lines=[{"item": product, "quantity": 1} for product in products],
    )
    for _ in range(5):
        answer_order(purchase=large, kind="problem", language="en")
    assert queries_of(buy()) == queries_of(large) <= 7


@pytest.mark.parametrize("made", ["forged", "foreign", "old", "gone"])
def test_a_link_that_opens_nothing_says_so_and_how_to_reach_the_shop(client, order, made, settings):
    token = {"forged": STATUS.token(order.pk)[:-2], "foreign": answer_url(order).split("/")[3]}.get(made)
    if made == "old":
        with time_machine.travel(NOW - timedelta(days=801), tick=False):
            token = STATUS.token(order.pk)
    token = token or STATUS.token(0)
    answer = client.get(f"/trust/orders/{token}/")
    assert answer.status_code == 410
    assert "not valid any more" in read(answer).words
    assert "1001" not in answer.content.decode()
