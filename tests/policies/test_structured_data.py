"""Terms as search engines read them: the rules hold for any facts, and say what the sentences say."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import clear_url_caches
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from django_trust.policies.book import PolicyBook
from django_trust.policies.delivery.quotes import quotes
from django_trust.policies.facts import GuaranteeFacts, RateFacts, ReturnFacts, SeasonFacts, row_for
from django_trust.policies.models import GuaranteeTerms, ReturnTerms, ShippingRate
from django_trust.policies.services import publish_policy, start_draft
from django_trust.policies.structured_data import (
    offer_parts,
    organization_parts,
    policy_page_jsonld,
    return_policies_jsonld,
    shipping_services_jsonld,
)
from django_trust.product_jsonld import product_jsonld
from django_trust.reviews.widgets import rating_summary
from django_trust.shop_jsonld import shop_jsonld
from tests.hostshop.models import Book
from tests.markup import jsonld, read
from tests.policies.any_facts import book_with, plain_rates, rate_books, return_books, version
from tests.policies.schema_rules import SCHEMA, check_return_policy, check_shipping_service

BASE = "https://shop.example/"
RETURNS = "https://shop.example/trust/policies/returns/"
SHIPPING = "https://shop.example/trust/policies/shipping/"
WINTER = datetime(2026, 12, 1, 12, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)


def selling_to(*markets):
    """The setting MARKETS for one example of a law."""
    return override_settings(DJANGO_TRUST={**settings.DJANGO_TRUST, "MARKETS": list(markets)})


def short(value):
    """Without the address of schema.org."""
    return json.loads(json.dumps(value).replace(SCHEMA, ""))


# The rules, for any facts


@given(return_books, st.sampled_from([[], ["EU"], ["EE", "BR"], ["nowhere"]]))
def test_every_return_policy_keeps_the_rules(book, markets):
    with selling_to(*markets):
        nodes = return_policies_jsonld(book, BASE)
    for node in nodes:
        check_return_policy(node)
    named = [country for node in nodes for country in node.get("applicableCountry", [])]
    assert len(named) == len(set(named)), "one country, two policies"
    assert len({node["@id"] for node in nodes}) == len(nodes)
    assert not nodes or nodes[0]["@id"] == f"{RETURNS}#policy"


@given(return_books)
def test_a_country_is_told_the_terms_that_are_in_force_there(book):
    with selling_to("EU", "US"):
        nodes = return_policies_jsonld(book, BASE)
    told = {country: node for node in nodes for country in node.get("applicableCountry", [])}
    for country in ("EE", "LV", "DE", "US", *told):
        found = book.find("returns", country)
        row = row_for(found.returns, country) if found else None
        if row is None:
            assert country not in told
        elif row.category == "finite" and row.days:
            days = told[country].get("merchantReturnDays")
            assert days == (None if row.start == "contract" else row.days)


@given(rate_books, st.sampled_from([[], ["EU"], ["EE", "BR"]]))
def test_every_shipping_service_keeps_the_rules(book, markets):
    with selling_to(*markets):
        nodes = shipping_services_jsonld(book, BASE)
    for node in nodes:
        check_shipping_service(node)
    assert len({node["@id"] for node in nodes}) == len(nodes)


@given(
    return_books, rate_books, st.sampled_from(["", "EE", "DE", "US", "BR"]), st.sampled_from(["EUR", "USD"])
)
def test_offers_refer_only_to_nodes_that_exist(returns, rates, country, currency):
    book = PolicyBook((*returns.versions, *rates.versions))
    with selling_to("EU"):
        nodes = organization_parts(book, BASE)
        parts = offer_parts(book, country, currency, BASE)
    policies = {node["@id"]: node for node in nodes.get("hasMerchantReturnPolicy", [])}
    for reference in as_list(parts.get("hasMerchantReturnPolicy", [])):
        assert policies[reference["@id"]]["returnPolicyCategory"], "a link alone is for the whole shop"
    services = {node["@id"]: node for node in nodes.get("hasShippingService", [])}
    for details in as_list(parts.get("shippingDetails", [])):
        assert details["@type"] == "OfferShippingDetails"
        for condition in services[details["hasShippingService"]["@id"]]["shippingConditions"]:
            assert condition.get("doesNotShip") or condition["shippingRate"]["currency"] == currency


def as_list(value):
    return value if isinstance(value, list) else [value]


@given(
    st.lists(plain_rates, min_size=1, max_size=4).map(tuple),
    st.sampled_from(["EE", "LV", "US"]),
    st.sampled_from([Decimal(n) for n in (1, 20, 49, 50, 80, 81, 100, 500)]),
    st.sampled_from([Decimal("0.5"), Decimal(1), Decimal(30), Decimal(31)]),
)
def test_the_cheapest_price_is_the_one_shoppers_are_quoted(rates, country, value, weight):
    """Search engines take the cheapest of the conditions that fit an order; so do we."""
    found = version("shipping", rates=rates)
    with selling_to("EE", "LV", "US"):
        nodes = shipping_services_jsonld(PolicyBook((found,)), BASE)
    conditions = [entry for node in nodes for entry in node["shippingConditions"]]
    conditions = [entry for entry in conditions if fits(entry, country, value, weight)]
    assume(not any(condition.get("doesNotShip") for condition in conditions))
    told = [Decimal(str(condition["shippingRate"]["value"])) for condition in conditions]
    quoted = quotes(found, country=country, order_value=value, currency="EUR", weight=weight, now=WINTER)
    assert min(told, default=None) == min((quote.price for quote in quoted), default=None)


def fits(condition, country, value, weight):
    regions = condition.get("shippingDestination", [])
    return (
        (not regions or country in [region["addressCountry"] for region in regions])
        and in_range(condition.get("orderValue", {}), value)
        and in_range(condition.get("weight", {}), weight)
    )


def in_range(node, number):
    least, most = node.get("minValue", node.get("value", 0)), node.get("maxValue", node.get("value", 10**9))
    return Decimal(str(least)) <= number <= Decimal(str(most))


# Returns


def test_terms_of_return_in_the_words_of_schema_org(configure):
    configure(MARKETS=["EE"])
    row = ReturnFacts(
        days=30,
        remorse_fees="fixed",
        remorse_amount=Decimal("4.9000"),
        currency="EUR",
        restocking_percent=Decimal("12.50"),
        methods=("mail", "kiosk"),
        label_source="download",
        conditions=("new", "damaged"),
        refund_types=("full", "store_credit"),
        return_countries=("LV",),
        seasons=(
            SeasonFacts(first_day=date(2026, 11, 1), last_day=date(2026, 12, 24), until=date(2027, 1, 31)),
        ),
    )
    paid = {"@type": "MonetaryAmount", "value": 4.9, "currency": "EUR"}
    assert short(return_policies_jsonld(book_with("returns", row), BASE)) == [
        {
            "@type": "MerchantReturnPolicy",
            "@id": f"{RETURNS}#policy",
            "applicableCountry": ["EE"],
            "returnPolicyCategory": "MerchantReturnFiniteReturnWindow",
            "merchantReturnDays": 30,
            "returnFees": "ReturnShippingFees",
            "returnShippingFeesAmount": paid,
            "customerRemorseReturnFees": "ReturnShippingFees",
            "customerRemorseReturnShippingFeesAmount": paid,
            "itemDefectReturnFees": "FreeReturn",
            "returnMethod": ["ReturnByMail", "ReturnAtKiosk"],
            "returnLabelSource": "ReturnLabelDownloadAndPrint",
            "refundType": ["FullRefund", "StoreCreditRefund"],
            "restockingFee": 12.5,
            "itemCondition": ["NewCondition", "DamagedCondition"],
            "returnPolicyCountry": ["LV"],
            "merchantReturnLink": RETURNS,
            "returnPolicySeasonalOverride": [
                {
                    "@type": "MerchantReturnPolicySeasonalOverride",
                    "startDate": "2026-11-01",
                    "endDate": "2026-12-24",
                    "returnPolicyCategory": "MerchantReturnFiniteReturnWindow",
                    "merchantReturnDays": "2027-01-31",
                }
            ],
        }
    ]


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        (Decimal(0), "EUR", {"returnFees": "FreeReturn"}),
        (None, "EUR", {"returnFees": "ReturnFeesCustomerResponsibility"}),
        (Decimal(5), "", {}),
        (Decimal(5), "EUR", {"returnFees": "ReturnShippingFees", "returnShippingFeesAmount": 5}),
    ],
)
def test_a_fixed_fee_is_said_with_its_amount_or_not_at_all(configure, amount, currency, said):
    configure(MARKETS=["EE"])
    row = ReturnFacts(days=14, remorse_fees="fixed", remorse_amount=amount, currency=currency)
    [node] = short(return_policies_jsonld(book_with("returns", row), BASE))
    found = {name: node[name] for name in ("returnFees", "returnShippingFeesAmount") if name in node}
    assert {
        name: value["value"] if isinstance(value, dict) else value for name, value in found.items()
    } == said


def test_no_returns_are_announced_without_fees_that_nobody_pays(configure):
    configure(MARKETS=["US"])
    [node] = short(return_policies_jsonld(book_with("returns", ReturnFacts(category="not_permitted")), BASE))
    assert node["returnPolicyCategory"] == "MerchantReturnNotPermitted"
    assert node["itemDefectReturnFees"] == "FreeReturn"
    assert not {"returnFees", "merchantReturnDays", "returnMethod", "restockingFee"} & set(node)


def test_days_from_the_order_are_a_link_because_markup_counts_from_the_delivery(configure):
    configure(MARKETS=["US"])
    book = book_with("returns", ReturnFacts(days=30, start="contract"))
    assert return_policies_jsonld(book, BASE) == [
        {
            "@type": "MerchantReturnPolicy",
            "@id": f"{RETURNS}#policy",
            "applicableCountry": ["US"],
            "merchantReturnLink": RETURNS,
        }
    ]
    assert offer_parts(book, "US", "USD", BASE) == {}


def test_terms_for_everywhere_need_countries_to_be_said(configure):
    book = book_with("returns", ReturnFacts(days=30))
    [node] = return_policies_jsonld(book, BASE)
    assert set(node) == {"@type", "@id", "merchantReturnLink"}
    assert offer_parts(book, "EE", "EUR", BASE) == {}
    configure(MARKETS=["EU", "BR"])
    [node] = return_policies_jsonld(book, BASE)
    assert node["applicableCountry"][:3] == ["AT", "BE", "BG"]
    assert len(node["applicableCountry"]) == 28


def test_more_than_fifty_countries_are_two_policies(configure):
    from django_trust.shop.places import country_codes

    configure(MARKETS=list(country_codes()[:70]))
    first, second = return_policies_jsonld(book_with("returns", ReturnFacts(days=30)), BASE)
    assert (len(first["applicableCountry"]), len(second["applicableCountry"])) == (50, 20)
    assert [first["@id"], second["@id"]] == [f"{RETURNS}#policy", f"{RETURNS}#policy-2"]
    assert first["merchantReturnDays"] == second["merchantReturnDays"] == 30


def test_each_country_has_the_policy_of_its_own_market(configure):
    configure(MARKETS=["EU", "US"])
    book = PolicyBook(
        (
            version("returns", "", 1, returns=(ReturnFacts(days=14),)),
            version("returns", "EE", 2, returns=(ReturnFacts(days=60),)),
            version("returns", "EU", 3, returns=(ReturnFacts(days=30),)),
        )
    )
    nodes = {node["@id"].partition("#")[2]: node for node in return_policies_jsonld(book, BASE)}
    days = {
        name: (node["merchantReturnDays"], len(node["applicableCountry"])) for name, node in nodes.items()
    }
    assert days == {"policy": (14, 1), "policy-EE": (60, 1), "policy-3": (30, 26)}
    assert offer_parts(book, "EE", "EUR", BASE) == {
        "hasMerchantReturnPolicy": {"@id": f"{RETURNS}#policy-EE"}
    }
    assert len(offer_parts(book, "", "EUR", BASE)["hasMerchantReturnPolicy"]) == 3


# Delivery


def rate(**values):
    return RateFacts(**{"countries": ("EE",), "price": Decimal("4.90"), "currency": "EUR", **values})


def conditions(*rates, now=WINTER):
    nodes = shipping_services_jsonld(book_with("shipping", *rates), BASE, now)
    return [condition for node in short(nodes) for condition in node["shippingConditions"]]


def test_a_way_of_delivery_in_the_words_of_schema_org():
    row = rate(
        name={"en": "Courier"},
        origin="EE",
        time_zone="Europe/Tallinn",
        cutoff=time(14),
        handling_max=0,
        transit_min=1,
        transit_max=2,
        weight_max=Decimal(30),
    )
    assert short(shipping_services_jsonld(book_with("shipping", row), BASE, WINTER)) == [
        {
            "@type": "ShippingService",
            "@id": f"{SHIPPING}#policy",
            "name": "Courier",
            "fulfillmentType": "FulfillmentTypeDelivery",
            "handlingTime": {
                "@type": "ServicePeriod",
                "duration": {"@type": "QuantitativeValue", "value": 0, "unitCode": "DAY"},
                "businessDays": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
                "cutoffTime": "14:00:00+02:00",
            },
            "shippingConditions": [
                {
                    "@type": "ShippingConditions",
                    "shippingDestination": [{"@type": "DefinedRegion", "addressCountry": "EE"}],
                    "weight": {"@type": "QuantitativeValue", "maxValue": 30, "unitCode": "KGM"},
                    "shippingOrigin": {"@type": "DefinedRegion", "addressCountry": "EE"},
                    "shippingRate": {"@type": "MonetaryAmount", "value": 4.9, "currency": "EUR"},
                    "transitTime": {
                        "@type": "ServicePeriod",
                        "duration": {
                            "@type": "QuantitativeValue",
                            "minValue": 1,
                            "maxValue": 2,
                            "unitCode": "DAY",
                        },
                        "businessDays": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
                    },
                }
            ],
        }
    ]


def test_the_cut_off_bears_the_offset_of_its_zone_now():
    book = book_with("shipping", rate(cutoff=time(9, 30), time_zone="America/New_York"))
    for now, offset in ((WINTER, "-05:00"), (SUMMER, "-04:00")):
        [node] = shipping_services_jsonld(book, BASE, now)
        assert node["handlingTime"]["cutoffTime"] == f"09:30:00{offset}"


def test_free_delivery_is_a_condition_of_its_own():
    paid, free = conditions(rate(free_from=Decimal(50), order_min=Decimal(10)))
    assert (paid["shippingRate"]["value"], free["shippingRate"]["value"]) == (4.9, 0)
    assert paid["orderValue"] == {
        "@type": "MonetaryAmount", "minValue": 10, "maxValue": 50, "currency": "EUR"
    }  # fmt: skip
    assert free["orderValue"] == {"@type": "MonetaryAmount", "minValue": 50, "currency": "EUR"}


def test_what_is_always_free_has_no_other_price():
    [free] = conditions(rate(free_from=Decimal(50), order_min=Decimal(60)))
    assert free["shippingRate"]["value"] == 0
    assert free["orderValue"]["minValue"] == 60


def test_the_week_is_that_of_the_shop_and_of_the_destination():
    book = book_with("shipping", rate(origin="SA", countries=("EE",)))
    [node] = short(shipping_services_jsonld(book, BASE, WINTER))
    week = ["Monday", "Tuesday", "Wednesday", "Thursday", "Sunday"]
    assert node["handlingTime"]["businessDays"] == week
    assert node["shippingConditions"][0]["transitTime"]["businessDays"] == week[:4]
    mixed = conditions(rate(origin="EE", countries=("EE", "SA")))
    assert "businessDays" not in mixed[0]["transitTime"], "they differ"


def test_where_the_shop_does_not_deliver_goes_before_the_rate_for_everywhere(configure):
    configure(MARKETS=["EE", "LV", "RU"])
    places = {
        entry.get("doesNotShip", False): [region["addressCountry"] for region in entry["shippingDestination"]]
        for entry in conditions(rate(countries=()), RateFacts(countries=("RU",), does_not_ship=True))
    }
    assert places == {False: ["EE", "LV"], True: ["RU"]}


def test_nowhere_but_to_one_country(configure):
    configure(MARKETS=["EE", "LV"])
    places = {
        entry.get("doesNotShip", False): [region["addressCountry"] for region in entry["shippingDestination"]]
        for entry in conditions(rate(), RateFacts(does_not_ship=True))
    }
    assert places == {False: ["EE"], True: ["LV"]}


def test_no_destination_is_the_whole_world():
    [everywhere] = conditions(rate(countries=()))
    assert "shippingDestination" not in everywhere


@pytest.mark.parametrize(
    ("country", "regions", "postal_codes", "said"),
    [
        ("US", ("CA", "US-NY"), (), [{"addressRegion": "CA"}, {"addressRegion": "NY"}]),
        ("JP", ("13",), (), [{"addressRegion": "13"}]),
        ("US", (), ("94043", "940"), [{"postalCode": "94043"}]),
        ("CA", (), ("K1A 0B1",), [{"postalCode": "K1A 0B1"}]),
        ("CA", ("ON",), (), None),
        ("ES", ("IB",), (), None),
        ("GB", (), ("BT",), None),
        ("US", ("CA",), ("94043",), None),
    ],
)
def test_parts_of_a_country_are_said_exactly_or_not_at_all(country, regions, postal_codes, said):
    found = conditions(rate(countries=(country,), regions=regions, postal_codes=postal_codes))
    regions = [region for entry in found for region in entry["shippingDestination"]]
    expected = [{"@type": "DefinedRegion", "addressCountry": country, **part} for part in said or []]
    assert regions == expected


def test_rates_of_one_way_are_one_service():
    book = book_with(
        "shipping",
        rate(name={"en": "Courier"}),
        rate(name={"en": "Courier"}, countries=("LV",), price=Decimal("6.90")),
        rate(name={"en": "Parcel machine"}, pickup=True),
    )
    courier, machine = short(shipping_services_jsonld(book, BASE))
    assert [entry["shippingRate"]["value"] for entry in courier["shippingConditions"]] == [4.9, 6.9]
    assert machine["fulfillmentType"] == "FulfillmentTypeCollectionPoint"
    details = {"@type": "OfferShippingDetails", "hasShippingService": {"@id": f"{SHIPPING}#policy"}}
    assert offer_parts(book, "LV", "EUR", BASE) == {"shippingDetails": details}
    assert len(offer_parts(book, "EE", "EUR", BASE)["shippingDetails"]) == 2
    assert offer_parts(book, "EE", "USD", BASE) == {}


# Guarantee


def test_only_a_commercial_guarantee_is_a_promise():
    legal = GuaranteeFacts(legal_months=24)
    assert offer_parts(book_with("guarantee", legal), "EE", "EUR", BASE) == {}
    more = GuaranteeFacts(legal_months=24, commercial_months=60, covers={"en": "The frame"})
    assert offer_parts(book_with("guarantee", more), "EE", "EUR", BASE) == {
        "warranty": {
            "@type": "WarrantyPromise",
            "durationOfWarranty": {"@type": "QuantitativeValue", "value": 60, "unitCode": "MON"},
            "description": "The frame",
        }
    }


def test_a_guarantee_for_some_countries_is_promised_to_no_other():
    book = book_with("guarantee", GuaranteeFacts(countries=("EE",), commercial_months=60))
    assert offer_parts(book, "EE", "EUR", BASE)
    assert offer_parts(book, "LV", "EUR", BASE) == {}
    assert offer_parts(book, "", "EUR", BASE) == {}
    market = book_with("guarantee", GuaranteeFacts(commercial_months=60), market="EE")
    assert offer_parts(market, "EE", "EUR", BASE)
    assert offer_parts(market, "", "EUR", BASE) == {}


# On pages


@pytest.fixture
def published(db, configure):
    """Terms of return, delivery and guarantee."""
    configure(MARKETS=["EE"])
    drafts = {kind: start_draft(kind=kind) for kind in ("returns", "shipping", "guarantee")}
    ReturnTerms.objects.create(version=drafts["returns"], days=30, remorse_fees="free")
    ShippingRate.objects.create(
        version=drafts["shipping"], name="Courier", price=Decimal("4.90"), currency="EUR", countries=["EE"]
    )
    GuaranteeTerms.objects.create(
        version=drafts["guarantee"], commercial_months=60, guarantor="Test Shop, Tallinn"
    )
    for draft in drafts.values():
        publish_policy(version=draft)


def block(html):
    return jsonld(read(html)) if html else None


def test_product_page_and_shop_page_speak_of_the_same_nodes(published, product, rf):
    request = rf.get("/")
    offer = block(product_jsonld(product, request, request))["offers"]
    shop = block(shop_jsonld(request, request))
    [policy], [service] = shop["hasMerchantReturnPolicy"], shop["hasShippingService"]
    assert offer["hasMerchantReturnPolicy"] == {"@id": policy["@id"]}
    assert offer["shippingDetails"]["hasShippingService"] == {"@id": service["@id"]}
    assert policy["@id"] == "http://testserver/trust/policies/returns/#policy"
    assert policy["merchantReturnDays"] == 30
    assert offer["warranty"]["durationOfWarranty"]["value"] == 60
    assert offer["price"] == "19.90"


@pytest.mark.parametrize("language", ["en", "ar", "pt-br"])
def test_names_of_nodes_are_the_same_in_every_language(published, product, rf, language):
    with translation.override(language):
        offer = block(product_jsonld(product, {}, rf.get("/")))["offers"]
    assert offer["hasMerchantReturnPolicy"]["@id"] == "http://testserver/trust/policies/returns/#policy"


@pytest.mark.parametrize(
    ("kind", "said"), [("returns", "hasMerchantReturnPolicy"), ("shipping", "hasShippingService")]
)
def test_the_page_of_a_policy_has_the_nodes_that_others_refer_to(published, kind, said):
    from django_trust.policies.book import book

    found = book()
    node = block(policy_page_jsonld(found, found.find(kind), BASE))
    assert node["@id"] == "https://shop.example/#organization"
    assert {"hasMerchantReturnPolicy", "hasShippingService"} & set(node) == {said}
    assert node[said][0]["@id"] == f"https://shop.example/trust/policies/{kind}/#policy"
    assert policy_page_jsonld(found, found.find("guarantee"), BASE) == ""


def test_types_can_be_left_out(published, product, rf, configure):
    request = rf.get("/")
    offer = block(product_jsonld(product, {}, request, "MerchantReturnPolicy"))["offers"]
    assert {"hasMerchantReturnPolicy", "shippingDetails"} & set(offer) == {"shippingDetails"}
    configure(JSONLD_EXCLUDE=["ShippingService"])
    shop = block(shop_jsonld({}, request))
    assert {"hasMerchantReturnPolicy", "hasShippingService"} & set(shop) == {"hasMerchantReturnPolicy"}
    configure(JSONLD_EXCLUDE=["Organization"])
    assert shop_jsonld({}, request) == ""


def test_terms_cost_one_query_and_none_that_is_not_needed(published, product, rf, django_assert_num_queries):
    request = rf.get("/")
    rating_summary(product)  # now its content type is known
    both, holder = "MerchantReturnPolicy ShippingService", {}
    with django_assert_num_queries(1):  # the rating
        product_jsonld(product, {}, request, both)
    with django_assert_num_queries(1):
        product_jsonld(product, {}, request, "Offer")
    with django_assert_num_queries(2):
        product_jsonld(product, holder, request)
    with django_assert_num_queries(0):
        product_jsonld(product, holder, request)


def test_what_cannot_be_bought_asks_for_no_terms(published, rf, django_assert_num_queries):
    book = Book.objects.create(title="Atlas")
    rating_summary(book)  # now its content type is known
    with django_assert_num_queries(1):
        assert product_jsonld(book, {}, rf.get("/")) == ""


def test_terms_are_said_where_their_pages_are_not_included(published, settings, rf):
    settings.ROOT_URLCONF = "tests.urls_without_trust"
    clear_url_caches()
    node = block(shop_jsonld({}, rf.get("/")))
    [policy] = node["hasMerchantReturnPolicy"]
    assert policy["merchantReturnDays"] == 30
    assert not {"@id", "merchantReturnLink"} & set(policy)


def test_a_shop_without_terms_is_as_it_was(db, product, rf):
    assert "hasMerchantReturnPolicy" not in block(product_jsonld(product, {}, rf.get("/")))["offers"]
    assert shop_jsonld({}, rf.get("/")) == ""
