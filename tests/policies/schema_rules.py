"""The rules of search engines for policies, written down a second time: what is required, what is forbidden
together. Each function asserts one node. https://developers.google.com/search/docs/appearance/structured-data
"""

import math
import re
from datetime import date
from urllib.parse import urlsplit

SCHEMA = "https://schema.org/"
COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
CUTOFF = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d([+-]\d\d:\d\d|Z)", re.ASCII)

CATEGORIES = {
    "MerchantReturnFiniteReturnWindow",
    "MerchantReturnUnlimitedWindow",
    "MerchantReturnNotPermitted",
}
FEES = {"FreeReturn", "ReturnFeesCustomerResponsibility", "ReturnShippingFees"}
LABELS = {"ReturnLabelInBox", "ReturnLabelDownloadAndPrint", "ReturnLabelCustomerResponsibility"}
METHODS = {"ReturnByMail", "ReturnInStore", "ReturnAtKiosk"}
REFUNDS = {"FullRefund", "ExchangeRefund", "StoreCreditRefund"}
CONDITIONS = {"NewCondition", "UsedCondition", "RefurbishedCondition", "DamagedCondition"}
WEEK = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
FULFILMENT = {"FulfillmentTypeDelivery", "FulfillmentTypeCollectionPoint"}

ONE_OF = {
    "returnPolicyCategory": CATEGORIES,
    "returnFees": FEES,
    "customerRemorseReturnFees": FEES,
    "itemDefectReturnFees": FEES,
    "returnLabelSource": LABELS,
    "customerRemorseReturnLabelSource": LABELS,
    "itemDefectReturnLabelSource": LABELS,
}
SOME_OF = {"returnMethod": METHODS, "refundType": REFUNDS, "itemCondition": CONDITIONS}
FEE_AMOUNTS = {
    "returnShippingFeesAmount": "returnFees",
    "customerRemorseReturnShippingFeesAmount": "customerRemorseReturnFees",
    "itemDefectReturnShippingFeesAmount": "itemDefectReturnFees",
}
RETURN_PROPERTIES = {
    *ONE_OF,
    *SOME_OF,
    *FEE_AMOUNTS,
    *("@type", "@id", "applicableCountry", "merchantReturnDays", "merchantReturnLink", "restockingFee"),
    *("returnPolicyCountry", "returnPolicySeasonalOverride"),
}


def check_return_policy(node):
    assert node["@type"] == "MerchantReturnPolicy"
    assert set(node) <= RETURN_PROPERTIES
    _check_terms(node)
    by_country = {"applicableCountry", "returnPolicyCategory"} <= set(node)
    assert by_country or "merchantReturnLink" in node
    for name in ("applicableCountry", "returnPolicyCountry"):
        _check_countries(node.get(name, ["EE"]))
    is_finite = node.get("returnPolicyCategory") == f"{SCHEMA}MerchantReturnFiniteReturnWindow"
    assert ("merchantReturnDays" in node) is is_finite
    if is_finite:
        assert type(node["merchantReturnDays"]) is int
        assert node["merchantReturnDays"] > 0
    for amount, fees in FEE_AMOUNTS.items():
        assert (amount in node) is (node.get(fees) == f"{SCHEMA}ReturnShippingFees")
        if amount in node:
            assert check_money(node[amount])["value"] > 0
    for fee in _listed(node.get("restockingFee", [])):
        assert check_money(fee)["value"] > 0 if isinstance(fee, dict) else 0 < fee <= 100
    for season in node.get("returnPolicySeasonalOverride", []):
        check_season(season)
    if "merchantReturnLink" in node:
        assert urlsplit(node["merchantReturnLink"]).path
    check_plain(node)


def check_season(node):
    assert node["@type"] == "MerchantReturnPolicySeasonalOverride"
    assert set(node) <= {"@type", "startDate", "endDate", "merchantReturnDays", "returnPolicyCategory"}
    assert node["returnPolicyCategory"] == f"{SCHEMA}MerchantReturnFiniteReturnWindow"
    assert date.fromisoformat(node["startDate"]) <= date.fromisoformat(node["endDate"])
    days = node["merchantReturnDays"]
    assert days > 0 if isinstance(days, int) else date.fromisoformat(days)


