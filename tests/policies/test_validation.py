"""What terms must be to be promised."""

import json
from datetime import date, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from django_trust.policies.choices import (
    Exclusion,
    ItemCondition,
    LabelSource,
    RefundType,
    ReturnCategory,
    ReturnMethod,
)
from django_trust.policies.models import (
    GuaranteeTerms,
    PaymentTerms,
    Policy,
    PrivacyPurpose,
    PrivacyTerms,
    ReturnTerms,
    SeasonalReturn,
    ShippingRate,
)
from django_trust.policies.rows import ALL_PARTS, facts_from_json, facts_of_row, to_json
from django_trust.policies.validation import validate_policy, validate_season, validate_terms


def returns(**fields):
    return ReturnTerms(**{"days": 30, **fields})


def rate(**fields):
    return ShippingRate(**{"name": {"en": "Courier"}, "price": Decimal("4.90"), "currency": "EUR", **fields})


def purpose(**fields):
    return PrivacyPurpose(**{"purpose": "order", "retention_months": 12, **fields})


def refused(row, validate=validate_terms):
    """The fields a row is refused for, with the messages."""
    try:
        validate(row)
    except ValidationError as error:
        return {field: " ".join(messages) for field, messages in error.message_dict.items()}
    return {}


@pytest.mark.parametrize(
    "row",
    [returns(), rate(), GuaranteeTerms(), PaymentTerms(), PrivacyTerms(), purpose()],
    ids=lambda row: type(row).__name__,
)
def test_plain_terms_may_be_promised(row):
    assert refused(row) == {}


# Places


@pytest.mark.parametrize("row", [returns, rate, GuaranteeTerms, PaymentTerms, PrivacyTerms, purpose])
def test_places_are_brought_into_order(row):
    tidy = row(countries=["ee", " Lv", "EE", "eu", "XK"])
    assert refused(tidy) == {}
    assert tidy.countries == ["EE", "LV", "EU", "XK"]
    assert "UK" in refused(row(countries=["EE", "UK"]))["countries"]


@pytest.mark.parametrize("countries", ["EE", {"EE": 1}, [1], [None], None, ["EST"], [""], ["EEA"]])
def test_what_is_no_list_of_places_is_refused(countries):
    assert refused(returns(countries=countries)).keys() == {"countries"}


def test_parcels_go_back_to_countries_not_to_a_union():
    assert refused(returns(return_countries=["ee", "EU"])).keys() == {"return_countries"}
    assert refused(returns(return_countries=["ee"])) == {}


@pytest.mark.parametrize(
    ("market", "kept"), [("", ""), ("ee", "EE"), (" eu ", "EU"), ("GB", "GB"), ("XK", "XK")]
)
def test_a_market_is_a_country_or_a_union_or_everywhere(market, kept):
    policy = Policy(kind="returns", market=market)
    validate_policy(policy)
    assert policy.market == kept


@pytest.mark.parametrize("market", ["UK", "EEA", "Estonia", "E", "*"])
def test_other_markets_are_refused(market):
    assert refused(Policy(kind="returns", market=market), validate_policy).keys() == {"market"}


# Returns


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"days": None}, "days"),
        ({"days": 0}, "days"),
        ({"category": "unlimited"}, "days"),
        ({"category": "not_permitted"}, "days"),
        ({"remorse_fees": "fixed", "currency": "EUR"}, "remorse_amount"),
        ({"defect_fees": "fixed", "defect_amount": Decimal(0), "currency": "EUR"}, "defect_amount"),
        ({"wrong_item_amount": Decimal(5), "currency": "EUR"}, "wrong_item_amount"),
        ({"remorse_fees": "fixed", "remorse_amount": Decimal(5)}, "currency"),
        ({"restocking_amount": Decimal(5)}, "currency"),
        (
            {"restocking_amount": Decimal(5), "restocking_percent": Decimal(5), "currency": "EUR"},
            "restocking_amount",
        ),
        ({"currency": "EURO"}, "currency"),
        ({"refund_types": []}, "refund_types"),
        ({"refund_types": ["voucher"]}, "refund_types"),
        ({"methods": []}, "methods"),
        ({"conditions": "new"}, "conditions"),
        ({"exclusions": ["z"]}, "exclusions"),
    ],
)
def test_terms_of_returns_that_say_nothing_clear_are_refused(fields, field):
    assert refused(returns(**fields)).keys() == {field}


