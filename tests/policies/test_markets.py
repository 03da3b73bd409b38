"""The profiles of markets: every fact has its source, and the loader lets nothing wrong pass."""

import re
from datetime import date

import pytest
from django.utils.translation import override

from django_trust.badges.claim_rules.rights import GUARANTEES, RETURNS
from django_trust.policies.markets import known_markets, market, market_statements, profile_for, statement
from django_trust.policies.markets.loading import MARKETS_FILE, MalformedMarkets, read_markets
from django_trust.policies.markets.notes import NOTES
from django_trust.policies.markets.profiles import profiles_of
from django_trust.policies.markets.statements import STATEMENTS
from django_trust.shop.places import EU_MEMBERS, country_codes

pytestmark = pytest.mark.slow  # the same on every Python and Django: once is enough

ASKED_FOR = "EU EE DE FR PT ES BR ID SA AE EG GB US CA AU JP IN TR".split()
DAYS_OF_MONTHS = {24: 730, 36: 1095, 3: 90}
TABLES = read_markets(MARKETS_FILE)


def all_rows():
    """Every row of the file with its place."""
    for code, table in TABLES.items():
        for name, row in table.items():
            if name in ("statements", "notes"):
                yield from ((f"{code}.{name}.{key}", entry) for key, entry in row.items())
            elif name != "parent":
                yield f"{code}.{name}", row


def test_all_markets_are_there():
    assert set(ASKED_FOR) <= set(known_markets())
    assert set(known_markets()) <= {"EU", *country_codes()}
    assert {code for code in known_markets() if profile_for(code).parent == "EU"} <= EU_MEMBERS


