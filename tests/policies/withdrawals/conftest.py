from datetime import UTC, datetime, timedelta

import pytest

from django_trust.policies.models import ReturnTerms
from django_trust.policies.services import publish_policy, start_draft
from django_trust.policies.withdrawals.services import request_withdrawal
from django_trust.shop.models import Purchase
from tests.markup import read
from tests.policies.delivery.conftest import without_holidays

__all__ = ["without_holidays"]

# A Tuesday; in Tallinn it is 14:30.
DELIVERED = datetime(2026, 11, 3, 12, 30, tzinfo=UTC)
TYPED = {"reference": "1001", "name": "Mari Kask", "email": "mari@example.ee"}


@pytest.fixture
def eu(configure):
    configure(MARKETS=["EU"])


@pytest.fixture
def order(buy):
    """Record order 1001 of Mari in Estonia, delivered on a Tuesday unless told otherwise."""

    def record(delivered=DELIVERED, *, reference="1001", country="EE", days_before=3, **facts):
        purchase = buy("mari@example.ee", reference=reference, country=country, name="Mari Kask", **facts)
        placed = (delivered or DELIVERED) - timedelta(days=days_before)
        Purchase.objects.filter(pk=purchase.pk).update(delivered_at=delivered, placed_at=placed)
        purchase.refresh_from_db()
        return purchase

    return record


@pytest.fixture
def publish(db):
    """Publish return terms for everywhere."""

    def make(*, seasons=(), **fields):
        draft = start_draft(kind="returns", market="")
        ReturnTerms.objects.filter(version=draft).delete()
        terms = ReturnTerms.objects.create(version=draft, **fields)
        for season in seasons:
            terms.seasons.create(**season)
        return publish_policy(version=draft)

    return make


@pytest.fixture
def withdraw(db):
    """Store a statement as the form of guests would."""

    def send(**words):
        return request_withdrawal(**{"kind": "withdrawal", "language": "en", **TYPED, **words})

    return send


@pytest.fixture
def go(client):
    """Fill in the first page, and press the button of the second; return both answers."""

    def fill(url="/trust/withdraw/?kind=withdrawal", **typed):
        second = client.post(url, {**TYPED, **typed})
        assert second.status_code == 200, second.content.decode()
        return second, confirm(client, second)

    return fill


def sealed_of(page):
    """What the second page sends back, and where."""
    form = next(read(page).all("form"))
    return form["action"], form.one("input", name="sealed")["value"]


def confirm(client, page):
    action, sealed = sealed_of(page)
    return client.post(action, {"sealed": sealed})
