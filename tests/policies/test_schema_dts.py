"""The nodes against the vocabulary of schema.org: ``schema-dts`` has it as types, ``tsc`` checks them."""

import json
import re
import subprocess
from datetime import date, time
from decimal import Decimal
from itertools import product

import pytest

from django_trust.policies.book import PolicyBook
from django_trust.policies.choices import (
    ItemCondition,
    LabelSource,
    RefundType,
    ReturnCategory,
    ReturnFees,
    ReturnMethod,
)
from django_trust.policies.facts import GuaranteeFacts, RateFacts, ReturnFacts, SeasonFacts
from django_trust.policies.structured_data import offer_parts, organization_parts
from tests.browser.tools import require_node_file, require_program
from tests.policies.any_facts import book_with, version

pytestmark = [pytest.mark.node, pytest.mark.slow]
BASE = "https://shop.example/"
SHOP = {"@context": "https://schema.org", "@type": "OnlineStore", "name": "Test Shop"}
ERROR = re.compile(r"^(?P<file>\w+)\.ts\((?P<line>\d+),\d+\): error", re.MULTILINE)

SEASONS = (
    SeasonFacts(first_day=date(2026, 11, 1), last_day=date(2026, 12, 24), days=60),
    SeasonFacts(first_day=date(2027, 11, 1), last_day=date(2027, 12, 24), until=date(2028, 1, 31)),
)
FEES = [(ReturnFees.FREE, None), (ReturnFees.CUSTOMER, None), (ReturnFees.FIXED, Decimal("4.90"))]
RESTOCKING = [{}, {"restocking_percent": Decimal("12.5")}, {"restocking_amount": Decimal(5)}]


def return_terms():
    """Every category with every fee and restocking fee, every code at least once."""
    for category, (fees, amount), restocking, label in product(
        ReturnCategory.values, FEES, RESTOCKING, LabelSource.values
    ):
        yield ReturnFacts(
            category=category,
            days=30 if category == ReturnCategory.FINITE else None,
            remorse_fees=fees,
            remorse_amount=amount,
            defect_fees=fees,
            defect_amount=amount,
            currency="EUR",
            label_source=label,
            methods=tuple(ReturnMethod.values),
            refund_types=tuple(RefundType.values),
            conditions=tuple(ItemCondition.values),
            return_countries=("EE", "LV"),
            seasons=SEASONS if category == ReturnCategory.FINITE else (),
            **restocking,
        )
    yield ReturnFacts(days=30, start="contract")


def delivery_terms():
    paid = {"price": Decimal("4.90"), "currency": "EUR", "name": {"en": "Courier"}}
    yield RateFacts(**paid)
    yield RateFacts(**paid, countries=("EU",), free_from=Decimal(50), origin="EE")
    yield RateFacts(**paid, countries=("US",), regions=("CA", "NY"), pickup=True, cutoff=time(14, 30))
    yield RateFacts(**paid, countries=("CA",), postal_codes=("K1A 0B1",), weight_min=Decimal(1))
    yield RateFacts(**paid, order_min=Decimal(10), order_max=Decimal(80), weight_max=Decimal("2.5"))
    yield RateFacts(**paid, delivery_weekdays=(4,), handling_weekdays=(1, 2), transit_min=2, transit_max=2)
    yield RateFacts(countries=("RU",), does_not_ship=True, name={"en": "No delivery"})


def documents():
    """(TypeScript type, node): the shop and an offer for each of the terms, and for all of them together."""
    guarantee = version("guarantee", guarantees=(GuaranteeFacts(commercial_months=60, covers={"en": "It"}),))
    for kind, rows in (("returns", return_terms()), ("shipping", delivery_terms())):
        rows = tuple(rows)
        for some in (*((row,) for row in rows), rows):
            book = book_with(kind, *some)
            yield "OnlineStore", {**SHOP, **organization_parts(book, BASE)}
            yield "Product", product_with(PolicyBook((*book.versions, guarantee)))


def product_with(book):
    parts = offer_parts(book, "EE", "EUR", BASE)
    assert "warranty" in parts
    offer = {"@type": "Offer", "price": "19.90", "priceCurrency": "EUR", **parts}
    return {"@context": "https://schema.org", "@type": "Product", "name": "Tea pot", "offers": offer}


POLICY = {"@type": "MerchantReturnPolicy", "applicableCountry": ["EE"]}
CONDITIONS = {"@type": "ShippingConditions"}
WRONG = [
    {"hasMerchantReturnPolicy": [{**POLICY, "merchantReturnDayz": 30}]},
    {"hasMerchantReturnPolicy": [{**POLICY, "returnFees": "https://schema.org/FreeReturns"}]},
    {"hasMerchantReturnPolicy": [{**POLICY, "refundType": ["https://schema.org/FreeReturn"]}]},
    {"hasMerchantReturnPolicy": [{**POLICY, "returnPolicySeasonalOverride": [{**POLICY}]}]},
    {"hasShippingService": [{"@type": "ShippingService", "shippingConditions": [{**CONDITIONS, "rate": 1}]}]},
    {"hasShippingService": [{**CONDITIONS}]},
]


def declarations(typed):
    """One line for each node, so that an error names its number."""
    yield 'import type { OnlineStore, Product, WithContext } from "schema-dts";'
    for number, (kind, node) in enumerate(typed, start=1):
        yield f"export const node{number}: WithContext<{kind}> = {json.dumps(node)};"


def compile_nodes(folder):
    """Return the errors of tsc: (file, number of the node)."""
    types = require_node_file("schema-dts", "dist", "schema.d.ts")
    compiler = require_node_file("typescript", "bin", "tsc")
    options = {
        "strict": True,
        "noEmit": True,
        "module": "esnext",
        "moduleResolution": "bundler",
        "skipLibCheck": True,
        "types": [],
        "paths": {"schema-dts": [str(types)]},
    }
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": options}))
    command = [require_program("node"), str(compiler), "--project", str(folder), "--pretty", "false"]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert result.returncode in (0, 1, 2), result.stderr
    found = {(match["file"], int(match["line"]) - 1) for match in ERROR.finditer(result.stdout)}
    assert all(number > 0 for _file, number in found), result.stdout
    return found, result.stdout


def test_every_node_is_of_the_types_of_schema_org(tmp_path, configure):
    configure(MARKETS=["EE", "LV"])
    right = list(documents())
    assert len(right) > 150
    (tmp_path / "right.ts").write_text("\n".join(declarations(right)))
    wrong = [("OnlineStore", {**SHOP, **parts}) for parts in WRONG]
    (tmp_path / "wrong.ts").write_text("\n".join(declarations(wrong)))
    found, report = compile_nodes(tmp_path)
    assert [error for error in found if error[0] == "right"] == [], report
    assert found == {("wrong", number) for number in range(1, len(WRONG) + 1)}, report
