"""The sentences are right, not just translated: forms of words for numbers, in the languages shipped."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from django_trust.policies.facts import (
    GuaranteeFacts,
    PaymentFacts,
    PrivacyFacts,
    PurposeFacts,
    RateFacts,
    SeasonFacts,
)
from django_trust.policies.phrases import checkout_line, sections, short_line
from django_trust.policies.phrases.periods import ARRIVES, TABLE
from tests.policies import expected_sentences as expected
from tests.policies.phrases.making import OUT_OF_SEASON, law, lines, returns, version

pytestmark = pytest.mark.slow  # the same on every Python and Django: once is enough

LANGUAGES = ("en", "et", "pt-br", "id", "ar")


def cases(table):
    """Each text of a table, with its language and number."""
    found = [(language, key, text) for language, texts in table.items() for key, text in texts.items()]
    assert {language for language, _key, _text in found} == {*LANGUAGES}
    return pytest.mark.parametrize("language, key, text", found)


def short(facts, language, **there):
    with override(language), law(**there):
        return short_line(facts, "XX", today=OUT_OF_SEASON).text


def cell(facts, name, language):
    with override(language), law():
        return lines(facts, "XX")[name].text


@cases(expected.OFFERS)
def test_an_offer_to_take_goods_back(language, key, text):
    assert short(returns(days=key, remorse_fees="free"), language) == text


@cases(expected.LEGAL_RIGHTS)
def test_a_legal_right_to_send_goods_back(language, key, text):
    facts = returns(days=key, remorse_fees="free")
    assert short(facts, language, withdrawal_days=key, remorse_cost="free") == text


@cases(expected.REFUNDS)
def test_when_the_money_is_back(language, key, text):
    assert cell(returns(days=30, refund_days=key), "refund_deadline", language) == text


@cases(expected.DAYS)
def test_how_long_goods_may_go_back(language, key, text):
    assert cell(returns(days=key), "return_window", language) == text


@cases(expected.STARTS)
def test_from_when_the_days_count(language, key, text):
    assert cell(returns(days=30, start=key), "return_start", language) == text


@cases(expected.YEARS)
def test_whole_years_are_said_in_years(language, key, text):
    facts = version("guarantee", guarantees=(GuaranteeFacts(),))
    assert short(facts, language, guarantee_months=12 * key) == text


@cases(expected.MONTHS)
def test_other_months_are_said_in_months(language, key, text):
    facts = version("guarantee", guarantees=(GuaranteeFacts(),))
    assert short(facts, language, guarantee_months=key) == text


@cases(expected.ARRIVALS)
def test_when_an_order_arrives(language, key, text):
    with override(language):
        assert ARRIVES.say(*key) == text


@cases(expected.RANGES)
def test_how_many_business_days_a_delivery_takes(language, key, text):
    with override(language):
        assert TABLE.say(*key) == text


def test_figures_are_in_the_digits_of_the_reader():
    with override("ar-eg"):
        assert "٣٠" in short(returns(days=30, remorse_fees="free"), "ar-eg")
        assert "٣ " in TABLE.say(2, 3)
        assert "٢" in TABLE.say(2, 3)
        season = SeasonFacts(first_day=date(2026, 11, 1), last_day=date(2026, 12, 24), days=60)
        sentences = [
            line.text
            for line in lines(
                returns(days=30, restocking_percent=Decimal("12.5"), seasons=(season,))
            ).values()
        ]
    assert any("١٢٫٥" in text for text in sentences)
    assert not [text for text in sentences if set(text) & set("0123456789")]


EVERYTHING = (
    returns(
        days=30,
        start="contract",
        remorse_fees="fixed",
        remorse_amount=Decimal("4.90"),
        restocking_percent=Decimal(5),
        currency="EUR",
        refund_types=("exchange", "store_credit"),
        refund_shipping=False,
        methods=("mail", "in_store", "kiosk"),
        conditions=("new", "used", "damaged", "refurbished"),
        exclusions=("c", "d"),
        return_countries=("EE", "LV"),
        seasons=(SeasonFacts(first_day=OUT_OF_SEASON, last_day=OUT_OF_SEASON, until=date(2027, 1, 31)),),
    ),
    returns(category="unlimited", refund_same_means=False, label_source="in_box"),
    version(
        "shipping",
        rates=(
            RateFacts(price=Decimal(5), free_from=Decimal(50), currency="EUR", weight_max=Decimal(2)),
            RateFacts(price=Decimal(3), currency="EUR", pickup=True, order_min=Decimal(9)),
        ),
    ),
    version("guarantee", guarantees=(GuaranteeFacts(commercial_months=18, repair_extension_months=6),)),
    version("payment", payments=(PaymentFacts(charged="invoice", invoice_days=14, methods=("visa",)),)),
    version(
        "privacy",
        privacy=(PrivacyFacts(sells_data=True, officer="A. Tamm", authority="AKI"),),
        purposes=(PurposeFacts(purpose="order", retention_months=84, processors=("Post",)),),
    ),
)


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("facts", EVERYTHING, ids=lambda facts: facts.kind)
def test_nothing_is_left_in_english(facts, language):
    """Names, codes and dates aside, each text and label differs from the English one."""

    def texts():
        found = [short_line(facts), checkout_line(facts)]
        found += [line for section in sections(facts) for line in section.lines]
        return {line.name: (line.label, line.text) for line in found}

    with override("en"):
        english = texts()
    with override(language):
        translated = texts()
    same_anywhere = {"privacy_officer", "privacy_authority", "privacy_contact", "payment_methods"}
    same_anywhere |= {"purpose_processors"}
    for name, (label, text) in translated.items():
        assert label != english[name][0], name
        assert text != english[name][1] or name in same_anywhere, name
