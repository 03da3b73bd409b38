"""What our codes are called by schema.org, and the small nodes that all policies are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import TextChoices
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from django_trust.policies.choices import (
    ItemCondition,
    LabelSource,
    RefundType,
    ReturnCategory,
    ReturnFees,
    ReturnMethod,
)

CURRENCY = re.compile(r"[A-Z]{3}")
ANCHOR = "policy"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

SCHEMA: dict[type[TextChoices], Mapping[str, str]] = {
    ReturnCategory: {
        ReturnCategory.FINITE: "MerchantReturnFiniteReturnWindow",
        ReturnCategory.UNLIMITED: "MerchantReturnUnlimitedWindow",
        ReturnCategory.NOT_PERMITTED: "MerchantReturnNotPermitted",
    },
    ReturnFees: {
        ReturnFees.FREE: "FreeReturn",
        ReturnFees.CUSTOMER: "ReturnFeesCustomerResponsibility",
        ReturnFees.FIXED: "ReturnShippingFees",
    },
    ReturnMethod: {
        ReturnMethod.MAIL: "ReturnByMail",
        ReturnMethod.IN_STORE: "ReturnInStore",
        ReturnMethod.KIOSK: "ReturnAtKiosk",
    },
    LabelSource: {
        LabelSource.IN_BOX: "ReturnLabelInBox",
        LabelSource.DOWNLOAD: "ReturnLabelDownloadAndPrint",
        LabelSource.CUSTOMER: "ReturnLabelCustomerResponsibility",
    },
    RefundType: {
        RefundType.FULL: "FullRefund",
        RefundType.EXCHANGE: "ExchangeRefund",
        RefundType.STORE_CREDIT: "StoreCreditRefund",
    },
    ItemCondition: {
        ItemCondition.NEW: "NewCondition",
        ItemCondition.USED: "UsedCondition",
        ItemCondition.DAMAGED: "DamagedCondition",
        ItemCondition.REFURBISHED: "RefurbishedCondition",
    },
}


def schema_url(name: str) -> str:
    return f"https://schema.org/{name}"


def term(kind: type[TextChoices], code: str) -> str:
    """Return the address of a code's term, empty for a code that does not exist."""
    name = SCHEMA[kind].get(code)
    return schema_url(name) if name else ""


def terms(kind: type[TextChoices], codes: Iterable[str]) -> list[str]:
    """Return the addresses of several codes, each once."""
    return list(dict.fromkeys(found for code in codes if (found := term(kind, code))))


def plain(value: Decimal) -> int | float:
    """Return a number for JSON. The columns hold at most 14 digits, which a float keeps."""
    return int(value) if value == value.to_integral_value() else float(value)


def money(currency: str, **values: Decimal | None) -> dict[str, Any]:
    """Return a ``MonetaryAmount`` with ``value``, or with ``minValue`` and ``maxValue``."""
    known = {name: plain(value) for name, value in values.items() if value is not None}
    return {"@type": "MonetaryAmount", **known, "currency": currency}


def quantity(unit: str, least: Decimal | int | None, most: Decimal | int | None) -> dict[str, Any]:
    """Return a ``QuantitativeValue``: ``value`` where both ends are one, for it excludes the others."""
    ends = {"value": most} if least == most else {"minValue": least, "maxValue": most}
    known = {name: plain(Decimal(end)) for name, end in ends.items() if end is not None}
    return {"@type": "QuantitativeValue", **known, "unitCode": unit}


def without_empty(node: Mapping[str, Any]) -> dict[str, Any]:
    """Drop what is not known. Numbers stay: 0 is known."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


def policy_page(kind: str, base_url: str) -> str:
    """Return the address of a policy's page, the same from pages in all languages; empty where
    ``django_trust.urls`` is not included."""
    with override(settings.LANGUAGE_CODE):
        try:
            return urljoin(base_url, reverse("trust:policy", args=[kind]))
        except NoReverseMatch:
            return ""
