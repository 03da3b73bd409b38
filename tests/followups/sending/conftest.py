from datetime import timedelta

import pytest
from django.utils import timezone

from django_trust.followups.consent.services import record_opt_in
from django_trust.followups.models import Flow, FollowUp, Step
from django_trust.followups.sending import engine
from django_trust.mailing import warn_without_address
from django_trust.testing import make_purchase
from tests.followups.sending.channels import Scripted
from tests.hostshop.models import Product

YEAR = timedelta(days=365)
PORTION = 6


@pytest.fixture
def scripted(configure):
    """The channel of steps made by ``step``; reset for each test."""
    configure(FOLLOWUPS_CHANNELS={"scripted": "tests.followups.sending.channels.Scripted"})
    Scripted.reset()
    return Scripted


@pytest.fixture
def small_portions(monkeypatch):
    monkeypatch.setattr(engine, "PORTION", PORTION)


@pytest.fixture(autouse=True)
def _warn_anew():
    warn_without_address.cache_clear()


@pytest.fixture
def step(scripted):
    """Store a step of a flow of its own."""

    def make(code="thanks", *, event="placed", since=None, **values):
        active_since = since or timezone.now() - YEAR
        flow = Flow.objects.create(code=code, name=code, event=event, active_since=active_since)
        defaults = {"message": "thank_you", "purpose": "order", "channel": "scripted", "delay": 0}
        return Step.objects.create(flow=flow, code=code, name=code, **{**defaults, **values})

    return make


@pytest.fixture
def order(db):
    """Record an order; its messages are planned by the next run of the sender."""
    product = Product.objects.create(name="Tea pot")

    def record(email=None, *, agreed=False, **facts):
        if email is not None:
            facts["email"] = email
        purchase = make_purchase(product, country="EE", **facts)
        if agreed:
            record_opt_in(email=purchase.email, source="test")
        return purchase

    return record


def row_of(purchase):
    return FollowUp.objects.get(purchase=purchase)


def verdict(row):
    row.refresh_from_db()
    return row.state, row.reason
