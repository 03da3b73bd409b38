from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from django_trust.shop.adapter import Identifiers, Offer, ShopAdapter, ShopIdentity, get_adapter
from tests.hostshop.adapter import Adapter
from tests.hostshop.models import Book, Gadget, Product

DEFAULT = ShopAdapter()


def test_the_setting_names_the_adapter(configure):
    assert isinstance(get_adapter(), Adapter)
    configure(ADAPTER="django_trust.shop.adapter.ShopAdapter")
    assert type(get_adapter()) is ShopAdapter


def test_the_default_finds_name_or_title():
    assert DEFAULT.get_name(Product(name="Cup")) == "Cup"
    assert DEFAULT.get_name(Book(title="Atlas")) == "Atlas"


def test_the_default_needs_neither_name_nor_page():
    user = SimpleNamespace(name="", title=None)
    assert DEFAULT.get_name(user) == str(user)
    assert DEFAULT.get_url(user) == ""


def test_the_default_asks_the_model_for_its_page():
    assert DEFAULT.get_url(Product(pk=7)) == "/product/7/"
    assert DEFAULT.get_url(Gadget(slug="lamp")) == ""


def test_the_default_takes_a_picture_field():
    assert DEFAULT.get_image(SimpleNamespace(image=SimpleNamespace(url="/media/cup.jpg"))) == "/media/cup.jpg"
    assert DEFAULT.get_image(SimpleNamespace(image=None)) == ""
    assert DEFAULT.get_image(SimpleNamespace()) == ""


def test_the_default_takes_identifiers_from_attributes_of_these_names():
    obj = SimpleNamespace(sku=1001, gtin="", brand=lambda: "no", mpn=None)
    assert DEFAULT.get_identifiers(obj) == Identifiers(sku="1001")


def test_the_default_claims_nothing_else(rf, product):
    assert DEFAULT.get_object(product) is product
    assert DEFAULT.get_offer(product) is None
    assert DEFAULT.get_country(rf.get("/")) == ""
    assert DEFAULT.has_purchased(product, user=None, email="a@b.test") is False
    assert DEFAULT.get_coupon(None) == ""
    assert DEFAULT.get_shop() == ShopIdentity(name="", url="/", email="")


def test_an_offer_is_in_stock_unless_said_otherwise():
    assert Offer(price=Decimal(1), currency="EUR").availability == "InStock"


def test_a_missing_adapter_is_named(configure):
    configure(ADAPTER="shop.nowhere.Adapter")
    with pytest.raises(
        ImproperlyConfigured, match=r"DJANGO_TRUST\['ADAPTER'\] 'shop.nowhere.Adapter' cannot be imported"
    ):
        get_adapter()
