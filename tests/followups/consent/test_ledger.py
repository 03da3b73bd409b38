"""Where somebody stands, against a model that reads the entries the other way round."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_trust.followups.choices import MARKETING, ConsentKind, Purpose, Reason
from django_trust.followups.consent.bases import basis_of
from django_trust.followups.consent.ledger import NOBODY_KNOWN, standing_of, standings
from django_trust.followups.models import Consent
from tests.followups.consent.conftest import NOW

IN, SOFT, OUT = ConsentKind.OPT_IN, ConsentKind.SOFT_OPT_IN, ConsentKind.OPT_OUT
BOUNCE, COMPLAINT, RESTORED = ConsentKind.BOUNCE, ConsentKind.COMPLAINT, ConsentKind.RESTORED
PURPOSES = ["", *map(str, MARKETING)]
COUNTRIES = ["EE", "DE", "US", "CA", "SA", "XX", ""]


def entry(kind, purpose="", days_ago=0):
    return Consent(kind=kind, purpose=purpose, at=NOW - timedelta(days=days_ago))


spoken = st.builds(entry, st.sampled_from([IN, SOFT, OUT]), st.sampled_from(PURPOSES), st.integers(0, 1500))
reported = st.builds(entry, st.sampled_from([BOUNCE, COMPLAINT, RESTORED]))
histories = st.lists(st.one_of(spoken, reported), max_size=12)


def naive(history, purpose, country):
    """The same rules, told from the end: what was the last thing that matters?"""
    deliveries = [row.kind for row in history if row.kind in (BOUNCE, RESTORED)]
    if deliveries and deliveries[-1] == BOUNCE:
        return Reason.BOUNCED
    if purpose == Purpose.ORDER:
        return None
    about = [row for row in history if row.purpose in ("", purpose)]
    for row in reversed(about):
        if row.kind == IN:
            return None
        if row.kind == OUT:
            return Reason.OPTED_OUT
        if row.kind == COMPLAINT:
            return Reason.COMPLAINED
    sales = [row.at for row in about if row.kind == SOFT]
    rule = basis_of(purpose, country)
    if rule.basis == "soft_opt_in":
        fresh = [at for at in sales if rule.days is None or NOW - at <= timedelta(days=rule.days)]
        return None if fresh else Reason.NO_CONSENT
    return None if rule.basis == "objection" else Reason.NO_CONSENT


@given(histories, st.sampled_from(list(Purpose)), st.sampled_from(COUNTRIES))
def test_the_ledger_agrees_with_a_naive_model(history, purpose, country):
    assert standing_of(history).refusal(purpose, country, NOW) == naive(history, purpose, country)


@given(histories, st.sampled_from(MARKETING), st.sampled_from(COUNTRIES), st.integers(1, 9))
def test_no_number_of_purchases_outweighs_an_objection(history, purpose, country, sales):
    objected = [*history, entry(OUT)]
    bought = [*objected, *[entry(SOFT)] * sales]
    assert standing_of(bought).refusal(purpose, country, NOW) is not None


@given(histories, st.sampled_from(MARKETING), st.sampled_from(MARKETING), st.sampled_from([OUT, COMPLAINT]))
def test_agreeing_to_one_purpose_brings_back_no_other(history, purpose, other, no):
    after = standing_of([*history, entry(no), entry(RESTORED), entry(IN, purpose)])
    assert after.refusal(purpose, "EE", NOW) is None
    if other != purpose:
        assert after.refusal(other, "EE", NOW) in (Reason.OPTED_OUT, Reason.COMPLAINED)


@given(histories)
def test_a_bounce_stops_even_news_of_orders_until_the_address_works(history):
    bounced = [*history, entry(BOUNCE)]
    assert {standing_of(bounced).refusal(purpose, "US", NOW) for purpose in Purpose} == {Reason.BOUNCED}
    assert standing_of([*bounced, entry(RESTORED)]).refusal(Purpose.ORDER, "US", NOW) is None


@given(histories)
def test_nobody_can_object_to_news_of_an_order(history):
    working = [*history, entry(COMPLAINT), entry(OUT), entry(RESTORED)]
    assert standing_of(working).refusal(Purpose.ORDER, "DE", NOW) is None


@pytest.mark.parametrize(
    ("days_ago", "country", "refusal"),
    [
        (729, "CA", None),
        (731, "CA", Reason.NO_CONSENT),
        (731, "EE", None),
    ],
)
def test_in_canada_a_purchase_counts_for_two_years(days_ago, country, refusal):
    sold = [entry(SOFT, days_ago=days_ago)]
    assert standing_of(sold).refusal(Purpose.REVIEW, country, NOW) == refusal
    sold_again = [entry(SOFT), *sold]  # told late of an older order
    assert standing_of(sold_again).refusal(Purpose.REVIEW, country, NOW) is None
    agreed = [entry(IN, days_ago=5000)]
    assert standing_of(agreed).refusal(Purpose.REVIEW, country, NOW) is None


@pytest.mark.django_db
def test_one_query_for_all_who_are_asked_about(django_assert_num_queries):
    for number in range(5):
        Consent.objects.create(email_key=f"{number}" * 32, kind=OUT, source="test")
    keys = [f"{number}" * 32 for number in range(9)]
    with django_assert_num_queries(1):
        found = standings(keys)
    assert set(found) == set(keys[:5])
    assert NOBODY_KNOWN.refusal(Purpose.REVIEW, "US", NOW) is None
