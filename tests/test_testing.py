"""The adapter contract, kept by the adapter of the test host and broken by a bad one."""

from decimal import Decimal

import pytest
from django.test import TestCase

from django_trust.shop.adapter import Offer
from django_trust.testing import AdapterContract, make_purchase, make_review
from tests.hostshop.adapter import Adapter
from tests.hostshop.models import Product, Variant


class ProductContract(AdapterContract):
    def make_object(self):
        return Product.objects.create(name="Tea pot")


class TestProducts(ProductContract, TestCase):
    pass


class TestVariants(AdapterContract, TestCase):
    def make_object(self):
        return Variant.objects.create(product=Product.objects.create(name="Shirt"), size="M")


class BadAdapter(Adapter):
    def get_offer(self, obj):
        return Offer(price=Decimal(1), currency="euro")


@pytest.mark.django_db
def test_contract_notices_a_bad_offer(settings):
    settings.DJANGO_TRUST = {"ADAPTER": "tests.test_testing.BadAdapter"}
    with pytest.raises(AssertionError, match="euro"):
        ProductContract().test_offer_can_be_shown_to_search_engines()


@pytest.mark.django_db
def test_factories_make_a_verified_review():
    product = Product.objects.create(name="Tea pot")
    purchase = make_purchase(product, email="mari@example.ee")
    assert make_review(product, email="mari@example.ee").purchase_line == purchase.lines.get()
