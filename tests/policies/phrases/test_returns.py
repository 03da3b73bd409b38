"""What is a promise and what is a right, who pays, and whom the terms are for."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from django_trust.policies.facts import ReturnFacts, SeasonFacts
from django_trust.policies.phrases import (
    checkout_line,
    is_statutory_only,
    row_sentence,
    sections,
    short_line,
)
from tests.docs.markdown import DOCS
from tests.policies.phrases.making import OUT_OF_SEASON, law, lines, returns, version

pytestmark = pytest.mark.slow  # the same on every Python and Django: once is enough

CHRISTMAS = SeasonFacts(first_day=date(2026, 11, 1), last_day=date(2026, 12, 24), until=date(2027, 1, 31))


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def short(facts, country="", today=OUT_OF_SEASON):
    return short_line(facts, country, today=today).text


def checkout(facts, country="", today=OUT_OF_SEASON):
    return checkout_line(facts, country, today=today).text


# Right or promise


@pytest.mark.parametrize(
    "country, terms, text",
    [
        ("EE", {"days": 30, "remorse_fees": "free"}, "Return within 30 days, free"),
        ("EE", {"days": 30}, "Return within 30 days; you pay the postage"),
        (
            "EE",
            {"days": 30, "remorse_fees": "fixed", "remorse_amount": Decimal("4.9"), "currency": "EUR"},
            "Return within 30 days; we deduct €4.90 for the postage",
        ),
        ("EE", {"days": 14}, "You may return it within 14 days: your legal right. You pay the postage."),
        # Finland has no profile of its own; that of the Union holds there.
        ("FI", {"days": 14}, "You may return it within 14 days: your legal right. You pay the postage."),
        (
            "EE",
            {"days": 14, "remorse_fees": "free"},
            "You may return it within 14 days: your legal right. We pay the postage.",
        ),
        (
            "BR",
            {"days": 7, "remorse_fees": "free"},
            "You may return it free of charge within 7 days: your legal right.",
        ),
        ("US", {"days": 14, "remorse_fees": "free"}, "Return within 14 days, free"),
        ("CL", {"days": 10, "remorse_fees": "free"}, "Return within 10 days, free"),
        ("EE", {"category": "unlimited", "remorse_fees": "free"}, "Return at any time, free"),
        ("EE", {"category": "unlimited"}, "Return at any time; you pay the postage"),
    ],
)
def test_only_what_goes_beyond_the_law_is_offered(country, terms, text):
    assert short(returns(**terms), country) == text


@pytest.mark.parametrize(
    "terms",
    [
        {"days": 7, "remorse_fees": "free"},
        {"days": 30, "remorse_fees": "free", "start": "contract"},
        {"days": 14, "remorse_fees": "free", "restocking_percent": Decimal(10)},
    ],
)
def test_less_than_the_law_gives_is_neither_offered_nor_called_a_right(terms):
    text = short(returns(**terms), "EE")
    assert text.startswith(f"You may return it within {terms['days']} days. We pay the postage.")
    assert "return_legal" not in lines(returns(**terms), "EE")


@pytest.mark.parametrize("days", [10, 14])
def test_a_law_nobody_is_sure_of_makes_neither_right_nor_offer(days):
    with law("L", withdrawal_days=14, withdrawal_start="last_item", remorse_cost="customer"):
        assert (
            short(returns(days=days), "XX") == f"You may return it within {days} days. You pay the postage."
        )
        assert "return_legal" not in lines(returns(days=days), "XX")


@pytest.mark.parametrize(
    "country, terms, value, text",
    [
        ("EE", {"days": 14}, "legal 14", "This is your legal right."),
        (
            "EE",
            {"days": 30},
            "legal 14 promise 16",
            "The law gives you 14 days. 16 more days are our promise.",
        ),
        (
            "EE",
            {"days": 14, "remorse_fees": "free"},
            "legal 14 promise free",
            "The law gives you 14 days. That we pay the postage is our promise.",
        ),
        ("BR", {"days": 7, "remorse_fees": "free"}, "legal 7", "This is your legal right."),
        (
            "BR",
            {"category": "unlimited", "remorse_fees": "free"},
            "legal 7 promise unlimited",
            "The law gives you 7 days. All the time after that is our promise.",
        ),
        ("US", {"days": 30}, "promise", "This is our promise."),
    ],
)
def test_the_table_says_what_is_right_and_what_is_promise(country, terms, value, text):
    line = lines(returns(**terms), country)["return_legal"]
    assert (line.value, line.text) == (value, text)


def test_where_the_law_is_not_known_nothing_is_said_of_it():
    assert "return_legal" not in lines(returns(days=14), "CL")


@pytest.mark.parametrize(
    "country, terms, statutory",
    [
        ("EE", {"days": 14}, True),
        ("EE", {"days": 10}, True),  # no advantage either
        ("EE", {"days": 14, "remorse_fees": "free"}, False),
        ("EE", {"days": 30}, False),
        ("EE", {"category": "unlimited"}, False),
        ("EE", {"category": "not_permitted"}, False),
        ("BR", {"days": 7, "remorse_fees": "free"}, True),
        ("TR", {"days": 14, "remorse_fees": "free"}, True),
        ("US", {"days": 14}, False),
        ("CL", {"days": 14}, False),
        ("", {"days": 14}, False),
        ("", {"days": 14, "countries": ("DE",)}, True),
    ],
)
def test_statutory_only(country, terms, statutory):
    assert is_statutory_only(ReturnFacts(**terms), country) is statutory


def test_for_readers_from_anywhere_the_law_of_the_first_market_counts(configure):
    assert short(returns(days=14)) == "Return within 14 days; you pay the postage"
    configure(MARKETS=["EU", "BR"])
    assert is_statutory_only(ReturnFacts(days=14))
    assert short(returns(days=14)).startswith("You may return it within 14 days: your legal right.")


def test_the_market_of_the_policy_comes_before_those_of_the_shop(configure):
    configure(MARKETS=["EU"])
    assert short(returns(days=14, market="US")) == "Return within 14 days; you pay the postage"
    assert "your legal right" in short(returns(days=7, remorse_fees="free", market="BR"))


# What must not be left out


@pytest.mark.parametrize("terms", [{"category": "not_permitted"}, {"days": 0}, {"days": None}])
def test_no_returns_leaves_the_rights_of_who_got_faulty_goods(terms):
    facts = returns(**terms)
    text = "No returns after a change of mind. Your rights when goods are faulty remain."
    assert short(facts) == checkout(facts) == text
    table = lines(facts)
    assert table["return_window"].text == "Not after a change of mind."
    assert "return_cost_defect" in table
    assert not {"return_start", "return_cost_remorse", "return_condition"} & table.keys()


def test_a_restocking_fee_is_never_hidden_behind_free_returns():
    terms = {"days": 30, "remorse_fees": "free", "restocking_percent": Decimal("12.5")}
    fee = "We keep 12.5% of the price as a restocking fee."
    assert short(returns(**terms), "US") == f"You may return it within 30 days. We pay the postage. {fee}"
    assert lines(returns(**terms))["restocking"].value == "percent 12.5"
    both = returns(**terms, restocking_amount=Decimal(5), currency="EUR")
    assert lines(both)["restocking"].text == f"{fee} We keep €5.00 as a restocking fee."


@pytest.mark.parametrize(
    "types, said",
    [
        (("store_credit",), "You get store credit, not your money back."),
        (("exchange", "store_credit"), "You get an exchange or store credit, not your money back."),
    ],
)
def test_who_gets_no_money_is_told_at_once(types, said):
    facts = returns(days=30, remorse_fees="free", refund_types=types)
    assert said in short(facts)
    assert checkout(facts).endswith(f"{said} You get it within 14 days of the day we learn of the return.")
    assert "refund_means" not in lines(facts)


def test_the_checkout_answers_how_long_who_pays_from_when_and_when_the_money_is_back():
    assert checkout(returns(days=30, refund_days=7, refund_start="goods_back"), "EE") == (
        "You may return it within 30 days. You pay the postage. "
        "The days begin the day after the last item of your order arrives. "
        "You get your money back within 7 days of the day the goods are back with us."
    )


def test_the_table_of_a_plain_term():
    table = lines(returns(days=30, remorse_fees="free", methods=("mail", "in_store"), exclusions=("d", "j")))
    assert [(line.name, line.value) for line in table.values()] == [
        ("return_window", "30"),
        ("return_start", "last_item"),
        ("return_cost_remorse", "free"),
        ("return_cost_defect", "free"),
        ("return_cost_wrong_item", "free"),
        ("refund_type", "full"),
        ("refund_deadline", "14 notice"),
        ("refund_means", "same"),
        ("refund_shipping", "refunded"),
        ("return_methods", "mail in_store"),
        ("return_label", "customer"),
        ("return_condition", "new"),
        ("return_exclusions", "d j"),
    ]
    assert table["return_methods"].text == "By post or courier or in a store"
    assert table["return_exclusions"].text == (
        "Goods that spoil or expire quickly; Single newspapers and magazines"
    )


@pytest.mark.parametrize(
    "fees, amount, value, text",
    [
        ("free", None, "free", "We pay the postage."),
        ("customer", None, "customer", "You pay the postage."),
        ("fixed", Decimal("4.9000"), "fixed 4.90 EUR", "We deduct €4.90 from your refund for the postage."),
        ("fixed", Decimal(0), "free", "We pay the postage."),
        ("fixed", None, "customer", "You pay the postage."),
    ],
)
def test_who_pays(fees, amount, value, text):
    line = lines(returns(days=30, defect_fees=fees, defect_amount=amount, currency="EUR"))[
        "return_cost_defect"
    ]
    assert (line.value, line.text) == (value, text)


# Seasons


def test_a_season_has_its_line():
    shorter = SeasonFacts(first_day=date(2026, 7, 1), last_day=date(2026, 7, 31), days=60)
    table = lines(returns(days=30, seasons=(CHRISTMAS, shorter)))
    first, second = table["return_season_1"], table["return_season_2"]
    assert first.value == "2026-11-01..2026-12-24 2027-01-31"
    assert first.text == "Bought from November 1, 2026 to December 24, 2026: return until January 31, 2027."
    assert second.value == "2026-07-01..2026-07-31 60"
    assert second.text == "Bought from July 1, 2026 to July 31, 2026: return within 60 days."


@pytest.mark.parametrize("today, is_season", [(date(2026, 10, 31), False), (date(2026, 11, 1), True)])
def test_the_short_line_knows_what_day_it_is(today, is_season):
    facts = returns(days=30, remorse_fees="free", seasons=(CHRISTMAS,))
    more = "What you buy today you may return until January 31, 2027."
    assert (more in short(facts, "EE", today)) is is_season
    assert (more in checkout(facts, "EE", today)) is is_season
    assert short_line(facts, "EE", today=today).value == "30"


# Countries

BY_COUNTRY = version(
    "returns",
    returns=(
        ReturnFacts(countries=("EE", "LV"), days=60),
        ReturnFacts(countries=("EU",), days=30),
        ReturnFacts(countries=("LV",), days=1),  # never reached
        ReturnFacts(days=10),
        ReturnFacts(countries=("US",), days=2),  # never reached
    ),
)


@pytest.mark.parametrize("country, days", [("EE", "60"), ("DE", "30"), ("US", "10")])
def test_a_known_country_has_one_row(country, days):
    assert lines(BY_COUNTRY, country)["return_window"].value == days
    assert short_line(BY_COUNTRY, country).value == days


def test_an_unknown_country_has_a_section_for_each_row_in_force_somewhere():
    found = sections(BY_COUNTRY)
    assert [(section.code, section.title, section.lines[0].value) for section in found] == [
        ("EE+LV", "Estonia and Latvia", "60"),
        ("EU", "European Union", "30"),
        ("", "All other countries", "10"),
    ]
    assert short_line(BY_COUNTRY).value == "10"


def test_where_no_row_is_in_force_nothing_is_said():
    facts = returns(countries=("EE",), days=30)
    assert sections(facts, "US") == ()
    assert short_line(facts, "US").text == checkout_line(facts, "US").text == ""
    assert short_line(facts).name == "EE.return_window"


def test_lists_of_staff_show_a_row_as_its_sentence():
    assert row_sentence(ReturnFacts(countries=("EE",), days=14)) == (
        "You may return it within 14 days: your legal right. You pay the postage."
    )


def test_the_documentation_quotes_what_is_said():
    page = (DOCS / "explanation" / "sentences.md").read_text()
    quoted = {
        ("EE", 30, "customer"): [short, checkout],
        ("EE", 30, "free"): [short],
        ("EE", 14, "customer"): [short],
        ("EE", 14, "free"): [short],
        ("EE", 10, "customer"): [short],
        ("US", 14, "free"): [short],
    }
    for (country, days, fees), faces in quoted.items():
        for face in faces:
            assert f"| {face(returns(days=days, remorse_fees=fees), country)} |" in page
    assert lines(returns(days=30), "EE")["return_legal"].text in page
