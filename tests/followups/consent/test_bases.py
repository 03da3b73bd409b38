"""Which right to write is needed where, and who says so."""

from datetime import date

import pytest

from django_trust.followups.choices import MARKETING, Basis, Purpose
from django_trust.followups.consent.bases import ELSEWHERE, basis_for, basis_of, known_rules
from django_trust.shop.places import country_codes


@pytest.mark.parametrize(
    ("country", "basis"),
    [
        ("EE", "soft_opt_in"),
        ("de", "soft_opt_in"),
        ("NO", "soft_opt_in"),
        ("GB", "soft_opt_in"),
        ("UK", "soft_opt_in"),
        ("US", "objection"),
        ("BR", "objection"),
        ("CA", "soft_opt_in"),
        ("AU", "soft_opt_in"),
        ("SA", "consent"),
        ("EG", "consent"),
        ("AE", "consent"),
        ("ID", "consent"),
        ("JP", "consent"),
        ("ZZ", "consent"),
        ("", "consent"),
    ],
)
def test_the_basis_of_a_country(country, basis):
    assert {basis_for(purpose, country) for purpose in MARKETING} == {Basis(basis)}
    assert basis_for(Purpose.ORDER, country) == Basis.ORDER


def test_germany_names_the_judgment_about_questionnaires():
    assert "VI ZR 225/17" in basis_of("survey", "DE").source
    assert "VI ZR 225/17" not in basis_of("offers", "DE").source


def test_every_row_says_who_says_so_and_when():
    for place, rules in known_rules().items():
        assert set(rules) == set(MARKETING), place
        for rule in rules.values():
            assert rule.source
            assert rule.certainty in ("H", "M", "L")
            assert isinstance(rule.checked_on, date)
            assert rule.days is None or rule.basis == Basis.SOFT_OPT_IN
    assert set(known_rules()) - {"EU", ELSEWHERE} <= set(country_codes())


def test_the_word_of_the_shop_comes_first_and_the_nearest_one_counts(configure):
    configure(
        FOLLOWUPS_BASIS={
            "EU": {"review": "consent"},
            "DE": {"review": "objection"},
            "": {"tips": "objection"},
        }
    )
    assert basis_for("review", "DE") == Basis.OBJECTION
    assert basis_for("review", "EE") == basis_for("review", "IS") == Basis.CONSENT
    assert basis_for("survey", "EE") == Basis.SOFT_OPT_IN
    assert basis_for("tips", "JP") == Basis.OBJECTION
    assert basis_of("review", "DE").source == 'DJANGO_TRUST["FOLLOWUPS_BASIS"]'


@pytest.mark.parametrize(
    ("markets", "basis"),
    [
        (["EU"], "soft_opt_in"),
        (["EE"], "soft_opt_in"),
        (["US"], "objection"),
        (["US", "EU", "SA"], "consent"),
    ],
)
def test_where_nobody_knows_the_country_the_strictest_market_counts(configure, markets, basis):
    configure(MARKETS=markets)
    assert basis_for("review", "") == Basis(basis)
    assert basis_for("review", "JP") == Basis.CONSENT


def test_of_two_markets_the_one_that_forgets_is_stricter(configure):
    configure(MARKETS=["EU", "CA"])
    assert basis_of("review", "").days == 730
