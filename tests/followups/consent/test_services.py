"""The verbs of the ledger."""

import json
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from django_trust.followups.choices import ConsentKind, FollowUpState, Reason
from django_trust.followups.consent.services import (
    record_bounce,
    record_complaint,
    record_opt_in,
    record_opt_out,
    record_restored,
    record_soft_opt_in,
)
from django_trust.followups.models import Consent
from django_trust.history import AppendOnlyError
from django_trust.shop.services import record_purchase
from django_trust.testing import make_purchase
from tests.followups.consent.conftest import EMAIL, NOW

pytestmark = pytest.mark.django_db


def test_the_ledger_holds_no_address():
    record_opt_in(email=EMAIL, source="newsletter form", evidence={"words": "Yes, write to me"})
    record_bounce(email=EMAIL, source="hook", detail=f"550 5.1.1 <{EMAIL}>: no such user\x00 here")
    stored = json.dumps(list(Consent.objects.values("email_key", "source", "evidence")))
    assert EMAIL not in stored
    assert "mari" not in stored
    assert "550 5.1.1 … no such user here" in json.loads(stored)[0]["evidence"]["detail"]


def test_two_spellings_of_an_address_are_one_person(standing):
    record_opt_out(email=f"  {EMAIL.upper()} ", source="hotline")
    assert standing().has_objected("review")


def test_the_same_words_twice_are_one_entry(kinds):
    for _ in range(2):
        record_opt_in(email=EMAIL, purpose="review", source="form", evidence={"words": "Yes"})
        record_opt_out(email=EMAIL, purpose="tips", source="one-click")
        record_bounce(email=EMAIL, source="hook")
        record_complaint(email="anu@example.ee", source="hook")
    assert kinds() == [("opt_in", "review"), ("opt_out", "tips"), ("bounce", "")]
    assert kinds("anu@example.ee") == [("complaint", "")]
    record_restored(email=EMAIL, source="staff")
    record_restored(email=EMAIL, source="staff")
    record_bounce(email=EMAIL, source="hook")
    assert [kind for kind, _ in kinds()][3:] == ["restored", "bounce"]


def test_what_adds_nothing_to_a_larger_objection_is_not_written(kinds):
    first = record_opt_out(email=EMAIL, source="page")
    assert record_opt_out(email=EMAIL, purpose="tips", source="one-click") == first
    assert kinds() == [("opt_out", "")]


def test_four_objections_do_not_stand_for_all(kinds):
    for purpose in ("review", "survey", "tips", "offers"):
        record_opt_out(email=EMAIL, purpose=purpose, source="page")
    record_opt_out(email=EMAIL, source="page")
    assert kinds()[-1] == ("opt_out", "")


def test_consent_given_again_elsewhere_is_proof_and_kept(kinds):
    record_opt_in(email=EMAIL, source="form")
    record_opt_in(email=EMAIL, source="desk")
    assert kinds() == [("opt_in", ""), ("opt_in", "")]


def test_each_change_of_mind_is_written(kinds, standing):
    for _ in range(2):
        record_opt_out(email=EMAIL, purpose="review", source="page")
        record_opt_in(email=EMAIL, purpose="review", source="page")
    assert [kind for kind, _ in kinds()] == ["opt_out", "opt_in"] * 2
    assert standing().refusal("review", "SA") is None


@pytest.mark.parametrize("email", ["nobody", "a@b@c", "Mari <mari@example.ee>", " "])
def test_what_is_no_address_is_refused(email):
    for record in (record_opt_in, record_opt_out, record_bounce, record_complaint, record_restored):
        with pytest.raises(ValidationError):
            record(email=email, source="import")
    assert not Consent.objects.exists()


def test_mistakes_of_a_programmer_are_named(key):
    with pytest.raises(ValueError, match="order"):
        record_opt_out(email=EMAIL, purpose="order", source="page")
    with pytest.raises(ValueError, match="reviews"):
        record_opt_in(email=EMAIL, purpose="reviews", source="page")
    with pytest.raises(ValueError, match="address or by key"):
        record_opt_out(source="page")
    with pytest.raises(ValueError, match="address or by key"):
        record_opt_out(email=EMAIL, key=key, source="page")
    with pytest.raises(ValueError, match="aware"):
        record_opt_in(email=EMAIL, source="import", at=datetime(2024, 1, 1))
    with pytest.raises(ValidationError):
        record_opt_in(email=EMAIL, source="x" * 61)


def test_entries_can_only_be_added():
    entry = record_opt_out(email=EMAIL, source="page")
    entry.kind = ConsentKind.OPT_IN
    for change in (
        entry.save,
        entry.delete,
        Consent.objects.all().delete,
        lambda: Consent.objects.update(kind="opt_in"),
        lambda: Consent.objects.bulk_update([entry], ["kind"]),
    ):
        with pytest.raises(AppendOnlyError):
            change()
    assert Consent.objects.get().kind == ConsentKind.OPT_OUT


# What is waiting


def states(rows):
    for row in rows.values():
        row.refresh_from_db()
    return {purpose: (row.state, row.reason, row.wake_at is None) for purpose, row in rows.items()}


