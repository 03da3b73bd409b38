from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.checks.messages import ERROR, WARNING
from django.http import HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.cache import cache_page

from django_trust.badges.checks import (
    check_security_txt_expiry,
    check_security_txt_url,
    check_security_txt_values,
)
from django_trust.badges.security_txt import security_txt
from tests.badges.probes.snapshots import NOW

CONTACT = "mailto:security@shop.example"
VALUES = {"contact": CONTACT, "expires": date(2027, 6, 30)}
urlpatterns = [path(".well-known/", include("django_trust.well_known"))]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def found(check):
    return [(problem.id, problem.level, problem.msg, problem.hint) for problem in check(None)]


@pytest.mark.urls(__name__)
def test_a_file_that_is_set_and_served_is_no_reason_to_complain(configure):
    further = {"policy": ["https://shop.example/policy"], "preferred_languages": "et, en"}
    configure(SECURITY_TXT={**VALUES, "contact": f" {CONTACT}\n", **further})
    for check in (check_security_txt_values, check_security_txt_expiry, check_security_txt_url):
        assert found(check) == []


def test_no_file_is_no_reason_either(configure):
    configure(SECURITY_TXT={})
    for check in (check_security_txt_values, check_security_txt_expiry, check_security_txt_url):
        assert found(check) == []


def test_a_contact_that_is_no_address_is_an_error(configure):
    configure(SECURITY_TXT={**VALUES, "contact": [CONTACT, "security@shop.example"]})
    assert found(check_security_txt_values) == [
        (
            "trust.E009",
            ERROR,
            "DJANGO_TRUST['SECURITY_TXT'] has a contact that is no address: 'security@shop.example'.",
            'A contact begins with "mailto:", "https://" or "tel:".',
        )
    ]


def test_no_contact_is_an_error(configure):
    configure(SECURITY_TXT={**VALUES, "contact": []})
    [(number, level, message, _)] = found(check_security_txt_values)
    assert (number, level) == ("trust.E009", ERROR)
    assert message == "DJANGO_TRUST['SECURITY_TXT'] names no contact."


def test_a_day_that_cannot_be_read_is_an_error(configure):
    configure(SECURITY_TXT={**VALUES, "expires": "next summer"})
    assert found(check_security_txt_values) == [
        (
            "trust.E009",
            ERROR,
            "DJANGO_TRUST['SECURITY_TXT'] has an expires that cannot be read: 'next summer'.",
            'Write a date, an aware datetime, or a text such as "2030-01-31T12:00:00Z".',
        )
    ]
    assert found(check_security_txt_expiry) == []


@pytest.mark.parametrize("name", ["policy", "preferred_languages"])
@pytest.mark.parametrize(
    "value", ["https://shop.example/\nContact: mailto:evil@evil.example", "", "\u2028", "a\x00"]
)
def test_a_value_that_would_break_its_line_is_an_error(configure, name, value):
    configure(SECURITY_TXT={**VALUES, name: ["en", value]})
    [(number, level, message, _)] = found(check_security_txt_values)
    assert (number, level) == ("trust.E009", ERROR)
    assert message == f"DJANGO_TRUST['SECURITY_TXT'] has a value that is no single line: {name} {value!r}."


@pytest.mark.parametrize(
    ("expires", "message"),
    [
        ("2026-11-22T12:00:00Z", "security.txt is no longer served: it expired on 2026-11-22."),
        ("2026-12-22T12:00:00Z", "security.txt expires on 2026-12-22 and is not served after that."),
        ("2026-12-22T12:00:01Z", None),
        ("2027-11-23T12:00:00Z", None),
        ("2027-11-23T12:00:01Z", "security.txt expires on 2027-11-23, more than a year ahead."),
    ],
)
def test_a_file_that_ends_soon_or_never_is_a_warning(configure, expires, message):
    configure(SECURITY_TXT={**VALUES, "expires": expires})
    problems = [problem[:3] for problem in found(check_security_txt_expiry)]
    assert problems == ([("trust.W007", WARNING, message)] if message else [])


def test_the_last_moment_is_that_of_the_shop(configure):
    configure(SECURITY_TXT={**VALUES, "expires": date(2026, 11, 22)})
    with time_machine.travel(datetime(2026, 11, 22, 21, 59, 58, tzinfo=UTC), tick=False):
        assert "expires on" in found(check_security_txt_expiry)[0][2]
    with time_machine.travel(datetime(2026, 11, 22, 21, 59, 59, tzinfo=UTC), tick=False):
        assert "no longer served" in found(check_security_txt_expiry)[0][2]


def test_a_project_without_time_zones_is_told_by_another_check(configure, settings):
    settings.USE_TZ = False
    configure(SECURITY_TXT={**VALUES, "expires": date(2026, 11, 21)})
    assert "no longer served" in found(check_security_txt_expiry)[0][2]


@pytest.mark.urls("tests.urls_without_trust")
def test_an_address_that_nobody_serves_is_a_warning(configure):
    configure(SECURITY_TXT=VALUES)
    assert found(check_security_txt_url) == [
        (
            "trust.W008",
            WARNING,
            "DJANGO_TRUST['SECURITY_TXT'] is set, but no URL serves /.well-known/security.txt.",
            'Add path(".well-known/", include("django_trust.well_known")) to the root URLconf, '
            "outside i18n_patterns and before patterns that match everything.",
        )
    ]


class Urls:
    """A URLconf made of these patterns."""

    def __init__(self, *patterns):
        self.urlpatterns = list(patterns)


def catch_all(request, slug):
    return HttpResponse(slug)


def test_an_address_that_somebody_else_serves_is_a_warning(configure, settings):
    configure(SECURITY_TXT=VALUES)
    settings.ROOT_URLCONF = Urls(re_path("^(?P<slug>.*)$", catch_all), *urlpatterns)
    [(number, _, message, _)] = found(check_security_txt_url)
    assert number == "trust.W008"
    assert (
        message == "DJANGO_TRUST['SECURITY_TXT'] is set, but another view serves /.well-known/security.txt."
    )


def test_a_shop_may_wrap_the_view(configure, settings):
    configure(SECURITY_TXT=VALUES)
    settings.ROOT_URLCONF = Urls(path(".well-known/security.txt", cache_page(60)(security_txt)))
    assert found(check_security_txt_url) == []
