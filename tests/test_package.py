import re
import shutil
import subprocess
import sys
import unicodedata
from importlib.resources import files
from string import Formatter

import pytest
from babel.messages.pofile import read_po

import django_trust
from tests.requirements import unavailable

PACKAGE = files("django_trust")
LANGUAGES = ("ar", "pt_BR", "id", "et")
NAMED = re.compile(r"%\((\w+)\)[a-z]|%[a-z%]")


def catalogue(language):
    path = PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"
    assert path.is_file(), f"There is no catalogue for {language}."
    with path.open("rb") as source:
        return read_po(source, locale=language)


def placeholders(text):
    return sorted(match[0] for match in NAMED.finditer(text))


def test_the_package_is_typed():
    assert (PACKAGE / "py.typed").is_file()


def test_the_version_is_a_release_number():
    assert re.fullmatch(r"\d+\.\d+\.\d+((a|b|rc)\d+)?", django_trust.__version__)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_complete(language):
    messages = [message for message in catalogue(language) if message.id]
    assert messages
    assert [message.id for message in messages if message.fuzzy] == []
    untranslated = [
        message.id
        for message in messages
        if not all(message.string if isinstance(message.string, tuple) else (message.string,))
    ]
    assert untranslated == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_composed(language):
    text = (PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)


# A plural form for exactly one or two may say the number in a word.
IN_WORDS = {"%(number)s", "%(limit)d", "%(done)s", "%(failed)s", "%(low)s", "%(total)s"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language):
    wrong = []
    for message in catalogue(language):
        if not message.id:
            continue
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        allowed = {tuple(placeholders(text)) for text in originals}
        most = max(allowed, key=len)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in strings:
            missing = set(most) - set(placeholders(text))
            extra = set(placeholders(text)) - set(most)
            if extra or (missing and not (len(strings) > 1 and missing <= IN_WORDS)):
                wrong.append((message.id, text))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_as_many_plural_forms_as_the_language(language):
    expected = {"ar": 6, "pt_BR": 2, "id": 1, "et": 2}[language]
    plurals = [message for message in catalogue(language) if isinstance(message.id, tuple)]
    assert {len(message.string) for message in plurals} == {expected}


def test_all_catalogues_hold_the_same_messages():
    first, *others = (
        {(message.context, message.id) for message in catalogue(code) if message.id} for code in LANGUAGES
    )
    assert [first ^ other for other in others] == [set()] * len(others)


def test_messages_name_their_placeholders():
    """A translator can only reorder what has a name."""
    for message in catalogue(LANGUAGES[0]):
        texts = message.id if isinstance(message.id, tuple) else (message.id,)
        for text in texts:
            assert all(
                name.startswith("%(") or name == "%%"
                for name in placeholders(text)
                if "python-format" in message.flags
            )
            assert not [part for part in Formatter().parse(text.replace("%", "")) if part[1] == ""], text


@pytest.mark.slow
def test_the_catalogues_hold_every_string_of_the_sources(tmp_path):
    if shutil.which("xgettext") is None:
        unavailable("xgettext (package gettext) is not installed.")
    copy = tmp_path / "django_trust"
    shutil.copytree(str(PACKAGE), copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    wanted = [part for language in LANGUAGES for part in ("--locale", language)]
    command = [sys.executable, "-m", "django", "makemessages", *wanted, "--no-obsolete", "-v0"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True)
    for language in LANGUAGES:
        with (copy / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as source:
            messages = [message for message in read_po(source, locale=language) if message.id]
        assert [message.id for message in messages if message.fuzzy or not message.string] == []
        assert len(messages) == len([message for message in catalogue(language) if message.id])
