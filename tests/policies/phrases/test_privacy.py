"""What happens to personal data."""

import pytest
from django.utils.translation import override

from django_trust.policies.facts import PrivacyFacts, PurposeFacts
from django_trust.policies.phrases import checkout_line, row_sentence, sections, short_line
from django_trust.shop.adapter import ShopIdentity
from tests.policies.phrases.making import lines, version


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def privacy(*purposes, **terms):
    terms = {"contact_email": "data@shop.example", **terms}
    return version("privacy", privacy=(PrivacyFacts(**terms),), purposes=purposes)


@pytest.mark.parametrize(
    "sells, value, text",
    [(False, "no", "We do not sell your data."), (True, "yes", "We sell your data or share it with others.")],
)
def test_the_short_line_says_whether_data_is_sold_and_whom_to_ask(sells, value, text):
    line = short_line(privacy(sells_data=sells))
    assert (line.name, line.value) == ("privacy_sale", value)
    assert line.text == f"{text} Questions about your data: data@shop.example"


def test_without_an_address_of_its_own_the_shop_is_asked(monkeypatch):
    facts = privacy(contact_email="")
    assert "privacy_contact" not in lines(facts)
    assert short_line(facts).text == "We do not sell your data."
    shop = ShopIdentity(name="Test Shop", email="hello@shop.example")
    monkeypatch.setattr("tests.hostshop.adapter.Adapter.get_shop", lambda self: shop)
    assert lines(facts)["privacy_contact"].text == "hello@shop.example"


def test_the_checkout_says_when_the_shop_answers():
    assert "We answer requests about your data within 15 days." in checkout_line(privacy(answer_days=15)).text
    assert "We answer requests about your data at once." in checkout_line(privacy(answer_days=0)).text


def test_the_table():
    table = lines(
        privacy(
            officer="Mari Tamm",
            rights=("access", "complaint"),
            authority="Data Protection Inspectorate",
            authority_url="https://authority.example",
            transfers={"en": "To the US, under standard clauses."},
        )
    )
    assert [(line.name, line.value) for line in table.values()] == [
        ("privacy_sale", "no"),
        ("privacy_contact", "data@shop.example"),
        ("privacy_officer", "Mari Tamm"),
        ("privacy_rights", "access complaint"),
        ("privacy_answer", "30"),
        ("privacy_authority", "Data Protection Inspectorate"),
        ("privacy_authority_link", "https://authority.example"),
        ("privacy_transfers", "To the US, under standard clauses."),
    ]
    assert table["privacy_rights"].text == (
        "See what we keep about you and get a copy; Complain to the supervisory authority"
    )


def test_each_use_of_data_has_a_section():
    order = PurposeFacts(
        purpose="order",
        description={"en": "Packing it"},
        data={"en": "name, address"},
        legal_basis="contract",
        retention_months=84,
        retention_note={"en": "as the law on bookkeeping wants"},
        processors=("Post Ltd", "Host Ltd"),
    )
    _controller, section = sections(privacy(order))
    assert (section.code, section.title) == ("purpose-order", "Handling your order")
    assert [(line.name, line.value, line.text) for line in section.lines] == [
        ("purpose_description", "Packing it", "Packing it"),
        ("purpose_data", "name, address", "name, address"),
        ("purpose_basis", "contract", "Our contract with you"),
        ("purpose_kept", "84", "7 years"),
        ("purpose_kept_note", "as the law on bookkeeping wants", "as the law on bookkeeping wants"),
        ("purpose_processors", "Post Ltd; Host Ltd", "Post Ltd and Host Ltd"),
    ]


@pytest.mark.parametrize("months, text", [(0, "It is not kept afterwards."), (6, "6 months")])
def test_how_long_data_is_kept(months, text):
    _controller, section = sections(privacy(PurposeFacts(purpose="support", retention_months=months)))
    assert [line.text for line in section.lines if line.name == "purpose_kept"] == [text]


def test_uses_of_one_kind_keep_apart():
    own = [PurposeFacts(purpose="other", description={"en": text}) for text in ("Raffles", "Research")]
    _controller, first, second = sections(privacy(*own))
    assert [(one.code, one.title) for one in (first, second)] == [
        ("purpose-other", "Raffles"),
        ("purpose-other-2", "Research"),
    ]
    assert row_sentence(own[0]) == "Raffles"


def test_a_use_of_data_in_some_countries_only():
    facts = privacy(PurposeFacts(purpose="marketing", countries=("BR",)))
    assert len(sections(facts, "EE")) == 1
    _controller, section = sections(facts)
    assert [line.text for line in section.lines if line.name == "purpose_countries"] == ["Brazil"]


def test_words_of_staff_have_one_value_whoever_reads():
    facts = privacy(transfers={"en": "None.", "et": "Ei ole."})
    with override("et"):
        line = lines(facts)["privacy_transfers"]
    assert (line.value, line.text) == ("None.", "Ei ole.")
