"""What only the shop knows about its own products, buyers and name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.http import HttpRequest
from django.utils.module_loading import import_string

from django_trust.conf import trust_settings

if TYPE_CHECKING:
    from django_trust.shop.models import Purchase


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Product identifiers as schema.org and Google Merchant name them; empty where unknown."""

    sku: str = ""
    gtin: str = ""
    mpn: str = ""
    brand: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the product costs now. ``availability`` is a name of schema.org's ItemAvailability."""

    price: Decimal
    currency: str
    availability: str = "InStock"
    url: str = ""


@dataclass(frozen=True, slots=True)
class ShopIdentity:
    """The shop's own name and address, as shoppers know it."""

    name: str
    url: str = "/"
    email: str = ""


class ShopAdapter:
    """Override what your shop does differently and name your class in ``DJANGO_TRUST["ADAPTER"]``.

    One instance serves all threads, so it keeps no state.

    ``obj`` is always an instance of one of the shop's own models. The defaults work for a model with
    ``name`` or ``title`` and ``get_absolute_url``.
    """

    def get_object(self, obj: Model) -> Model:
        """Return the object whose reviews ``obj`` shares: the product of a variant, else ``obj`` itself."""
        return obj

    def get_name(self, obj: Model) -> str:
        """Return what shoppers call it, in the active language."""
        return str(getattr(obj, "name", "") or getattr(obj, "title", "") or obj)

    def get_url(self, obj: Model) -> str:
        """Return the address of its page, with or without the host name; empty when it has none."""
        get_absolute_url = getattr(obj, "get_absolute_url", None)
        return str(get_absolute_url()) if get_absolute_url else ""

    def get_image(self, obj: Model) -> str:
        """Return the address of its picture, or an empty text."""
        image = getattr(obj, "image", None)
        return str(image.url) if image and hasattr(image, "url") else ""

    def get_identifiers(self, obj: Model) -> Identifiers:
        """Return its identifiers; by default what attributes of these names hold."""
        return Identifiers(**{name: _text_attribute(obj, name) for name in ("sku", "gtin", "mpn", "brand")})

    def get_category(self, obj: Model) -> str:
        """Return the category that chooses its criteria in ``REVIEWS_CRITERIA``, or an empty text."""
        return ""

    def get_offer(self, obj: Model) -> Offer | None:
        """Return its price and availability, or None when it cannot be bought now."""
        return None

    def get_weight(self, obj: Model) -> Decimal | None:
        """Return its weight with packaging in kilograms, or None when unknown."""
        return None

    def get_country(self, request: HttpRequest) -> str:
        """Return the shopper's country (ISO 3166-1 alpha-2), or an empty text when unknown."""
        return ""

    def get_currency(self, request: HttpRequest) -> str:
        """Return the currency the shopper pays in (ISO 4217), or an empty text when unknown."""
        return ""

    def get_payment_methods(self, *, country: str, currency: str) -> Iterable[str]:
        """Return the codes of the payment methods that are switched on now.

        docs/reference/payment-methods.md lists the codes. ``country`` and ``currency`` are empty for
        "anywhere" and "whatever currency". Asked whenever badges are shown, so it must be cheap.
        """
        return ()

    def has_purchased(self, obj: Model, *, user: Any, email: str) -> bool:
        """Whether this person bought it, for shops that do not record purchases with this library.

        ``user`` is a signed-in user or None; ``email`` may be empty. Must be cheap: one indexed look-up.
        """
        return False

    def receive_withdrawal(self, request: Model) -> None:
        """Act on a withdrawal or return request in the shop's own system: stop a parcel, open a case.

        ``request`` is a ``WithdrawalRequest``. Called once for each, after it is stored; what it raises is
        logged and breaks nothing.
        """

    def get_coupon(self, purchase: Purchase) -> str:
        """Return a coupon code for the buyer's next order, or an empty text.

        Always the same one for a purchase: it may be asked for again.
        """
        return ""

    def get_shop(self) -> ShopIdentity:
        """Return the shop's identity; it signs replies to reviews."""
        return ShopIdentity(name="")


def _text_attribute(obj: Model, name: str) -> str:
    value = getattr(obj, name, "")
    return str(value) if value and not callable(value) else ""


def get_adapter() -> ShopAdapter:
    """Return the shop's adapter. Raises ``ImproperlyConfigured`` when it cannot be imported."""
    return _load_adapter(trust_settings.adapter)


@lru_cache(maxsize=16)
def _load_adapter(path: str) -> ShopAdapter:
    try:
        adapter_class = import_string(path)
    except ImportError as error:
        raise ImproperlyConfigured(
            f"DJANGO_TRUST['ADAPTER'] {path!r} cannot be imported: {error}."
        ) from error
    adapter = adapter_class()
    if not isinstance(adapter, ShopAdapter):
        raise ImproperlyConfigured(f"DJANGO_TRUST['ADAPTER'] {path!r} is not a ShopAdapter subclass.")
    return adapter
