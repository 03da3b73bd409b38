from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import include, path
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from django_trust.badges.probes.security_txt import check_security_txt, read_security_txt
from django_trust.badges.security_txt import expires_at, security_txt_of
from tests.badges.probes.snapshots import NOW, SECURITY_TXT, serving
from tests.docs.markdown import block_of

urlpatterns = [path(".well-known/", include("django_trust.well_known"))]
pytestmark = pytest.mark.urls(__name__)

VALUES = {"contact": "mailto:security@shop.example", "expires": "2027-06-30T12:00:00Z"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_file_is_served_as_the_standard_wants_it(client, configure):
    configure(SECURITY_TXT=VALUES)
    response = client.get(SECURITY_TXT)
    assert response.status_code == 200
    assert response.content == b"Contact: mailto:security@shop.example\nExpires: 2027-06-30T12:00:00Z\n"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "public, max-age=3600"


def test_every_setting_has_its_field_and_order_is_kept():
    text = security_txt_of(
        {
            **VALUES,
            "csaf": "https://shop.example/csaf",
            "hiring": "https://shop.example/jobs",
            "policy": ["https://shop.example/policy"],
            "canonical": ["https://shop.example/.well-known/security.txt"],
            "preferred_languages": ["et", "en"],
            "acknowledgments": "https://shop.example/thanks",
            "encryption": "https://shop.example/key.txt",
            "contact": ["https://shop.example/report", "tel:+372-555-0100", "mailto:a@shop.example"],
        },
        NOW,
    )
    assert text.splitlines() == [
        "Contact: https://shop.example/report",
        "Contact: tel:+372-555-0100",
        "Contact: mailto:a@shop.example",
        "Expires: 2027-06-30T12:00:00Z",
        "Preferred-Languages: et, en",
        "Encryption: https://shop.example/key.txt",
        "Acknowledgments: https://shop.example/thanks",
        "Policy: https://shop.example/policy",
        "Hiring: https://shop.example/jobs",
        "Canonical: https://shop.example/.well-known/security.txt",
        "CSAF: https://shop.example/csaf",
    ]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_it_can_only_be_read(client, configure, method):
    configure(SECURITY_TXT=VALUES)
    assert getattr(client, method)(SECURITY_TXT).status_code == 405


def test_head_answers_without_the_file(client, configure):
    configure(SECURITY_TXT=VALUES)
    response = client.head(SECURITY_TXT)
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize(
    "values",
    [
        {},
        {**VALUES, "expires": "2026-11-22T12:00:00Z"},
        {**VALUES, "expires": date(2026, 11, 21)},
        {**VALUES, "expires": "soon"},
        {**VALUES, "contact": []},
        {**VALUES, "contact": "security@shop.example"},
    ],
)
def test_there_is_nothing_without_a_contact_and_a_day_to_come(client, configure, values):
    configure(SECURITY_TXT=values)
    assert client.get(SECURITY_TXT).status_code == 404


def test_no_cache_keeps_it_longer_than_it_is_good(client, configure):
    configure(SECURITY_TXT={**VALUES, "expires": NOW + timedelta(seconds=90)})
    assert client.get(SECURITY_TXT)["Cache-Control"] == "public, max-age=90"


def test_a_site_that_wants_visitors_signed_in_serves_it_to_all(client, configure, settings):
    login = ["django.contrib.auth.middleware.LoginRequiredMiddleware"]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, *login]
    configure(SECURITY_TXT=VALUES)
    assert client.get(SECURITY_TXT).status_code == 200


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2027-06-30T12:00:00+03:00", datetime(2027, 6, 30, 9, tzinfo=UTC)),
        ("2027-06-30 12:00:00+00:00", datetime(2027, 6, 30, 12, tzinfo=UTC)),
        (" 2027-06-30 ", datetime(2027, 6, 30, 20, 59, 59, tzinfo=UTC)),
        (date(2027, 6, 30), datetime(2027, 6, 30, 20, 59, 59, tzinfo=UTC)),
        (date(2027, 1, 31), datetime(2027, 1, 31, 21, 59, 59, tzinfo=UTC)),
        (datetime(2027, 6, 30, 12), datetime(2027, 6, 30, 9, tzinfo=UTC)),
        (datetime(2027, 6, 30, 12, 0, 0, 5, tzinfo=UTC), datetime(2027, 6, 30, 12, tzinfo=UTC)),
        (date.max, datetime(9999, 12, 29, tzinfo=UTC)),
        (date.min, datetime(1, 1, 3, tzinfo=UTC)),
        ("2027-02-29", None),
        ("2027-02-29T12:00:00Z", None),
        ("soon", None),
        ("in a year or two", None),
        ("", None),
        (None, None),
    ],
)
def test_a_day_counts_to_its_end_in_the_shops_time_zone(given, expected):
    with timezone.override("America/Los_Angeles"):  # of whoever asks
        assert expires_at({"expires": given}) == expected


