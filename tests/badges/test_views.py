"""The page behind a badge, its twin as data, and its document."""

import json
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from django_trust.badges.models import Badge

pytestmark = pytest.mark.django_db


def page(client, badge, language=""):
    return client.get(f"{language and '/' + language}/trust/badges/{badge.pk}/")


def data(client, badge, language=""):
    return client.get(f"{language and '/' + language}/trust/api/v1/badges/{badge.pk}/")


def test_the_page_says_what_who_until_when_and_where_to_verify(client, certificate):
    badge = certificate(
        statement="Our hosting company is audited every year.",
        scope="Data centre in Tallinn.",
        valid_from=date(2026, 1, 5),
        valid_until=date(2028, 1, 4),
    )
    answer = page(client, badge)
    html = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        "What stands behind this badge",
        "Hosting certified to ISO 27001",
        "Example Registrar",
        "Our hosting company is audited every year.",
        "Data centre in Tallinn.",
        "IS 1",
        "January 5, 2026",
        "January 4, 2028",
        'href="https://registrar.example/1"',
    ):
        assert words in html, words
    assert "script src" not in html


def test_the_shop_speaks_for_itself_where_nobody_else_does(client, certificate):
    html = page(client, certificate(issuer="")).content.decode()
    assert re.search(r"Test Shop</bdi>\s+<span class=\"trust-muted\">\(the shop itself\)", html)


def test_the_checks_are_named_with_their_date(client, encrypted):
    html = page(client, encrypted(claim="Encrypted")).content.decode()
    assert "What was checked" in html
    assert "shop.example" in html
    assert f'<time datetime="{timezone.now():%Y-%m-%d}' in html


@pytest.mark.parametrize("language", ["ar", "et", "id", "pt-br"])
def test_the_page_is_in_the_shoppers_language(client, certificate, language):
    english = page(client, certificate()).content.decode()
    answer = page(client, Badge.objects.get(), language)
    assert answer.headers["Content-Language"] == language
    assert "What stands behind this badge" in english
    assert "What stands behind this badge" not in answer.content.decode()


def test_a_reading_costs_one_query(client, certificate, django_assert_num_queries):
    badge = certificate()
    with django_assert_num_queries(1):
        page(client, badge)


@pytest.mark.parametrize("fields", [{"enabled": False}, {"verify_url": ""}, {"claim": "100% secure"}])
def test_what_was_never_shown_does_not_exist(client, certificate, fields):
    badge = certificate(**fields)
    assert page(client, badge).status_code == data(client, badge).status_code == 404


def test_a_badge_that_is_not_valid_yet_does_not_exist(client, certificate):
    badge = certificate(valid_from=timezone.localdate() + timedelta(days=2))
    assert page(client, badge).status_code == 404


def test_an_ended_badge_says_so_and_takes_nothing_else_for_true(client, certificate):
    yesterday = timezone.localdate() - timedelta(days=1)
    badge = certificate(valid_until=yesterday, statement="Audited.")
    answer = page(client, badge)
    assert answer.status_code == 410
    html = answer.content.decode()
    assert "This claim is not current" in html
    assert f"It ended on {yesterday:%B} {yesterday.day}, {yesterday.year}." in html
    assert "Audited." not in html
    assert "registrar.example" not in html
    assert "ld+json" not in html
    assert data(client, badge).status_code == 410
    assert data(client, badge).json()["current"] is False
    assert data(client, badge).json()["ended_on"] == yesterday.isoformat()
    assert "certificate_number" not in data(client, badge).json()


def test_strangers_do_not_learn_which_check_failed(client, encrypted, found):
    badge = found(encrypted(claim="Encrypted"), "failed")
    html = page(client, badge).content.decode()
    assert page(client, badge).status_code == 410
    assert "What was checked" not in html
    assert "checks" not in data(client, badge).json()


def test_a_payment_method_that_was_switched_off(client, paying, monkeypatch):
    from tests.badges.conftest import PayingAdapter

    badge = Badge.objects.create(kind="payment", method="paypal")
    assert page(client, badge).status_code == 200
    assert "Accepted here: PayPal." in page(client, badge).content.decode()
    monkeypatch.setattr(PayingAdapter, "methods", {})
    assert page(client, badge).status_code == 410


