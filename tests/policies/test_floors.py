"""Terms against the law of the markets: what is below it is found, with the law and what to do."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from django_trust.policies.choices import PolicyKind, ReturnStart
from django_trust.policies.facts import (
    GuaranteeFacts,
    PrivacyFacts,
    RateFacts,
    ReturnFacts,
    SeasonFacts,
    VersionFacts,
)
from django_trust.policies.floors import RULES, floor_text, gaps, places_of, shortfalls, shortfalls_of_all
from django_trust.policies.markets import known_markets, market
from django_trust.policies.rows import ALL_PARTS
from django_trust.shop.places import EU_MEMBERS
from tests.policies.any_facts import return_rows, version


def terms(market="", **values):
    """A version of the return policy with one row."""
    return version("returns", market, returns=(ReturnFacts(**{"days": 30, **values}),))


def fields(facts, *markets):
    return [(one.market, one.field, one.certainty) for one in shortfalls(facts, markets)]


# The window


def test_seven_days_are_too_few_in_the_union():
    [found] = shortfalls(terms(days=7), ["EU"])
    assert found.message == "Days: 7 days. Required by law: at least 14 days."
    assert found.law == "Directive 2011/83/EU, Art. 9"
    assert found.hint == "Give customers at least 14 days to change their mind."
    assert (found.kind, found.market, found.countries) == (PolicyKind.RETURNS, "EU", ())
    assert (found.certainty, found.is_certain, found.checked_on) == ("H", True, date(2026, 11, 21))


def test_what_the_law_gives_and_more_is_fine():
    assert fields(terms(days=14), "EU", "DE", "EE", "GB") == []
    assert fields(terms(days=365), "EU") == []
    assert fields(terms(days=None, category="unlimited"), "EU") == []
    assert fields(terms(days=7), "US", "JP") == []


def test_no_returns_is_below_any_right_to_return():
    facts = terms(days=None, category="not_permitted", remorse_fees="customer", restocking_percent=Decimal(5))
    assert fields(facts, "EU") == [("EU", "category", "H")]
    assert fields(facts, "US") == []
    [found] = shortfalls(facts, ["EU"])
    assert found.message == ("Returns: No returns for a change of mind. Required by law: at least 14 days.")


def test_an_uncertain_law_is_no_error():
    [found] = shortfalls(terms(days=7, refund_days=5, refund_start="goods_back"), ["EG"])
    assert (found.field, found.certainty, found.is_certain) == ("days", "M", False)


def test_days_may_not_begin_before_those_of_the_law():
    assert fields(terms(start="contract"), "EU", "BR") == [
        ("EU", "start", "H"),
        ("BR", "start", "H"),
        ("BR", "remorse_fees", "H"),
        ("BR", "refund_days", "H"),
    ]
    assert ("EU", "start", "H") in fields(terms(start="delivery"), "EU")
    assert ("BR", "start", "H") not in fields(terms(start="delivery"), "BR")
    [found] = shortfalls(terms(start="contract"), ["EE"])
    assert found.message == (
        "Counted from: The day of the order. Required by law: The day the last item of the order arrives."
    )
    assert found.hint == "Count the days from: The day the last item of the order arrives."


def test_a_season_may_not_shorten_the_law():
    def season(**values):
        first, last = date(2026, 11, 1), date(2026, 12, 24)
        return terms(seasons=(SeasonFacts(first_day=first, last_day=last, **values),))

    assert fields(season(days=10), "EU") == [("EU", "seasons", "H")]
    assert fields(season(until=date(2027, 1, 6)), "EU") == [("EU", "seasons", "H")]
    assert fields(season(until=date(2027, 1, 7)), "EU") == []
    assert fields(season(days=60), "EU") == []
    [found] = shortfalls(season(days=10), ["EU"])
    assert found.message == "Seasons: 10 days. Required by law: at least 14 days."


# Who pays


def test_the_shop_pays_where_the_law_says_so():
    assert fields(terms(remorse_fees="customer", refund_days=0), "BR") == [("BR", "remorse_fees", "H")]
    assert fields(terms(remorse_fees="customer"), "EU") == []
    assert fields(terms(remorse_fees="fixed"), "TR") == [("TR", "remorse_fees", "M")]
    assert fields(terms(remorse_fees="free"), "TR") == []


def test_faulty_goods_go_back_at_the_cost_of_the_shop():
    facts = terms(defect_fees="customer", wrong_item_fees="fixed")
    assert fields(facts, "AU") == [("AU", "defect_fees", "H"), ("AU", "wrong_item_fees", "H")]
    assert fields(facts, "EU") == [("EU", "defect_fees", "M"), ("EU", "wrong_item_fees", "M")]
    assert fields(facts, "US") == []


# The refund


def test_a_refund_is_not_later_than_the_law():
    [found] = shortfalls(terms(refund_days=30), ["DE"])
    assert found.message == "Days until the refund: 30 days. Required by law: at most 14 days."
    assert found.hint == "Promise the refund within 14 days."
    assert found.law == "BGB (Germany), § 355-357"
    assert fields(terms(refund_days=14, remorse_fees="free"), "DE", "GB", "TR") == []
    assert fields(terms(refund_days=60), "US", "AE", "JP") == []


def test_immediately_is_no_number_of_days():
    [found] = shortfalls(terms(refund_days=1, remorse_fees="free"), ["BR"])
    assert found.message == "Days until the refund: 1 day. Required by law: immediately."
    assert found.hint == "Promise the refund immediately: write 0 days."
    assert fields(terms(refund_days=0, remorse_fees="free"), "BR") == []


def test_days_of_a_refund_do_not_wait_for_the_goods_where_the_law_counts_from_the_notice():
    assert fields(terms(refund_start="goods_back"), "EU") == [("EU", "refund_start", "H")]
    assert fields(terms(refund_start="goods_back"), "GB") == []


def test_money_back_is_due():
    facts = terms(refund_types=("exchange", "store_credit"))
    [found] = shortfalls(facts, ["EU"])
    assert found.message == (
        "What customers get back: Exchange and Store credit. Required by law: Money back."
    )
    assert fields(terms(refund_types=("full", "exchange")), "EU") == []
    assert fields(facts, "US") == []


def test_no_returns_and_no_money_back_is_a_void_clause():
    facts = terms(days=None, category="not_permitted", refund_types=("exchange",))
    assert fields(facts, "AU", "ID", "AE", "IN", "US") == [
        ("AU", "refund_types", "H"),
        ("ID", "refund_types", "H"),
        ("AE", "refund_types", "M"),
        ("IN", "refund_types", "M"),
    ]
    assert fields(terms(days=None, category="not_permitted"), "AU", "ID", "AE", "IN") == []


def test_the_refund_after_a_withdrawal_is_whole():
    facts = terms(
        refund_same_means=False,
        refund_shipping=False,
        restocking_percent=Decimal("10.5"),
        restocking_amount=Decimal(3),
        currency="EUR",
    )
    names = ["refund_same_means", "refund_shipping", "restocking_percent", "restocking_amount"]
    assert fields(facts, "EU") == [("EU", name, "H") for name in names]
    assert fields(facts, "GB") == [("GB", name, "M") for name in names]
    assert fields(facts, "US") == []
    said = [one.message for one in shortfalls(facts, ["EU"])]
    assert said == [
        "Refund the way the customer paid: no. Required by law: yes.",
        "Refund the standard delivery cost too: no. Required by law: yes.",
        "Restocking fee in per cent of the price: 10.5 per cent. Required by law: nothing.",
        "Restocking fee as an amount: €3.00. Required by law: nothing.",
    ]


# Guarantee and privacy


def test_a_legal_guarantee_is_not_shorter_than_the_law():
    def guarantee(**values):
        return version("guarantee", guarantees=(GuaranteeFacts(**values),))

    assert fields(guarantee(legal_months=24), "EU", "PT", "ES", "BR") == [
        ("PT", "legal_months", "H"),
        ("ES", "legal_months", "H"),
    ]
    assert fields(guarantee(legal_months=None, repair_extension_months=None), "EU", "PT") == []
    assert fields(guarantee(legal_months=24, repair_extension_months=6), "EU", "FR") == [
        ("EU", "repair_extension_months", "M")
    ]
    [found] = shortfalls(guarantee(legal_months=12), ["EU"])
    assert found.message == "Legal guarantee in months: 12 months. Required by law: at least 24 months."
    assert found.hint == "Write 24 months, or leave the entry empty for what the law says."


def test_questions_about_data_are_answered_in_time():
    facts = version("privacy", privacy=(PrivacyFacts(answer_days=30),))
    assert fields(facts, "EU", "BR", "ID", "US") == [("BR", "answer_days", "H"), ("ID", "answer_days", "M")]


# Where


def test_a_row_is_compared_where_it_is_in_force():
    facts = version(
        "returns",
        returns=(
            ReturnFacts(countries=("DE", "AT"), days=7),
            ReturnFacts(countries=("EU",), days=14),
            ReturnFacts(days=3),
        ),
    )
    assert fields(facts, "FI") == []
    assert fields(facts, "US") == []
    assert fields(facts, "GB") == [("GB", "days", "H")]
    [found] = shortfalls(facts, ["EU"])
    assert found.countries == ("DE", "AT")
    assert found.hint == (
        "Give customers at least 14 days to change their mind. This is the row for DE and AT."
    )


def test_a_country_named_beside_its_union_answers_to_its_own_law():
    facts = version(
        "returns", returns=(ReturnFacts(countries=("DE",), days=7), ReturnFacts(countries=("EU",), days=14))
    )
    assert fields(facts, "EU", "DE") == [("DE", "days", "H")]
    assert shortfalls(facts, ["EU", "DE"])[0].law == "BGB (Germany), § 312g and 355"
    assert fields(facts, "EU") == [("EU", "days", "H")]


def test_a_policy_for_other_places_is_not_compared():
    assert fields(terms("US", days=7), "EU") == []
    assert fields(terms("EE", days=7), "EU") == [("EU", "days", "H")]
    assert fields(terms("EU", days=7), "EE") == [("EE", "days", "H")]


def test_a_narrower_policy_takes_its_country_out():
    everywhere, estonian = terms(days=7), version("returns", "EE", 2, returns=(ReturnFacts(days=30),))
    found = shortfalls_of_all([everywhere, estonian], ["EE", "LV"])
    assert [(facts.number, one.market) for facts, one in found] == [(1, "LV")]


def test_markets_without_a_profile_are_passed_over():
    assert fields(terms(days=1), "CH", "XX") == []
    assert [place.code for place in places_of(["uk", "EU", "CH", "eu"])] == ["GB", "EU"]
    assert set(places_of(["EU", "EE"])[0].countries) == EU_MEMBERS - {"EE"}


def test_errors_come_first():
    found = fields(terms(days=7, defect_fees="customer"), "EG", "EU")
    assert [certainty for _market, _field, certainty in found] == sorted(
        (certainty for _market, _field, certainty in found), key="HML".index
    )
    assert found[0] == ("EU", "days", "H")


@given(return_rows, st.sampled_from(known_markets()))
def test_any_terms_can_be_compared(row, code):
    facts = version("returns", returns=(row,))
    found = shortfalls(facts, [code])
    assert all(one.message and one.hint and one.law for one in found)
    assert len({(one.field, one.countries) for one in found}) == len(found)


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from(known_markets()))
def test_more_days_are_never_worse(days, more, code):
    def count(number):
        return sum(one.field == "days" for one in shortfalls(terms(days=number), [code]))

    assert count(days + more) <= count(days)
    assert count(days) == (days < market(code).value("withdrawal_days"))


@given(st.sampled_from(ReturnStart.values), st.sampled_from(known_markets()))
def test_counting_from_the_last_item_is_always_enough(start, code):
    def starts(value):
        return [one for one in shortfalls(terms(start=value), [code]) if one.field == "start"]

    assert starts("last_item") == []
    assert len(starts(start)) <= len(starts("contract"))


# What is missing


def some(kind, market="", **rows):
    return version(kind, market, **rows)


WHOLE = [
    some("returns", returns=(ReturnFacts(days=30),)),
    some("shipping", rates=(RateFacts(countries=("EE",)),)),
    some("guarantee", guarantees=(GuaranteeFacts(),)),
    some("privacy", privacy=(PrivacyFacts(),)),
]


def test_a_shop_with_all_terms_lacks_nothing():
    assert gaps(WHOLE, ["EU", "EE"]) == []


def test_delivery_that_stops_at_a_border_is_no_gap_and_none_at_all_is():
    assert [(gap.market, gap.kind) for gap in gaps(WHOLE, ["EU", "LV", "BR"])] == [
        ("LV", PolicyKind.SHIPPING),
        ("BR", PolicyKind.SHIPPING),
    ]


def test_countries_without_terms_are_named():
    versions = [some("returns", "EE", returns=(ReturnFacts(days=30),)), *WHOLE[1:]]
    [gap] = gaps(versions, ["EU"])
    assert (gap.market, gap.kind) == ("EU", PolicyKind.RETURNS)
    assert gaps([], ["EU"])[0].countries == gaps([], ["BR"])[0].countries == ()
    assert set(gap.countries) == EU_MEMBERS - {"EE"}
    rows = (ReturnFacts(countries=("EE",), days=30),)
    [gap] = gaps([some("returns", returns=rows), *WHOLE[1:]], ["EU"])
    assert set(gap.countries) == EU_MEMBERS - {"EE"}


def test_a_shop_without_any_terms_lacks_them_all():
    assert [gap.kind for gap in gaps([], ["EU"])] == ["returns", "shipping", "guarantee", "privacy"]


# Beside the fields of the admin


@pytest.mark.parametrize(
    ("country", "field", "text"),
    [
        ("EU", "days", "EU: at least 14 days (Directive 2011/83/EU, Art. 9)"),
        ("FI", "days", "EU: at least 14 days (Directive 2011/83/EU, Art. 9)"),
        ("BR", "days", "BR: at least 7 days (CDC (Brazil, Law 8.078/1990), art. 49)"),
        ("BR", "refund_days", "BR: immediately (CDC (Brazil, Law 8.078/1990), art. 49: immediately)"),
        ("BR", "remorse_fees", "BR: The shop pays (CDC (Brazil, Law 8.078/1990), art. 49)"),
        ("EU", "remorse_fees", ""),
        ("US", "days", ""),
        ("CH", "days", ""),
        ("", "days", ""),
        ("EU", "label_source", ""),
        (
            "EU",
            "defect_fees",
            "EU: The shop pays (Directive (EU) 2019/771, Art. 14(1) and 16(3); checked on November 21, 2026, "
            "certainty M)",
        ),
        ("PT", "legal_months", "PT: at least 36 months (Decree-Law 84/2021 (Portugal), Art. 12)"),
        ("BR", "answer_days", "BR: at most 15 days (LGPD (Brazil, Law 13.709/2018), art. 19)"),
        ("EU", "refund_same_means", "EU: yes (Directive 2011/83/EU, Art. 13(1))"),
        ("AU", "refund_types", "AU: Money back (Australian Consumer Law, s. 64 and 259-263)"),
    ],
)
def test_floors_in_words(country, field, text):
    with override("en"):
        assert floor_text(country, field) == text


def test_every_rule_is_about_a_column_and_a_fact():
    for rule in RULES:
        model = ALL_PARTS[rule.part].model
        names = {field.name for field in model._meta.get_fields()}
        assert rule.field in names
        assert rule.part in VersionFacts.__dataclass_fields__
        market("EU").fact(rule.fact)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.field}-{rule.fact}")
def test_every_rule_holds_somewhere_and_says_something(rule):
    values = [market(code).value(rule.fact) for code in known_markets()]
    demanding = [value for value in values if value is not None and rule.demands(value)]
    assert demanding
    assert all(rule.floor(value) and rule.fix(value) for value in demanding)