@pytest.mark.parametrize(
    "fields",
    [
        {"category": "unlimited", "days": None},
        {"category": "not_permitted", "days": None},
        {"days": 1},
        {"remorse_fees": "fixed", "remorse_amount": Decimal("0.5"), "currency": "eur"},
        {"restocking_percent": Decimal(15)},
        {"currency": "EUR"},
        {"refund_types": ["full", "exchange"], "exclusions": list("abcdefghijklm")},
    ],
)
def test_other_terms_of_returns_are_taken(fields):
    assert refused(returns(**fields)) == {}


def test_codes_of_returns_are_brought_into_order():
    row = returns(exclusions=["C", "c", " e"], currency=" eur", restocking_percent=Decimal("0.00"))
    assert refused(row) == {}
    assert (row.exclusions, row.currency, row.restocking_percent) == (["c", "e"], "EUR", None)


amounts = st.decimals("0.0001", "9999999999.9999", places=4)
fees = st.one_of(
    st.tuples(st.sampled_from(["free", "customer"]), st.none()), st.tuples(st.just("fixed"), amounts)
)
nothing = st.none()


def some(choices):
    return st.lists(st.sampled_from(choices.values), min_size=1, max_size=4)


@st.composite
def return_rows(draw):
    """Terms as staff type them: mostly right, with repetitions and small letters, at times without a part."""
    category = draw(st.sampled_from(ReturnCategory.values))
    days = draw(st.integers(1, 3650)) if category == "finite" else None
    percent, amount = draw(
        st.sampled_from([(nothing, nothing), (st.decimals(0, 100, places=2), nothing), (nothing, amounts)])
    )
    pairs = {reason: draw(fees) for reason in ("remorse", "defect", "wrong_item")}
    return ReturnTerms(
        countries=draw(st.lists(st.sampled_from(["EE", "ee", "EU", "BR", " lv"]), max_size=3)),
        category=category,
        days=days,
        **{f"{reason}_fees": pair[0] for reason, pair in pairs.items()},
        **{f"{reason}_amount": pair[1] for reason, pair in pairs.items()},
        restocking_percent=draw(percent),
        restocking_amount=draw(amount),
        currency=draw(st.sampled_from(["eur", "EUR", "KWD", ""])),
        refund_types=draw(some(RefundType)),
        refund_days=draw(st.integers(0, 3650)),
        refund_same_means=draw(st.booleans()),
        methods=draw(some(ReturnMethod)),
        label_source=draw(st.sampled_from(LabelSource.values)),
        conditions=draw(some(ItemCondition)),
        exclusions=draw(some(Exclusion) | st.just([])),
        return_countries=draw(st.lists(st.sampled_from(["EE", "lv"]), max_size=2)),
    )


@given(return_rows())
def test_accepted_terms_of_returns_become_facts_and_json_and_back_unchanged(row):
    if wrong := refused(row):
        assert wrong.keys() == {"currency"}
        return
    facts = facts_of_row(row)
    stored = json.loads(json.dumps(to_json(facts)))
    again = facts_from_json(ALL_PARTS["returns"], stored)
    assert again == facts
    assert to_json(again) == stored


def test_terms_once_accepted_stay_as_they_are():
    row = returns(countries=["ee", "EE"], exclusions=["C"], currency="eur")
    validate_terms(row)
    first = to_json(facts_of_row(row))
    validate_terms(row)
    assert to_json(facts_of_row(row)) == first


nonsense = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=5),
    st.floats(),
    st.sampled_from([Decimal("NaN"), Decimal("-Infinity"), Decimal(-1)]),
    st.lists(st.one_of(st.none(), st.text(max_size=4), st.integers(), st.lists(st.integers()))),
    st.dictionaries(st.text(max_size=2), st.integers()),
)


