"""All faces of a policy say the same, and one that does not is found."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

import django_trust
from django_trust.policies.consistency import Difference, differences
from django_trust.policies.faces import faces
from django_trust.policies.facts import (
    GuaranteeFacts,
    PaymentFacts,
    PrivacyFacts,
    PurposeFacts,
    RateFacts,
    ReturnFacts,
)
from tests.policies.any_facts import plain_rates, return_rows, version

TEMPLATES = Path(django_trust.__file__).parent / "templates" / "django_trust" / "policies"
LANGUAGES = ["en", "ar", "pt-br", "id", "et"]
COURIER = RateFacts(
    countries=("EE", "LV"),
    name={"en": "Courier"},
    price=Decimal("4.90"),
    free_from=Decimal(50),
    currency="EUR",
    origin="EE",
)
VERSIONS = {
    "returns": version(
        "returns",
        returns=(
            ReturnFacts(countries=("EE",), days=30, remorse_fees="free"),
            ReturnFacts(days=14, remorse_fees="fixed", remorse_amount=Decimal("4.90"), currency="EUR"),
        ),
    ),
    "shipping": version(
        "shipping",
        rates=(COURIER, RateFacts(name={"en": "Post & parcel"}, price=Decimal(9), currency="EUR")),
    ),
    "guarantee": version("guarantee", guarantees=(GuaranteeFacts(legal_months=24, commercial_months=36),)),
    "payment": version("payment", payments=(PaymentFacts(methods=("visa",), currencies=("EUR",)),)),
    "privacy": version(
        "privacy",
        privacy=(PrivacyFacts(rights=("access", "erasure"), answer_days=30),),
        purposes=(PurposeFacts(purpose="order"),),
    ),
}
RETURNS, SHIPPING = VERSIONS["returns"], VERSIONS["shipping"]
WORDS = {"return_window": "30 days"}


@pytest.fixture
def english(db):
    """The faces of the return policy for Estonia, in English."""
    with override("en"):
        return faces(RETURNS, "EE")


def found(face, text, facts=RETURNS, country="EE"):
    return [
        (one.fact, one.expected, one.found)
        for one in differences(facts, "en", country, {face: text})
        if one.face == face
    ]


# What is shipped


@pytest.mark.django_db
@pytest.mark.parametrize("country", ["", "EE", "DE", "US"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", VERSIONS)
def test_the_faces_that_are_shipped_agree(kind, language, country):
    assert differences(VERSIONS[kind], language, country) == []


@pytest.mark.django_db
@given(return_rows.filter(lambda row: row.currency != "euro"), st.sampled_from(["", "EE", "US"]))
def test_faces_of_any_return_terms_agree(row, country):
    assert differences(version("returns", returns=(row,)), "et", country) == []


@pytest.mark.django_db
@given(st.lists(plain_rates, min_size=1, max_size=3), st.sampled_from(["", "EE", "US"]))
def test_faces_of_any_rates_agree(rates, country):
    assert differences(version("shipping", rates=tuple(rates)), "en", country) == []


@pytest.mark.django_db
def test_where_no_row_is_in_force_there_is_nothing_to_compare():
    facts = version("returns", returns=(ReturnFacts(countries=("EE",), days=30),))
    assert differences(facts, "en", "US") == []


# A face that somebody has broken


@pytest.fixture
def override_template(tmp_path, settings):
    """Replace a template as a project does: by one of the same name in a folder of its own."""

    def write(name, change):
        path = tmp_path / "django_trust" / "policies" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (TEMPLATES / name).read_text(encoding="utf-8")
        changed = change(text)
        assert changed != text
        path.write_text(changed, encoding="utf-8")
        settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}, *settings.TEMPLATES[1:]]

    return write


@pytest.mark.django_db
def test_a_template_that_says_14_days_by_hand_is_found(override_template):
    facts = version("returns", returns=(ReturnFacts(days=14),))
    override_template("block.html", lambda text: text.replace("{{ line.text }}", "14 days"))
    changed = version("returns", returns=(ReturnFacts(days=30),))
    assert "return_window" not in {one.fact for one in differences(facts, "en", "EE")}
    window = [one for one in differences(changed, "en", "EE") if one.fact == "return_window"]
    assert window == [
        Difference("block", "return_window", "30 days", "14 days", "en", "EE"),
        Difference("page", "return_window", "30 days", "14 days", "en", "EE"),
    ]


@pytest.mark.django_db
def test_a_template_with_a_value_by_hand_is_found(override_template):
    override_template("short.html", lambda text: text.replace("{{ line.value }}", "14"))
    assert differences(RETURNS, "en", "EE") == [Difference("short", "return_window", "30", "14", "en", "EE")]


@pytest.mark.django_db
def test_a_template_that_drops_the_marks_is_found_in_all_languages(override_template):
    override_template("checkout.html", lambda text: text.replace("data-fact=", "data-other="))
    for language in LANGUAGES:
        [one] = differences(RETURNS, language, "EE")
        assert (one.face, one.fact, one.expected, one.found) == ("checkout", "return_window", "30", "")
        assert one.language == language


@pytest.mark.django_db
def test_another_order_and_other_elements_are_no_fault(override_template):
    override_template(
        "block.html",
        lambda text: text.replace("<dl", "<br><dl").replace("{{ line.text }}", "<i>{{ line.text }}</i>"),
    )
    assert differences(RETURNS, "en", "EE") == []


def test_html_words_and_values_are_compared(english):
    block = english["block"]
    assert found("block", block) == []
    assert found("block", block.replace('value="30"', 'value="14"')) == [("return_window", "30", "14")]
    assert found("block", block.replace("<b>30</b> days", "<b>14</b> days")) == [
        ("return_window", "30 days", "14 days")
    ]


def test_a_right_figure_elsewhere_is_no_excuse(english):
    """The window of 30 days says 16, and the words "30 days" stand in another fact."""
    text = (
        english["block"]
        .replace("<b>30</b> days", "<b>16</b> days")
        .replace("The same way", "30 days, the same way")
    )
    assert ("return_window", "30 days", "16 days") in found("block", text)


def test_words_that_nobody_sees_do_not_count(english):
    text = english["short"].replace("<b>30</b>", "<script>30</script>")
    assert [fact for fact, _expected, _found in found("short", text)] == ["return_window"]


def test_a_fact_that_the_terms_do_not_have_is_found(english):
    text = english["page"].replace("</section>", '<data data-fact="gift" value="1">A gift</data></section>')
    assert found("page", text) == [("gift", "", "1")]


def test_marks_of_direction_and_white_space_make_no_difference(english):
    text = (
        english["mail"]
        .replace("30 days", "\u206830\u2069\u00a0days\n")
        .replace("Your money back", "Your\nmoney\nback")
    )
    assert found("mail", text) == []


def test_a_mail_without_a_fact_is_found(english):
    assert found("mail", english["mail"].replace("New and unused", "")) == [
        ("return_condition", "New and unused", "")
    ]


def test_the_api_is_compared_by_values(english):
    data = json.loads(english["api"])
    data["facts"]["return_window"] = "14"
    del data["facts"]["refund_type"]
    data["facts"]["gift"] = "1"
    assert sorted(found("api", json.dumps(data))) == [
        ("gift", "", "1"),
        ("refund_type", "full", ""),
        ("return_window", "30", "14"),
    ]
    assert ("return_window", "30", "") in found("api", "[]")


def test_the_words_of_the_api_are_compared(english):
    assert found("api", english["api"]) == []
    changed = english["api"].replace('"text": "30 days"', '"text": "14 days"')
    assert found("api", changed) == [("return_window", "30 days", "14 days")]


# Structured data


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ('"merchantReturnDays": 30', '"merchantReturnDays": 14', ("EE.merchantReturnDays", "30", "14")),
        (
            "MerchantReturnFiniteReturnWindow",
            "MerchantReturnUnlimitedWindow",
            (
                "EE.returnPolicyCategory",
                "MerchantReturnFiniteReturnWindow",
                "MerchantReturnUnlimitedWindow",
            ),
        ),
        (
            '"customerRemorseReturnFees": "https://schema.org/FreeReturn"',
            '"customerRemorseReturnFees": "https://schema.org/ReturnFeesCustomerResponsibility"',
            ("EE.customerRemorseReturnFees", "FreeReturn", "ReturnFeesCustomerResponsibility"),
        ),
        ("FullRefund", "StoreCreditRefund", ("EE.refundType", "FullRefund", "StoreCreditRefund")),
    ],
)
def test_return_policies_are_compared_by_country(english, old, new, difference):
    text = english["jsonld"].replace(old, new)
    assert found("jsonld", english["jsonld"]) == []
    assert found("jsonld", text) == [difference]


def test_countries_are_compared(english):
    text = english["jsonld"].replace('["EE"]', '["LV"]')
    assert ("EE.applicableCountry", "EE", "") in found("jsonld", text)
    estonian = version("returns", "EE", returns=(ReturnFacts(days=30, remorse_fees="free"),))
    assert found("jsonld", text, estonian) == [("LV.applicableCountry", "", "LV")]


@pytest.mark.django_db
def test_prices_of_delivery_are_compared():
    with override("en"):
        text = faces(SHIPPING, "EE")["jsonld"]
    assert found("jsonld", text, SHIPPING) == []
    changed = found("jsonld", text.replace("4.9", "3.9"), SHIPPING)
    assert changed == [
        ("EE.shippingRate", "0 EUR, 4.9 EUR, 9 EUR", "3.9 EUR"),
        ("LV.shippingRate", "0 EUR, 4.9 EUR, 9 EUR", "3.9 EUR"),
        ("rate-1.shippingRate", "4.9 EUR", ""),
    ]
    assert ("rate-2.shippingRate", "9 EUR", "") in found("jsonld", "{}", SHIPPING)