@pytest.mark.parametrize(
    ("place", "row"), list(all_rows()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_row_has_source_date_and_certainty(place, row):
    assert row["source"].strip() == row["source"] != ""
    assert date(2026, 1, 1) <= row["checked_on"] <= date(2100, 1, 1)
    assert row["certainty"] in ("H", "M", "L")
    assert place.rpartition(".")[2].islower()


def test_main_figures_are_those_of_the_laws():
    table = {
        "EU": (14, "last_item", "customer", 14, 24, 12),
        "EE": (14, "last_item", "customer", 14, 24, 12),
        "DE": (14, "last_item", "customer", 14, 24, 12),
        "FR": (14, "last_item", "customer", 14, 24, 24),
        "PT": (14, "last_item", "customer", 14, 36, 24),
        "ES": (14, "last_item", "customer", 14, 36, 24),
        "BR": (7, "delivery", "free", 0, 3, None),
        "ID": (0, None, None, None, None, None),
        "SA": (7, "delivery", "customer", 14, None, None),
        "AE": (0, None, "policy", None, None, None),
        "EG": (14, "delivery", "customer", 7, 24, None),
        "GB": (14, "last_item", "customer", 14, None, 6),
        "US": (0, None, "policy", None, None, None),
        "CA": (0, None, "policy", 15, None, None),
        "AU": (0, None, "policy", None, None, None),
        "JP": (0, None, "customer", None, None, None),
        "IN": (0, None, "policy", None, None, None),
        "TR": (14, "delivery", "free", 14, 24, 6),
    }
    names = (
        "withdrawal_days",
        "withdrawal_start",
        "remorse_cost",
        "refund_days",
        "guarantee_months",
        "presumption_months",
    )
    assert {code: tuple(profile_for(code).value(name) for name in names) for code in table} == table


def test_what_is_uncertain_is_marked():
    certainty = {
        ("EU", "withdrawal_days"): "H",
        ("EU", "repair_extension_months"): "M",
        ("EE", "withdrawal_function_from"): "M",
        ("AT", "withdrawal_function_from"): "M",
        ("ES", "withdrawal_function"): "L",
        ("EG", "withdrawal_days"): "M",
        ("EG", "refund_days"): "L",
        ("SA", "withdrawal_days"): "H",
        ("SA", "refund_days"): "M",
        ("ID", "withdrawal_days"): "M",
        ("IN", "defect_cost"): "M",
        ("CA", "refund_days"): "M",
    }
    assert {key: market(key[0]).fact(key[1]).certainty for key in certainty} == certainty


def test_days_for_answers_about_personal_data():
    found = {code: market(code).value("privacy_answer_days") for code in known_markets()}
    assert {code: days for code, days in found.items() if days} == {
        **dict.fromkeys(["EU", "AT", "DE", "EE", "ES", "FR", "PT"], 30),
        "BR": 15,
        "ID": 3,
        "SA": 30,
        "US": 45,
    }


# Agreement with the rules about claims of badges, which know the same laws


@pytest.mark.parametrize("ground", RETURNS, ids=lambda ground: ground.source)
def test_claims_about_returns_know_the_same_days(ground):
    code = "EU" if "EU" in ground.markets else next(iter(ground.markets))
    assert ground.days == market(code).value("withdrawal_days")


@pytest.mark.parametrize("ground", GUARANTEES, ids=lambda ground: ground.source)
def test_claims_about_guarantees_know_the_same_length(ground):
    code = "EU" if "EU" in ground.markets else next(iter(ground.markets))
    assert ground.days == DAYS_OF_MONTHS[market(code).value("guarantee_months")]


def test_no_market_with_days_to_return_is_unknown_to_the_rules_about_claims():
    ruled = {code for ground in RETURNS for code in ground.markets}
    with_days = {code for code in known_markets() if market(code).value("withdrawal_days")}
    assert with_days <= ruled


# Inheritance


def test_a_country_takes_over_what_it_does_not_state():
    estonia, union = market("EE"), market("EU")
    assert estonia.fact("refund_same_means") == union.fact("refund_same_means")
    assert "Estonia" in estonia.fact("withdrawal_days").source
    assert estonia.value("withdrawal_function_from") == "2026-09-01"
    assert union.value("withdrawal_function_from") == "2026-06-19"
    assert list(estonia.statements) == [*union.statements, "ee_disputes"]
    assert set(union.notes) < set(estonia.notes)


def test_members_without_a_profile_have_that_of_the_union():
    assert {profile_for(code).code for code in EU_MEMBERS - {*known_markets()}} == {"EU"}
    assert profile_for("fi").code == "EU"
    assert profile_for("NO").code == "EU"  # European Economic Area
    assert profile_for("CH") is None
    assert profile_for("") is None


def test_codes_are_read_as_people_write_them():
    assert market("uk").code == "GB"
    assert market("br").code == "BR"


def test_an_unknown_market_names_the_nearest_one():
    with pytest.raises(ValueError, match=r"no profile for 'EUR'. Did you mean 'EU'\? There are EU, AT,"):
        market("EUR")
    with pytest.raises(ValueError, match=r"no profile for 'XX'\. There are EU, AT,"):
        market("XX")


def test_an_unknown_fact_is_a_mistake_and_a_silent_law_is_none():
    with pytest.raises(ValueError, match=r"no fact 'withdrawl_days'; there are withdrawal_days, "):
        market("EU").fact("withdrawl_days")
    assert market("US").fact("refund_same_means") is None
    assert market("US").fact("guarantee_months").value is None
    assert market("US").fact("guarantee_months").source == "UCC 2-314 (US): implied warranty"


def test_statements_as_one_fact_are_as_sure_as_the_least_sure():
    fact = market("ID").fact("statements")
    assert (fact.value, fact.certainty) == (("no_void_clauses", "id_exchange_window"), "M")
    assert fact.source == "UU 8/1999 (Indonesia), Art. 18; PP 80/2019 (Indonesia), Art. 69"
    assert market("US").fact("statements") is None


# Words


def test_every_code_has_words_and_all_words_are_used():
    profiles = [market(code) for code in known_markets()]
    assert {code for profile in profiles for code in profile.statements} == STATEMENTS.keys()
    assert {code for profile in profiles for code in profile.notes} == NOTES.keys()


@pytest.mark.parametrize("code", STATEMENTS)
def test_a_statement_is_a_whole_sentence_without_a_fixed_figure(code):
    text = str(STATEMENTS[code].text)
    assert re.fullmatch(r"[A-Z].+(\.|https://\S+)", text)
    assert not re.search(r"\d", text)
    assert "%" not in statement(code)


def test_shoppers_are_told_nothing_that_needs_to_be_confirmed():
    profiles = [market(code) for code in known_markets()]
    assert "L" not in {fact.certainty for profile in profiles for fact in profile.statements.values()}


def test_statements_belong_to_kinds_of_policies():
    returns, guarantee = market_statements("returns", "PT"), market_statements("guarantee", "PT")
    assert statement("withdrawal_function") in returns
    assert statement("withdrawal_function") not in guarantee
    assert statement("legal_guarantee_reminder") in guarantee
    assert statement("complaints_book") in returns
    assert statement("complaints_book") in guarantee
    assert market_statements("payment", "PT") == ()


def test_nothing_is_stated_where_nobody_knows():
    assert market_statements("returns", "") == ()
    assert market_statements("returns", "CH") == ()
    assert market_statements("returns", "US") == ()


def test_figures_of_statements_are_in_the_digits_of_the_reader():
    with override("en"):
        assert "within 48 hours" in statement("in_grievance_officer")
    with override("ar-eg"):
        assert "٤٨" in statement("in_grievance_officer")


# The file


GOOD = """
[EU]
withdrawal_days = { value = 14, source = "A law", checked_on = 2026-11-21, certainty = "H" }
"""


def problems(tmp_path, text):
    path = tmp_path / "markets.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MalformedMarkets) as raised:
        read_markets(path)
    return str(raised.value)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('value = "14"', "EU.withdrawal_days.value is '14'; it must be a whole number."),
        ("value = -1", "EU.withdrawal_days.value is -1; it must be a whole number."),
        ("value = true", "EU.withdrawal_days.value is True; it must be a whole number."),
        ("days = 14", "EU.withdrawal_days has an unknown days;"),
        ("days = 14", "EU.withdrawal_days has no value."),
    ],
)
def test_a_wrong_value_is_named_by_its_place(tmp_path, wrong, said):
    found = problems(tmp_path, GOOD.replace("value = 14", wrong))
    assert found.startswith("markets.toml: ")
    assert said in found


