import sys

import pytest
from django.core.checks import run_checks
from django.core.checks.messages import ERROR, WARNING

from tests.projects import run_django

# Django 6.1 asks SQLite whether it knows JSON.
pytestmark = pytest.mark.django_db


def ours():
    return [
        (found.id, found.level, found.msg, found.hint)
        for found in run_checks()
        if found.id.startswith("trust.")
    ]


def without_warning_about_bleach():
    return [found for found in ours() if found[0] != "trust.W001"]


def test_the_test_project_has_nothing_to_complain_about_but_bleach():
    assert ours() == [
        (
            "trust.W001",
            WARNING,
            "Staff-written HTML is cleaned with bleach, which has had no releases, security fixes included, "
            "since 2026-06-05.",
            'Install "django-trust-widgets[nh3]" and set DJANGO_TRUST["SANITIZER"] = "nh3".',
        )
    ]


def test_nh3_is_no_reason_to_complain(configure):
    configure(SANITIZER="nh3")
    assert ours() == []


def test_a_mistyped_key_is_an_error(configure):
    configure(REVIEWS_PAGESIZE=10)
    assert without_warning_about_bleach() == [
        (
            "trust.E001",
            ERROR,
            "DJANGO_TRUST has an unknown key 'REVIEWS_PAGESIZE'.",
            "Did you mean 'REVIEWS_PAGE_SIZE'?",
        )
    ]


def test_a_wrong_type_is_an_error(configure):
    configure(REVIEWS_VOTING="no")
    assert without_warning_about_bleach() == [
        (
            "trust.E002",
            ERROR,
            "DJANGO_TRUST['REVIEWS_VOTING'] is 'no', which is not valid.",
            "It must be True or False.",
        )
    ]


def test_an_adapter_that_is_not_there_is_an_error(configure):
    configure(ADAPTER="tests.hostshop.adapter.Missing")
    [(number, level, message, hint)] = without_warning_about_bleach()
    assert (number, level) == ("trust.E003", ERROR)
    assert message.startswith("DJANGO_TRUST['ADAPTER'] 'tests.hostshop.adapter.Missing' cannot be imported: ")
    assert hint == "Correct the dotted path or install the extra."


def test_an_adapter_of_another_kind_is_an_error(configure):
    configure(ADAPTER="tests.hostshop.models.Product")
    [(number, _, message, _)] = without_warning_about_bleach()
    assert number == "trust.E003"
    assert message == "DJANGO_TRUST['ADAPTER'] 'tests.hostshop.models.Product' is not a ShopAdapter subclass."


def test_a_sanitizer_that_is_not_there_is_an_error(configure):
    configure(SANITIZER="tests.missing.clean")
    [(number, level, message, _)] = ours()
    assert (number, level) == ("trust.E004", ERROR)
    assert message.startswith("SANITIZER 'tests.missing.clean' cannot be imported: ")


def test_an_extra_that_is_not_installed_is_named(configure, monkeypatch):
    monkeypatch.setitem(sys.modules, "nh3", None)
    configure(SANITIZER="nh3")
    assert [found[:3] for found in ours()] == [
        ("trust.E004", ERROR, 'SANITIZER "nh3" needs an extra: pip install "django-trust-widgets[nh3]".')
    ]


def test_an_item_model_that_is_not_there_is_an_error(configure):
    configure(ITEM_MODELS=["hostshop.product", "hostshop.gone"])
    assert without_warning_about_bleach() == [
        (
            "trust.E005",
            ERROR,
            "DJANGO_TRUST['ITEM_MODELS'] names no model: 'hostshop.gone'.",
            'Write "app_label.modelname" of an installed app.',
        )
    ]


def test_a_cache_that_is_not_there_is_an_error(configure):
    configure(FRAGMENT_CACHE="pages")
    assert without_warning_about_bleach() == [
        ("trust.E006", ERROR, "DJANGO_TRUST['FRAGMENT_CACHE'] is no cache: 'pages'.", "CACHES has default.")
    ]


def test_forgotten_urls_are_a_warning(settings):
    settings.ROOT_URLCONF = "tests.urls_without_trust"
    assert without_warning_about_bleach() == [
        (
            "trust.W002",
            WARNING,
            "The URLs of django_trust are not included.",
            'Add path("trust/", include("django_trust.urls")) to the root URLconf.',
        )
    ]


def test_manage_check_names_a_mistyped_key_and_its_spelling(tmp_path):
    result = run_django("check", folder=tmp_path, settings='DJANGO_TRUST = {"REVIEWS_MODERATON": "after"}')

    assert result.returncode == 1
    assert "(trust.E001) DJANGO_TRUST has an unknown key 'REVIEWS_MODERATON'." in result.stderr
    assert "HINT: Did you mean 'REVIEWS_MODERATION'?" in result.stderr


def test_a_wrong_value_stops_manage_check_too(tmp_path):
    result = run_django("check", folder=tmp_path, settings='DJANGO_TRUST = {"REVIEWS_WHO": "friends"}')

    assert result.returncode == 1
    assert "(trust.E002) DJANGO_TRUST['REVIEWS_WHO'] is 'friends', which is not valid." in result.stderr
    assert 'HINT: It must be one of "anyone", "signed-in", "buyers".' in result.stderr


def test_naive_times_are_an_error(settings):
    settings.USE_TZ = False
    assert [found[0] for found in without_warning_about_bleach()] == ["trust.E007"]


def test_a_deployment_behind_a_proxy_names_its_proxies(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    found = {found.id for found in run_checks(include_deployment_checks=True)}
    assert {"trust.W003", "trust.W004"} <= found
    settings.DJANGO_TRUST = {**settings.DJANGO_TRUST, "TRUSTED_PROXIES": 1}
    assert "trust.W003" not in {found.id for found in run_checks(include_deployment_checks=True)}


def test_a_storage_that_is_not_there_is_an_error(configure):
    configure(BADGES_STORAGE="papers")
    assert without_warning_about_bleach() == [
        (
            "trust.E011",
            ERROR,
            "DJANGO_TRUST['BADGES_STORAGE'] is no storage: 'papers'.",
            "STORAGES has default, staticfiles.",
        )
    ]


@pytest.mark.parametrize("path", ["shop.nowhere.check", "tests.settings.SECRET_KEY"])
def test_a_check_of_the_shop_that_is_not_there_is_an_error(configure, path):
    configure(BADGES_CHECKS={"backup": path})
    [(number, level, message, hint)] = without_warning_about_bleach()
    assert (number, level) == ("trust.E010", ERROR)
    assert path in message
    assert "returns a Finding" in hint
