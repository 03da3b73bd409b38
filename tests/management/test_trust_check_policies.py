from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from django_trust.policies.models import GuaranteeTerms, PolicyVersion, PrivacyTerms, ShippingRate
from django_trust.policies.services import publish_policy, start_draft
from tests.policies.terms import published_returns

pytestmark = pytest.mark.django_db


def run(*options):
    output = StringIO()
    try:
        call_command("trust_check_policies", *options, stdout=output, no_color=True)
    except CommandError as error:
        return error.returncode, f"{output.getvalue()}{error}"
    return 0, output.getvalue()


@pytest.fixture(autouse=True)
def other_terms():
    for kind, model, values in (
        ("shipping", ShippingRate, {"name": "Courier", "price": 5, "currency": "EUR", "origin": "EE"}),
        ("guarantee", GuaranteeTerms, {}),
        ("privacy", PrivacyTerms, {"answer_days": 15}),
    ):
        draft = start_draft(kind=kind)
        model.objects.create(version=draft, **values)
        publish_policy(version=draft)


def test_a_sound_shop_passes(configure):
    published_returns(30)
    configure(MARKETS=["EU"])
    status, output = run()
    assert status == 0
    assert output.splitlines() == [
        "Faces that differ from the terms (trust.E012): 0",
        "Terms below the law (trust.E013): 0",
        "Versions changed after publication (trust.E014): 0",
        "Terms below the law as far as it is known (trust.W013): 0",
        "Markets without terms (trust.W014): 0",
        "Texts that are stale or not translated (trust.W015): 0",
        "Errors: 0, warnings: 0. Languages: en, ar, pt-br, id, et.",
    ]


def test_an_error_names_law_and_fix_and_fails(configure):
    published_returns(7)
    configure(MARKETS=["EU"])
    status, output = run()
    assert status == 1
    assert output.startswith(
        "trust.E013 Returns, version 1, gives less than the law of EU: Days: 7 days. "
        "Required by law: at least 14 days.\n"
        "  Give customers at least 14 days to change their mind. Law: Directive 2011/83/EU, Art. 9.\n"
    )
    assert "Terms below the law (trust.E013): 1\n" in output
    assert output.endswith("Errors: 1, warnings: 0. Languages: en, ar, pt-br, id, et.")


def test_warnings_do_not_fail(configure):
    published_returns(7, refund_days=7, refund_start="goods_back", texts={"en": "Keep the receipt."})
    configure(MARKETS=["EG"])
    status, output = run()
    assert status == 0
    assert "certainty: M." in output
    assert "Terms below the law as far as it is known (trust.W013): 1\n" in output
    assert output.endswith("Errors: 0, warnings: 2. Languages: en, ar, pt-br, id, et.\n")


def test_a_changed_version_fails():
    published = published_returns(30)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {PolicyVersion._meta.db_table} SET number = 9 WHERE id = %s", [published.pk])
    status, output = run()
    assert status == 1
    assert "Versions changed after publication (trust.E014): 1" in output


def test_one_market_or_language_can_be_chosen(configure):
    published_returns(7, texts={"en": "Keep the receipt."})
    configure(MARKETS=["EU", "GB"])
    assert "Terms below the law (trust.E013): 2" in run()[1]
    assert "Terms below the law (trust.E013): 1" in run("--market", "gb")[1]
    assert "Terms below the law (trust.E013): 0" in run("--market", "US")[1]
    assert "missing in ar, pt-br, id, et." in run()[1]
    assert "missing in et." in run("--language", "en", "--language", "ET", "--market", "US")[1]
    assert run("--language", "en", "--market", "US")[1].endswith("Errors: 0, warnings: 0. Languages: en.\n")


def test_a_choice_that_does_not_exist_is_refused():
    assert run("--market", "EUR") == (1, run("--market", "EUR")[1])
    assert "no profile for 'EUR'. Did you mean 'EU'?" in run("--market", "EUR")[1]
    assert run("--language", "fr")[1] == "'fr' is no language of this site: en, ar, pt-br, id, et."


def test_nothing_is_written(configure):
    published_returns(7)
    configure(MARKETS=["EU"])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        run()
    assert queries
    assert not [query["sql"] for query in queries if not query["sql"].startswith("SELECT")]


def test_the_command_speaks_english_whatever_the_shop_speaks(configure, settings):
    settings.LANGUAGE_CODE = "ar"
    configure(MARKETS=["EU"])
    published_returns(7)
    assert "Required by law: at least 14 days." in run()[1]
