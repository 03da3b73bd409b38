import pytest
from babel import Locale
from django.conf.locale import LANG_INFO
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from django_trust.l10n.locales import (
    current_language,
    direction,
    fallback_chain,
    html_lang,
    language_name,
    pick_language,
    to_babel,
)

pytestmark = pytest.mark.slow  # the same on every Python and Django: once is enough


@pytest.mark.parametrize(
    ("code", "locale"),
    [
        ("en", "en"),
        ("pt-br", "pt_BR"),
        ("zh-hant", "zh_Hant"),
        ("zh-tw", "zh_Hant_TW"),
        ("ar-eg", "ar_EG"),
        ("PT_BR", "pt_BR"),
    ],
)
def test_django_codes_become_babel_locales(code, locale):
    assert str(to_babel(code)) == locale


@pytest.mark.parametrize("code", sorted(LANG_INFO))
def test_every_language_of_django_has_a_locale_a_direction_and_a_name(code):
    assert isinstance(to_babel(code), Locale)
    assert direction(code) in ("ltr", "rtl")
    assert language_name(code, "en")


@given(st.text(max_size=20))
def test_nonsense_falls_back_instead_of_failing(code):
    assert isinstance(to_babel(code), Locale)
    assert fallback_chain(code)[-1] == "en"
    html_lang(code)


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("en", ("en", "et")),
        ("zh-tw", ("zh-tw", "zh-hant", "zh", "et")),
        ("pt-br", ("pt-br", "pt", "et")),
        ("de-ch-1996", ("de-ch-1996", "de-ch", "de", "et")),
        ("et", ("et",)),
        ("", ("et",)),
    ],
)
def test_the_chain_goes_from_exact_to_the_shops_own_language(code, chain):
    assert fallback_chain(code, default="et") == chain


def test_the_shops_own_language_is_its_language_code(settings):
    settings.LANGUAGE_CODE = "pt-br"
    assert fallback_chain("et") == ("et", "pt-br")


def test_the_first_available_language_of_the_chain_is_picked():
    assert pick_language({"pt": 1, "en": 2}, "pt-br") == "pt"
    assert pick_language(["en", "de"], "pt-br") == "en"
    assert pick_language(["de"], "pt-br") is None


@pytest.mark.parametrize("code", ["ar", "ar-eg", "fa", "he", "ur"])
def test_right_to_left(code):
    assert direction(code) == "rtl"


@pytest.mark.parametrize("code", ["en", "et", "id", "pt-br"])
def test_left_to_right(code):
    assert direction(code) == "ltr"


@pytest.mark.parametrize(
    ("code", "spelled"), [("pt-br", "pt-BR"), ("zh-hans", "zh-Hans"), ("et", "et"), ("es-419", "es-419")]
)
def test_html_spells_codes_its_own_way(code, spelled):
    assert html_lang(code) == spelled


def test_languages_are_named_in_the_readers_language():
    assert language_name("et", "en") == "Estonian"
    assert language_name("et", "et") == "eesti"
    assert language_name("ar-eg", "en") == "Arabic (Egypt)"


def test_there_is_always_a_current_language(settings):
    with translation.override("pt-br"):
        assert current_language() == "pt-br"
    with translation.override(None):
        assert current_language() == "en"
