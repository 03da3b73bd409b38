"""Lists typed into one input, and codes to tick."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from django_trust.policies.admin_fields import (
    AmountField,
    CodesField,
    WordsField,
    labelled,
    market_choices,
    weekday_choices,
)
from django_trust.policies.admin_floors import covered
from django_trust.policies.choices import Exclusion

words = st.lists(st.text("ABCÕÄ012", min_size=1, max_size=8), max_size=20, unique=True)
names = st.lists(st.text("Ab, ;õ1&.", min_size=1).map(str.strip).filter(bool), max_size=20, unique=True)


@given(words, st.sampled_from([" ", ", ", ";", "\n", " ,\r\n", "، "]))
def test_words_may_be_parted_by_anything_people_type(entries, between):
    assert WordsField(required=False).clean(between.join(entries)) == entries


@given(words)
def test_a_list_shown_in_an_input_comes_back_as_it_was(entries):
    for field in (WordsField(required=False), WordsField(required=False, split="phrases")):
        shown = field.prepare_value(entries)
        assert field.clean(shown) == entries
        assert not field.has_changed(entries, shown)


@given(names)
def test_names_of_companies_may_hold_commas(entries):
    field = WordsField(required=False, split="lines")
    assert field.clean(field.prepare_value(entries)) == entries


@given(st.text())
def test_no_text_breaks_a_list(text):
    for split in ("words", "phrases", "lines"):
        try:
            entries = WordsField(required=False, split=split).clean(text)
        except ValidationError:
            continue
        assert all(entry == entry.strip() != "" for entry in entries)
        assert len(set(entries)) == len(entries)


def test_a_list_has_an_end():
    field = WordsField(required=False)
    for text in (" ".join(map(str, range(600))), "x" * 300):
        with pytest.raises(ValidationError):
            field.clean(text)
    assert field.has_changed([], "x" * 300)


@given(st.sets(st.sampled_from(Exclusion.values)).map(list))
def test_ticked_codes_come_in_the_order_of_the_choices(codes):
    field = CodesField(offered=labelled(Exclusion.choices), required=False)
    assert field.clean(codes) == sorted(codes)


def test_exceptions_bear_the_letter_of_the_directive():
    labels = dict(labelled(Exclusion.choices)())
    assert labels["c"].startswith("(c) Goods made to your specification")


def test_weekdays_and_markets_are_named():
    assert weekday_choices()[0] == ("1", "Monday")
    assert weekday_choices()[6] == ("7", "Sunday")
    choices = dict(market_choices())
    assert choices["EU"] == "European Union (EU)"
    assert choices["EE"] == "Estonia (EE)"
    assert next(iter(choices)) == ""


@given(st.decimals(0, 9999, places=4))
def test_amounts_are_shown_without_idle_zeros_and_read_back(amount):
    shown = AmountField().prepare_value(amount)
    assert AmountField().clean(shown) == amount
    assert "E" not in shown
    assert not (shown.endswith("0") and "." in shown)
    assert AmountField().prepare_value("4,9o") == "4,9o"


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ([""], ["EU", "BR"]),
        (["EU"], ["EU"]),
        (["DE", "FR"], ["DE", "FR"]),
        (["BR", "US"], ["BR"]),
        (["US"], []),
    ],
)
def test_a_row_is_compared_with_the_markets_it_covers(configure, places, found):
    configure(MARKETS=["EU", "BR"])
    assert covered(places) == found


def test_a_row_for_a_union_covers_the_markets_in_it(configure):
    configure(MARKETS=["EE", "BR"])
    assert covered(["EU"]) == ["EE"]
