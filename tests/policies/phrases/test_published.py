"""From stored rows to sentences."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from django_trust.policies.book import book
from django_trust.policies.models import ReturnTerms, SeasonalReturn, ShippingRate
from django_trust.policies.phrases import sections, short_line
from django_trust.policies.services import publish_policy, start_draft

pytestmark = pytest.mark.django_db


def test_a_published_term_says_what_its_draft_said():
    draft = start_draft(kind="returns", market="")
    row = ReturnTerms.objects.create(
        version=draft, days=30, remorse_fees="fixed", remorse_amount=Decimal("4.9"), currency="EUR"
    )
    SeasonalReturn.objects.create(
        terms=row, first_day=date(2020, 11, 1), last_day=date(2020, 12, 24), until=date(2021, 1, 31)
    )
    with override("en"):
        assert str(row) == "Return within 30 days; we deduct €4.90 for the postage"
        publish_policy(version=draft)
        facts = book().find("returns", "US")
        assert short_line(facts, "US").text == str(row)
        [section] = sections(facts, "US")
    values = {line.name: line.value for line in section.lines}
    assert values["return_cost_remorse"] == "fixed 4.90 EUR"
    assert values["return_season_1"] == "2020-11-01..2020-12-24 2021-01-31"


def test_amounts_of_the_database_have_no_zeros_too_many():
    draft = start_draft(kind="shipping", market="")
    ShippingRate.objects.create(
        version=draft,
        name={"en": "Courier"},
        price=Decimal(5),
        currency="EUR",
        origin="EE",
        weight_max=Decimal("2.500"),
        transit_min=2,
    )
    publish_policy(version=draft)
    with override("en"):
        [section] = sections(book().find("shipping", "EE"), "EE")
    values = {line.name: (line.value, line.text) for line in section.lines}
    assert values["delivery_price"] == ("5.00 EUR", "€5.00")
    assert values["delivery_weight"] == ("..2.5 kg", "Up to 2.5 kg")
    assert values["delivery_time"] == ("2..4", "2 to 4 business days")