@pytest.mark.parametrize(
    "model", [ReturnTerms, ShippingRate, GuaranteeTerms, PaymentTerms, PrivacyTerms, PrivacyPurpose]
)
@given(data=st.data())
def test_whatever_fields_hold_is_refused_in_words(model, data):
    names = [
        field.name for field in model._meta.concrete_fields if field.name not in ("id", "version", "position")
    ]
    row = model(**{name: data.draw(nonsense) for name in data.draw(st.sets(st.sampled_from(names)))})
    assert all(refused(row).values())


# Seasons


def season(terms=None, **fields):
    fields = {"first_day": date(2026, 11, 1), "last_day": date(2026, 12, 24), **fields}
    return SeasonalReturn(terms=terms or returns(), **fields)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "days"),
        ({"days": 60, "until": date(2027, 1, 31)}, "days"),
        ({"days": 0}, "days"),
        ({"days": 60, "last_day": date(2026, 10, 31)}, "last_day"),
        ({"until": date(2026, 12, 23)}, "until"),
    ],
)
def test_seasons_that_cannot_be_are_refused(fields, field):
    assert refused(season(**fields), validate_season).keys() == {field}


@pytest.mark.parametrize(
    "fields",
    [
        {"days": 60},
        {"until": date(2027, 1, 31)},
        {"until": date(2026, 12, 24)},
        {"days": 60, "last_day": date(2026, 11, 1)},
    ],
)
def test_other_seasons_are_taken(fields):
    assert refused(season(**fields), validate_season) == {}


@pytest.mark.parametrize("category", ["unlimited", "not_permitted"])
def test_a_season_needs_days_to_change(category):
    terms = returns(category=category, days=None)
    assert refused(season(terms, days=60), validate_season).keys() == {"first_day"}


@pytest.mark.django_db
def test_a_season_of_terms_that_are_gone_is_no_crash():
    fields = {"first_day": date(2026, 11, 1), "last_day": date(2026, 12, 24), "days": 60}
    for row in (SeasonalReturn(**fields), SeasonalReturn(terms_id=9, **fields)):
        assert refused(row, validate_season) == {}
        with pytest.raises(ValidationError, match="terms"):
            row.full_clean()


# Delivery


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"price": None}, "price"),
        ({"does_not_ship": True}, "price"),
        ({"does_not_ship": True, "price": None, "free_from": Decimal(50)}, "free_from"),
        ({"free_from": Decimal(0)}, "free_from"),
        ({"price": Decimal(0), "free_from": Decimal(50)}, "free_from"),
        ({"currency": ""}, "currency"),
        ({"price": Decimal(0), "currency": ""}, "currency"),
        ({"does_not_ship": True, "price": None, "order_min": Decimal(5), "currency": ""}, "currency"),
        ({"order_min": Decimal(50), "order_max": Decimal(50)}, "order_max"),
        ({"weight_min": Decimal(5), "weight_max": Decimal(2)}, "weight_max"),
        ({"handling_min": 3, "handling_max": 2}, "handling_max"),
        ({"transit_min": 3, "transit_max": 2}, "transit_max"),
        ({"handling_weekdays": [0]}, "handling_weekdays"),
        ({"handling_weekdays": [1, 8]}, "handling_weekdays"),
        ({"delivery_weekdays": [True]}, "delivery_weekdays"),
        ({"delivery_weekdays": "12"}, "delivery_weekdays"),
        ({"delivery_weekdays": [""]}, "delivery_weekdays"),
        ({"origin": "EU"}, "origin"),
        ({"origin": "UK"}, "origin"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "Europe"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"regions": ["NY"]}, "regions"),
        ({"regions": ["NY"], "countries": ["US", "CA"]}, "regions"),
        ({"regions": ["NY"], "countries": ["EU"]}, "regions"),
        ({"regions": ["New York"], "countries": ["US"]}, "regions"),
        ({"postal_codes": ["10"]}, "postal_codes"),
        ({"postal_codes": ["1*"], "countries": ["EE"]}, "postal_codes"),
    ],
)
def test_ways_of_delivery_that_contradict_themselves_are_refused(fields, field):
    assert refused(rate(**fields)).keys() == {field}