def test_the_twin_says_the_same_as_data(client, certificate):
    badge = certificate(statement={"en": "Audited.", "et": "Auditeeritud."}, valid_until=date(2028, 1, 4))
    answer = data(client, badge, "et").json()
    assert answer["statement"] == {"text": "Auditeeritud.", "language": "et"}
    assert answer["claim"] == {"text": "Hosting certified to ISO 27001", "language": "en"}
    assert answer["url"] == f"http://testserver/et/trust/badges/{badge.pk}/"
    assert answer["valid_until"] == "2028-01-04"
    assert answer["speaker"] == "Example Registrar"
    assert f'href="/trust/api/v1/badges/{badge.pk}/"' in page(client, badge).content.decode()


def test_the_list_as_data(client, certificate, paying):
    certificate("Baltic", countries=["EE"])
    certificate("Footer", placements=["footer"])
    Badge.objects.create(kind="payment", method="pix")
    names = lambda **query: [  # noqa: E731
        entry["claim"]["text"] for entry in client.get("/trust/api/v1/badges/", query).json()["results"]
    ]
    assert names() == ["Footer"]
    assert names(country="EE") == ["Baltic", "Footer"]
    assert names(country="BR", kind="payment") == ["Pix"]
    assert names(placement="cart") == []


def test_the_list_names_what_is_allowed(client):
    answer = client.get("/trust/api/v1/badges/", {"placement": "header"})
    assert answer.status_code == 400
    assert "checkout" in answer.json()["detail"]


def test_a_certificate_of_somebody_else_is_in_the_markup(client, certificate):
    badge = certificate(valid_until=date(2028, 1, 4))
    html = page(client, badge).content.decode()
    node = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])
    assert node["@type"] == "Certification"
    assert node["issuedBy"] == {"@type": "Organization", "name": "Example Registrar"}
    assert node["certificationStatus"] == "https://schema.org/CertificationActive"
    assert node["expires"] == "2028-01-04"
    assert node["@id"] == f"http://testserver/trust/badges/{badge.pk}/#certification"


@pytest.mark.parametrize("fields", [{"issuer": ""}, {"kind": "security"}])
def test_a_claim_of_the_shop_is_no_certification(client, certificate, fields):
    assert "ld+json" not in page(client, certificate(**fields)).content.decode()


def test_the_markup_can_be_switched_off(client, certificate, configure):
    configure(JSONLD_EXCLUDE=["Certification"])
    assert "ld+json" not in page(client, certificate()).content.decode()


class TestDocuments:
    def test_shoppers_read_it_only_where_staff_allow_it(self, client, with_document):
        badge = with_document()
        assert client.get(f"/trust/badges/{badge.pk}/document/").status_code == 404
        assert "/document/" not in page(client, badge).content.decode()
        badge.document_public = True
        badge.save()
        assert f'href="/trust/badges/{badge.pk}/document/"' in page(client, badge).content.decode()

    def test_it_is_handed_out_as_a_file_that_no_browser_runs(self, client, with_document):
        badge = with_document(document_public=True)
        answer = client.get(f"/trust/badges/{badge.pk}/document/")
        assert b"".join(answer.streaming_content) == b"%PDF-1.7 sample"
        assert answer["Content-Disposition"] == f'attachment; filename="badge-{badge.pk}.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]

    def test_it_is_gone_with_the_badge(self, client, with_document):
        badge = with_document(document_public=True, document_until=timezone.localdate())
        assert client.get(f"/trust/badges/{badge.pk}/document/").status_code == 200
        with time_machine.travel(timezone.now() + timedelta(days=2)):
            assert client.get(f"/trust/badges/{badge.pk}/document/").status_code == 404

    def test_a_lost_file_is_no_server_error(self, client, with_document):
        badge = with_document(document_public=True)
        badge.document.storage.delete(badge.document.name)
        assert client.get(f"/trust/badges/{badge.pk}/document/").status_code == 404

    def test_nobody_guesses_where_it_lies(self, with_document):
        first, second = with_document(), with_document()
        assert first.document.name != second.document.name
        assert "iso" not in first.document.name


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_here_can_be_changed(client, certificate, method):
    badge = certificate()
    for address in (f"badges/{badge.pk}/", f"api/v1/badges/{badge.pk}/", "api/v1/badges/"):
        assert getattr(client, method)(f"/trust/{address}").status_code in (403, 405)
