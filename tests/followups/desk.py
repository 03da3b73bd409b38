"""Flows, orders and messages for the tests of the admin."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from django_trust.followups import admin as _registered  # noqa: F401
from django_trust.followups.models import Flow, FollowUp, Step, StepText
from django_trust.testing import make_purchase
from django_trust.text import email_key
from tests.hostshop.models import Product
from tests.markup import read
from tests.policies.admin_pages import form_of

NOW = datetime(2026, 5, 10, 8, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=365)
TOLD = {
    "name": "Mari Kask",
    "email": "mari@example.ee",
    "country": "EE",
    "language": "en",
    "placed_at": NOW,
}
numbers = count(1)


def make_step(event="delivered", *, purpose="review", message="review_request", flow=None, **words):
    number = next(numbers)
    flow = flow or Flow.objects.create(
        code=f"flow-{number}", name=f"Flow {number}", event=event, active_since=LONG_AGO
    )
    words = {"code": f"step-{number}", "name": f"Step {number}", "channel": "email", "delay": 3, **words}
    return Step.objects.create(flow=flow, purpose=purpose, message=message, **words)


def make_order(reference="1001", **facts):
    """Return a purchase of one tea pot; facts that ``record_purchase`` does not take are set behind it."""
    told = {name: facts.pop(name, value) for name, value in TOLD.items()}
    purchase = make_purchase(Product.objects.create(name="Tea pot"), reference=reference, **told)
    for name, value in facts.items():
        setattr(purchase, name, value)
    purchase.save()
    return purchase


def make_row(step, purchase, **facts):
    due = NOW + timedelta(days=3)
    facts = {"started_at": NOW, "due_at": due, "wake_at": due, **facts}
    key = email_key(purchase.email)
    return FollowUp.objects.create(step=step, purchase=purchase, email_key=key, **facts)


def add_text(step, language="en", subject="Hello", body="Text {unsubscribe_link}"):
    return StepText.objects.create(step=step, language=language, subject=subject, body=body)


def result_rows(page):
    """The cells of each row of an admin list, as words."""
    tables = list(page.all("table", id="result_list"))
    rows = [row for table in tables for row in table.one("tbody").all("tr")]
    return [[cell.words for cell in row.children if not isinstance(cell, str)] for row in rows]


def page_form(client, url, identifier):
    """What a browser would send back from the form of a page."""
    return form_of(read(client.get(url)), identifier)


@pytest.fixture
def boss(client, staff):
    client.force_login(staff)
    return client
