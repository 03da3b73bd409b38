"""The sentence of every verdict there can be."""

from datetime import timedelta

import pytest
from django.utils import translation

from django_trust.followups.choices import FollowUpState, Reason
from django_trust.followups.facts import facts_of
from django_trust.followups.models import Flow, FollowUp, Step
from django_trust.followups.words import (
    SENTENCES,
    delay_words,
    not_started_words,
    verdict_words,
    window_words,
)
from tests.followups.desk import LONG_AGO, NOW, make_order, make_step

LATER = NOW + timedelta(days=2)
# Two hours later on the wall of the shop, in Tallinn in summer three.
MOMENT = "May 12, 2026, 11:00\u202fAM"


RETRIED = {"detail": "450 later", "attempts": 1}
TRIED_AGAIN = f"Will be tried again on {MOMENT}: the last attempt ended with “450 later”."
DUE_NOW = "Due since May 10, 2026, 11:00\u202fAM: it goes out with the next run of the sender."
OPENED = f"Sent on {MOMENT}; a link in it was opened on {MOMENT}."
TOO_LATE = f"Skipped: it was due on {MOMENT}, and was no longer useful when it could be sent."
NO_USER = {"attempts": 8, "detail": "550 no such user"}


def row(state, reason, **facts):
    step = Step(flow=Flow(name="Reviews", event="delivered"), name="Review request", purpose="review")
    facts = {"due_at": LATER, "wake_at": LATER, "started_at": NOW, **facts}
    return FollowUp(step=step, state=state, reason=reason, **facts)


@pytest.mark.parametrize(
    ("state", "reason", "facts", "sentence"),
    [
        ("waiting", "due", {}, f"Waiting until {MOMENT}: its time has not come."),
        ("waiting", "due", {"wake_at": NOW}, DUE_NOW),
        ("waiting", "window", {}, f"Waiting until {MOMENT}, when the hours for sending begin."),
        ("waiting", "case_open", {}, "Waiting: the buyer has a problem, and its case is open."),
        ("waiting", "cap", {}, f"Waiting until {MOMENT}: the buyer has had enough messages lately."),
        ("waiting", "retry", RETRIED, TRIED_AGAIN),
        ("waiting", "by_staff", {}, f"Waiting until {MOMENT}: somebody of the shop wants it sent."),
        ("waiting", "by_staff", RETRIED, TRIED_AGAIN),
        ("sending", "due", {"wake_at": NOW}, "Being sent now."),
        ("sent", "sent", {"sent_at": LATER}, f"Sent on {MOMENT}."),
        ("sent", "sent", {"sent_at": LATER, "opened_at": LATER}, OPENED),
        ("skipped", "opted_out", {}, "Skipped: the buyer unsubscribed from “Requests for reviews”."),
        ("skipped", "no_consent", {}, "Skipped: nobody has agreed to “Requests for reviews”."),
        ("skipped", "too_late", {}, TOO_LATE),
        ("failed", "gave_up", {"attempts": 1}, "Failed after 1 attempt."),
        ("failed", "gave_up", NO_USER, "Failed after 8 attempts: 550 no such user"),
        ("failed", "refused", {"detail": "550 no"}, "Failed: it was refused for good: 550 no"),
        ("failed", "broken", {"detail": "100%"}, "Failed: the message could not be written: 100%"),
        ("cancelled", "by_staff", {}, "Cancelled by somebody of the shop."),
        ("cancelled", "window", {}, "Cancelled: outside the hours for sending"),
    ],
)
def test_a_verdict_is_a_sentence(state, reason, facts, sentence):
    assert verdict_words(row(state, reason, **facts), now=NOW) == sentence


# What planning, the sender and staff store: each of these must have a sentence of its own.
OCCURRING = {
    "waiting": {"due", "window", "postponed", "case_open", "cap", "retry", "by_staff"},
    "sent": {"sent"},
    "skipped": {
        "too_late",
        "no_address",
        "no_consent",
        "opted_out",
        "bounced",
        "complained",
        "cap",
        "answered",
        "ordered_again",
        "nothing_to_say",
    },
    "cancelled": {
        "order_cancelled",
        "refunded",
        "withdrawn",
        "arrived",
        "reviewed",
        "replaced",
        "switched_off",
        "by_staff",
    },
    "failed": {"refused", "gave_up", "broken"},
}


@pytest.mark.parametrize("detail", ["", "50% of 100%s {x}"])
def test_everything_that_occurs_has_a_sentence_of_its_own(detail):
    assert {reason for reasons in OCCURRING.values() for reason in reasons} == set(Reason.values)
    for state, reasons in OCCURRING.items():
        for reason in reasons:
            assert (state, reason) in SENTENCES
            words = verdict_words(row(state, reason, detail=detail, attempts=8), now=NOW)
            assert "%(" not in words
            assert words == detail or words.endswith((".", detail)), words
    assert all(FollowUpState(state) for state, _reason in SENTENCES)


@pytest.mark.django_db
def test_facts_say_more():
    purchase = make_order(country="DE", delivered_at=NOW)
    facts = facts_of([purchase.pk])[purchase.pk]
    words = verdict_words(row("skipped", "no_consent"), facts, NOW)
    assert "for buyers in Germany needs this, which is not there:" in words
    late = row("waiting", "postponed")
    assert "the order was late, or the buyer has just had a problem" in verdict_words(late, facts, NOW)
    purchase.answers.create(kind="not_arrived", language="en", at=NOW)
    facts = facts_of([purchase.pk])[purchase.pk]
    assert "on May 10, 2026 the buyer said that it has not arrived" in verdict_words(late, facts, NOW)


def test_moments_are_in_the_readers_language():
    with translation.override("ar"):
        assert "2026" in verdict_words(row("waiting", "due"), now=NOW)
        assert "May" not in verdict_words(row("waiting", "due"), now=NOW)


@pytest.mark.parametrize(
    ("delay", "unit", "words"),
    [
        (0, "days", "At once"),
        (1, "hours", "After 1 hour"),
        (3, "days", "After 3 days"),
        (2, "business_days", "After 2 business days"),
    ],
)
def test_delays_in_words(delay, unit, words):
    assert delay_words(Step(delay=delay, delay_unit=unit)) == words
    assert window_words(Step()) == ""


@pytest.mark.django_db
def test_why_a_step_has_planned_nothing():
    purchase = make_order(delivered_at=NOW)
    facts = facts_of([purchase.pk])[purchase.pk]
    step = make_step("delivered")
    assert "the next run of the sender plans it" in not_started_words(facts, step)
    assert "“Order shipped”" in not_started_words(facts, make_step("shipped"))
    step.flow.active_since = LATER
    assert f"the flow is on since {MOMENT}" in not_started_words(facts, step)
    step.flow.active_since, step.flow.countries = LONG_AGO, ["BR"]
    assert "not meant for the country" in not_started_words(facts, step)
    step.is_active = False
    assert "the step is switched off" in not_started_words(facts, step)
