"""The page of insights and its files, through Django's admin."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from django_trust.followups.insights.sections import TABLES
from django_trust.followups.models import Consent, Flow, FollowUp, Step, StepText, SurveyAnswer
from django_trust.policies.models import ReturnTerms
from django_trust.policies.services import publish_policy, start_draft
from django_trust.shop.services import item_for, mark_delivered
from django_trust.testing import make_purchase
from tests.followups.insights.shops import fill_shop
from tests.hostshop.models import Product
from tests.markup import query, read

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PAGE = "/admin/trust/followup/insights/"
FILE = "/admin/trust/followup/insights.csv"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager(client, staff):
    client.force_login(staff)
    return client


def table(page, code):
    """The cells of a table on the page, head first."""
    caption = page.one("caption", id=f"trust-{code}")
    found = next(each for each in page.all("table") if caption in each.children)
    return [[cell.words for cell in row.children if not isinstance(cell, str)] for row in found.all("tr")]


def rows_of(response):
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_an_empty_shop_has_a_page(manager):
    page = read(manager.get(PAGE))
    assert "Nothing was sent in this period." in page.words
    assert "Too few answers to tell: 0 of the 30 that are needed." in page.words
    assert table(page, "funnel")[1] == ["Asked for a review", "0", "–"]
    assert table(page, "deliveries")[1][1:4] == ["0", "0", "–"]


def test_an_empty_shop_has_every_file(manager):
    for code in TABLES:
        assert len(rows_of(manager.get(FILE, {"table": code}))[0]) > 2, code


def test_one_order(manager, product):
    purchase = make_purchase(
        product,
        reference="1",
        country="EE",
        placed_at=NOW - timedelta(days=9),
        promised_by=NOW.date() - timedelta(days=5),
    )
    mark_delivered(reference="1", at=NOW - timedelta(days=3))
    SurveyAnswer.objects.create(purchase=purchase, kind="csat", score=5, language="en", answered_at=NOW)
    page = read(manager.get(PAGE))
    assert table(page, "satisfaction")[1] == ["5", "1", "100%"]
    delivered = table(page, "deliveries")[1]
    assert delivered[1:] == ["1", "0", "0%", "1", "0", "2 days", "2 days"]
    assert "Too few answers to tell: 1 of the 30 that are needed." in page.words


def test_only_who_may_see_messages_sees_figures(client, limited):
    assert client.get(PAGE).status_code == 302
    limited("view_review")
    assert (client.get(PAGE).status_code, client.get(FILE, {"table": "trend"}).status_code) == (403, 403)


def test_whoever_may_see_messages_sees_figures(limited):
    client = limited("view_followup")
    assert (client.get(PAGE).status_code, client.get(FILE, {"table": "trend"}).status_code) == (200, 200)


def test_both_only_read(manager):
    assert manager.post(PAGE).status_code == 405
    assert manager.post(FILE, {"table": "trend"}).status_code == 405


def test_the_number_of_queries_is_fixed(manager, django_assert_num_queries):
    fill_shop(1, NOW, orders=3)
    manager.get(PAGE)
    with django_assert_num_queries(24):
        manager.get(PAGE)
    fill_shop_again()
    with django_assert_num_queries(24):
        manager.get(PAGE, {"days": "365"})


def fill_shop_again():
    """More of everything: languages, steps, policies, orders."""
    FollowUp.objects.all().delete()
    for number in range(5):
        product = Product.objects.create(name=f"New {number}")
        make_purchase(product, language="et", placed_at=NOW, promised_by=date(2026, 11, 1 + number))
        flow = Flow.objects.create(code=f"flow-{number}", name="x", event="placed")
        step = Step.objects.create(flow=flow, code="x", name="x", purpose="order", message="custom")
        StepText.objects.create(step=step, language="en", subject="x", body="x")
        FollowUp.objects.create(
            purchase=make_purchase(product), step=step, state="sent", started_at=NOW, due_at=NOW, sent_at=NOW
        )


@pytest.mark.parametrize(
    "data",
    [
        {"from": "x", "to": "2026-02-30"},
        {"from": "0001-01-01", "to": "9999-12-31"},
        {"from": "2026-11-20", "to": "2026-11-01"},
        {"days": "٣٠"},
        {"days": "-1", "language": "xx", "country": "<b>", "item": "x"},
        {"item": "9" * 40},
        {"item": "17"},
        {"product": "\x00'\"%_\\"},
        {"product": "x" * 5000},
        {"table": "trend\x00"},
    ],
)
def test_nonsense_is_ignored(manager, data):
    assert manager.get(PAGE, data).status_code == 200


def test_a_table_that_there_is_not(manager):
    assert manager.get(FILE).status_code == 404
    assert manager.get(FILE, {"table": "../users"}).status_code == 404


def tile(page, label):
    [found] = [box for box in page.one("dl", class_="trust-tiles").all("div") if box.one("dt").words == label]
    return found.one("dd").words


@pytest.fixture
def sent():
    """One message each to three buyers: by language, country, product and day."""
    flow = Flow.objects.create(code="thanks", name="Thanks", event="placed")
    step = Step.objects.create(
        flow=flow, code="thank-you", name="=Thank you", purpose="order", message="thank_you"
    )
    products = [Product.objects.create(name=name) for name in ("Tea pot", "Tea cup", "Kettle")]
    facts = [("en", "EE", 1), ("ar", "EG", 40), ("en", "DE", 200)]
    for product, (language, country, days_ago) in zip(products, facts, strict=True):
        moment = NOW - timedelta(days=days_ago)
        purchase = make_purchase(product, language=language, country=country, placed_at=moment)
        FollowUp.objects.create(
            purchase=purchase,
            step=step,
            state="sent",
            reason="sent",
            started_at=moment,
            due_at=moment,
            sent_at=moment,
        )
    return products


@pytest.mark.parametrize(
    ("data", "number"),
    [
        ({}, 2),
        ({"days": "30"}, 1),
        ({"days": "365"}, 3),
        ({"days": "365", "language": "en"}, 2),
        ({"days": "365", "language": "AR"}, 1),
        ({"days": "365", "country": "de"}, 1),
        ({"days": "365", "product": "kettle"}, 1),
        ({"days": "365", "product": "kettle", "language": "ar"}, 0),
        ({"from": "2026-10-01", "to": "2026-10-31"}, 1),
    ],
)
def test_filters(manager, sent, data, number):
    assert tile(read(manager.get(PAGE, data)), "Messages sent") == str(number)


def test_a_name_that_several_items_share_is_asked_about(manager, sent):
    page = read(manager.get(PAGE, {"days": "365", "product": "tea"}))
    assert tile(page, "Messages sent") == "3"
    links = {link.words: link["href"] for link in page.one("div", class_="trust-matches").all("a")}
    assert list(links) == ["Tea cup", "Tea pot"]
    page = read(manager.get(PAGE + links["Tea pot"]))
    assert tile(page, "Messages sent") == "1"
    assert page.one("input", name="product")["value"] == "Tea pot"


def test_the_form_sent_again_keeps_its_item_until_another_is_typed(manager, sent):
    pot = item_for(sent[0])
    kept = manager.get(PAGE, {"days": "365", "item": pot.pk, "product": "Tea pot"})
    assert tile(read(kept), "Messages sent") == "1"
    cleared = manager.get(PAGE, {"days": "365", "item": pot.pk, "product": ""})
    assert tile(read(cleared), "Messages sent") == "3"
    other = read(manager.get(PAGE, {"days": "365", "item": pot.pk, "product": "Kettle"}))
    assert other.one("input", name="item")["value"] == str(item_for(sent[2]).pk)


def test_an_unknown_name_is_said_to_be_unknown(manager, sent):
    page = read(manager.get(PAGE, {"product": "Samovar"}))
    assert "No item has such a name." in page.words


def test_files_follow_the_filters(manager, sent):
    page = read(manager.get(PAGE, {"days": "365", "country": "EG", "product": "Tea cup"}))
    [link] = [link["href"] for link in page.all("a") if "table=messages" in (link["href"] or "")]
    assert query(link)["country"] == ["EG"]
    response = manager.get(link)
    assert rows_of(response)[1][:3] == ["thanks/thank-you", "'=Thank you", "1"]
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="messages-2025-11-23-2026-11-22.csv"'
    )


def test_visits_are_not_counted_unless_links_are_tracked(manager, sent, configure):
    FollowUp.objects.filter(purchase__language="ar").update(opened_at=NOW)
    page = read(manager.get(PAGE))
    assert "Visits to links are not counted" in page.words
    assert table(page, "messages")[1] == ["=Thank you", "2", "–", "–"]
    configure(FOLLOWUPS_TRACK_LINKS=True)
    page = read(manager.get(PAGE))
    assert table(page, "messages")[1] == ["=Thank you", "2", "1", "50%"]
    assert "Programs that open links" in page.words


HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", 'a","=1', "a\r\n=1", "＝1", "Mari; =1", "-"]


@pytest.fixture
def hostile(db):
    """Steps, products and sources of complaints with names that spreadsheets would compute."""
    flow = Flow.objects.create(code="f", name="F", event="placed")
    for number, name in enumerate(HOSTILE):
        Consent.objects.create(email_key="k", kind="complaint", source=name, at=NOW)
        step = Step.objects.create(flow=flow, code=f"-{number}", name=name, purpose="order")
        purchase = make_purchase(Product.objects.create(name=name))
        FollowUp.objects.create(
            purchase=purchase, step=step, state="sent", started_at=NOW, due_at=NOW, sent_at=NOW
        )


@pytest.mark.parametrize("code", TABLES)
def test_no_cell_of_a_file_is_a_formula(manager, hostile, code):
    rows = rows_of(manager.get(FILE, {"table": code}))
    assert len({len(row) for row in rows}) == 1
    texts = [cell for row in rows for cell in row if not is_number(cell)]
    assert not [cell for cell in texts if cell.lstrip()[:1] in ("=", "+", "-", "@", "＝")]


def test_names_in_a_file_are_whole(manager, hostile):
    rows = rows_of(manager.get(FILE, {"table": "messages"}))
    assert sorted(row[1].removeprefix("'") for row in rows[1:]) == sorted(HOSTILE)


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii()


def test_numbers_stay_numbers_below_zero_too(manager, product):
    for score in (0, 0, 9):
        SurveyAnswer.objects.create(
            purchase=make_purchase(product), kind="nps", score=score, language="en", answered_at=NOW
        )
    rows = rows_of(manager.get(FILE, {"table": "scores"}))
    assert rows[2] == ["nps", "Net Promoter Score", "3", "-33.333333", "", ""]


def test_heads_are_translated_and_values_are_not(manager, sent, settings):
    english = rows_of(manager.get(FILE, {"table": "trend"}))
    settings.LANGUAGE_CODE = "ar"
    arabic = rows_of(manager.get(FILE, {"table": "trend"}))
    assert [row[0] for row in arabic[1:]] == [row[0] for row in english[1:]]
    assert [row[2:] for row in arabic[1:]] == [row[2:] for row in english[1:]]
    assert arabic[1][1] != english[1][1]


def test_charts_are_mirrored_for_right_to_left_readers(manager, sent, settings):
    def bars(language):
        settings.LANGUAGE_CODE = language
        page = read(manager.get(PAGE, {"days": "30"}))
        chart = next(page.all("svg", class_="trust-chart"))
        bar = chart.one("rect", class_="trust-chart-bar")
        return float(bar["x"]), float(bar["width"])

    (left, width), (mirrored, same) = bars("en"), bars("ar")
    assert width == same
    assert left + width / 2 == pytest.approx(256 - (mirrored + width / 2), abs=0.2)
    assert left > 128 > mirrored  # yesterday is at the end of the line


def test_enough_answers_come_with_their_interval(manager, product):
    for number in range(40):
        purchase = make_purchase(product)
        for kind, score in (("csat", 5 if number < 30 else 2), ("nps", 10 if number < 20 else 3)):
            SurveyAnswer.objects.create(
                purchase=purchase, kind=kind, score=score, language="en", answered_at=NOW
            )
    page = read(manager.get(PAGE))
    assert "75% of 40 answers are a 4 or 5. With 95% confidence, between 59% and 85%" in page.words
    assert "The Net Promoter Score is 0.0, from 40 answers." in page.words
    assert "lies between -31.4 and 31.4." in page.words


@pytest.mark.parametrize(
    ("complaints", "words"), [(0, "below what"), (2, "more than"), (3, "mailbox providers may refuse")]
)
def test_the_complaint_rate_is_held_against_the_lines_of_mailbox_providers(
    manager, product, complaints, words
):
    step = Step.objects.create(
        flow=Flow.objects.create(code="f", name="F", event="placed"), code="s", name="S", purpose="order"
    )
    purchase = make_purchase(product)
    FollowUp.objects.bulk_create(
        FollowUp(
            purchase=purchase,
            step=step,
            occurrence=str(number),
            state="sent",
            started_at=NOW,
            due_at=NOW,
            sent_at=NOW,
        )
        for number in range(1000)
    )
    for number in range(complaints):
        Consent.objects.create(email_key=f"k{number}", kind="complaint", source="esp", at=NOW)
    page = read(manager.get(PAGE))
    assert f"{complaints}.00 complaints for each 1,000 messages: {words}" in page.words


def test_few_messages_are_no_ground_to_judge_complaints(manager, sent):
    Consent.objects.create(email_key="k", kind="complaint", source="esp", at=NOW)
    page = read(manager.get(PAGE))
    assert "Too few messages to judge complaints by: at least 1,000 are needed." in page.words


def test_what_a_filter_does_not_reach_is_said(manager):
    assert "Language, country and item do not apply." not in read(manager.get(PAGE)).words
    page = read(manager.get(PAGE, {"country": "EE"}))
    assert "Language, country and item do not apply." in page.words
    assert "Only reviews that belong to an order have a country." in page.words


def test_texts_that_lack_a_language_are_counted(manager, settings):
    draft = start_draft(kind="returns")
    ReturnTerms.objects.create(version=draft, days=30, remorse_fees="free")
    draft.translations.create(language="en", title="Returns", html="<p>Send it back.</p>")
    publish_policy(version=draft)
    flow = Flow.objects.create(code="f", name="F", event="placed")
    own = Step.objects.create(flow=flow, code="own", name="Own", purpose="order", message="custom")
    StepText.objects.create(step=own, language="en", subject="Hello", body="Hello")
    Step.objects.create(flow=flow, code="ours", name="Ours", purpose="order", message="thank_you")
    found = {row[0]: row[1:] for row in table(read(manager.get(PAGE)), "translations")}
    assert found["English"] == ["0", "0", "0", "0"]
    assert found["Arabic"] == ["1", "0", "0", "1"]
