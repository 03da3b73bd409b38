"""A shop as the examples of the documentation take for granted: ``shop.models``, some rows, some names."""

import sys
from datetime import timedelta
from decimal import Decimal
from types import ModuleType, SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.dispatch import Signal
from django.test import RequestFactory
from django.urls import include, path
from django.utils import timezone

from django_trust import signals
from django_trust.reviews.services import publish_review, reply_to_review, submit_review
from django_trust.shop.adapter import ShopAdapter
from tests.hostshop import models as hostshop


@pytest.fixture
def shop_package(monkeypatch):
    """``shop``, the app the examples belong to, with the models of the test project."""
    package = ModuleType("shop")
    package.__path__ = []
    models = ModuleType("shop.models")
    models.Product, models.Variant = hostshop.Product, hostshop.Variant
    models.Order = models.OrderLine = hostshop.Product  # named by examples, not asked
    trust = ModuleType("shop.trust")
    trust.Adapter = type("Adapter", (ShopAdapter,), {})
    for module in (package, models, trust):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    return package


@pytest.fixture
def _own_receivers():
    """What an example connects is gone after it."""
    kept = {signal: list(signal.receivers) for signal in vars(signals).values() if isinstance(signal, Signal)}
    yield
    for signal, receivers in kept.items():
        signal.receivers[:] = receivers
        signal.sender_receivers_cache.clear()


@pytest.fixture
def shop(db, shop_package, _own_receivers, django_user_model):
    """The names an example may use without saying where they come from."""
    product = hostshop.Product.objects.create(name="Tea pot")
    words = {"item": product, "language": "en"}
    older = submit_review(
        rating=4,
        body="Smaller than I thought.",
        email="jaan@example.com",
        created_at=timezone.now() - timedelta(days=2),
        **words,
    )
    review = submit_review(
        rating=5,
        title="Pours well",
        body="No drip, and the lid stays on.",
        author_name="Mari",
        email="mari@example.com",
        **words,
    )
    publish_review(review=older)
    publish_review(review=review)
    reply_to_review(review=review, body="Thank you.", language="en")
    user = django_user_model.objects.create_superuser("staff", "staff@shop.example", "secret")
    request = RequestFactory().get("/product/1/")
    request.user = AnonymousUser()
    return SimpleNamespace(
        product=product,
        products=[product],
        review=review,
        user=user,
        request=request,
        now=timezone.now(),
        Decimal=Decimal,
        INSTALLED_APPS=[],
        path=path,
        include=include,
        urlpatterns=[],
    )
