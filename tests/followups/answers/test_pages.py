"""The pages where buyers say how their order is, and how satisfied they are."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from django_trust.followups.answers.services import answer_order, answer_survey
from django_trust.followups.models import OrderAnswer, SurveyAnswer
from django_trust.followups.order_links import answer_url, order_status_url, survey_url
from django_trust.reviews.invitations import Invitation
from django_trust.shop.models import Purchase
from django_trust.shop.services import cancel_purchase, mark_delivered, mark_shipped, refund_lines
from tests.markup import read

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\x00\u202e{{ 7 }} {% now 'Y' %} 😀 \u0645\u0631\u062d\u0628\u0627"
SEEN = "<script>alert(1)</script>{{ 7 }} {% now 'Y' %} 😀 \u0645\u0631\u062d\u0628\u0627"


@pytest.fixture
def order(buy):
    return buy("mari.kask@example.ee", reference="1001", name="Mari Kask", quantity=2)


def chosen(root):
    return [radio["value"] for radio in root.all("input", type="radio") if "checked" in radio.attributes]


def values(root):
    return [radio["value"] for radio in root.all("input", type="radio")]


def invited(root):
    links = [link["href"] for link in root.all("a") if "/reviews/invitation/" in link["href"]]
    return [Invitation.from_token(link.rstrip("/").rsplit("/", 1)[1]).purchase_id for link in links]


def send(client, url, **typed):
    """Press the button, and return the page behind it."""
    sent = client.post(url, typed)
    assert sent.status_code == 302, sent.content.decode()
    return read(client.get(sent.url))


# How is your order?


@pytest.mark.parametrize("kind", ["all_good", "not_arrived", "problem"])
def test_a_link_marks_an_answer_and_the_button_stores_it(client, order, kind):
    root = read(client.get(answer_url(order, kind)))
    assert chosen(root) == [kind]
    assert invited(root) == [order.pk]
    done = send(client, root.one("form")["action"], kind=kind, message="")
    assert OrderAnswer.objects.get().kind == kind
    assert done.one("p", role="status").words.startswith("You told us on")
    assert invited(done) == [order.pk]


@pytest.mark.parametrize("wanted", ["", "?answer=", "?answer=x", "?answer=%00", "?done=1"])
def test_nothing_is_marked_that_no_link_asked_for(client, order, wanted):
    root = read(client.get(answer_url(order) + wanted))
    assert chosen(root) == []
    assert values(root) == ["all_good", "not_arrived", "problem"]


def test_what_happens_next_is_said_before_and_after(client, order, configure):
    configure(FOLLOWUPS_POSTPONE_DAYS=7)
    mark_shipped(reference="1001", tracking_url="https://carrier.example/1")
    Purchase.objects.update(promised_by=NOW.date() + timedelta(days=2))
    with time_machine.travel(NOW, tick=False):
        url = answer_url(order, "not_arrived")
        for root in (read(client.get(url)), send(client, url, kind="not_arrived")):
            assert "Until November 29, 2026 we ask you for nothing else." in root.words
            assert "We expect it to arrive by November 24, 2026." in root.words
            assert list(root.all("a", href="https://carrier.example/1"))


def test_an_open_case_is_told_and_added_to(client, order):
    answer_order(purchase=order, kind="problem", message="The lid is broken.", language="en")
    root = read(client.get(answer_url(order)))
    assert "What you write now is added to that." in root.words
    done = send(client, answer_url(order), kind="problem", message="The spout too.")
    assert OrderAnswer.objects.count() == 1
    assert "The lid is broken." in done.words
    assert "The spout too." in done.words


def test_of_an_order_that_ended_only_a_problem_can_be_told(client, buy, product):
    cancelled, refunded = buy(reference="C"), buy(reference="R")
    cancel_purchase(reference="C")
    refund_lines(reference="R", lines=[{"item": product, "quantity": 1}])
    for order in (cancelled, refunded):
        root = read(client.get(answer_url(order, "all_good")))
        assert (values(root), chosen(root), invited(root)) == (["problem"], [], [])
        assert client.post(answer_url(order), {"kind": "all_good"}).status_code == 400
        send(client, answer_url(order), kind="problem", message="Where is my money?")
    assert OrderAnswer.objects.count() == 2


@pytest.mark.parametrize("typed", [{}, {"kind": "x"}, {"kind": "problem\x00"}, {"kind": ["a", "b"]}])
def test_who_chooses_nothing_loses_nothing(client, order, typed):
    answer = client.post(answer_url(order), {**typed, "message": "typed"})
    root = read(answer)
    assert answer.status_code == 400
    assert root.one("textarea").text.strip() == "typed"
    assert root.one("div", class_="trust-errors").one("a")["href"] == "#trust-kind_0"
    assert OrderAnswer.objects.count() == 0


def test_words_that_are_too_long_come_back(client, order):
    answer = client.post(answer_url(order), {"kind": "problem", "message": "x" * 2001})
    assert answer.status_code == 400
    assert "Please shorten this" in read(answer).words
    assert "x" * 2001 in answer.content.decode()
    assert OrderAnswer.objects.count() == 0


def test_hostile_words_are_only_words(client, order):
    done = send(client, answer_url(order), kind="problem", message=HOSTILE)
    assert done.one("bdi", class_="trust-lines").text == SEEN
    thanks = send(client, survey_url(order, "csat"), score="1", comment=HOSTILE)
    assert thanks.one("bdi", class_="trust-lines").text == SEEN


# The survey


@pytest.mark.parametrize(("kind", "scale"), [("csat", range(1, 6)), ("nps", range(11))])
def test_a_link_marks_a_score_and_the_button_stores_it(client, order, kind, scale):
    for score in (scale[0], scale[-1]):
        root = read(client.get(survey_url(order, kind, score)))
        assert values(root) == [str(each) for each in scale]
        assert chosen(root) == [str(score)]
        done = send(client, root.one("form")["action"], score=score, comment="Because")
        assert SurveyAnswer.objects.get().score == score
        assert "Because" in done.words


def test_every_score_of_satisfaction_has_words(client, order):
    labels = read(client.get(survey_url(order, "csat"))).one("fieldset").all("label")
    assert [label.words for label in labels] == [
        "1 Very dissatisfied",
        "2 Dissatisfied",
        "3 Neither satisfied nor dissatisfied",
        "4 Satisfied",
        "5 Very satisfied",
    ]


def test_the_review_is_offered_alike_whatever_the_score(client, buy):
    """Nobody is sent to the public because they were satisfied, and nobody kept from it because not."""

    def pages(score):
        order = buy(reference=f"S{score}")
        asked = client.get(survey_url(order, "csat", score))
        thanks = client.get(client.post(survey_url(order, "csat"), {"score": score}).url)
        assert invited(read(asked)) == invited(read(thanks)) == [order.pk]
        words = read(thanks).one("main").words
        return words[words.index("Review what you bought") :], words[: words.index("It is stored")]

    assert pages(1) == pages(3) == pages(5)


def test_an_answer_can_be_changed(client, order):
    answer_survey(purchase=order, kind="nps", score=3, comment="Late", language="en", now=NOW)
    again = read(client.get(survey_url(order, "nps")))
    assert chosen(again) == ["3"]
    assert again.one("textarea").text.strip() == "Late"
    assert "You answered on November 22, 2026." in again.words
    other = read(client.get(survey_url(order, "nps", 8)))
    assert (chosen(other), other.one("textarea").text.strip()) == (["8"], "Late")
    send(client, survey_url(order, "nps"), score=8, comment="")
    answer = SurveyAnswer.objects.get()
    assert (answer.score, answer.comment) == (8, "")


@pytest.mark.parametrize("score", ["", "-1", "11", "6.5", "x", "٣", "9" * 5000, "\x00"])
def test_a_score_off_the_scale_marks_and_stores_nothing(client, order, score):
    root = read(client.get(survey_url(order, "nps"), {"score": score}))
    assert chosen(root) == []
    answer = client.post(survey_url(order, "nps"), {"score": score, "comment": "typed"})
    assert answer.status_code == 400
    assert read(answer).one("textarea").text.strip() == "typed"
    assert SurveyAnswer.objects.count() == 0


def test_there_is_no_other_question(client, order):
    assert client.get(survey_url(order, "nps").replace("/nps/", "/ces/")).status_code == 404


def test_whoever_cancelled_may_still_say_how_it_was(client, order):
    cancel_purchase(reference="1001")
    send(client, survey_url(order, "csat"), score=1)
    assert SurveyAnswer.objects.get().score == 1


# What guards them


@pytest.fixture(params=["answer", "survey"])
def door(request, order):
    """A page, and something to send to it."""
    if request.param == "answer":
        return answer_url(order, "problem"), {"kind": "problem"}, OrderAnswer
    return survey_url(order, "nps", 3), {"score": "3"}, SurveyAnswer


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_link_scanner_changes_nothing(client, order, door, method):
    mark_delivered(reference="1001")
    with CaptureQueriesContext(connection) as queries:
        for url in (door[0], door[0] + "&done=1"):
            assert getattr(client, method)(url).status_code == 200
    assert {query["sql"].lstrip()[:6].upper() for query in queries} <= {"SELECT", "SAVEPO", "RELEAS"}
    assert mail.outbox == []


def test_a_form_from_elsewhere_is_refused(order, door):
    url, data, model = door
    client = Client(enforce_csrf_checks=True)
    assert client.post(url, data).status_code == 403
    assert model.objects.count() == 0


def test_its_own_form_is_accepted_over_https(order, door):
    url, data, model = door
    client = Client(enforce_csrf_checks=True)
    page = client.get(url, secure=True)
    assert page["Referrer-Policy"] == "same-origin"  # without a referrer, Django would refuse the form
    token = read(page).one("input", name="csrfmiddlewaretoken")["value"]
    headers = {"referer": f"https://testserver{url}"}
    answer = client.post(url, {**data, "csrfmiddlewaretoken": token}, secure=True, headers=headers)
    assert answer.status_code == 302
    assert model.objects.count() == 1


def test_who_sends_too_often_waits_and_loses_nothing(client, door, configure):
    configure(THROTTLE={"answer": "1/hour"})
    url, data, model = door
    assert client.post(url, data).status_code == 302
    field = "message" if model is OrderAnswer else "comment"
    answer = client.post(url, {**data, field: "typed"})
    assert answer.status_code == 429
    root = read(answer)
    assert "Nothing was lost." in root.words
    assert root.one("textarea").text.strip() == "typed"
    assert len(chosen(root)) == 1
    assert "typed" not in str(model.objects.values())


def test_the_link_of_another_purpose_opens_nothing(client, order):
    tokens = [
        url.split("/")[3] for url in (order_status_url(order), answer_url(order), survey_url(order, "nps"))
    ]
    status, answer, survey = tokens
    for path in (
        f"{answer}/",
        f"{survey}/",
        f"{status}/answer/",
        f"{survey}/answer/",
        f"{status}/survey/nps/",
        f"{answer}/survey/nps/",
        "x/survey/nps/",
        f"{answer[:-1]}/answer/",
    ):
        for act in (client.get, client.post):
            response = act(f"/trust/orders/{path}")
            assert response.status_code == (405 if act == client.post and path.count("/") == 1 else 410), path
            assert "1001" not in response.content.decode()
    assert OrderAnswer.objects.count() == SurveyAnswer.objects.count() == 0


def test_old_links_are_closed(client, order):
    with time_machine.travel(NOW - timedelta(days=181), tick=False):
        survey, answer = survey_url(order, "nps"), answer_url(order)
    with time_machine.travel(NOW, tick=False):
        assert client.get(survey).status_code == 410
        assert client.get(answer).status_code == 200


def test_no_page_names_the_buyer(client, order, door):
    page = client.get(door[0]).content.decode() + client.post(door[0], door[1], follow=True).content.decode()
    for private in ("mari.kask", "Mari", "Kask"):
        assert private not in page


def test_a_page_costs_the_same_however_much_was_said(client, order):
    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(answer_url(order))
        return len(found)

    queries()
    few = queries()
    for number in range(5):
        answer_order(purchase=order, kind="problem", message=f"{number}" * 1900, language="en")
    assert OrderAnswer.objects.count() == 5
    assert queries() == few <= 4
