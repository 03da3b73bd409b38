from datetime import timedelta
from itertools import count

import pytest
from django.core.cache import cache
from django.utils import timezone

from django_trust.reviews.services import publish_review, submit_review
from django_trust.shop.services import record_purchase
from tests.hostshop.models import Product

numbers = count(1)


@pytest.fixture(autouse=True)
def _fresh_throttle():
    cache.clear()


@pytest.fixture
def product(db):
    return Product.objects.create(name="Tea pot")


@pytest.fixture
def write_review(product):
    """Write a published review; every call is another person."""

    def write(rating=5, *, item=None, publish=True, days_ago=0, **words):
        review = submit_review(
            item=item or product,
            rating=rating,
            email=words.pop("email", f"person-{next(numbers)}@example.test"),
            created_at=timezone.now() - timedelta(days=days_ago),
            language=words.pop("language", "en"),
            **words,
        )
        return publish_review(review=review) if publish else review

    return write


@pytest.fixture
def staff(django_user_model):
    return django_user_model.objects.create_superuser("staff", "staff@shop.example", "secret")


@pytest.fixture
def buy(product):
    """Record an order of one product and return the purchase."""

    def record(email="mari@example.ee", *, item=None, quantity=1, **facts):
        return record_purchase(
            reference=facts.pop("reference", f"R{next(numbers)}"),
            email=email,
            language="et",
            placed_at=timezone.now(),
            lines=[{"item": item or product, "quantity": quantity}],
            **facts,
        )

    return record