@pytest.mark.parametrize(
    "fields",
    [
        {"price": Decimal(0)},
        {"does_not_ship": True, "price": None, "currency": ""},
        {"does_not_ship": True, "price": None, "weight_min": Decimal(30), "currency": ""},
        {"order_min": Decimal(50)},
        {"order_min": Decimal(50), "order_max": Decimal("50.01")},
        {"handling_min": 0, "handling_max": 0, "transit_min": 2, "transit_max": 2},
        {"cutoff": time(14), "time_zone": "Europe/Tallinn", "origin": "EE"},
        {"countries": ["GB"], "postal_codes": ["SW1A", "SW1A 1AA", "EC"]},
    ],
)
def test_other_ways_of_delivery_are_taken(fields):
    assert refused(rate(**fields)) == {}


def test_what_staff_type_of_a_way_of_delivery_is_brought_into_order():
    row = rate(
        countries=["us"],
        regions=["us-ca", " ny ", "CA"],
        postal_codes=["90 1", "90 1"],
        origin="ee",
        currency="eur",
        time_zone=" Europe/Tallinn ",
        handling_weekdays=[5, "1", 1, " 3 "],
    )
    assert refused(row) == {}
    assert (row.regions, row.postal_codes, row.origin) == (["CA", "NY"], ["90 1"], "EE")
    assert (row.currency, row.time_zone, row.handling_weekdays) == ("EUR", "Europe/Tallinn", [1, 3, 5])


# Guarantee, payment, privacy


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (GuaranteeTerms(legal_months=0), "legal_months"),
        (GuaranteeTerms(repair_extension_months=0), "repair_extension_months"),
        (GuaranteeTerms(commercial_months=36), "guarantor"),
        (GuaranteeTerms(commercial_months=36, guarantor="  "), "guarantor"),
        (GuaranteeTerms(guarantor="Pots OÜ, Viru 1, Tallinn"), "commercial_months"),
        (PaymentTerms(methods=["barter"]), "methods"),
        (PaymentTerms(currencies=["EURO"]), "currencies"),
        (PaymentTerms(currencies=["EUR", "USD"], conversion="none"), "conversion"),
        (PaymentTerms(invoice_days=14), "invoice_days"),
        (PaymentTerms(invoice_days=14, methods=["card"]), "invoice_days"),
        (PrivacyTerms(rights=["forget"]), "rights"),
        (PrivacyTerms(answer_days=0), "answer_days"),
        (PrivacyTerms(authority_url="https://www.aki.ee/"), "authority"),
        (purpose(purpose="other"), "description"),
        (purpose(retention_months=None), "retention_months"),
        (purpose(retention_months=0), "retention_months"),
        (purpose(processors="Mailer"), "processors"),
        (purpose(processors=["x" * 201]), "processors"),
    ],
)
def test_half_a_fact_is_refused(row, field):
    assert refused(row).keys() == {field}


@pytest.mark.parametrize(
    "row",
    [
        GuaranteeTerms(legal_months=24, repair_extension_months=12),
        GuaranteeTerms(commercial_months=36, guarantor="Pots OÜ, Viru 1, Tallinn"),
        PaymentTerms(methods=["Card", "paypal"], currencies=["eur"], conversion="none"),
        PaymentTerms(invoice_days=14, methods=["invoice"]),
        PaymentTerms(invoice_days=14, charged="invoice"),
        PrivacyTerms(authority="AKI", authority_url="https://www.aki.ee/", rights=["access"]),
        purpose(purpose="other", description={"en": "Choosing a colour"}),
        purpose(retention_months=None, retention_note={"en": "until you close your account"}),
    ],
)
def test_a_whole_fact_is_taken(row):
    assert refused(row) == {}


def test_names_of_companies_are_brought_into_order():
    row = purpose(processors=[" Mailer  ", "Mailer", "", "Parcels\x00 OÜ"])
    assert refused(row) == {}
    assert row.processors == ["Mailer", "Parcels OÜ"]
