from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from django_trust.badges.findings import DatedFinding, Finding
from django_trust.badges.models import Badge
from django_trust.shop.adapter import ShopIdentity
from tests.hostshop.adapter import Adapter


@pytest.fixture
def hosts(configure):
    configure(BADGES_HOSTS=["shop.example"])


@pytest.fixture
def found():
    """Give a badge the answer of a check, as a run would keep it."""

    def keep(
        badge, outcome="passed", *, check="tls", days_ago=0, until=None, host="shop.example", message="text"
    ):
        finding = Finding(outcome, message, {"text": "Seen."}, until)
        at = timezone.now() - timedelta(days=days_ago)
        badge.findings[check] = DatedFinding(check, host, finding, at).as_json()
        badge.save(update_fields=["findings"])
        return badge

    return keep


@pytest.fixture
def certificate(db):
    """A badge that a link supports; every call makes another."""

    def make(claim="Hosting certified to ISO 27001", **fields):
        fields = {
            "kind": "certification",
            "issuer": "Example Registrar",
            "certificate_number": "IS 1",
            "verify_url": "https://registrar.example/1",
            **fields,
        }
        return Badge.objects.create(claim=claim, **fields)

    return make


@pytest.fixture
def encrypted(db, hosts, found):
    """A badge that rests on a check which passed now."""

    def make(**fields):
        return found(Badge.objects.create(kind="security", checks=["tls"], **fields))

    return make


@pytest.fixture
def with_document(certificate, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def make(**fields):
        badge = certificate(verify_url="", **fields)
        badge.document.save("iso.pdf", ContentFile(b"%PDF-1.7 sample"))
        return badge

    return make


class PayingAdapter(Adapter):
    methods = {"": {"card", "paypal"}, "BR": {"card", "pix"}, "EE": {"card", "bank_link"}}
    currencies = {"pix": "BRL"}
    country = currency = ""

    def get_payment_methods(self, *, country, currency):
        return [
            code
            for code in sorted(self.methods.get(country, ()))
            if not currency or self.currencies.get(code, currency) == currency
        ]

    def get_country(self, request):
        return request.GET.get("country", "")

    def get_currency(self, request):
        return request.GET.get("currency", "")

    def get_shop(self):
        return ShopIdentity(name="Test Shop", url="https://shop.example/")


@pytest.fixture
def paying(configure):
    configure(ADAPTER="tests.badges.conftest.PayingAdapter")
