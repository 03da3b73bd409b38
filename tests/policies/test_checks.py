"""The system checks of published policies and of MARKETS."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import global_settings
from django.core.checks import ERROR, WARNING
from django.db import connection
from django.utils import timezone, translation

import django_trust
from django_trust.policies.book import PolicyBook
from django_trust.policies.checks import (
    check_markets,
    check_policies,
    checked_languages,
    policy_messages,
    shown_countries,
)
from django_trust.policies.facts import ReturnFacts
from django_trust.policies.floors import EXPECTED
from django_trust.policies.models import (
    GuaranteeTerms,
    PolicyVersion,
    PrivacyTerms,
    ReturnTerms,
    ShippingRate,
)
from django_trust.policies.services import publish_policy, start_draft
from django_trust.shop.places import EU_MEMBERS
from tests.policies.any_facts import version
from tests.policies.terms import published_returns, returns_draft, write

TEMPLATES = Path(django_trust.__file__).parent / "templates" / "django_trust" / "policies"


def found(*ids):
    """The messages with these ids, of all without any."""
    messages = check_policies(None, databases=["default"])
    return [(one.id, one.level, one.msg, one.hint) for one in messages if not ids or one.id in ids]


@pytest.fixture
def other_terms(db):
    """Terms of every kind but returns, so that no market lacks any."""
    for kind, model, values in (
        ("shipping", ShippingRate, {"name": "Courier", "price": 5, "currency": "EUR", "origin": "EE"}),
        ("guarantee", GuaranteeTerms, {}),
        ("privacy", PrivacyTerms, {"answer_days": 15}),
    ):
        draft = start_draft(kind=kind)
        model.objects.create(version=draft, **values)
        publish_policy(version=draft)


# MARKETS without the database


def settings_messages(configure, *codes):
    configure(MARKETS=list(codes))
    return [(one.id, one.level, one.msg, one.hint) for one in check_markets(None)]


def test_markets_with_a_profile_are_fine(configure):
    assert settings_messages(configure, "EU", "ee", "FI", "NO", "UK", "BR") == []
    assert settings_messages(configure) == []


def test_a_country_without_a_profile_is_a_warning(configure):
    [(number, level, message, hint)] = settings_messages(configure, "EU", "CH")
    assert (number, level) == ("trust.W014", WARNING)
    assert message == "DJANGO_TRUST['MARKETS'] has 'CH', whose law is not among the market profiles."
    assert hint.startswith("Nothing is checked for it. There are profiles for EU, AT, DE, EE, ES, ")


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("Germany", "Did you mean 'DE'?"),
        ("estonai", "Did you mean 'EE'?"),
        ("European Union", "Did you mean 'EU'?"),
        ("EUR", "Did you mean 'EU'?"),
        ("XX", 'Write two letters of a country, such as "EE", or "EU".'),
    ],
)
def test_what_is_no_market_is_an_error_with_the_nearest_one(configure, code, hint):
    assert settings_messages(configure, code) == [
        (
            "trust.E015",
            ERROR,
            f"DJANGO_TRUST['MARKETS'] has {code!r}, which is neither a country nor a union.",
            hint,
        )
    ]


# Floors


@pytest.mark.django_db
def test_changing_the_markets_makes_seven_days_an_error(configure, other_terms):
    published_returns(7)
    assert found("trust.E013", "trust.W013") == []
    configure(MARKETS=["EU"])
    assert found() == [
        (
            "trust.E013",
            ERROR,
            "Returns, version 1, gives less than the law of EU: "
            "Days: 7 days. Required by law: at least 14 days.",
            "Give customers at least 14 days to change their mind. Law: Directive 2011/83/EU, Art. 9.",
        )
    ]


@pytest.mark.django_db
def test_an_uncertain_law_is_a_warning_that_says_so(configure, other_terms):
    published_returns(7, refund_days=7, refund_start="goods_back")
    configure(MARKETS=["EG"])
    assert found() == [
        (
            "trust.W013",
            WARNING,
            "Returns, version 1, gives less than the law of EG: "
            "Days: 7 days. Required by law: at least 14 days.",
            "Give customers at least 14 days to change their mind. Law: Law 181/2018 (Egypt), Art. 17. "
            "This is not certain: checked 2026-11-21, certainty: M.",
        )
    ]


@pytest.mark.django_db
def test_terms_that_are_at_the_floor_are_no_message(configure, other_terms):
    published_returns(14)
    configure(MARKETS=["EU", "DE", "GB"])
    assert found() == []


@pytest.mark.django_db
def test_messages_are_english_whatever_the_shop_speaks(configure, other_terms):
    published_returns(7)
    configure(MARKETS=["EU"])
    with translation.override("ar"):
        assert "Required by law: at least 14 days." in found()[0][2]
        assert translation.get_language() == "ar"


@pytest.mark.django_db
def test_the_version_of_the_country_counts(configure, other_terms):
    published_returns(7)
    published_returns(30, market="EU")
    configure(MARKETS=["EU", "US"])
    assert found("trust.E013") == []


@pytest.mark.django_db
def test_what_was_replaced_is_over_and_what_is_coming_counts(configure, other_terms):
    published_returns(7)
    published_returns(30)
    configure(MARKETS=["EU"])
    assert found("trust.E013") == []
    published_returns(10, effective_from=timezone.now() + timedelta(days=3))
    [(_number, _level, message, _hint)] = found("trust.E013")
    assert message.startswith("Returns, version 3, gives less than the law of EU: Days: 10 days.")


# Missing terms


@pytest.mark.django_db
def test_a_market_without_terms_is_a_warning(configure):
    published_returns(30, market="EE")
    configure(MARKETS=["EE", "BR"])
    assert found("trust.W014") == [
        (
            "trust.W014",
            WARNING,
            "DJANGO_TRUST['MARKETS'] has 'EE', where these terms are missing: Delivery; Guarantee; Privacy.",
            "Publish each with a row for EE, or for everywhere.",
        ),
        (
            "trust.W014",
            WARNING,
            "DJANGO_TRUST['MARKETS'] has 'BR', where these terms are missing: "
            "Returns; Delivery; Guarantee; Privacy.",
            "Publish each with a row for BR, or for everywhere.",
        ),
    ]


@pytest.mark.django_db
def test_countries_of_a_union_without_terms_are_named(configure, other_terms):
    draft = start_draft(kind="returns")
    for country in sorted(EU_MEMBERS - {"MT", "CY"}):
        ReturnTerms.objects.create(version=draft, countries=[country], days=30)
    publish_policy(version=draft)
    configure(MARKETS=["EU"])
    [(_number, _level, message, _hint)] = found("trust.W014")
    assert message.endswith("where these terms are missing: Returns (CY, MT).")


@pytest.mark.django_db
def test_a_market_with_all_terms_is_fine(configure, other_terms):
    published_returns(30, refund_days=0)
    configure(MARKETS=["BR", "EU", "EE"])
    assert found("trust.W014") == []
    assert set(EXPECTED) == {"returns", "shipping", "guarantee", "privacy"}


# Versions


@pytest.mark.django_db
def test_a_version_that_somebody_changed_is_an_error(configure, other_terms):
    configure(MARKETS=["EU"])
    published = published_returns(30)
    assert found("trust.E014") == []
    table = PolicyVersion._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET terms = %s WHERE id = %s", ['{"returns": [{"days": "x"}]}', published.pk]
        )
    assert found() == [
        (
            "trust.E014",
            ERROR,
            "Returns, version 1, was changed in the database after it was published: "
            "its content is another one.",
            f"Restore row {published.pk} of the table {table} from a backup. Orders may have been made under "
            "it; for other terms publish a new version.",
        )
    ]


@pytest.mark.django_db
def test_texts_that_are_missing_or_stale_are_a_warning(other_terms):
    texts = {"en": "Keep the receipt.", "et": "Hoia tšekk alles.", "ar": "نص", "id": "Teks"}
    first = published_returns(texts=texts)
    assert [message for _id, _level, message, _hint in found()] == [
        "Returns, version 1: its text is missing in pt-br."
    ]
    draft = returns_draft()
    write(draft, "en", "Keep receipt and box.")
    write(draft, "et", "Hoia tšekk ja karp alles.", renders=None)
    write(draft, "pt-br", "Guarde o recibo.")
    publish_policy(version=draft)
    assert draft.translations.get(language="ar").renders == first
    assert found() == [
        (
            "trust.W015",
            WARNING,
            "Returns, version 2: its text is a translation of an earlier original in ar, id.",
            "Begin a draft, translate the text, and publish it. The facts are current in all languages.",
        )
    ]


@pytest.mark.django_db
def test_a_text_in_the_base_language_serves_its_variants(settings, other_terms):
    settings.LANGUAGES = [("en", "English"), ("pt", "Portuguese"), ("pt-br", "Brazilian Portuguese")]
    published_returns(texts={"en": "Keep the receipt.", "pt": "Guarde o recibo."})
    assert found() == []


@pytest.mark.django_db
def test_terms_without_any_text_need_no_translation(other_terms):
    published_returns(30)
    assert found() == []


def test_a_site_that_chose_no_languages_has_one(settings):
    assert checked_languages() == ["en", "ar", "pt-br", "id", "et"]
    settings.LANGUAGES = global_settings.LANGUAGES
    settings.LANGUAGE_CODE = "et"
    assert checked_languages() == ["et"]


# Faces


@pytest.fixture
def broken_block(tmp_path, settings):
    """A project whose own template of the block says 14 days, whatever the terms are."""
    path = tmp_path / "django_trust" / "policies" / "block.html"
    path.parent.mkdir(parents=True)
    text = (TEMPLATES / "block.html").read_text(encoding="utf-8")
    path.write_text(text.replace('value="{{ line.value }}"', 'value="14"'), encoding="utf-8")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}, *settings.TEMPLATES[1:]]


@pytest.mark.django_db
def test_a_broken_face_is_an_error(broken_block):
    published_returns(30)
    messages = found("trust.E012")
    assert [message.partition(" differs")[0] for _id, _level, message, _hint in messages] == [
        "Returns, version 1: the face 'block'",
        "Returns, version 1: the face 'page'",
    ]
    number, level, message, hint = messages[0]
    assert (number, level) == ("trust.E012", ERROR)
    assert "Of refund_deadline (en) it says '14'; the terms say '14 notice'." in message
    assert message.endswith(" more like this.")
    assert hint == (
        "If your project overrides the template django_trust/policies/block.html, take words and values of "
        "its variables and write none by hand."
    )


@pytest.mark.django_db
def test_faces_are_compared_in_all_languages_and_markets(configure, monkeypatch):
    published_returns(30)
    configure(MARKETS=["EE", "EU", "BR", "US"])
    asked = []
    monkeypatch.setattr(
        "django_trust.policies.checks.differences",
        lambda version, language, country: asked.append((country, language)) or [],
    )
    found()
    countries = ["", "EE", "AT", "BR", "US"]
    assert sorted(asked) == sorted(
        (country, language) for country in countries for language in checked_languages()
    )


def test_one_country_stands_for_all_that_read_the_same():
    facts = version(
        "returns",
        returns=(ReturnFacts(countries=("DE", "AT"), days=30), ReturnFacts(countries=("EU",), days=14)),
    )
    other = version("returns", "FI", 2, returns=(ReturnFacts(days=14),))
    book = PolicyBook((facts, other))
    assert shown_countries(book, facts, ["EU"]) == ["", "AT", "BE"]
    assert shown_countries(book, other, ["EU"]) == ["FI"]
    assert shown_countries(book, facts, []) == [""]


# Where the database may not be asked, or is not ready


@pytest.mark.parametrize("databases", [None, [], ["other"]])
def test_the_check_asks_no_database_unless_allowed(databases):
    assert check_policies(None, databases=databases) == []


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_not_there_yet_is_no_message():
    table = PolicyVersion._meta.db_table
    with connection.schema_editor() as editor:
        editor.alter_db_table(PolicyVersion, table, "trust_away")
    try:
        assert check_policies(None, databases=["default"]) == []
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(PolicyVersion, "trust_away", table)


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_versions(django_assert_num_queries):
    for days in (30, 31, 32):
        published_returns(days)
    with django_assert_num_queries(7):
        policy_messages(languages=["en"])


@pytest.mark.django_db
def test_drafts_are_left_alone(configure, other_terms):
    published_returns(30)
    configure(MARKETS=["EU"])
    ReturnTerms.objects.filter(version=returns_draft(7)).update(days=1)
    assert found() == []
