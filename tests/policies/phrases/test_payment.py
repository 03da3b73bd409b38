"""How to pay, and when the money is taken."""

import pytest
from django.utils.translation import override

from django_trust.policies.facts import PaymentFacts
from django_trust.policies.phrases import checkout_line, row_sentence, short_line
from tests.policies.phrases.making import lines, version


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def payment(**terms):
    return version("payment", payments=(PaymentFacts(**{"methods": ("visa",), **terms}),))


@pytest.mark.parametrize(
    "terms, value, text",
    [
        ({}, "order", "You pay when you order."),
        ({"charged": "shipment"}, "shipment", "You pay when we send the order."),
        ({"charged": "delivery"}, "delivery", "You pay when the order arrives."),
        ({"charged": "invoice"}, "invoice", "You pay by invoice after the delivery."),
        (
            {"charged": "invoice", "invoice_days": 14},
            "invoice 14",
            "You get an invoice after the delivery and pay it within 14 days.",
        ),
        ({"charged": "order", "invoice_days": 14}, "order", "You pay when you order."),
    ],
)
def test_when_the_money_is_taken(terms, value, text):
    line = short_line(payment(**terms))
    assert (line.name, line.value, line.text) == ("payment_charged", value, text)
    assert row_sentence(PaymentFacts(**terms)) == text


def test_the_table():
    table = lines(payment(methods=("pix", "visa"), currencies=("EUR", "USD"), note={"en": "No cheques."}))
    assert [(line.name, line.value, line.text) for line in table.values()] == [
        ("payment_methods", "pix visa", "Pix and Visa"),
        ("payment_charged", "order", "You pay when you order."),
        ("payment_currencies", "EUR USD", "Euro and US Dollar"),
        (
            "payment_conversion",
            "bank",
            "If your account is in another currency, your bank or card converts the price at its own rate.",
        ),
        ("payment_taxes", "included", "Prices include taxes."),
        ("payment_note", "No cheques.", "No cheques."),
    ]


def test_where_no_method_is_named_those_count_that_are_switched_on(monkeypatch):
    asked = []

    def switched_on(**where):
        asked.append(where)
        return frozenset(["visa", "pix"])

    monkeypatch.setattr("django_trust.policies.phrases.payment.methods_on", switched_on)
    assert lines(payment(methods=()), "BR")["payment_methods"].value == "pix visa"
    assert asked == [{"country": "BR"}]


def test_the_checkout_says_who_converts_only_where_somebody_does():
    alone = payment(conversion="none", prices_include_tax=False)
    assert checkout_line(alone).text == "You pay when you order. Taxes are added to the prices."
    assert checkout_line(payment(conversion="shop")).text.endswith("at the rate shown before you pay.")
