"""The shipped flows: what they promise, and that loading them never touches what a shop has made of them."""

import pytest
from django.utils import translation

from django_trust.conf import trust_settings
from django_trust.followups.choices import MARKETING, Condition, MessageKind
from django_trust.followups.flows import FLOW_NAMES, load_flows, shipped_flows
from django_trust.followups.models import Flow, Step

ORDER_NEWS = {"thank-you", "payment-received", "shipped", "delay-notice", "delivered"}


@pytest.fixture
def steps(db):
    load_flows()
    return {step.code: step for step in Step.objects.select_related("flow")}


def test_every_flow_and_step_is_valid(steps):
    for step in steps.values():
        step.flow.full_clean()
        step.full_clean()


def test_every_shipped_message_is_sent_by_one_step(steps):
    sent = sorted(step.message for step in steps.values())
    assert sent == sorted(set(MessageKind.values) - {MessageKind.CUSTOM})


def test_flows_have_names_for_translators():
    assert list(FLOW_NAMES) == list(shipped_flows())


def test_only_news_of_the_order_may_come_at_night_and_none_of_it_is_marketing(steps):
    for code, step in steps.items():
        assert step.is_marketing == (code not in ORDER_NEWS)
        assert step.send_from is not None or not step.is_marketing, code


def test_a_coupon_is_blind_to_what_was_said_and_comes_after_it_was_asked(steps):
    coupon = steps["coupon"]
    assert coupon.condition == Condition.ALWAYS
    asking = [step for step in steps.values() if step.purpose in ("review", "survey")]
    assert all(step.delay < coupon.delay for step in asking)


def test_there_is_one_reminder_and_it_comes_after_the_request_has_had_a_week(steps):
    asking = [step for step in steps.values() if step.flow.code == "reviews"]
    assert [step.code for step in sorted(asking, key=lambda step: step.delay)] == [
        "review-request",
        "review-reminder",
    ]
    assert steps["review-reminder"].delay - steps["review-request"].delay >= 7


def test_one_order_does_not_use_up_the_cap(steps):
    marketing = [step for step in steps.values() if step.purpose in MARKETING]
    within = [step for step in marketing if step.delay <= trust_settings.followups_cap_days]
    assert len(within) <= trust_settings.followups_cap


def test_loading_again_changes_nothing_of_the_shop(steps):
    Flow.objects.filter(code="coupon").update(name="Our coupon", is_active=False)
    Step.objects.filter(code="review-reminder").delete()
    Flow.objects.filter(code="win-back").delete()
    assert load_flows(dry_run=True) == ["win-back"]
    assert load_flows() == ["win-back"]
    assert load_flows() == []
    assert not Step.objects.filter(code="review-reminder").exists()
    assert str(Flow.objects.get(code="coupon")) == "Our coupon"


def test_names_are_in_the_language_of_the_shop(db, settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("ar"):
        load_flows()
    assert Flow.objects.get(code="delivery").name == "After delivery"
    assert Step.objects.get(code="tips").name == "Tips for use"


def test_a_dry_run_stores_nothing(db):
    assert load_flows(dry_run=True) == list(shipped_flows())
    assert not Flow.objects.exists()
