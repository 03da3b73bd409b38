import logging
from types import MappingProxyType

import pytest
from babel import Locale
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st

from django_trust.icons import ICONS
from django_trust.setting_table import CODE
from django_trust.shop.payments import (
    METHODS,
    check_payment_methods,
    method_choices,
    method_icon,
    method_name,
    methods_on,
    out_of_place,
    payment_methods,
    unknown_methods,
)
from tests.docs.markdown import DOCS
from tests.hostshop.adapter import Adapter

pytestmark = pytest.mark.slow  # the same on every Python and Django: once is enough

every_method = pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))
# What is no brand: said in the reader's language.
GENERIC = {
    *("card", "credit_card", "debit_card", "bank_transfer", "direct_debit", "bank_link", "virtual_account"),
    *("invoice", "installments", "cash_on_delivery", "pay_on_pickup", "konbini", "gift_card"),
}


class AnsweringAdapter(Adapter):
    """Says what the test wants; an exception is raised."""

    answer = ()
    asked = None

    def get_payment_methods(self, *, country, currency):
        type(self).asked = (country, currency)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def answering(configure, monkeypatch):
    configure(ADAPTER="tests.shop.test_payments.AnsweringAdapter")

    def answer(value):
        monkeypatch.setattr(AnsweringAdapter, "answer", value)

    return answer


@pytest.fixture
def own(configure):
    """Methods of the shop's own."""

    def name(**methods):
        configure(BADGES_PAYMENT_METHODS=methods)

    return name


# The methods that are shipped


@every_method
def test_a_shipped_method_is_complete(method):
    assert CODE.fullmatch(method.code)
    assert str(method.name).strip() == str(method.name) != ""
    assert method.icon in ICONS
    assert set(method.countries) <= {code for code in Locale("en").territories if code.isalpha()}
    assert set(method.currencies) <= set(Locale("en").currencies)
    for codes in (method.countries, method.currencies):
        assert list(codes) == sorted(set(codes))


def test_brands_are_not_translated_and_all_else_is():
    assert {method.code for method in METHODS.values() if isinstance(method.name, Promise)} == GENERIC


def test_no_two_methods_are_called_the_same():
    assert len({str(method.name) for method in METHODS.values()}) == len(METHODS)


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("BR", {"pix", "boleto", "elo", "hipercard", "mercado_pago", "picpay"}),
        ("EE", {"bank_link", "direct_debit"}),
        ("SA", {"mada", "stc_pay", "tamara", "tabby"}),
        ("KW", {"knet", "tamara", "tabby"}),
        ("EG", {"meeza", "fawry", "vodafone_cash"}),
        ("JP", {"paypay", "konbini"}),
        ("PL", {"blik", "przelewy24", "klarna", "direct_debit"}),
        ("IN", {"upi", "rupay"}),
    ],
)
def test_methods_of_a_country(country, expected):
    assert {method.code for method in METHODS.values() if country in method.countries} == expected


# Names, icons and choices


def test_an_unknown_method_is_called_by_its_code():
    assert method_name("barter") == "barter"
    assert method_icon("barter") == "wallet"


def test_names_and_icons_of_shipped_methods():
    assert (method_name("pix"), method_icon("pix")) == ("Pix", "instant")
    assert (method_name("cash_on_delivery"), method_icon("cash_on_delivery")) == ("Cash on delivery", "cash")


def test_a_shop_adds_methods_in_every_language(own):
    own(stamps=(gettext_lazy("Yes"), "gift"))
    assert payment_methods().keys() - METHODS.keys() == {"stamps"}
    assert method_icon("stamps") == "gift"
    with override("pt-br"):
        assert method_name("stamps") == "Sim"
    with override("et"):
        assert method_name("stamps") == "Jah"
        assert ("stamps", "Jah") in method_choices()


def test_a_shop_renames_a_method_that_keeps_its_countries(own):
    own(pix=("Pix na hora", "qr"))
    renamed = payment_methods()["pix"]
    assert (renamed.name, renamed.icon, renamed.countries) == ("Pix na hora", "qr", ("BR",))
    assert (method_name("pix"), method_icon("pix")) == ("Pix na hora", "qr")
    assert METHODS["pix"].name == "Pix"


def test_an_icon_that_does_not_exist_is_replaced(own):
    own(pix=("Pix", "lightning"), stamps=("Stamps", ""))
    assert (method_icon("pix"), method_icon("stamps")) == ("instant", "wallet")
    assert {method.icon for method in payment_methods().values()} <= set(ICONS)


@pytest.mark.parametrize("nameless", ["", None])
def test_a_nameless_method_is_called_as_shipped_or_by_its_code(own, nameless):
    own(pix=(nameless, "qr"), stamps=(nameless, "gift"))
    assert (method_name("pix"), method_name("stamps")) == ("Pix", "stamps")


def test_choices_are_sorted_by_name(own):
    own(stamps=("aardvark stamps", "gift"))
    names = [name for _code, name in method_choices()]
    assert names[:3] == ["aardvark stamps", "Alfamart", "Alipay"]
    assert {code for code, _name in method_choices()} == {*METHODS, "stamps"}


# Where a method belongs


@pytest.mark.parametrize(
    ("code", "country", "expected"),
    [
        ("pix", "EE", True),
        ("pix", "BR", False),
        ("pix", "br", False),
        ("pix", "", False),
        ("visa", "EE", False),
        ("barter", "EE", False),
        ("direct_debit", "EE", False),
        ("direct_debit", "US", True),
        ("mada", "EG", True),
    ],
)
def test_out_of_place(code, country, expected):
    assert out_of_place(code, country) is expected


def test_a_method_of_the_shop_itself_is_nowhere_out_of_place(own):
    own(stamps=("Stamps", "gift"))
    assert not out_of_place("stamps", "EE")


