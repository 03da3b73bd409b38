from datetime import UTC, datetime, timedelta

import pytest

from django_trust.followups.choices import Event, FollowUpState
from django_trust.followups.consent.ledger import NOBODY_KNOWN, standings
from django_trust.followups.models import Consent, Flow, FollowUp, Step
from django_trust.testing import make_purchase
from django_trust.text import email_key

EMAIL = "mari@example.ee"
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def key():
    return email_key(EMAIL)


@pytest.fixture
def kinds():
    """What the ledger has for Mari, the oldest first, as (kind, purpose)."""

    def read(email=EMAIL):
        rows = Consent.objects.filter(email_key=email_key(email)).order_by("pk")
        return list(rows.values_list("kind", "purpose"))

    return read


@pytest.fixture
def standing():
    def read(email=EMAIL):
        key = email_key(email)
        return standings([key]).get(key, NOBODY_KNOWN)

    return read


@pytest.fixture
def plan(product):
    """Plan one waiting message of each of these purposes about a new order of Mari."""

    def make(*purposes, email=EMAIL, state=FollowUpState.WAITING):
        purchase = make_purchase(product, email=email, country="EE")
        flow, _ = Flow.objects.get_or_create(code="test", defaults={"name": "Test", "event": Event.PLACED})
        rows = {}
        for purpose in purposes:
            step, _ = Step.objects.get_or_create(
                flow=flow, code=purpose, defaults={"name": purpose, "purpose": purpose}
            )
            due = NOW + timedelta(days=5)
            rows[purpose] = FollowUp.objects.create(
                purchase=purchase,
                step=step,
                email_key=email_key(email),
                state=state,
                started_at=NOW,
                due_at=due,
                wake_at=due,
            )
        return rows

    return make
