"""Numbers of authorities, with python-stdnum and without it."""

import sys

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from django_trust.shop.identity.registrations import SCHEMES, ascii_digits, scheme_of

pytestmark = pytest.mark.slow  # the same on every Python and Django: once is enough

RIGHT = [
    ("vat", "EE 100 931 558"),
    ("vat", "FR 61 954 506 077"),
    ("sa_vat", "310122393500003"),
    ("gb_vat", "GB 980 7806 84"),
    ("registrikood", "10137319"),
    ("cnpj", "16.727.230/0001-97"),
    ("cnpj", "12.ABC.345/01DE-35"),
    ("cr", "1010 123456"),
    ("nib", "9120001234567"),
    ("npwp", "01.300.066.6-091.000"),
    ("pse", "000123.01/DJAI.PSE/01/2022"),
    ("company_number", "SC123456"),
    ("siren", "552 008 443"),
    ("siret", "732 829 320 00074"),
    ("handelsregister", "Amtsgericht München HRB 12345"),
    ("kbo", "0402.206.045"),
    ("kvk", "33014286"),
    ("nif", "A13 585 625"),
    ("nipc", "501 964 843"),
    ("ein", "91-1144442"),
    ("abn", "83 914 571 673"),
    ("gstin", "27AAPFU0939F1ZV"),
    ("lei", "213800KUD8LAJWSQ9D15"),
    ("duns", "15-048-3782"),
]
WRONG_FORM = [
    ("vat", "EE12345"),
    ("vat", "US123456789"),
    ("vat", "100931558"),
    ("sa_vat", "110122393500003"),
    ("registrikood", "1013731"),
    ("registrikood", "01013731"),
    ("cnpj", "16.727.230/0001"),
    ("cnpj", "16.727.230/0001-9A"),
    ("cr", "101012345"),
    ("nib", "912000123456"),
    ("company_number", "1234567"),
    ("lei", "213800KUD8LAJWSQ9D1"),
    ("handelsregister", "X"),
    ("handelsregister", "HRB 1\nHRB 2"),
]
WRONG_DIGITS = [
    ("vat", "EE100931559"),
    ("gb_vat", "GB802311781"),
    ("registrikood", "10137318"),
    ("cnpj", "16.727.230/0001-98"),
    ("cnpj", "12.ABC.345/01DE-36"),
    ("npwp", "01.300.066.6-091.0001"),
    ("siren", "552008444"),
    ("siret", "73282932000075"),
    ("kbo", "0402206046"),
    ("abn", "83914571674"),
    ("gstin", "27AAPFU0939F1ZO"),
    ("lei", "213800KUD8LAJWSQ9D16"),
]


@pytest.fixture
def without_stdnum(monkeypatch):
    for name in [name for name in sys.modules if name.split(".")[0] == "stdnum"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "stdnum", None)


@pytest.mark.parametrize(("code", "number"), RIGHT)
def test_a_right_number_fits(code, number):
    pytest.importorskip("stdnum")
    assert SCHEMES[code].fits(number)
    assert SCHEMES[code].has_right_check_digits(number)


@pytest.mark.parametrize(
    "scheme", [entry for entry in SCHEMES.values() if entry.example], ids=lambda entry: entry.code
)
def test_the_example_of_a_scheme_is_right(scheme):
    assert scheme.fits(scheme.example)
    assert scheme.has_right_check_digits(scheme.example)


@pytest.mark.parametrize(("code", "number"), WRONG_FORM)
def test_a_number_in_another_form_does_not(code, number):
    assert not SCHEMES[code].fits(number)


@pytest.mark.parametrize(("code", "number"), WRONG_DIGITS)
def test_check_digits_are_compared(code, number):
    pytest.importorskip("stdnum")
    assert SCHEMES[code].fits(number)
    assert not SCHEMES[code].has_right_check_digits(number)


@pytest.mark.parametrize(("code", "number"), WRONG_DIGITS)
def test_without_the_extra_only_the_form_counts(without_stdnum, code, number):
    assert SCHEMES[code].fits(number)
    assert SCHEMES[code].has_right_check_digits(number)


def test_digits_of_any_script_are_read():
    assert ascii_digits("١٠١٠١٢٣٤٥٦ ۱ １") == "1010123456 1 1"
    assert SCHEMES["cr"].compact("١٠١٠-١٢٣٤٥٦") == "1010123456"
    assert SCHEMES["cr"].fits("١٠١٠١٢٣٤٥٦")


def test_free_text_keeps_its_letters():
    assert SCHEMES["handelsregister"].compact(" Amtsgericht München HRB 1 ") == "Amtsgericht München HRB 1"


def test_registers_get_the_compact_number():
    assert SCHEMES["kbo"].register_url("0402.206.045").endswith("?ondernemingsnummer=0402206045")
    assert SCHEMES["siren"].register_url("552 008 443").endswith("/entreprise/552008443")
    assert SCHEMES["cnpj"].register_url("16.727.230/0001-97") == ""


def test_no_register_gets_what_is_no_number():
    assert SCHEMES["registrikood"].register_url('"><script>') == ""
    assert SCHEMES["company_number"].register_url("../../x") == ""


def test_names_are_translated_where_they_are_words():
    with translation.override("et"):
        assert str(SCHEMES["cnpj"].name) == "CNPJ"
    assert {str(SCHEMES[code].name) for code in ("vat", "sa_vat", "gb_vat")} == {"VAT number"}


def test_a_scheme_that_is_gone_is_another_number():
    assert scheme_of("no longer there") is SCHEMES["other"]


@given(st.text(max_size=80))
def test_no_text_breaks_a_scheme(text):
    for scheme in SCHEMES.values():
        assert scheme.fits(text) in (True, False)
        assert scheme.has_right_check_digits(text) in (True, False)
        assert "<" not in scheme.register_url(text)
