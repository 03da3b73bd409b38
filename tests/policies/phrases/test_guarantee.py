"""The legal guarantee is a right; a commercial one comes on top and takes nothing away."""

import pytest
from django.utils.translation import override

from django_trust.policies.facts import GuaranteeFacts
from django_trust.policies.phrases import checkout_line, row_sentence, sections, short_line
from tests.policies.phrases.making import law, lines, version


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def guarantee(market="", **terms):
    return version("guarantee", market=market, guarantees=(GuaranteeFacts(**terms),))


@pytest.mark.parametrize(
    "country, terms, value, text",
    [
        ("EE", {}, "24", "The law gives you 2 years. This is your legal right."),
        ("PT", {}, "36", "The law gives you 3 years. This is your legal right."),
        ("EE", {"legal_months": 30}, "30", "The law gives you 30 months. This is your legal right."),
        (
            "US",
            {},
            "no_fixed_length",
            "The law protects you when goods are faulty. It names no fixed length of time.",
        ),
        ("CL", {}, "by_law", "The law says what you may ask for when goods are faulty."),
    ],
)
def test_the_legal_guarantee(country, terms, value, text):
    line = lines(guarantee(**terms), country)["guarantee_legal"]
    assert (line.value, line.text) == (value, text)


def test_what_nobody_is_sure_of_is_not_told_as_law():
    with law("L", guarantee_months=24, presumption_months=12):
        assert [line.value for line in lines(guarantee(), "XX").values()] == ["by_law"]
    with law("L", guarantee_months=None):
        assert lines(guarantee(), "XX")["guarantee_legal"].value == "by_law"


def test_what_the_law_says_beside_its_length():
    table = lines(guarantee(), "FR")
    assert table["guarantee_presumption"].text == (
        "A fault that shows within 2 years counts as there from the start, unless we prove otherwise."
    )
    assert table["guarantee_repair"].text == "After a repair the legal guarantee is 6 months longer."
    own = lines(guarantee(repair_extension_months=12), "FR")["guarantee_repair"]
    assert (own.value, own.text) == ("12", "After a repair the legal guarantee is 1 year longer.")


@pytest.mark.parametrize(
    "by, text",
    [
        ("seller", "We also guarantee it for 3 years, at no extra cost."),
        ("producer", "The producer also guarantees it for 3 years, at no extra cost."),
    ],
)
def test_a_commercial_guarantee_comes_on_top(by, text):
    facts = guarantee(
        commercial_months=36,
        commercial_by=by,
        guarantor="Teapots Ltd, Tallinn",
        covers={"en": "The lid too"},
        terms_url="https://shop.example/guarantee",
    )
    legal = "Legal guarantee of 2 years: your legal right."
    assert short_line(facts, "EE").text == f"{legal} {text}"
    assert checkout_line(facts, "EE").text == f"{legal} {text} It does not limit your legal rights."
    table = lines(facts, "EE")
    assert (table["guarantee_commercial"].value, table["guarantee_commercial"].text) == (f"{by} 36", text)
    assert table["guarantee_guarantor"].text == "Teapots Ltd, Tallinn"
    assert table["guarantee_covers"].text == "The lid too"
    assert table["guarantee_terms"].value == "https://shop.example/guarantee"
    assert table["guarantee_rights"].text == "It does not limit your legal rights."


def test_without_a_commercial_guarantee_there_is_no_word_of_one():
    assert not {"guarantee_commercial", "guarantee_rights"} & lines(guarantee(), "EE").keys()
    assert checkout_line(guarantee(), "EE").text == "Legal guarantee of 2 years: your legal right."


def test_the_law_follows_the_country_of_the_reader_the_row_and_the_policy():
    by_country = version(
        "guarantee", guarantees=(GuaranteeFacts(countries=("PT",)), GuaranteeFacts(countries=("EE",)))
    )
    assert [section.lines[0].value for section in sections(by_country)] == ["36", "24"]
    assert short_line(guarantee(market="ES")).value == "36"
    assert short_line(guarantee(market="EU"), "PT").value == "36"
    assert row_sentence(GuaranteeFacts(countries=("PT",))) == "Legal guarantee of 3 years: your legal right."
