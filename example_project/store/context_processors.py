from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .cart import Cart
from .countries import COUNTRIES, country_of
from .models import Category
from .trust import SHOP_NAME


def shop(request: HttpRequest) -> dict[str, Any]:
    return {
        "shop_name": SHOP_NAME,
        "cart_size": len(Cart(request.session)) if hasattr(request, "session") else 0,
        "menu": Category.objects.all(),
        "countries": COUNTRIES,
        "country": country_of(request),
        "has_outbox": settings.DEBUG,
    }
