"""The words of the law, in every language that has them."""

import pytest
from django.utils.translation import override

from django_trust.policies.withdrawals.words import OFFICIAL, confirm_label, return_label, withdraw_label
from django_trust.shop.places import EU_MEMBERS


def test_all_languages_of_the_union_have_official_words():
    assert " ".join(sorted(OFFICIAL)) == (
        "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
    )
    assert len(EU_MEMBERS) == 27
    for labels in OFFICIAL.values():
        assert labels.withdraw[0].isupper()
        assert labels.confirm[0].isupper()
    assert len({label for labels in OFFICIAL.values() for label in labels}) == 48


@pytest.mark.parametrize(
    ("code", "withdraw", "confirm", "lang"),
    [
        ("de", "Vertrag widerrufen", "Widerruf bestätigen", "de"),
        ("de-at", "Vertrag widerrufen", "Widerruf bestätigen", "de"),
        ("et", "Taganen lepingust", "Kinnitan taganemise", "et"),
        ("fr-ca", "Renoncer au contrat ici", "Confirmer la rétractation", "fr"),
        ("pt", "Retrate-se do contrato aqui", "Confirmar retratação", "pt"),
        ("pt-pt", "Retrate-se do contrato aqui", "Confirmar retratação", "pt"),
        ("mt", "Irtira mill-kuntratt hawnhekk", "Ikkonferma r-reċess", "mt"),
        ("en-gb", "Withdraw from contract here", "Confirm withdrawal", "en"),
        ("ja", "Withdraw from contract here", "Confirm withdrawal", "en"),
    ],
)
def test_the_law_s_words_come_first(code, withdraw, confirm, lang):
    assert withdraw_label(code) == (withdraw, lang)
    assert confirm_label(code) == (confirm, lang)


def test_brazil_does_not_get_the_words_of_portugal():
    assert withdraw_label("pt-br").text != withdraw_label("pt").text


def test_a_language_without_words_gets_those_of_the_shop(settings):
    settings.LANGUAGE_CODE = "de"
    settings.LOCALE_PATHS = []  # as it was, but catalogues are read afresh
    assert withdraw_label("ja") == ("Vertrag widerrufen", "de")
    assert return_label("ja").language == "de"


def test_the_page_s_language_plays_no_part():
    with override("de"):
        assert withdraw_label("et").text == "Taganen lepingust"
        assert withdraw_label("ja").language == "en"
