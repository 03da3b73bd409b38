from django_trust.shop.adapter import Identifiers, Offer, ShopAdapter, ShopIdentity
from tests.hostshop.models import Product, Variant


class Adapter(ShopAdapter):
    def get_object(self, obj):
        return obj.product if isinstance(obj, Variant) else obj

    def get_identifiers(self, obj):
        return Identifiers(sku=f"SKU-{obj.pk}", brand="Testware")

    def get_offer(self, obj):
        return Offer(price=obj.price, currency="EUR") if isinstance(obj, Product) else None

    def get_shop(self):
        return ShopIdentity(name="Test Shop", url="https://shop.example/")
