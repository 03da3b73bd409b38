"""Signed links: good for one purpose, for a while, for one order; and those that note a visit."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from django_trust.followups import order_links
from django_trust.followups.models import Flow, FollowUp, Step
from django_trust.followups.order_links import (
    ANSWER,
    STATUS,
    SURVEY,
    VISIT,
    answer_url,
    order_status_url,
    survey_url,
    tracked,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
READERS = {
    "status": order_links.purchase_of_status,
    "answer": order_links.purchase_of_answer,
    "survey": order_links.purchase_of_survey,
    "visit": order_links.visit_of_token,
}
PURPOSES = {"status": STATUS, "answer": ANSWER, "survey": SURVEY, "visit": VISIT}


@pytest.fixture
def row(buy):
    flow = Flow.objects.create(code="f", name="F", event="delivered")
    step = Step.objects.create(flow=flow, code="s", name="S", purpose="survey")
    return FollowUp.objects.create(purchase=buy(), step=step, started_at=NOW, due_at=NOW, wake_at=NOW)


@pytest.fixture
def tracking(configure):
    configure(FOLLOWUPS_TRACK_LINKS=True)


def wrote(queries):
    return [q["sql"] for q in queries if q["sql"].lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")]


@pytest.mark.parametrize("made", PURPOSES)
def test_no_token_passes_for_another(buy, made):
    pk = buy().pk
    token = PURPOSES[made].token([pk, "/"] if made == "visit" else pk)
    assert [name for name, read in READERS.items() if read(token)] == [made]


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_link_ends_with_its_age(buy, purpose):
    pk, made = buy().pk, PURPOSES[purpose]
    with time_machine.travel(NOW, tick=False):
        token = made.token([pk, "/"] if purpose == "visit" else pk)
    with time_machine.travel(NOW + made.max_age, tick=False):
        assert READERS[purpose](token)
    with time_machine.travel(NOW + made.max_age + timedelta(seconds=1), tick=False):
        assert READERS[purpose](token) is None


@pytest.mark.parametrize(
    "token", ["", "x", "MQ", "MQ:1xV4Gb:nothing", "\x00", "é:é:é", ":" * 500, "." * 2000]
)
def test_what_nobody_signed_opens_nothing(token):
    assert [name for name, read in READERS.items() if read(token)] == []


def test_a_link_outlives_no_order(buy):
    order = buy()
    token = STATUS.token(order.pk)
    order.delete()
    assert order_links.purchase_of_status(token) is None
    assert order_links.purchase_of_status(STATUS.token("1 OR 1=1")) is None


def test_links_name_only_what_can_be_answered(buy):
    order = buy()
    assert answer_url(order, "problem").endswith("/answer/?answer=problem")
    assert survey_url(order, "nps", 0).endswith("/survey/nps/?score=0")
    assert "?" not in survey_url(order, "csat") + answer_url(order)
    for wrong in (
        lambda: answer_url(order, "x"),
        lambda: survey_url(order, "x"),
        lambda: survey_url(order, "csat", 0),
    ):
        with pytest.raises(ValueError, match=r"x|0"):
            wrong()


# Visits


def test_nothing_is_tracked_unless_the_shop_wants_it(row):
    path = order_status_url(row.purchase)
    assert tracked(row, path) == path


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "/\\evil.example", "mailto:a@b.ee", ""]
)
def test_what_leads_elsewhere_is_never_tracked(row, tracking, client, address):
    assert tracked(row, address) == address
    forged = VISIT.token([row.pk, address])  # even if we had signed it
    assert client.get(f"/trust/go/{forged}/").status_code == 410


def test_the_first_visit_is_noted_and_leads_on(client, row, tracking):
    path = survey_url(row.purchase, "nps", 9)
    link = tracked(row, path)
    with time_machine.travel(NOW, tick=False):
        answer = client.get(link)
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert "no-store" in answer["Cache-Control"]
    with (
        time_machine.travel(NOW + timedelta(days=1), tick=False),
        CaptureQueriesContext(connection) as queries,
    ):
        assert client.get(link)["Location"] == path
    assert wrote(queries) == []
    row.refresh_from_db()
    assert row.opened_at == NOW


def test_only_a_get_counts_as_a_visit(client, row, tracking):
    link = tracked(row, "/product/1/")
    with CaptureQueriesContext(connection) as queries:
        assert client.head(link).status_code == 302
    assert client.post(link).status_code == 405
    assert wrote(queries) == []


def test_links_sent_earlier_lead_on_when_the_shop_no_longer_tracks(client, row, tracking, configure):
    link = tracked(row, "/product/1/")
    configure(FOLLOWUPS_TRACK_LINKS=False)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(link)["Location"] == "/product/1/"
    assert wrote(queries) == []


def test_a_forged_visit_leads_nowhere(client, row, tracking):
    other = signing.dumps([row.pk, "/product/1/"], salt=STATUS.salt)
    for token in (other, other[:-1], "x"):
        answer = client.get(f"/trust/go/{token}/")
        assert answer.status_code == 410
        assert "Location" not in answer
    row.refresh_from_db()
    assert row.opened_at is None


def test_a_visit_to_a_row_that_is_gone_leads_on(client, row, tracking):
    link = tracked(row, "/product/1/")
    row.delete()
    assert client.get(link)["Location"] == "/product/1/"


def test_links_are_paths(row, tracking):
    for link in (order_status_url(row.purchase), tracked(row, "/x/")):
        assert urlsplit(link).netloc == ""
    assert timezone.is_aware(NOW)
