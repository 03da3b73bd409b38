"""Flows and steps in the admin: saving, switching, trying, previewing; and who may do none of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from django_trust.followups.admin_preview import seal
from django_trust.followups.models import Flow, FollowUp, Step, StepText
from django_trust.shop.models import Purchase
from tests.followups.desk import LONG_AGO, NOW, add_text, boss, make_order, make_row, make_step, page_form
from tests.markup import read
from tests.policies.admin_pages import complaints, told

__all__ = ["boss"]
pytestmark = pytest.mark.django_db
FLOWS = "/admin/trust/flow/"
EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def flow_url(flow, name="change"):
    return f"{FLOWS}{flow.pk}/{name}/"


def step_url(step, name="change"):
    return f"/admin/trust/step/{step.pk}/{name}/"


def flow_form(client, flow):
    return page_form(client, flow_url(flow), "flow_form")


def step_form(client, step):
    return page_form(client, step_url(step), "step_form")


def with_text(data, number=0, **values):
    """Fill in one more text on the page of a step."""
    added = {f"texts-{number}-{name}": value for name, value in values.items()}
    keys = {f"texts-{number}-id": "", f"texts-{number}-step": data["texts-__prefix__-step"]}
    return {**data, **keys, **added, "texts-TOTAL_FORMS": [str(number + 1)]}


# The list


def test_the_list_says_what_is_sent_when_and_how_much(boss, django_assert_max_num_queries):
    step = make_step(delay=7)
    make_step(flow=step.flow, delay=2, delay_unit="hours", is_active=False)
    row = make_row(step, make_order(), state="sent", reason="sent", sent_at=timezone.now())
    make_row(step, make_order("1002"), state="sent", reason="sent", sent_at=NOW - timedelta(days=999))
    with django_assert_max_num_queries(10):
        page = read(boss.get(FLOWS))
    words = page.one("table", id="result_list").words
    assert f"{step.name} After 7 days" in words
    assert "After 2 hours, switched off" in words
    assert "Order delivered" in words
    assert [cell.words for cell in page.all("td", class_="field-sent_column")] == ["1"]
    assert row.step == step


def test_flows_are_switched_on_from_now_on_and_off(boss):
    flow = make_step().flow
    boss.post(FLOWS, {"action": "switch_off", "_selected_action": [flow.pk]})
    flow.refresh_from_db()
    assert (flow.is_active, flow.active_since) == (False, LONG_AGO)
    boss.post(FLOWS, {"action": "switch_on", "_selected_action": [flow.pk]})
    flow.refresh_from_db()
    assert flow.is_active
    assert flow.active_since > timezone.now() - timedelta(minutes=1)
    since = flow.active_since
    boss.post(FLOWS, {"action": "switch_on", "_selected_action": [flow.pk]})
    flow.refresh_from_db()
    assert flow.active_since == since  # it was on already


# One flow


def test_a_flow_is_added_with_its_steps(boss):
    data = page_form(boss, f"{FLOWS}add/", "flow_form")
    values = {"name": "News", "code": "news", "event": "shipped", "countries": "ee, br EU"}
    step = {name.replace("__prefix__", "0"): data[name] for name in data if "__prefix__" in name}
    named = {
        "steps-0-name": "First",
        "steps-0-code": "first",
        "steps-0-purpose": "order",
        "steps-0-delay": "2",
    }
    answer = boss.post(f"{FLOWS}add/", {**data, **values, **step, **named, "steps-TOTAL_FORMS": "1"})
    assert answer.status_code == 302
    flow = Flow.objects.get(code="news")
    assert (flow.countries, flow.event, flow.is_active) == (["EE", "BR", "EU"], "shipped", True)
    assert [(row.code, row.delay, row.channel) for row in flow.steps.all()] == [("first", 2, "email")]


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(boss):
    step = make_step()
    data = {**flow_form(boss, step.flow), "name": "Renamed", "countries": "EE Germany"}
    data |= {"steps-0-send_from": "20:00", "steps-0-send_until": "09:00"}
    answer = boss.post(flow_url(step.flow), data)
    found = complaints(answer)
    assert "There is no country or union GERMANY" in found["countries"]
    assert "later than the first hour" in found["send_until"]
    page = read(answer)
    assert page.one("input", name="name")["value"] == "Renamed"
    assert page.one("input", name="countries")["value"] == "EE Germany"
    assert Flow.objects.get().name != "Renamed"


@pytest.mark.parametrize("chosen", [False, True])
def test_switched_on_in_its_form_a_flow_starts_now_or_when_staff_say(boss, chosen):
    flow = make_step().flow
    Flow.objects.update(is_active=False)
    data = {**flow_form(boss, flow), "is_active": "on"}
    if chosen:
        data |= {"active_since_0": "2026-01-01", "active_since_1": "10:00:00"}
    assert boss.post(flow_url(flow), data).status_code == 302
    flow.refresh_from_db()
    assert flow.is_active
    assert (flow.active_since.year == 2026 and flow.active_since.month == 1) == chosen
    if not chosen:
        assert flow.active_since > timezone.now() - timedelta(minutes=1)


def test_code_and_event_of_a_flow_stay(boss):
    step = make_step()
    before = (step.flow.code, step.flow.event, step.code)
    data = {**flow_form(boss, step.flow), "code": "other", "event": "placed", "steps-0-code": "other"}
    boss.post(flow_url(step.flow), data)
    step = Step.objects.select_related("flow").get()
    assert (step.flow.code, step.flow.event, step.code) == before


def test_an_unknown_channel_is_no_choice_but_a_stored_one_is_seen(boss):
    step = make_step(channel="pigeon")
    page = read(boss.get(flow_url(step.flow)))
    chosen = [option.words for option in page.one("select", name="steps-0-channel").all("option")]
    assert "pigeon (not known any more)" in chosen
    data = {**flow_form(boss, step.flow), "steps-0-channel": "carrier"}
    assert "channel" in complaints(boss.post(flow_url(step.flow), data))


def test_a_step_becomes_marketing_only_with_words_that_can(boss):
    step = make_step(purpose="order", message="delivered")
    add_text(step, "et", body="Tere")
    data = {**flow_form(boss, step.flow), "steps-0-purpose": "tips"}
    found = complaints(boss.post(flow_url(step.flow), data))
    assert "Estonian" in found["purpose"]
    assert "{unsubscribe_link}" in found["purpose"]


@pytest.mark.parametrize("kind", ["flow", "step"])
def test_what_has_messages_is_not_deleted_and_says_so(boss, kind):
    step = make_step()
    url = flow_url(step.flow, "delete") if kind == "flow" else step_url(step, "delete")
    make_row(step, make_order())
    for method in (boss.get, boss.post):
        answer = method(url, {"post": "yes"})
        assert answer.status_code == 302
        page = read(boss.get(url.replace("delete", "change")))
        assert "cannot be deleted: messages of it belong to orders" in page.words
    FollowUp.objects.all().delete()
    assert boss.post(url, {"post": "yes"}).status_code == 302
    assert not Step.objects.exists()


# Texts


def test_words_are_saved_by_language_with_doubts_told(boss):
    step = make_step("placed")
    data = with_text(
        step_form(boss, step), language="et", subject="Tere", body="{new_date} {unsubscribe_link}"
    )
    answer = boss.post(step_url(step), {**data, "_continue": "1"})
    assert "Estonian: {new_date} is often empty in this flow" in " ".join(told(boss, answer))
    assert [(text.language, text.subject) for text in step.texts.all()] == [("et", "Tere")]


def test_wrong_words_are_refused_where_they_were_typed(boss):
    step = make_step()
    data = with_text(step_form(boss, step), language="en", subject="Hi {name", body=f"{EVIL} {{frist_name}}")
    answer = boss.post(step_url(step), data)
    found = complaints(answer)
    assert "stands alone" in found["subject"]
    assert "Did you mean {first_name}?" in found["body"]
    assert "{unsubscribe_link}" in found["body"]
    page = read(answer)
    assert page.one("textarea", name="texts-0-body").text.strip() == f"{EVIL} {{frist_name}}"
    assert not StepText.objects.exists()


def test_words_and_purpose_may_change_together(boss):
    step = make_step(purpose="order", message="delivered")
    text = add_text(step, body="Text")
    data = {**step_form(boss, step), "purpose": "tips"}
    assert "body" in complaints(boss.post(step_url(step), data))
    data["texts-0-body"] = "Text {unsubscribe_link}"
    assert boss.post(step_url(step), data).status_code == 302
    text.refresh_from_db()
    assert text.body == "Text {unsubscribe_link}"


def test_one_language_has_one_text(boss):
    step = make_step()
    add_text(step, "et")
    data = with_text(step_form(boss, step), 1, language="et", subject="Tere", body="Tere {unsubscribe_link}")
    answer = boss.post(step_url(step), data)
    assert answer.status_code == 200
    assert StepText.objects.count() == 1


def test_the_variables_are_listed(boss):
    words = read(boss.get(step_url(make_step()))).one("details").words
    assert "{first_name}" in words
    assert "First name of the buyer" in words


# Preview


def test_a_message_is_shown_with_a_real_order(boss):
    step, purchase = make_step(), make_order(delivered_at=NOW)
    make_order("1002")  # later, but not delivered
    page = read(boss.get(step_url(step, "preview")))
    assert f"the buyer of order {purchase.reference} would get it" in page.words
    frame = page.one("iframe")
    assert "allow-scripts" not in frame["sandbox"]
    assert "allow-same-origin" not in frame["sandbox"]
    shown = boss.get(frame["src"])
    assert "Tea pot" in shown.content.decode()
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    policy = shown["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy
    other = read(boss.get(step_url(step, "preview"), {"preview_order": "1002", "preview_language": "ar"}))
    assert other.one("pre")["dir"] == "rtl"
    assert "order 1002 would get it" in other.words


def test_words_are_shown_before_they_are_saved(boss):
    step, _purchase = make_step(), make_order(delivered_at=NOW)
    words = {"subject": "Fresh {order_number}", "body": f"{EVIL}\n\n{{first_name}} {{unsubscribe_link}}"}
    data = with_text(step_form(boss, step), language="en", **words)
    answer = boss.post(step_url(step, "preview"), {**data, "preview_language": "en"})
    page = read(answer)
    assert page.one("p", class_="trust-subject").words == "Fresh 1001"
    assert EVIL in page.one("pre").text
    html = boss.get(page.one("iframe")["src"]).content.decode()
    assert EVIL not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert not StepText.objects.exists()


def test_a_hostile_order_stays_text_in_the_preview(boss):
    make_order(name=EVIL, delivered_at=NOW)
    step = make_step()
    add_text(step, body=f"Hello {{name}} {EVIL} {{unsubscribe_link}}", subject="Hello {name}")
    page = boss.get(step_url(step, "preview"))
    assert EVIL not in page.content.decode()
    html = boss.get(read(page).one("iframe")["src"]).content.decode()
    assert "<script" not in html
    assert "onerror=alert" not in html.replace("onerror=alert(1)&gt;", "")


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"preview_order": "no such"}, "There is no order with this number."),
        ({"preview_order": "\x00"}, "There is no order with this number."),
        ({"preview_language": "xx"}, ""),
        ({"words": "forged"}, ""),
        ({"words": "a" * 5000}, ""),
    ],
)
def test_odd_questions_get_an_answer(boss, query, problem):
    make_order(delivered_at=NOW)
    page = read(boss.get(step_url(make_step(), "preview"), query))
    notes = [note.words for note in page.all("p", class_="errornote")]
    assert notes == ([problem] if problem else [])


def test_without_orders_and_with_wrong_words_the_preview_says_why(boss):
    step = make_step()
    assert "There is no order yet" in read(boss.get(step_url(step, "preview"))).words
    make_order(delivered_at=NOW)
    words = seal(StepText(language="en", subject="A", body="{nonsense}"))
    page = read(boss.get(step_url(step, "preview"), {"words": words, "preview_language": "en"}))
    assert "There is no variable {nonsense}" in page.words
    assert (
        "There is no variable" in boss.get(step_url(step, "preview/html"), {"words": words}).content.decode()
    )


def test_a_test_goes_to_the_reader_alone_and_counts_nowhere(boss, staff):
    step, purchase = make_step(), make_order(delivered_at=NOW)
    data = {"preview_order": purchase.reference, "preview_language": "en", "words": ""}
    answer = boss.post(step_url(step, "test"), data)
    assert answer.status_code == 302
    (message,) = mail.outbox
    assert (message.to, message.cc, message.bcc) == ([staff.email], [], [])
    assert message.subject.startswith("Test: ")
    assert "List-Unsubscribe" not in message.extra_headers
    assert not FollowUp.objects.exists()
    assert Purchase.objects.get().email == "mari@example.ee"
    assert boss.get(step_url(step, "test")).status_code == 405
    type(staff).objects.update(email="")
    boss.post(step_url(step, "test"), data)
    assert len(mail.outbox) == 1


# The dry run


def test_a_flow_is_tried_as_it_is_typed_and_nothing_is_written(boss):
    step = make_step("placed", purpose="order", message="thank_you")
    recent = timezone.now() - timedelta(days=2)
    make_order("1001", placed_at=recent)
    make_order("1002", placed_at=recent, country="BR")
    data = {**flow_form(boss, step.flow), "name": "Tried", "countries": "BR", "steps-0-delay": "5"}
    page = read(boss.post(flow_url(step.flow, "try"), data))
    table = page.one("div", class_="trust-trial").one("tbody")
    assert [cell.words for cell in table.all("th")] == [
        "would be sent",
        "not sent: the flow is for other countries",
    ]
    assert [link.words for link in table.all("a")] == ["1002", "1001"]
    assert "After 5 days" in page.words
    flow = Flow.objects.get()
    assert (flow.name == "Tried", flow.countries, flow.steps.get().delay) == (False, [], 3)
    assert not FollowUp.objects.exists()


def test_a_flow_that_is_not_there_yet_can_be_tried(boss):
    data = page_form(boss, f"{FLOWS}add/", "flow_form")
    data |= {"name": "New", "code": "new", "event": "placed"}
    assert "no steps yet" in read(boss.post(f"{FLOWS}try/", data)).words
    assert not Flow.objects.exists()


def test_what_cannot_be_saved_cannot_be_tried(boss):
    step = make_step()
    data = {**flow_form(boss, step.flow), "countries": "Mars", "name": "Typed"}
    answer = boss.post(flow_url(step.flow, "try"), data)
    assert "MARS" in complaints(answer)["countries"]
    page = read(answer)
    assert page.one("input", name="name")["value"] == "Typed"
    assert page.one("form", id="flow_form")["action"] == flow_url(step.flow)


# Who may do what

READS = ["flow/", "flow/{flow}/change/", "step/{step}/change/"]
WRITES = [
    "flow/add/",
    "flow/try/",
    "flow/{flow}/change/",
    "flow/{flow}/delete/",
    "flow/{flow}/try/",
    "step/{step}/change/",
    "step/{step}/delete/",
    "step/{step}/preview/",
    "step/{step}/test/",
]


def addresses(routes, step):
    return ["/admin/trust/" + route.format(flow=step.flow.pk, step=step.pk) for route in routes]


def test_whoever_may_only_look_changes_nothing(limited):
    step = make_step()
    make_order(delivered_at=NOW)
    client = limited("view_flow")
    before = list(Flow.objects.values()), list(Step.objects.values())
    for url in addresses(READS, step):
        assert client.get(url).status_code == 200, url
    for url in addresses(WRITES, step):
        assert client.post(url, {"name": "Forged", "post": "yes"}).status_code == 403, url
    client.post(FLOWS, {"action": "switch_off", "_selected_action": [step.flow.pk]})
    assert (list(Flow.objects.values()), list(Step.objects.values())) == before
    assert mail.outbox == []


def test_orders_are_shown_only_to_whoever_may_see_them(limited):
    step = make_step("placed", purpose="order", message="thank_you")
    make_order("SECRET-1", placed_at=timezone.now())
    client = limited("change_flow")
    assert client.get(step_url(step, "preview")).status_code == 403
    assert "preview_order" not in client.get(step_url(step)).content.decode()
    answer = client.post(flow_url(step.flow, "try"), flow_form(client, step.flow))
    assert answer.status_code == 200
    assert "would be sent" in answer.content.decode()
    assert "SECRET-1" not in answer.content.decode()


def test_whoever_may_see_nothing_sees_nothing(limited):
    step = make_step()
    client = limited()
    for url in addresses([*READS, *WRITES], step):
        assert client.get(url).status_code in (403, 405), url
        assert client.post(url).status_code == 403, url
