"""The API says what the pages say."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.utils import translation

from django_trust.policies.models import (
    GuaranteeTerms,
    PolicyTranslation,
    ReturnTerms,
    SeasonalReturn,
    ShippingRate,
)
from django_trust.policies.services import publish_policy, start_draft
from django_trust.policies.widgets import policy_block
from django_trust.shop.references import SHOP, ItemReference
from tests.hostshop.models import Product

POLICIES = "/trust/api/v1/policies/"
DELIVERY = "/trust/api/v1/delivery/"
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def returns(db):
    """Publish terms of return of one row and a few words of prose."""

    def publish(days=30, market="", **terms):
        draft = start_draft(kind="returns", market=market)
        draft.returnterms_rows.all().delete()
        ReturnTerms.objects.create(version=draft, days=days, remorse_fees="free", **terms)
        PolicyTranslation.objects.update_or_create(
            version=draft, language="en", defaults={"title": "Details", "text": "<p>Keep the box.</p>"}
        )
        return publish_policy(version=draft)

    return publish


@pytest.fixture
def shipping(db):
    def publish(**terms):
        draft = start_draft(kind="shipping")
        values = {"name": "Courier", "price": Decimal("4.90"), "currency": "EUR", **terms}
        ShippingRate.objects.create(version=draft, **values)
        return publish_policy(version=draft)

    return publish


def test_the_list_has_every_policy_in_force(client, returns, shipping):
    first, second, estonian = returns(14), returns(30), returns(60, market="EE")
    rates = shipping()
    answer = client.get(POLICIES).json()["results"]
    named = [(entry["kind"], entry["market"], entry["version"]["number"]) for entry in answer]
    assert named == [("returns", "", 2), ("returns", "EE", 1), ("shipping", "", 1)]
    assert answer[0] == {
        "kind": "returns",
        "title": "Returns and refunds",
        "market": "",
        "version": {
            "id": second.pk,
            "number": 2,
            "effective_from": second.effective_from.isoformat(),
            "digest": second.digest,
            "url": f"http://testserver{second.get_absolute_url()}",
        },
        "url": "http://testserver/trust/policies/returns/",
        "history_url": answer[0]["history_url"],
    }
    assert answer[0]["history_url"].startswith("http://testserver/trust/")
    assert first.pk not in [entry["version"]["id"] for entry in answer]
    assert {estonian.pk, rates.pk} < {entry["version"]["id"] for entry in answer}


@pytest.mark.parametrize("language", ["en", "ar", "pt-br"])
def test_a_policy_is_told_as_on_the_page_in_the_language_of_the_reader(client, returns, language):
    returns()
    prefix = "" if language == "en" else f"/{language}"
    answer = client.get(f"{prefix}{POLICIES}returns/", {"country": "ee"}).json()
    with translation.override(language):
        block = policy_block("returns", country="EE")
        lines = [line for section in block.sections for line in section.lines]
    assert answer["language"] == {"pt-br": "pt-BR"}.get(language, language)
    assert (answer["country"], answer["short"], answer["checkout"]) == (
        "EE",
        block.short.text,
        block.checkout.text,
    )
    assert [(line["label"], line["text"]) for line in answer["lines"]] == [
        (line.label, line.text) for line in lines
    ]
    assert answer["facts"] == {line["name"]: line["value"] for line in answer["lines"]}
    assert answer["facts"]["return_window"] == "30"
    assert answer["prose"] == {
        "title": "Details",
        "html": "<p>Keep the box.</p>",
        "language": "en",
        "stale": False,
    }


def test_terms_are_machine_values(client, returns):
    returns(restocking_percent=Decimal("12.50"))
    [terms] = client.get(f"{POLICIES}returns/").json()["terms"]["returns"]
    assert (terms["days"], terms["restocking_percent"], terms["methods"]) == (30, "12.5", ["mail"])
    assert terms["seasons"] == []


def test_a_season_is_among_the_terms(client, db):
    draft = start_draft(kind="returns")
    row = ReturnTerms.objects.create(version=draft, days=14)
    SeasonalReturn.objects.create(
        terms=row, first_day=date(2026, 11, 1), last_day=date(2026, 12, 24), until=date(2027, 1, 31)
    )
    publish_policy(version=draft)
    [terms] = client.get(f"{POLICIES}returns/").json()["terms"]["returns"]
    assert terms["seasons"] == [
        {"first_day": "2026-11-01", "last_day": "2026-12-24", "days": None, "until": "2027-01-31"}
    ]


def test_a_country_gets_its_own_terms(client, db):
    draft = start_draft(kind="guarantee")
    for position, (countries, months) in enumerate([(["EE"], 60), ([], 36)]):
        GuaranteeTerms.objects.create(
            version=draft, countries=countries, commercial_months=months, guarantor="Shop", position=position
        )
    publish_policy(version=draft)

    def months(**query):
        rows = client.get(f"{POLICIES}guarantee/", query).json()["terms"]["guarantees"]
        return [row["commercial_months"] for row in rows]

    assert (months(country="EE"), months(country="LV"), months()) == ([60], [36], [60, 36])


def test_rates_that_do_not_reach_a_country_are_left_out(client, shipping):
    shipping(countries=["EE"])
    assert len(client.get(f"{POLICIES}shipping/", {"country": "EE"}).json()["terms"]["rates"]) == 1
    elsewhere = client.get(f"{POLICIES}shipping/", {"country": "LV"}).json()
    assert elsewhere["terms"]["rates"] == []
    assert "delivery_excluded" in elsewhere["facts"]


@pytest.mark.parametrize("kind", ["shipping", "nonsense", "returns'", "%00"])
def test_what_is_not_there_is_not_found(client, returns, kind):
    returns()
    answer = client.get(f"{POLICIES}{kind}/")
    assert answer.status_code == 404
    assert answer.json() == {"detail": "There is no such policy."}


def test_a_policy_for_one_market_is_not_that_of_another(client, returns):
    returns(market="EE")
    assert client.get(f"{POLICIES}returns/", {"country": "LV"}).status_code == 404


@pytest.mark.parametrize("country", ["EST", "E", "1A", "ＥＥ", "E\x00", "éé", "a" * 4000])
def test_a_country_is_a_code(client, returns, product, country):
    returns()
    for url in (f"{POLICIES}returns/", DELIVERY):
        answer = client.get(url, {"country": country, "item": f"hostshop.product:{product.pk}"})
        assert answer.status_code == 400
        assert answer.json() == {"detail": "A country is a code of two letters, such as EE."}


def test_an_answer_costs_one_query(client, returns, shipping, django_assert_num_queries):
    returns()
    shipping()
    for url in (POLICIES, f"{POLICIES}returns/", f"{POLICIES}returns/?country=EE", f"{POLICIES}shipping/"):
        with django_assert_num_queries(1):
            client.get(url)


def test_reading_is_throttled_with_everything_else(client, returns, configure):
    configure(THROTTLE={"read": "2/hour"})
    assert [client.get(POLICIES).status_code for _ in range(3)] == [200, 200, 429]


# Delivery


@pytest.fixture
def deliver(client, product):
    def ask(**query):
        with time_machine.travel(TUESDAY, tick=False):
            return client.get(DELIVERY, {"item": f"hostshop.product:{product.pk}", "country": "EE", **query})

    return ask


def test_delivery_is_told_with_cost_and_days(deliver, shipping):
    with time_machine.travel(TUESDAY, tick=False):
        shipping(
            code="courier", free_from=Decimal(50), handling_max=0, transit_min=1, transit_max=2, origin="EE"
        )
    answer = deliver().json()
    assert answer["results"] == [
        {
            "code": "courier",
            "pickup": False,
            "price": "4.9",
            "currency": "EUR",
            "free_from": "50",
            "free_from_missing": "30.1",
            "earliest": "2026-11-25",
            "latest": "2026-11-26",
            "order_by": answer["results"][0]["order_by"],
            "holidays_known": answer["results"][0]["holidays_known"],
        }
    ]
    [line] = answer["lines"]
    assert (line["name"], line["pickup"]) == ({"text": "Courier", "language": "en"}, False)
    assert line["text"] == answer["text"] != ""
    assert (answer["country"], answer["language"], answer["refusal"]) == ("EE", "en", None)


def test_a_shop_that_does_not_deliver_there_says_so(deliver, shipping):
    with time_machine.travel(TUESDAY, tick=False):
        shipping(countries=["EE"])
    answer = deliver(country="BR").json()
    assert (answer["refusal"], answer["results"]) == ("country", [])
    assert answer["text"]


def test_without_terms_nothing_is_said(deliver, db):
    answer = deliver()
    assert answer.status_code == 200
    assert answer.json() == {
        "country": "EE",
        "language": "en",
        "text": "",
        "refusal": None,
        "lines": [],
        "results": [],
    }


def test_delivery_needs_a_country(deliver, shipping):
    answer = deliver(country="")
    assert (answer.status_code, answer.json()) == (400, {"detail": "Please name the country, such as EE."})


def test_a_token_names_an_item_whatever_its_model(deliver, product, configure):
    configure(ITEM_MODELS=[])
    assert deliver().status_code == 404
    assert deliver(item=ItemReference.of(product).token()).status_code == 200


@pytest.mark.parametrize(
    "item",
    ["", "nonsense", SHOP, "hostshop.product:0", "hostshop.product:x", "auth.user:1", "a.b:c", "\x00:1"],
)
def test_an_item_that_is_not_there_is_not_found(deliver, django_user_model, item):
    django_user_model.objects.create_user("mari")
    assert deliver(item=item).status_code == 404


def test_delivery_costs_two_queries(deliver, shipping, product, django_assert_num_queries):
    with time_machine.travel(TUESDAY, tick=False):
        shipping()
    ItemReference.of(product)  # now its content type is known
    with django_assert_num_queries(2):
        deliver(region="37", postal_code="10111" * 100)
    assert Product.objects.count() == 1
