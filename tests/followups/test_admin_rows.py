"""Messages to orders in the admin: the list, the buttons, the switch, and the page that says why."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from django_trust.followups.choices import FollowUpState
from django_trust.followups.consent.services import record_bounce, record_opt_out
from django_trust.followups.insights.sections import TABLES
from django_trust.followups.models import FollowUp, OrderAnswer, SendingSwitch, SurveyAnswer
from django_trust.followups.sending.control import pause_sending
from tests.followups.desk import NOW, boss, make_order, make_row, make_step, result_rows
from tests.markup import read
from tests.policies.admin_pages import told

__all__ = ["boss"]
pytestmark = pytest.mark.django_db
LIST = "/admin/trust/followup/"
OUTLOOK = "If nothing changes until then, this becomes of it:"
FORGED = {"state": "sent", "reason": "sent", "attempts": "9", "language": "xx", "detail": "Forged"}


def url_of(row, name="change"):
    return f"{LIST}{row.pk}/{name}/"


def order_page(client, reference="1001"):
    return client.get(f"{LIST}order/{reference}/")


def listed(client, query=""):
    return [" ".join(cells) for cells in result_rows(read(client.get(LIST + query)))]


# The list


def test_each_row_says_what_became_of_it(boss):
    step = make_step()
    make_row(step, make_order(), wake_at=timezone.now() + timedelta(days=2))
    gone = {"state": "failed", "reason": "gave_up", "attempts": 8, "detail": "550 no such user"}
    make_row(step, make_order("1002", email="jan@example.de"), wake_at=None, **gone)
    failed, waiting = listed(boss)
    assert "Failed after 8 attempts: 550 no such user" in failed
    assert "jan@example.de" in failed
    assert "its time has not come" in waiting
    page = read(boss.get(LIST))
    counters = [link.words for link in page.one("ul", class_="trust-counters").all("a")]
    assert counters == ["Failed 1", "Due now 0"]
    (link,) = [link for link in page.all("a") if link.words == "Failed 1"]
    assert len(listed(boss, link["href"])) == 1


def test_the_list_costs_the_same_however_long_it_is(boss, django_assert_max_num_queries):
    step = make_step()
    for number in range(3):
        make_row(step, make_order(f"A{number}"))
    with django_assert_max_num_queries(12):
        boss.get(LIST)
    for number in range(20):
        make_row(step, make_order(f"B{number}"))
    with django_assert_max_num_queries(12):
        assert len(listed(boss)) == 23


@pytest.mark.parametrize(
    ("query", "orders"),
    [
        ("?q=1001", {"1001"}),
        ("?q=100", {"1001", "1002"}),
        ("?q=%20MARI@example.ee%20", {"1001"}),
        ("?q=nobody@example.ee", set()),
        ("?q=mari", set()),
        ("?state__exact=failed", {"1002"}),
        ("?when=now", {"1001"}),
        ("?when=month", set()),
        ("?when=nonsense", {"1001", "1002"}),
    ],
)
def test_search_and_filters(boss, query, orders):
    step = make_step()
    past = timezone.now() - timedelta(minutes=5)
    make_row(step, make_order("1001"), due_at=NOW, wake_at=past)
    make_row(step, make_order("1002", email="jan@example.de"), state="failed", reason="broken", wake_at=None)
    FollowUp.objects.update(due_at=timezone.now() + timedelta(days=60))
    assert {cells[3] for cells in result_rows(read(boss.get(LIST + query)))} == orders


# What staff do


@pytest.mark.parametrize(
    ("action", "changed", "state"),
    [
        ("cancel_selected", {"waiting"}, "cancelled"),
        ("retry_selected", {"failed"}, "waiting"),
        ("send_selected", {"waiting", "failed", "skipped", "cancelled"}, "waiting"),
    ],
)
def test_actions_change_what_they_can_and_count_the_rest(boss, action, changed, state):
    step = make_step()
    reasons = dict.fromkeys(FollowUpState.values, "by_staff") | {"sent": "sent", "failed": "broken"}
    for name, reason in reasons.items():
        make_row(
            step, make_order(name), state=name, reason=reason, wake_at=NOW if name == "sending" else None
        )
    chosen = list(FollowUp.objects.values_list("pk", flat=True))
    answer = boss.post(LIST, {"action": action, "_selected_action": chosen})
    done, left = told(boss, answer)
    assert done.startswith(f"{len(changed)} message")
    assert left.startswith(f"{6 - len(changed)} message")
    for row in FollowUp.objects.select_related("purchase"):
        assert row.state == (state if row.purchase.reference in changed else row.purchase.reference)
    assert LogEntry.objects.count() == len(changed)


def test_the_buttons_of_one_message(boss):
    row = make_row(make_step(), make_order(), state="failed", reason="refused", wake_at=None, detail="550")
    page = read(boss.get(url_of(row)))
    assert [button["value"] for button in page.all("button", name="steer")] == ["retry"]
    assert "550" in page.words
    answer = boss.post(url_of(row, "steer"), {"steer": "retry"})
    assert "tried again with the next run" in " ".join(told(boss, answer))
    row.refresh_from_db()
    assert (row.state, row.attempts, row.detail) == ("waiting", 0, "")
    FollowUp.objects.update(state="sent", reason="sent")
    answer = boss.post(url_of(row, "steer"), {"steer": "send"})
    assert "was sent already" in " ".join(told(boss, answer))
    assert boss.post(url_of(row, "steer"), {"steer": "nonsense"}).status_code == 404
    assert boss.post(f"{LIST}99999/steer/", {"steer": "send"}).status_code == 404
    assert boss.get(url_of(row, "steer")).status_code == 405


def test_no_post_writes_a_row(boss):
    row = make_row(make_step(), make_order())
    before = FollowUp.objects.values().get()
    urls = [url_of(row), url_of(row, "delete"), url_of(row, "history"), f"{LIST}add/", f"{LIST}order/1001/"]
    for url in urls:
        assert boss.post(url, FORGED | {"post": "yes"}).status_code in (403, 405, 200), url
    boss.post(LIST, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    boss.post(LIST, {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": row.pk, "_save": "1"})
    assert FollowUp.objects.values().get() == before


def test_all_sending_is_paused_and_goes_on(boss, staff):
    boss.post(f"{LIST}switch/", {"do": "pause", "note": "<b>Moving</b>\n the server" + "x" * 300})
    switch = SendingSwitch.objects.get()
    assert (switch.paused_by, len(switch.note)) == (staff, 200)
    page = read(boss.get(LIST)).one("section", class_="trust-status")
    assert "staff paused it" in page.words
    assert "<b>Moving</b> the server" in page.words
    boss.post(f"{LIST}switch/", {"do": "resume"})
    assert SendingSwitch.objects.get().paused_at is None
    assert not list(read(boss.get(LIST)).all("section", class_="trust-status"))
    assert boss.get(f"{LIST}switch/").status_code == 405
    boss.post(f"{LIST}switch/", {"do": "nonsense"})
    boss.post(f"{LIST}switch/", {"do": "pause", "note": "\x00"})
    assert SendingSwitch.objects.get().note == ""


# Why did this mail go, and will that one?


def lines(page):
    return {
        next(line.all("strong")).words: [part.words for part in line.all("div")][1]
        for group in page.all("ul", class_="trust-lines")
        for line in group.all("li")
    }


def test_the_page_of_an_order_explains_every_step(boss, django_assert_max_num_queries):
    purchase = make_order(paid_at=NOW, delivered_at=NOW, country="DE")
    later = timezone.now() + timedelta(days=1)
    sent = make_step("paid", purpose="order", message="payment_received", name="Paid")
    make_row(sent, purchase, state="sent", reason="sent", sent_at=NOW, wake_at=None)
    record_opt_out(email=purchase.email, purpose="review", source="mail")
    make_row(make_step(name="Review"), purchase, wake_at=later, due_at=later)
    tips = make_step(name="Tips", purpose="tips", message="tips")
    make_row(tips, purchase, wake_at=later, due_at=later)
    news = make_step("shipped", purpose="order", message="shipped", name="Shipped")
    make_step(flow=news.flow, purpose="order", message="custom", name="Off", is_active=False)
    OrderAnswer.objects.create(purchase=purchase, kind="not_arrived", language="en", at=NOW, state="closed")
    SurveyAnswer.objects.create(purchase=purchase, kind="nps", score=9, language="en")
    pause_sending(note="Moving")
    with django_assert_max_num_queries(15):  # with session, user and, perhaps, two savepoints
        page = read(order_page(boss))
    found = lines(page)
    assert found["Paid"].startswith("Sent on May 10, 2026")
    assert "its time has not come" in found["Review"]
    assert (
        "If nothing changes until then, this becomes of it: “Skipped: the buyer unsubscribed"
        in found["Review"]
    )
    assert (
        f"{OUTLOOK} “Skipped: “Tips for use” for buyers in Germany needs this, which is not there:"
        in found["Tips"]
    )
    assert found["Shipped"] == "Not planned yet: this has not happened: “Order shipped”."
    assert found["Off"] == "Not planned: the step is switched off."
    for words in (
        "Sending is paused",
        "Objected: Requests for reviews",
        "It has not arrived",
        "Recommendation: 9",
    ):
        assert words in page.words, words
    timeline = [line.words for line in page.one("ol", class_="trust-timeline").all("li")]
    assert [words.split(" May")[0] for words in timeline] == [
        "Order placed",
        "Payment received",
        "Order delivered",
        "The buyer said that it has not arrived",
    ]


def test_what_will_be_sent_is_said_too_and_a_dead_address(boss):
    purchase = make_order(delivered_at=NOW)
    later = timezone.now() + timedelta(days=1)
    step = make_step(name="News", purpose="order", message="delivered")
    make_row(step, purchase, wake_at=later, due_at=later)
    assert "If nothing changes until then, it will be sent." in lines(read(order_page(boss)))["News"]
    record_bounce(email=purchase.email, source="mail server")
    page = read(order_page(boss))
    assert "The e-mail address does not exist: nothing is sent." in page.words
    assert "“Skipped: the e-mail address does not exist.”" in lines(page)["News"]


def test_an_order_without_an_address_is_explained_too(boss):
    purchase = make_order(email="", name="", country="", delivered_at=NOW)
    make_row(make_step(), purchase, state="skipped", reason="no_address", wake_at=None)
    assert order_page(boss).status_code == 200


def test_a_hostile_order_stays_text(boss):
    evil = "<script>alert(1)</script>"
    make_order(evil, name=evil, delivered_at=NOW)
    answer = boss.get(f"{LIST}order/", {"number": evil}, follow=True)
    assert answer.status_code == 200
    assert evil not in answer.content.decode()
    assert evil in read(answer).words


@pytest.mark.parametrize("number", ["1001", "A/1 №7", " 1001 "])
def test_an_order_is_found_by_its_number(boss, number):
    make_order(number.strip())
    answer = boss.get(f"{LIST}order/", {"number": number}, follow=True)
    assert answer.status_code == 200
    assert f"Messages about order {number.strip()}" in read(answer).words


@pytest.mark.parametrize("number", ["nope", "..", "%00", "\x00", "x" * 500, "a\nb", "' OR 1=1 --", "🙂"])
def test_an_unknown_number_is_said_to_be_unknown(boss, number):
    make_order("other")
    answer = boss.get(f"{LIST}order/", {"number": number}, follow=True)
    assert answer.status_code == 404
    assert "There is no order with this number." in read(answer).words


def test_an_unknown_number_keeps_the_search_box(boss):
    answer = order_page(boss, "nope")
    assert answer.status_code == 404
    page = read(answer)
    assert "There is no order with this number." in page.words
    assert page.one("input", name="number")["value"] == "nope"
    assert boss.get(f"{LIST}order/").status_code == 302


# Who may do what


def pages(row):
    return [
        LIST,
        url_of(row),
        f"{LIST}order/1001/",
        f"{LIST}insights/",
        f"{LIST}insights.csv?table={next(iter(TABLES))}",
    ]


def test_whoever_may_only_look_changes_nothing(limited):
    row = make_row(make_step(), make_order())
    client = limited("view_followup")
    before = FollowUp.objects.values().get()
    for url in pages(row):
        assert client.get(url).status_code == 200, url
    page = read(client.get(url_of(row)))
    assert not list(page.all("button", name="steer"))
    assert "Pause all sending" not in read(client.get(LIST)).words
    for url, data in ((url_of(row, "steer"), {"steer": "cancel"}), (f"{LIST}switch/", {"do": "pause"})):
        assert client.post(url, data).status_code == 403
    client.post(LIST, {"action": "cancel_selected", "_selected_action": [row.pk]})
    assert FollowUp.objects.values().get() == before
    assert not SendingSwitch.objects.exists()


def test_steering_and_switching_are_two_permissions(limited):
    row = make_row(make_step(), make_order())
    client = limited("change_followup")
    assert client.post(url_of(row, "steer"), {"steer": "cancel"}).status_code == 302
    assert client.post(f"{LIST}switch/", {"do": "pause"}).status_code == 403


def test_whoever_may_see_nothing_sees_nothing(limited):
    row = make_row(make_step(), make_order())
    client = limited("view_flow")
    for url in [*pages(row), f"{LIST}order/"]:
        assert client.get(url).status_code == 403, url
