"""What stands above a message."""

import pytest

from django_trust.followups.messages.compose import compose
from tests.followups.messages.jobs import PURPOSES, job_of, make_job, make_order, make_row, write

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", PURPOSES)
def test_one_click_unsubscribes_from_marketing_and_from_nothing_else(kind):
    message = write(kind)
    assert message.headers["Auto-Submitted"] == "auto-generated"
    assert message.headers["Reply-To"] == "help@shop.example"
    if PURPOSES[kind] == "order":
        assert not {"List-Unsubscribe", "List-Unsubscribe-Post", "List-Id"} & set(message.headers)
        assert "Unsubscribe" not in message.text
        return
    url = message.headers["List-Unsubscribe"].strip("<>")
    assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url.startswith("https://shop.example/")
    assert f"Unsubscribe from messages like this: {url}" in message.text
    assert url in message.html


def test_a_message_keeps_its_id_however_often_it_is_tried(configure):
    configure(FOLLOWUPS_FROM="Tea <care@tea.example>")
    row = make_row("thank_you")
    first, second = compose(job_of(row)), compose(job_of(row))
    assert first.message_id == second.message_id
    assert first.message_id.endswith("@tea.example>")
    assert compose(make_job("thank_you")).message_id != first.message_id


def test_news_that_comes_again_is_another_message():
    purchase = make_order()
    row = make_row("delay_notice", purchase, occurrence="2026-03-10")
    first = compose(job_of(row)).message_id
    row.occurrence = "2026-03-20"
    assert compose(job_of(row)).message_id != first


def test_what_is_only_looked_at_does_not_pass_for_the_message():
    job = make_job("thank_you")
    real = compose(job).message_id
    job.row.pk = None
    assert compose(job).message_id not in (real, compose(job).message_id)


def test_the_sender_may_have_a_domain_of_any_script(configure):
    configure(FOLLOWUPS_FROM="Pood <abi@õunapood.example>")
    domain = "õunapood.example".encode("idna").decode()
    assert write("tips").message_id.endswith(f"@{domain}>")


def test_gmail_learns_which_message_people_complain_about(configure):
    assert "Feedback-ID" not in write("tips").headers
    configure(FOLLOWUPS_FEEDBACK_ID="TeaShop")
    job = make_job("tips")
    assert compose(job).headers["Feedback-ID"] == f"{job.row.step.code}:tips:trust:TeaShop"
