"""The dry run of a flow, saved or not, over orders of the past."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from django_trust.followups import simulation
from django_trust.followups.answers.services import answer_survey
from django_trust.followups.choices import FollowUpState
from django_trust.followups.consent.services import record_opt_in, record_opt_out
from django_trust.followups.flows import load_flows
from django_trust.followups.models import Flow, FollowUp, Step
from django_trust.followups.simulation import simulate
from django_trust.shop.models import Purchase
from django_trust.shop.services import cancel_purchase
from django_trust.testing import make_purchase

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MONTH = 30 * DAY


@pytest.fixture
def order(product):
    """Record an order, placed and delivered some days ago, of somebody who has agreed to everything."""

    def record(days_ago=10, *, delivered=True, agreed=True, **facts):
        moment = NOW - days_ago * DAY
        purchase = make_purchase(product, **{"placed_at": moment, "country": "DE", **facts})
        if delivered:
            Purchase.objects.filter(pk=purchase.pk).update(delivered_at=moment)
        if agreed and purchase.email:
            record_opt_in(email=purchase.email, source="test")
        return purchase

    return record


def flow(event="delivered", **fields):
    return Flow(code="trial", name="Trial", event=event, **{"active_since": NOW, **fields})


def step(code="ask", **fields):
    values = {"purpose": "review", "delay": 3, "delay_unit": "days", "within_days": 2, **fields}
    return Step(code=code, name=code, **values)


def tried(flow_, *steps, days=30):
    return simulate(flow_, list(steps), since=NOW - days * DAY, until=NOW, now=NOW)


def test_orders_of_the_period_are_counted_as_if_the_flow_had_always_been_on(order):
    order(2)
    order(20)
    order(40)
    found = tried(flow(is_active=False), step())
    assert (found.orders, found.is_partial) == (2, False)
    assert found.counts == {"ask": {"send": 2}}


def test_every_reason_is_named(order, product):
    order()
    cancel_purchase(reference=order().reference, at=NOW)
    order(email="")
    order(agreed=False)
    order(delivered=False)
    order(country="BR")
    record_opt_out(email=order().email, source="test")
    found = tried(flow(countries=["EU"]), step())
    assert found.counts["ask"] == {
        "send": 1,
        "order_cancelled": 1,
        "no_address": 1,
        "no_consent": 1,
        "not_happened": 1,
        "other_country": 1,
        "opted_out": 1,
    }


def test_news_of_the_order_needs_no_consent(order):
    order(agreed=False)
    assert tried(flow(), step(purpose="order")).counts == {"ask": {"send": 1}}


def test_conditions_are_looked_at_as_they_are_now(order):
    answered, again = order(15), order(12, email="twice@example.test")
    answer_survey(purchase=answered, kind="csat", score=5, language="en")
    order(5, email=again.email)
    steps = [
        step("survey", purpose="survey", condition="unanswered"),
        step("back", purpose="offers", condition="no_new_order"),
        step("off", is_active=False),
    ]
    assert tried(flow(), *steps).counts == {
        "survey": {"answered": 1, "send": 2},
        "back": {"ordered_again": 1, "send": 2},
        "off": {"step_off": 3},
    }


def test_an_outcome_says_when_and_for_which_order(order):
    purchase, asked = order(10), step(send_from=time(10), send_until=time(11))
    (outcome,) = tried(flow(), asked).outcomes
    assert outcome.step is asked
    assert outcome.purchase == purchase
    assert outcome.verdict.due_at == datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # ten in Berlin, the next day
    (refused,) = tried(flow("paid"), asked).outcomes
    assert (refused.verdict, refused.reason, refused.plan) == ("not_happened", "not_happened", None)


def test_a_stored_flow_can_be_tried_with_other_hours_and_stays_as_it_is(order):
    load_flows(active=False)
    order()
    stored = Flow.objects.get(code="reviews")
    changed = list(stored.steps.all())
    changed[0].delay = 200
    before = [list(model.objects.order_by("pk").values()) for model in (Flow, Step, FollowUp, Purchase)]
    found = tried(stored, *changed)
    assert found.counts == {"review-request": {"send": 1}, "review-reminder": {"send": 1}}
    assert found.outcomes[0].plan.due_at > NOW + 180 * DAY
    assert not stored.is_active
    assert changed[0].flow is stored
    after = [list(model.objects.order_by("pk").values()) for model in (Flow, Step, FollowUp, Purchase)]
    assert before == after


def test_queries_do_not_grow_and_none_of_them_writes(order, monkeypatch):
    steps = [step("a", condition="unanswered"), step("b", condition="no_new_order"), step("c")]
    counted = []
    for _ in range(2):
        order()
        order()
        with CaptureQueriesContext(connection) as context:
            tried(flow(), *steps)
        counted.append(len(context))
        assert all(query["sql"].startswith("SELECT") for query in context)
    assert counted == [5, 5]


def test_only_the_newest_orders_are_looked_at(order, monkeypatch):
    monkeypatch.setattr(simulation, "MOST_ORDERS", 2)
    monkeypatch.setattr(simulation, "BATCH", 1)
    old, *newer = order(9), order(8), order(7)
    found = tried(flow(), step())
    assert (found.orders, found.is_partial) == (2, True)
    assert {outcome.purchase for outcome in found.outcomes} == set(newer)
    assert old not in {outcome.purchase for outcome in found.outcomes}


def test_an_empty_period_is_no_error(db):
    assert tried(flow(), step()).counts == {"ask": {}}


def test_what_was_sent_already_does_not_matter(order):
    load_flows()
    purchase, request = order(), Step.objects.get(code="review-request")
    moments = {"started_at": NOW, "due_at": NOW}
    FollowUp.objects.create(purchase=purchase, step=request, state=FollowUpState.SENT, **moments)
    assert tried(request.flow, request).counts == {"review-request": {"send": 1}}
