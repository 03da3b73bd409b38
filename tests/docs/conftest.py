"""A shop as the examples of the documentation take for granted: ``shop.models``, some rows, some names."""

import sys
from datetime import date, time, timedelta
from decimal import Decimal
from types import ModuleType, SimpleNamespace

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.dispatch import Signal
from django.test import RequestFactory
from django.urls import include, path
from django.utils import timezone

from django_trust import signals
from django_trust.badges import services as badges_services
from django_trust.badges.choices import Outcome
from django_trust.badges.findings import Finding
from django_trust.badges.models import Badge
from django_trust.badges.services import check_badges
from django_trust.followups.channels import registry
from django_trust.policies.models import ReturnTerms, ShippingRate
from django_trust.policies.services import publish_policy, start_draft
from django_trust.reviews.services import choose_testimonial, publish_review, reply_to_review, submit_review
from django_trust.shop.adapter import ShopAdapter
from django_trust.shop.identity.models import OpeningHours, ShopProfile, SupportChannel
from django_trust.shop.references import shop_item
from django_trust.shop.services import record_purchase
from tests.docs.markdown import block_of
from tests.hostshop import models as hostshop


@pytest.fixture
def shop_package(monkeypatch):
    """``shop``, the app the examples belong to, with the models of the test project."""
    package = ModuleType("shop")
    package.__path__ = []
    models = ModuleType("shop.models")
    models.Product, models.Variant = hostshop.Product, hostshop.Variant
    models.Order = models.OrderLine = models.Coupon = hostshop.Product  # named by examples, not asked
    trust = ModuleType("shop.trust")
    trust.Adapter = type("Adapter", (ShopAdapter,), {})
    moderation = ModuleType("shop.moderation")
    exec(block_of("howto/signals.md", "shop/moderation.py").text, vars(moderation))
    badge_checks = ModuleType("shop.badge_checks")
    exec(block_of("howto/badge-checks.md", "shop/badge_checks.py").text, vars(badge_checks))
    sms = ModuleType("shop.sms")
    for module in (package, models, trust, moderation, badge_checks, sms):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(block_of("howto/channels.md", "shop/sms.py").text, vars(sms))  # it imports shop.models
    yield package
    registry._load.cache_clear()  # it knows channels by their dotted path


@pytest.fixture
def _own_receivers():
    """What an example connects is gone after it."""
    kept = {signal: list(signal.receivers) for signal in vars(signals).values() if isinstance(signal, Signal)}
    yield
    for signal, receivers in kept.items():
        signal.receivers[:] = receivers
        signal.sender_receivers_cache.clear()


@pytest.fixture
def badges(db, settings, monkeypatch):
    """A badge by a check and one by a link. No example contacts a host: each check passes at once."""
    encrypted = Finding(Outcome.PASSED, "tls_1_3")
    monkeypatch.setattr(badges_services, "run_probe", lambda name, snapshot: encrypted)
    settings.DJANGO_TRUST = {**settings.DJANGO_TRUST, "BADGES_HOSTS": ["shop.example"]}
    checked = Badge.objects.create(kind="security", checks=["tls"], icon="lock", position=1)
    Badge.objects.create(
        kind="certification",
        claim="ISO 27001 certified hosting",
        issuer="Example Certification Body",
        certificate_number="IS 123456",
        verify_url="https://registrar.example/IS123456",
        valid_until=date(2099, 6, 30),
    )
    check_badges([checked])
    checked.refresh_from_db()
    return checked


@pytest.fixture
def profile(db):
    """Who the shop is, a way to reach it, and hours."""
    profile = ShopProfile.objects.create(legal_name="Tea and Pots OÜ", street="Viru 1", city="Tallinn")
    SupportChannel.objects.create(profile=profile, kind="email", value="help@shop.example")
    SupportChannel.objects.create(profile=profile, kind="phone", value="+372 5555 1234")
    OpeningHours.objects.create(profile=profile, weekday=1, opens=time(9), closes=time(17))
    return profile


@pytest.fixture
def terms(db):
    """Terms of return and of delivery, in force since before the first order."""
    with time_machine.travel(timezone.now() - timedelta(days=10)):
        returns, shipping = start_draft(kind="returns"), start_draft(kind="shipping")
        ReturnTerms.objects.create(version=returns, days=30, remorse_fees="free")
        ShippingRate.objects.create(
            version=shipping,
            name={"en": "Courier"},
            code="courier",
            price=Decimal("4.90"),
            currency="EUR",
            origin="EE",
            time_zone="Europe/Tallinn",
            cutoff=time(14),
            handling_max=1,
            transit_min=1,
            transit_max=2,
        )
        return [publish_policy(version=draft) for draft in (returns, shipping)]


@pytest.fixture
def shop(db, shop_package, _own_receivers, badges, profile, terms, django_user_model):
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
    choose_testimonial(review=review)
    about_shop = submit_review(
        rating=4, body="Well packed.", email="eva@example.com", **{**words, "item": shop_item()}
    )
    publish_review(review=about_shop)
    purchase = record_purchase(
        reference="2001",
        email="order@example.com",
        name="Anu Tamm",
        language="en",
        placed_at=timezone.now() - timedelta(days=9),
        lines=[{"item": product}],
    )
    user = django_user_model.objects.create_superuser("staff", "staff@shop.example", "secret")
    request = RequestFactory().get("/product/1/")
    request.user = AnonymousUser()
    return SimpleNamespace(
        product=product,
        products=[product],
        review=review,
        badge=badges,
        order=SimpleNamespace(number=purchase.reference),
        purchase=purchase,
        user=user,
        request=request,
        now=timezone.now(),
        Decimal=Decimal,
        INSTALLED_APPS=[],
        path=path,
        include=include,
        urlpatterns=[],
    )
