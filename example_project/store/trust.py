"""Everything django_trust cannot know about this shop."""

from django.templatetags.static import static
from django.urls import reverse

from django_trust.shop.adapter import Identifiers, Offer, ShopAdapter, ShopIdentity

from .models import CURRENCY, Product

SHOP_NAME = "Orula"


class Adapter(ShopAdapter):
    def get_name(self, obj: Product) -> str:
        return obj.name

    def get_url(self, obj: Product) -> str:
        return obj.get_absolute_url()

    def get_image(self, obj: Product) -> str:
        return static(obj.picture)

    def get_identifiers(self, obj: Product) -> Identifiers:
        return Identifiers(sku=obj.sku, gtin="", mpn="", brand=SHOP_NAME if obj.price else "")

    def get_offer(self, obj: Product) -> Offer | None:
        if obj.price is None:
            return None
        availability = "InStock" if obj.in_stock else "OutOfStock"
        return Offer(price=obj.price, currency=CURRENCY, availability=availability)

    def get_shop(self) -> ShopIdentity:
        return ShopIdentity(name=SHOP_NAME, url=reverse("store:home"))