@pytest.mark.parametrize("part", ["source", "checked_on", "certainty"])
def test_a_row_without_one_of_its_parts_is_refused(tmp_path, part):
    text = re.sub(rf", {part} = [^,}}]+", " ", GOOD)
    assert problems(tmp_path, text) == f"markets.toml: EU.withdrawal_days has no {part}."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"H"', '"sure"', 'EU.withdrawal_days.certainty is \'sure\'; it must be "H" or "M" or "L".'),
        ("2026-11-21", '"2026-11-21"', "EU.withdrawal_days.checked_on is '2026-11-21'; it must be a date."),
        ('"A law"', '"  "', "EU.withdrawal_days.source is '  '; it must be a text."),
        ("withdrawal_days", "withdrawl_days", "EU.withdrawl_days is no fact; there are withdrawal_days, "),
        ("[EU]", "[europe]", "europe must be a table named by two capital letters."),
        ("[EU]", '[EU]\nparent = "XX"', "EU.parent must be a market of the file that has no parent itself"),
        ("[EU]", "[EU]\nparent = []", "EU.parent must be a market of the file that has no parent itself"),
        ("[EU]", "[EU]\nnotes = 3", "EU.notes must be a table of codes."),
        ("[EU]", "[EU]\nnotes = { some = 3 }", "EU.notes.some must be a table with source, checked_on, "),
        ("[EU]", "[EU]\nrefund_days = 14", "EU.refund_days must be a table with value, source, checked_on, "),
        ("[EU]", "[EU", "markets.toml cannot be read: "),
    ],
)
def test_other_mistakes_are_named_too(tmp_path, old, new, said):
    assert said in problems(tmp_path, GOOD.replace(old, new))


def test_all_mistakes_are_named_at_once(tmp_path):
    found = problems(tmp_path, GOOD.replace("14", '"x"').replace('"H"', '"X"'))
    assert "EU.withdrawal_days.value" in found
    assert "EU.withdrawal_days.certainty" in found


def test_a_sound_file_is_read(tmp_path):
    path = tmp_path / "markets.toml"
    path.write_text(GOOD + '\n[FI]\nparent = "EU"\n', encoding="utf-8")
    profiles = profiles_of(read_markets(path))
    assert profiles["FI"].value("withdrawal_days") == 14
    assert profiles["FI"].fact("withdrawal_days").checked_on == date(2026, 11, 21)
