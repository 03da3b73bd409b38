"""Everything django_trust cannot know about this shop."""

import os

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from django_trust.shop.adapter import Identifiers, Offer, ShopAdapter, ShopIdentity
from django_trust.shop.models import Purchase
from django_trust.text import keyed_hash

from . import payments
from .countries import country_of
from .models import CURRENCY, Product

SHOP_NAME = "Orula"
SHOP_EMAIL = "hello@orula.example"


def shop_address() -> str:
    """Return scheme, host and port of the shop, for links in mails; ``demo_serve`` knows the port."""
    return os.environ.get("DEMO_URL", "http://127.0.0.1:8000").rstrip("/")


class Adapter(ShopAdapter):
    def get_name(self, obj: Product) -> str:
        return obj.name

    def get_url(self, obj: Product) -> str:
        return obj.get_absolute_url()

    def get_image(self, obj: Product) -> str:
        return static(obj.picture)

    def get_identifiers(self, obj: Product) -> Identifiers:
        return Identifiers(sku=obj.sku, gtin="", mpn="", brand=SHOP_NAME if obj.price else "")

    def get_category(self, obj: Product) -> str:
        return obj.category.slug

    def get_offer(self, obj: Product) -> Offer | None:
        if obj.price is None:
            return None
        availability = "InStock" if obj.in_stock else "OutOfStock"
        return Offer(price=obj.price, currency=CURRENCY, availability=availability)

    def get_country(self, request: HttpRequest) -> str:
        return country_of(request)

    def get_currency(self, request: HttpRequest) -> str:
        return CURRENCY

    def get_payment_methods(self, *, country: str, currency: str) -> list[str]:
        return payments.methods_on(country=country, currency=currency)

    def get_coupon(self, purchase: Purchase) -> str:
        """The same code however often it is asked for: a message may be tried twice."""
        return f"ORULA-{keyed_hash('coupon', purchase.reference)[:6].upper()}"

    def get_shop(self) -> ShopIdentity:
        # The page that tells about the shop has the reviews of the shop itself.
        return ShopIdentity(name=SHOP_NAME, url=shop_address() + reverse("store:about"), email=SHOP_EMAIL)