@pytest.mark.parametrize(
    "char", ["\n", "\r", "\r\n", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\x00", "\t"]
)
def test_no_value_becomes_a_field_of_its_own(char):
    evil = f"https://x.example/{char}Contact: mailto:evil@evil.example"
    text = security_txt_of(
        {**VALUES, "contact": [evil, VALUES["contact"]], "policy": evil, "preferred_languages": ["en", evil]},
        NOW,
    )
    assert text == (
        "Contact: mailto:security@shop.example\nExpires: 2027-06-30T12:00:00Z\nPreferred-Languages: en\n"
    )


def test_what_cannot_be_encoded_is_left_out(client, configure):
    configure(SECURITY_TXT={**VALUES, "policy": "https://shop.example/\ud800"})
    assert client.get(SECURITY_TXT).content.count(b"\n") == 2


TEXTS = st.one_of(
    st.text(max_size=30),
    st.text("ab:# \n\r\x85\u2028-", max_size=30),
    st.sampled_from(
        ["mailto:a@b.example", "https://shop.example/", "tel:+1", "# x", "Contact: mailto:c@d.example"]
    ),
)
SETTINGS = st.fixed_dictionaries(
    {
        "contact": st.one_of(TEXTS, st.lists(TEXTS, max_size=4)),
        "expires": st.one_of(
            st.datetimes(), st.datetimes(timezones=st.just(UTC)), st.dates(), st.dates().map(str), TEXTS
        ),
    },
    optional={
        "canonical": st.lists(TEXTS, max_size=3).map(
            lambda more: [f"https://shop.example{SECURITY_TXT}", *more]
        ),
        **{
            name: st.one_of(TEXTS, st.lists(TEXTS, max_size=3))
            for name in ("encryption", "acknowledgments", "policy", "hiring", "preferred_languages", "csaf")
        },
    },
)


@given(SETTINGS, st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1)))
def test_what_is_served_passes_our_own_check(values, now):
    text = security_txt_of(values, now)
    if text is None:
        return
    snapshot = serving(text.encode())
    snapshot.now = now
    finding = check_security_txt(snapshot)
    assert finding.message in ("security_txt_passed", "security_txt_far")
    assert finding.until == expires_at(values)


@given(SETTINGS)
def test_what_is_served_has_no_field_that_was_not_set(values):
    text = security_txt_of({**values, "contact": "mailto:a@b.example", "expires": date(2027, 6, 30)}, NOW)
    file = read_security_txt(text)
    assert file.all("contact") == ["mailto:a@b.example"]
    assert set(file.fields) <= {name.replace("_", "-") for name in values}
    assert len(text.splitlines()) == text.count("\n")


def test_the_howto_leads_to_the_file_it_prints(client, settings):
    names = {"DJANGO_TRUST": {}, "urlpatterns": []}
    exec(block_of("howto/security-txt.md", "settings.py").text, names)
    settings.DJANGO_TRUST = names["DJANGO_TRUST"]
    response = client.get(SECURITY_TXT)
    printed = block_of("howto/security-txt.md", "https://shop.example/.well-known/security.txt").text
    assert response.content.decode() == printed
    assert check_security_txt(serving(response.content)).message == "security_txt_passed"
