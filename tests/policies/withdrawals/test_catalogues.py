"""German and French: the words of the withdrawal function, all of them and no others."""

import re

import pytest
from babel.messages.pofile import read_po

from tests.policies.withdrawals.messages import PACKAGE, shopper_messages

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")
FORMS = {"de": 2, "fr": 3}


def catalogue(language):
    with (PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as source:
        return {
            (message.context, message.id): message
            for message in read_po(source, locale=language)
            if message.id
        }


def texts_of(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def test_the_sources_are_read():
    found = shopper_messages()
    assert ("withdrawal function", "Confirm withdrawal") in found
    assert ("model withdrawal form", "Date") in found
    assert (None, "This is your statement:") in found
    assert ("return request", "It is faulty or damaged") in found
    assert len(found) > 100


@pytest.mark.parametrize("language", FORMS)
def test_every_string_is_there_and_none_is_left_over(language):
    translated = catalogue(language).keys()
    assert shopper_messages() - translated == set()
    assert translated - shopper_messages() == set()


@pytest.mark.parametrize("language", FORMS)
def test_every_string_is_translated_with_its_placeholders(language):
    for (_context, original), message in catalogue(language).items():
        assert not message.fuzzy
        texts = texts_of(message)
        assert len(texts) == (FORMS[language] if isinstance(original, tuple) else 1)
        wanted = set(PLACEHOLDER.findall(original[0] if isinstance(original, tuple) else original))
        for text in texts:
            assert text
            assert set(PLACEHOLDER.findall(text)) == wanted, original


@pytest.mark.parametrize(
    ("language", "familiar"),
    [("de", r"\b(du|dein\w*|dir|dich|euch|euer)\b"), ("fr", r"\b(tu|toi|ton|ta|tes)\b")],
)
def test_customers_are_addressed_formally(language, familiar):
    for message in catalogue(language).values():
        for text in texts_of(message):
            assert not re.search(familiar, text, re.IGNORECASE), text


def test_french_has_its_spaces():
    for message in catalogue("fr").values():
        for text in texts_of(message):
            assert not re.search(r"[^\u00a0\d][:;?](\s|$)", text), text