def _check_terms(node):
    for name, allowed in ONE_OF.items():
        assert name not in node or node[name].removeprefix(SCHEMA) in allowed, name
    for name, allowed in SOME_OF.items():
        codes = [code.removeprefix(SCHEMA) for code in node.get(name, [])]
        assert set(codes) <= allowed, name
        assert len(set(codes)) == len(codes)
        assert name not in node or codes


def _check_countries(codes):
    assert 1 <= len(codes) == len(set(codes)) <= 50
    assert all(COUNTRY.fullmatch(code) for code in codes)
    assert "EU" not in codes


def check_shipping_service(node):
    assert node["@type"] == "ShippingService"
    assert set(node) <= {
        *("@type", "@id", "name", "fulfillmentType", "handlingTime", "shippingConditions"),
    }
    assert node["shippingConditions"]
    for condition in node["shippingConditions"]:
        check_condition(condition)
    if "fulfillmentType" in node:
        assert node["fulfillmentType"].removeprefix(SCHEMA) in FULFILMENT
    if "handlingTime" in node:
        check_period(node["handlingTime"])
    check_plain({name: value for name, value in node.items() if name != "name"})


def check_condition(node):
    assert node["@type"] == "ShippingConditions"
    assert set(node) <= {
        *("@type", "shippingDestination", "shippingOrigin", "shippingRate", "orderValue", "weight"),
        *("transitTime", "doesNotShip"),
    }
    if node.get("doesNotShip"):
        assert not {"shippingRate", "transitTime"} & set(node)
    else:
        assert check_money(node["shippingRate"])["value"] >= 0
        assert "cutoffTime" not in check_period(node["transitTime"])
    for name in ("shippingDestination", "shippingOrigin"):
        for region in _listed(node.get(name, [])):
            check_region(region)
    if "orderValue" in node:
        check_range(node["orderValue"])
        assert CURRENCY.fullmatch(node["orderValue"]["currency"])
        assert node["orderValue"]["currency"] == node.get("shippingRate", node["orderValue"])["currency"]
    if "weight" in node:
        assert check_quantity(node["weight"])["unitCode"] in ("KGM", "LBR")


def check_region(node):
    assert node["@type"] == "DefinedRegion"
    assert COUNTRY.fullmatch(node["addressCountry"])
    assert not {"addressRegion", "postalCode"} <= set(node)
    if "addressRegion" in node:
        assert node["addressCountry"] in {"US", "AU", "JP"}
        assert re.fullmatch(r"[A-Z0-9]{2,3}", node["addressRegion"])
    if "postalCode" in node:
        assert node["addressCountry"] in {"AU", "CA", "US"}
        assert len(node["postalCode"].replace(" ", "")) >= 4


def check_period(node):
    assert node["@type"] == "ServicePeriod"
    assert set(node) <= {"@type", "duration", "businessDays", "cutoffTime"}
    duration = check_quantity(node["duration"])
    assert duration["unitCode"] in ("DAY", "d")
    numbers = [duration[name] for name in ("value", "minValue", "maxValue") if name in duration]
    assert all(type(number) is int and number >= 0 for number in numbers)
    assert "value" in duration or "maxValue" in duration
    days = [day.removeprefix(SCHEMA) for day in node.get("businessDays", ["Monday"])]
    assert days
    assert set(days) <= WEEK
    assert "cutoffTime" not in node or CUTOFF.fullmatch(node["cutoffTime"])
    return node


def check_quantity(node):
    assert node["@type"] == "QuantitativeValue"
    assert ("value" in node) is not bool({"minValue", "maxValue"} & set(node))
    check_range(node)
    return node


def check_range(node):
    assert node.get("minValue", 0) <= node.get("maxValue", math.inf)
    assert {"value", "minValue", "maxValue"} & set(node)


def check_money(node):
    assert node["@type"] == "MonetaryAmount"
    assert set(node) == {"@type", "value", "currency"}
    assert CURRENCY.fullmatch(node["currency"])
    assert math.isfinite(node["value"])
    return node


def check_plain(node):
    """Machine data is ASCII, and nothing in it is empty."""
    if isinstance(node, dict | list):
        assert node, "empty"
        for value in node.values() if isinstance(node, dict) else node:
            check_plain(value)
    else:
        assert node not in (None, "")
        assert str(node).isascii()


def _listed(value):
    return value if isinstance(value, list) else [value]
