"""For the tests of shops: reviews and purchases in one line, and a contract every adapter must keep."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from django_trust.reviews.models import Review
from django_trust.reviews.services import publish_review, submit_review
from django_trust.reviews.widgets import rating_summary
from django_trust.shop.adapter import Identifiers, Offer, ShopAdapter, ShopIdentity, get_adapter
from django_trust.shop.models import Purchase
from django_trust.shop.payments import payment_methods
from django_trust.shop.references import ItemReference
from django_trust.shop.services import record_purchase

AVAILABILITIES = frozenset(
    "BackOrder Discontinued InStock InStoreOnly LimitedAvailability OnlineOnly OutOfStock PreOrder PreSale "
    "SoldOut Reserved MadeToOrder".split()
)
_numbers: Iterator[int] = count(1)


def make_review(item: Model, rating: int = 5, *, published: bool = True, **words: Any) -> Review:
    """Return a stored review of ``item`` by a new person; ``words`` as for ``submit_review``."""
    words.setdefault("email", f"reviewer-{next(_numbers)}@example.test")
    review = submit_review(item=item, rating=rating, **words)
    return publish_review(review=review) if published else review


def make_purchase(item: Model, *, quantity: int = 1, **facts: Any) -> Purchase:
    """Return a recorded purchase of ``item``; ``facts`` as for ``record_purchase``."""
    number = next(_numbers)
    defaults = {
        "reference": f"TEST-{number}",
        "email": f"buyer-{number}@example.test",
        "language": "en",
        "placed_at": timezone.now(),
    }
    return record_purchase(lines=[{"item": item, "quantity": quantity}], **{**defaults, **facts})


class AdapterContract(ABC):
    """What the library expects of a shop's adapter.

    Mix it into a ``django.test.TestCase`` (or a pytest class with database access) and say what a product
    of the shop is: ``class AdapterTests(AdapterContract, TestCase)`` with ``make_object``.
    """

    @abstractmethod
    def make_object(self) -> Model:
        """Return a saved object that can be reviewed."""

    @property
    def adapter(self) -> ShopAdapter:
        return get_adapter()

    def test_name_is_a_text_people_can_read(self) -> None:
        name = self.adapter.get_name(self.make_object())
        assert isinstance(name, str), name
        assert name.strip(), name

    def test_addresses_are_texts(self) -> None:
        obj = self.make_object()
        for address in (self.adapter.get_url(obj), self.adapter.get_image(obj)):
            assert isinstance(address, str), address
            assert address == "" or address.startswith(("/", "http://", "https://")), address

    def test_identifiers_are_complete(self) -> None:
        identifiers = self.adapter.get_identifiers(self.make_object())
        assert isinstance(identifiers, Identifiers), identifiers
        assert " " not in identifiers.sku, identifiers

    def test_offer_can_be_shown_to_search_engines(self) -> None:
        offer = self.adapter.get_offer(self.make_object())
        if offer is not None:
            assert isinstance(offer, Offer), offer
            assert isinstance(offer.price, Decimal), offer
            assert offer.price >= 0, offer
            assert len(offer.currency) == 3, offer
            assert offer.currency.isupper(), offer
            assert offer.availability in AVAILABILITIES, offer

    def test_object_whose_reviews_are_shared_is_stable(self) -> None:
        shared = self.adapter.get_object(self.make_object())
        assert shared.pk is not None, shared
        assert self.adapter.get_object(shared) == shared

    def test_object_is_found_again(self) -> None:
        obj = self.make_object()
        assert ItemReference.of(obj).host_object() == self.adapter.get_object(obj)

    def test_strangers_bought_nothing_and_asking_is_cheap(self) -> None:
        obj = self.make_object()
        with CaptureQueriesContext(connection) as queries:
            assert not self.adapter.has_purchased(obj, user=None, email="stranger@example.test")
        assert len(queries) <= 2, [query["sql"] for query in queries]

    def test_payment_methods_are_known_and_asking_is_cheap(self) -> None:
        with CaptureQueriesContext(connection) as queries:
            methods = list(self.adapter.get_payment_methods(country="", currency=""))
        assert set(methods) <= set(payment_methods()), methods
        assert len(queries) <= 1, [query["sql"] for query in queries]

    def test_shop_has_an_identity(self) -> None:
        assert isinstance(self.adapter.get_shop(), ShopIdentity)

    def test_coupon_is_one_line_and_stays_the_same(self) -> None:
        purchase = make_purchase(self.make_object())
        coupon = self.adapter.get_coupon(purchase)
        assert isinstance(coupon, str), coupon
        assert coupon == " ".join(coupon.split()), coupon
        assert self.adapter.get_coupon(purchase) == coupon, "A message may be tried twice."

    def test_review_counts_for_the_object(self) -> None:
        obj = self.make_object()
        make_review(obj, 4)
        assert rating_summary(obj).count == 1