# What is switched on


def test_without_an_adapter_of_its_own_a_shop_has_nothing_on(configure):
    configure(ADAPTER="django_trust.shop.adapter.ShopAdapter")
    assert methods_on() == frozenset()
    assert check_payment_methods(None) == []


def test_the_adapter_is_asked_for_country_and_currency(answering):
    answering(["card"])
    methods_on(country="br", currency="brl")
    assert AnsweringAdapter.asked == ("BR", "BRL")
    methods_on()
    assert AnsweringAdapter.asked == ("", "")


@pytest.mark.parametrize(
    "answer",
    [
        ["card", "pix"],
        ("pix", "card", "pix"),
        {"card", "pix"},
        frozenset({" PIX ", "Card"}),
        iter(["card", "pix"]),
        {"card": "on", "pix": "on"}.keys(),
        ["card", None, 7, b"paypal", ["boleto"], object(), "pix"],
    ],
    ids=["list", "tuple", "set", "untidy", "iterator", "keys", "mixed"],
)
def test_what_the_adapter_names_is_on(answering, answer):
    answering(answer)
    assert methods_on() == {"card", "pix"}


@pytest.mark.parametrize(
    "answer",
    [None, 7, "card", b"card", {"card": True, "pix": False}, MappingProxyType({"card": True}), object],
    ids=["none", "number", "text", "bytes", "dictionary", "mapping", "class"],
)
def test_an_answer_that_says_nothing_clearly_switches_nothing_on(answering, caplog, answer):
    answering(answer)
    assert methods_on() == frozenset()
    assert "must return a list of codes" in caplog.text


@pytest.mark.parametrize("error", [ValueError("gateway is down"), OperationalError("no such table")])
def test_an_adapter_that_fails_switches_nothing_on_and_is_logged(answering, caplog, error):
    answering(error)
    with caplog.at_level(logging.ERROR, logger="django_trust"):
        assert methods_on(country="EE") == frozenset()
    assert [record.name for record in caplog.records] == ["django_trust"]
    assert str(error) in caplog.text


def test_an_answer_that_breaks_off_switches_nothing_on(answering, caplog):
    def codes():
        yield "card"
        raise TimeoutError("gateway")

    answering(codes())
    assert methods_on() == frozenset()
    assert "TimeoutError" in caplog.text


def test_a_missing_adapter_is_not_hidden(configure):
    configure(ADAPTER="shop.nowhere.Adapter")
    with pytest.raises(ImproperlyConfigured):
        methods_on()


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner),
)


@given(answer=anything)
def test_no_answer_breaks_a_page(answering, answer):
    answering(answer)
    on = methods_on()
    assert all(isinstance(code, str) and code == code.strip() for code in on)


# The system check


def test_the_check_is_content_with_known_methods(answering, own):
    own(stamps=("Stamps", "gift"))
    answering(["card", "PIX", "stamps"])
    assert unknown_methods() == []
    assert check_payment_methods(None) == []


def test_a_method_nobody_has_named_is_a_warning(answering):
    answering(["card", "apple-pay", "barter", 7])
    assert unknown_methods() == ["7", "apple-pay", "barter"]
    found = check_payment_methods(None)
    assert [(warning.id, warning.msg) for warning in found] == [
        ("trust.W012", "The adapter switches on an unknown payment method: '7'."),
        ("trust.W012", "The adapter switches on an unknown payment method: 'apple-pay'."),
        ("trust.W012", "The adapter switches on an unknown payment method: 'barter'."),
    ]
    assert [warning.hint for warning in found[1:]] == [
        "Did you mean 'apple_pay'? Otherwise name it in DJANGO_TRUST[\"BADGES_PAYMENT_METHODS\"].",
        'Name it in DJANGO_TRUST["BADGES_PAYMENT_METHODS"].',
    ]


def test_an_icon_that_does_not_exist_is_a_warning(own):
    own(stamps=("Stamps", "stamp"), pix=("Pix", "qr"))
    [warning] = check_payment_methods(None)
    assert warning.id == "trust.W012"
    assert warning.msg == (
        "DJANGO_TRUST['BADGES_PAYMENT_METHODS'] gives 'stamps' an icon that does not exist: 'stamp'."
    )
    assert warning.hint.startswith("The icons are lock, shield, ")


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (ValueError("gateway is down"), "ValueError: gateway is down."),
        ("card", "TypeError: get_payment_methods() must return a list of codes, not 'card'."),
        (None, "TypeError: get_payment_methods() must return a list of codes, not None."),
    ],
)
def test_an_adapter_that_cannot_answer_is_a_warning(answering, answer, message):
    answering(answer)
    [warning] = check_payment_methods(None)
    assert warning.id == "trust.W012"
    assert warning.msg == f"The adapter cannot say which payment methods are on: {message}"


def test_the_check_leaves_tables_that_do_not_exist_yet_alone(answering):
    answering(OperationalError("no such table"))
    assert check_payment_methods(None) == []


def test_the_check_leaves_a_missing_adapter_to_its_own_check(configure):
    configure(ADAPTER="shop.nowhere.Adapter")
    assert check_payment_methods(None) == []


# The reference


def test_the_reference_lists_every_method():
    lines = (DOCS / "reference" / "payment-methods.md").read_text().splitlines()
    cells = [line.strip("| ").replace(r"\|", "¦").split(" | ") for line in lines if line.startswith("| `")]
    listed = [[cell.replace("¦", "|") for cell in row] for row in cells]
    assert listed == [
        [
            f"`{method.code}`",
            str(method.name),
            f"`{method.icon}`",
            " ".join(method.countries) or "any",
            " ".join(method.currencies) or "any",
        ]
        for method in METHODS.values()
    ]