def test_an_objection_shows_at_once_in_what_is_waiting_for_it(plan):
    rows, others = plan("review", "tips", "order"), plan("review", email="anu@example.ee")
    record_opt_out(email=EMAIL, purpose="review", source="one-click")
    assert states(rows) == {
        "review": (FollowUpState.SKIPPED, Reason.OPTED_OUT, True),
        "tips": (FollowUpState.WAITING, Reason.DUE, False),
        "order": (FollowUpState.WAITING, Reason.DUE, False),
    }
    assert states(others)["review"][0] == FollowUpState.WAITING


def test_a_complaint_ends_everything_that_waits_but_news_of_orders(plan):
    rows = plan("review", "offers", "order")
    record_complaint(email=EMAIL, source="hook")
    found = states(rows)
    assert found["review"] == found["offers"] == (FollowUpState.SKIPPED, Reason.COMPLAINED, True)
    assert found["order"][0] == FollowUpState.WAITING


def test_what_is_being_sent_is_left_to_its_sender(plan):
    rows = plan("review", state=FollowUpState.SENDING)
    record_opt_out(email=EMAIL, source="one-click")
    assert states(rows)["review"][:2] == (FollowUpState.SENDING, Reason.DUE)


def test_what_was_planned_since_is_skipped_by_the_same_objection_told_again(plan):
    record_opt_out(email=EMAIL, source="one-click")
    rows = plan("review")
    record_opt_out(email=EMAIL, source="one-click")
    assert states(rows)["review"][0] == FollowUpState.SKIPPED
    assert Consent.objects.count() == 1


def test_agreeing_again_revives_nothing(plan):
    rows = plan("review")
    record_opt_out(email=EMAIL, purpose="review", source="page")
    record_opt_in(email=EMAIL, purpose="review", source="page")
    assert states(rows)["review"][0] == FollowUpState.SKIPPED


def test_a_bounce_leaves_what_waits_to_the_day_it_is_due(plan):
    rows = plan("review", "order")
    record_bounce(email=EMAIL, source="hook")
    assert {state for state, _, _ in states(rows).values()} == {FollowUpState.WAITING}


# Sales


def buy(product, **facts):
    return make_purchase(product, email=EMAIL, country="EE", placed_at=NOW, **facts)


def queries_of(product):
    with CaptureQueriesContext(connection) as queries:
        buy(product)
    return len(queries)


def test_a_sale_notes_the_four_conditions_in_one_query(product, configure, kinds):
    buy(product)
    assert kinds() == []
    without = queries_of(product)
    configure(FOLLOWUPS_SOFT_OPT_IN=True)
    assert queries_of(product) == without + 1
    purchase = buy(product)
    assert kinds() == [("soft_opt_in", ""), ("soft_opt_in", "")]
    entry = Consent.objects.first()
    assert (entry.at, entry.source) == (NOW, "checkout")
    assert entry.evidence == {
        "law": "2002/58/EC Art. 13(2)",
        "address_from_sale": {"order": purchase.reference, "placed_at": NOW.isoformat()},
        "same_trader": True,
        "own_similar_goods": True,
        "could_object": {"at_collection": True, "in_every_message": True},
    }


def test_a_sale_told_twice_is_noted_once(product, configure, kinds):
    configure(FOLLOWUPS_SOFT_OPT_IN=True)
    purchase = buy(product, reference="1001")
    again = record_purchase(
        reference="1001", email=EMAIL, language="et", placed_at=NOW, lines=[{"item": product}]
    )
    record_soft_opt_in(purchase=purchase)
    assert again == purchase
    assert kinds() == [("soft_opt_in", "")]


def test_a_sale_without_an_address_notes_nothing(product, configure):
    configure(FOLLOWUPS_SOFT_OPT_IN=True)
    purchase = make_purchase(product, email="")
    assert not Consent.objects.exists()
    with pytest.raises(ValueError, match=purchase.reference):
        record_soft_opt_in(purchase=purchase)


def test_an_order_from_the_future_counts_from_today(product, configure):
    configure(FOLLOWUPS_SOFT_OPT_IN=True)
    make_purchase(product, email=EMAIL, placed_at=timezone.now() + timedelta(days=900))
    assert Consent.objects.get().at <= timezone.now()


@pytest.mark.parametrize("first", ["order", "objection"])
def test_who_ticks_the_box_at_the_checkout_is_not_written_to(product, configure, standing, first):
    configure(FOLLOWUPS_SOFT_OPT_IN=True)
    if first == "order":
        buy(product)
    record_opt_out(email=EMAIL, source="checkout")
    if first == "objection":
        buy(product)
    assert standing().refusal("review", "EE") == Reason.OPTED_OUT
    assert standing().refusal("order", "EE") is None


def test_a_checkout_of_its_own_notes_single_sales(product, standing):
    purchase = buy(product)
    record_soft_opt_in(purchase=purchase)
    assert standing().refusal("review", "EE", NOW) is None
    assert standing().refusal("review", "SA", NOW) == Reason.NO_CONSENT
