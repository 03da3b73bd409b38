"""The basket lives in the session as {"<product id>": quantity}; prices are always read afresh."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.sessions.backends.base import SessionBase

from .models import Product

SESSION_KEY = "cart"
MAX_QUANTITY = 20


@dataclass(frozen=True)
class CartLine:
    product: Product
    quantity: int
    unit_price: Decimal

    @property
    def total(self) -> Decimal:
        return self.unit_price * self.quantity


class Cart:
    def __init__(self, session: SessionBase) -> None:
        self._session = session
        self._quantities: dict[str, int] = dict(session.get(SESSION_KEY, {}))

    def __len__(self) -> int:
        return sum(self._quantities.values())

    def add(self, product: Product, quantity: int = 1) -> None:
        self.set(product, self._quantities.get(str(product.pk), 0) + quantity)

    def set(self, product: Product, quantity: int) -> None:
        if quantity > 0:
            self._quantities[str(product.pk)] = min(quantity, MAX_QUANTITY)
        else:
            self._quantities.pop(str(product.pk), None)
        self._save()

    def clear(self) -> None:
        self._quantities = {}
        self._save()

    def lines(self) -> list[CartLine]:
        products = Product.objects.for_sale().in_bulk([int(pk) for pk in self._quantities])
        return [
            CartLine(products[int(pk)], quantity, products[int(pk)].price)
            for pk, quantity in self._quantities.items()
            if int(pk) in products
        ]

    def _save(self) -> None:
        self._session[SESSION_KEY] = self._quantities


def total_of(lines: list[CartLine]) -> Decimal:
    return sum((line.total for line in lines), Decimal(0))
