"""What holds whatever the terms say."""

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from django_trust.policies.choices import (
    Charged,
    Conversion,
    GuaranteeBy,
    LegalBasis,
    PrivacyRight,
    Purpose,
)
from django_trust.policies.facts import GuaranteeFacts, PaymentFacts, PrivacyFacts, PurposeFacts
from django_trust.policies.phrases import checkout_line, row_sentence, sections, short_line
from django_trust.policies.widgets import named_facts
from tests.policies.any_facts import MARKETS, codes, places, rate_rows, return_rows
from tests.policies.phrases.making import version

months = st.none() | st.integers(0, 600)
texts = st.sampled_from([{}, {"en": "Words"}, {"et": "Sõnad"}, {"ar": "كلمات"}])
guarantee_rows = st.builds(
    GuaranteeFacts,
    countries=places,
    legal_months=months,
    commercial_months=months,
    commercial_by=st.sampled_from(GuaranteeBy.values),
    covers=texts,
    repair_extension_months=months,
)
payment_rows = st.builds(
    PaymentFacts,
    countries=places,
    methods=st.just(("visa", "magic")),
    charged=st.sampled_from(Charged.values),
    invoice_days=st.none() | st.integers(0, 400),
    currencies=codes(["EUR", "USD"], "XXX"),
    conversion=st.sampled_from(Conversion.values),
    prices_include_tax=st.booleans(),
    note=texts,
)
privacy_rows = st.builds(
    PrivacyFacts,
    countries=places,
    contact_email=st.just("data@shop.example"),
    rights=codes(PrivacyRight.values, "magic"),
    answer_days=st.integers(0, 400),
    transfers=texts,
    sells_data=st.booleans(),
)
purpose_rows = st.builds(
    PurposeFacts,
    countries=places,
    purpose=st.sampled_from(Purpose.values),
    description=texts,
    data=texts,
    legal_basis=st.sampled_from(LegalBasis.values),
    retention_months=months,
    retention_note=texts,
)


def several(rows):
    return st.lists(rows, max_size=3).map(tuple)


versions = st.one_of(
    st.builds(version, st.just("returns"), market=st.sampled_from(MARKETS), returns=several(return_rows)),
    st.builds(version, st.just("shipping"), market=st.sampled_from(MARKETS), rates=several(rate_rows)),
    st.builds(version, st.just("guarantee"), guarantees=several(guarantee_rows)),
    st.builds(version, st.just("payment"), payments=several(payment_rows)),
    st.builds(version, st.just("privacy"), privacy=several(privacy_rows), purposes=several(purpose_rows)),
)
countries = st.sampled_from(["", "EE", "DE", "US", "BR", "JP", "XX"])
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(versions, countries)
def test_every_fact_has_a_name_of_its_own(facts, country):
    names = [name for name, _value in named_facts(sections(facts, country))]
    assert len(names) == len(set(names))


@given(versions, countries, days)
def test_the_short_line_is_about_a_fact_of_the_table(facts, country, today):
    known = dict(named_facts(sections(facts, country)))
    short, fuller = short_line(facts, country, today=today), checkout_line(facts, country, today=today)
    assert (short.name, short.value) == (fuller.name, fuller.value)
    assert bool(short.text) == bool(fuller.text) == bool(short.name)
    if short.name:
        assert known[short.name] == short.value


@pytest.mark.parametrize("language", ["et", "ar-eg", "pt-br", "hi"])
@given(versions, countries)
def test_values_are_the_same_in_every_language(language, facts, country):
    with override("en"):
        english = list(named_facts(sections(facts, country)))
    with override(language):
        assert list(named_facts(sections(facts, country))) == english


@given(versions, countries)
def test_nothing_is_said_without_words(facts, country):
    with override("en"):
        for section in sections(facts, country):
            for line in section.lines:
                assert line.label
                assert "%(" not in line.text
                assert "None" not in line.text


@given(versions)
def test_every_row_has_a_sentence(facts):
    for rows in (facts.returns, facts.rates, facts.guarantees, facts.payments, facts.privacy, facts.purposes):
        assert all(row_sentence(row) for row in rows)


@given(return_rows, countries)
def test_a_legal_right_is_never_an_offer(row, country):
    """Where the law gives as much, the sentence says so or stays plain: Directive 2005/29/EC, Annex I, 10."""
    facts = version("returns", returns=(row,))
    with override("en"):
        text = short_line(facts, country, today=date(2019, 1, 1)).text
    gives = {"EE": 14, "DE": 14, "BR": 7}.get(country, 0)
    if row.category == "finite" and row.days and row.days <= gives:
        assert not text.startswith("Return within")
    if row.days != gives:
        assert "your legal right" not in text
