from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from django_trust.badges.models import Badge
from django_trust.shop.places import country_codes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hosts(configure):
    configure(BADGES_HOSTS=["shop.example", "pay.shop.example"])


def badge(**fields):
    return Badge(**{"claim": {"en": "Repairs for ten years"}, "placements": ["footer"], **fields})


def refusals(row):
    """The messages by field, empty for a badge that may be kept."""
    try:
        row.full_clean()
    except ValidationError as error:
        return {field: " ".join(messages) for field, messages in error.message_dict.items()}
    return {}


def test_a_plain_badge_may_be_kept():
    assert refusals(badge()) == {}


@pytest.mark.parametrize(
    ("fields", "needed"),
    [
        ({}, True),
        ({"checks": ["tls"]}, False),
        ({"checks": ["no_such_check"]}, True),
        ({"kind": "payment", "method": "pix"}, False),
        ({"kind": "payment", "verify_url": "https://issuer.example/"}, True),
    ],
)
def test_a_claim_is_needed_where_nothing_brings_words(fields, needed):
    assert ("claim" in refusals(badge(claim={}, **fields))) is needed


def test_a_claim_nobody_may_make_is_refused_with_the_rule_and_its_source():
    message = refusals(badge(claim={"en": "Our shop is 100% secure"}))["claim"]
    assert len(message) > 60


@pytest.mark.parametrize("places", [[], ["window"], ["footer", "window"], "footer", {"footer": 1}, [1], None])
def test_places_are_a_list_of_known_ones(places):
    assert "placements" in refusals(badge(placements=places))


def test_lists_lose_repetitions():
    row = badge(placements=["footer", "cart", "footer"], checks=["tls", "tls"], countries=["EE", "ee"])
    row.full_clean()
    assert (row.placements, row.checks, row.countries) == (["footer", "cart"], ["tls"], ["EE"])


@pytest.mark.parametrize("codes", [["UK"], ["EU"], ["ZZ"], ["EST"], ["Estonia"], [""], [372], "EE", None])
def test_countries_are_iso_codes(codes):
    assert "countries" in refusals(badge(countries=codes))


def test_countries_are_put_into_capitals():
    row = badge(countries=["ee", " Lv", "GB", "XK"])
    row.full_clean()
    assert row.countries == ["EE", "LV", "GB", "XK"]
    assert len(country_codes()) == 250


@given(st.one_of(st.none(), st.integers(), st.text(), st.lists(st.one_of(st.text(), st.none(), st.floats()))))
def test_nonsense_in_a_list_is_an_error_of_its_field(value):
    for name in ("checks", "countries", "placements"):
        problems = refusals(badge(**{name: value}))
        assert set(problems) <= {name, "checks"}


@pytest.mark.parametrize("claim", [["text"], 7, {"en": 7}, {7: "x"}])
def test_a_claim_that_is_no_text_by_language_is_an_error_of_its_field(claim):
    assert set(refusals(badge(claim=claim, statement=claim))) == {"claim", "statement"}


def test_checks_are_known_and_have_a_host(configure):
    assert "no_such_check" in refusals(badge(checks=["tls", "no_such_check"]))["checks"]
    assert refusals(badge(checks=["tls"], host="pay.shop.example")) == {}
    assert "BADGES_HOSTS" in refusals(badge(checks=["tls"], host="other.example"))["host"]
    configure(BADGES_HOSTS=[])
    assert "BADGES_HOSTS" in refusals(badge(checks=["tls"]))["checks"]
    assert refusals(badge()) == {}


@pytest.mark.parametrize(
    ("fields", "allowed"),
    [
        ({"kind": "payment", "method": "pix"}, True),
        ({"kind": "payment", "method": "no_such_method"}, False),
        ({"kind": "payment"}, False),
        ({"kind": "payment", "verify_url": "https://issuer.example/"}, True),
        ({"kind": "payment", "checks": ["tls"]}, True),
        ({"kind": "security", "method": "pix"}, False),
    ],
)
def test_payment_badges_name_a_method_or_have_other_evidence(fields, allowed):
    assert ("method" not in refusals(badge(**fields))) is allowed


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"valid_from": date(2026, 5, 2), "valid_until": date(2026, 5, 1)}, {"valid_until"}),
        ({"valid_from": date(2026, 5, 1), "valid_until": date(2026, 5, 1)}, set()),
        ({"document_date": date(2026, 5, 2), "document_until": date(2026, 5, 1)}, {"document_until"}),
        ({"document_until": date(2026, 5, 1)}, set()),
        ({"valid_until": date(2101, 1, 1)}, {"valid_until"}),
        ({"valid_until": date.max}, {"valid_until"}),
        ({"valid_from": date(1999, 12, 31)}, {"valid_from"}),
        ({"valid_from": date(2000, 1, 1), "valid_until": date(2100, 12, 31)}, set()),
        ({"document_date": date(26, 5, 1)}, {"document_date"}),
    ],
)
def test_days_are_in_order_and_in_this_century(fields, wrong):
    assert set(refusals(badge(**fields))) == wrong


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://issuer.example/", "//issuer.example", "issuer"]
)
def test_the_link_to_verify_is_a_web_address(url):
    assert set(refusals(badge(verify_url=url))) == {"verify_url"}


@pytest.mark.parametrize("days", [0, 366])
def test_a_check_is_good_for_a_day_to_a_year(days):
    assert set(refusals(badge(freshness_days=days))) == {"freshness_days"}


def test_icons_are_known_and_a_leaf_needs_a_scheme():
    assert refusals(badge(icon="lock")) == {}
    assert set(refusals(badge(icon="skull"))) == {"icon"}
    assert "icon" in refusals(badge(icon="leaf"))
    assert "icon" not in refusals(badge(icon="leaf", scheme="EU Ecolabel", certificate_number="EE/123/45"))


def test_artwork_needs_a_licence_and_must_be_harmless():
    seal = SimpleUploadedFile("seal.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    assert set(refusals(badge(artwork=seal))) == {"artwork_licence"}
    assert refusals(badge(artwork=seal, artwork_licence="Contract of 2026")) == {}
    evil = SimpleUploadedFile("seal.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
    assert "onload" in refusals(badge(artwork=evil, artwork_licence="Contract of 2026"))["artwork"]


def test_documents_are_looked_into_once():
    assert set(refusals(badge(document=SimpleUploadedFile("proof.pdf", b"<html>")))) == {"document"}
    stored = badge(document="trust/badges/documents/not-there.pdf")
    assert refusals(stored) == {}


@pytest.mark.parametrize(
    ("fields", "needed"),
    [
        ({}, True),
        ({"document": "trust/badges/documents/aoc.pdf"}, True),
        ({"document": "trust/badges/documents/aoc.pdf", "document_date": date(2026, 5, 1)}, False),
    ],
)
def test_a_claim_about_pci_dss_needs_a_dated_attestation(fields, needed):
    row = badge(claim={"en": "PCI DSS SAQ A self-assessment completed"}, **fields)
    assert ("document_date" in refusals(row)) is needed
