import json
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from django_trust.text import clean_text, email_key, is_blank, keyed_hash, normalize_email
from tests.requirements import require_shared_data

# Hypothesis seldom draws these by itself.
ODD = st.sampled_from(
    "\x00\x07\x0b\x0c\r\n\x1b\x7f\x85\u2028\u2029\u200d\u200e\u202e\u2066\ufeff\ufffe\u3164\u2800\u0301\ud83d"
)
TYPED = st.text(st.one_of(st.characters(), ODD), max_size=60)
ENCODABLE = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), ODD.filter(lambda char: char != "\ud83d"))
)


@given(TYPED, st.booleans(), st.integers(1, 80))
def test_any_text_is_cleaned_or_refused_with_a_message(text, multiline, limit):
    try:
        cleaned = clean_text(text, max_length=limit, multiline=multiline)
    except ValidationError as error:
        refused = error.code
    else:
        refused = ""
        cleaned.encode()
        assert len(cleaned) <= limit
    assert refused in ("", "max_length", "surrogate")
    assert (refused == "surrogate") == any("\ud800" <= char <= "\udfff" for char in text)


@given(ENCODABLE, st.booleans())
def test_cleaning_twice_changes_nothing_more(text, multiline):
    once = clean_text(text, max_length=1000, multiline=multiline)
    assert clean_text(once, max_length=1000, multiline=multiline) == once


@given(ENCODABLE, st.booleans())
def test_no_control_character_but_line_feed_and_tab_remains(text, multiline):
    cleaned = clean_text(text, max_length=1000, multiline=multiline)
    allowed = {"\n", "\t"} if multiline else {"\t"}
    assert {char for char in cleaned if unicodedata.category(char) == "Cc"} <= allowed
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(cleaned)


@given(ENCODABLE)
def test_what_looks_empty_is_empty(text):
    cleaned = clean_text(text, max_length=1000)
    assert cleaned == "" or not is_blank(cleaned)


@pytest.mark.parametrize(
    "blank", ["", " ", "\u3164", "\u2800" * 10, "\xa0\u2003\u3000 ", "\u200b\u200d", "\x00\x01"]
)
def test_blank_is_empty(blank):
    assert clean_text(blank, max_length=100) == ""


def test_a_lone_surrogate_is_refused():
    with pytest.raises(ValidationError, match="broken character"):
        clean_text("lone \ud83d surrogate", max_length=100)


def test_the_limit_counts_characters_and_says_both_numbers():
    assert clean_text("😀" * 10, max_length=10) == "😀" * 10
    with pytest.raises(ValidationError, match=r"Please shorten this to 10 characters; it has 11\."):
        clean_text("😀" * 11, max_length=10)


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_every_kind_of_line_break_becomes_a_line_feed(line_break):
    assert clean_text(f"one{line_break}two", max_length=100) == "one\ntwo"
    assert clean_text(f"one{line_break}two", max_length=100, multiline=False) == "one two"


def test_towers_of_marks_are_cut():
    cleaned = clean_text("b" + "\u0335" * 200 + "ad", max_length=100)
    assert cleaned == "b" + "\u0335" * 6 + "ad"


@pytest.mark.shared_data
def test_legitimate_unusual_text_is_kept_letter_by_letter():
    entries = json.loads(require_shared_data("hostile", "handmade.json").read_text(encoding="utf-8"))
    legitimate = [entry["text"] for entry in entries if entry["cls"].endswith("-ok")]
    assert legitimate
    assert [clean_text(text, max_length=5000) for text in legitimate] == legitimate


@given(st.emails())
def test_one_mailbox_has_one_key_however_it_is_spelled(email):
    assert email_key(f" {email.upper()} ") == email_key(normalize_email(email.upper()))
    assert email not in email_key(email)


def test_no_address_has_no_key():
    assert email_key("") == email_key("  ") == ""


def test_hashes_differ_by_purpose_and_by_secret(settings):
    first = keyed_hash("email", "a@b.test")
    assert first != keyed_hash("device", "a@b.test")
    settings.SECRET_KEY = "another"
    assert first != keyed_hash("email", "a@b.test")
    assert len(first) == 32
