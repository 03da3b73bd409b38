"""Ways to pay: what they are called, which neutral icon stands for them, and which the shop has on.

Brand names are texts as their owners write them and are not translated. Countries and currencies say where
shoppers can pay that way, from the documentation of the methods and of payment providers (2026-11); they
serve warnings to staff. What a shopper sees, only the shop's adapter decides.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.utils.translation import pgettext_lazy

from django_trust.conf import trust_settings
from django_trust.icons import ICONS
from django_trust.shop.adapter import get_adapter

logger = logging.getLogger("django_trust")

DEFAULT_ICON = "wallet"
# The Single Euro Payments Area: European Payments Council, EPC409-09, 41 countries since 2025-05-22.
SEPA = (
    "AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT "
    "RO RS SE SI SK SM VA"
)
KLARNA = "AT AU BE CA CH CZ DE DK ES FI FR GB GR HU IE IT MX NL NO NZ PL PT RO SE SK US"


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """One way to pay.

    ``name`` is a text, or a lazy text where it is translated. ``countries`` (ISO 3166-1 alpha-2) are those
    of the shoppers who can pay that way and ``currencies`` (ISO 4217) what they pay in; empty for any.
    """

    code: str
    name: Any
    icon: str
    countries: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()


def _method(code: str, name: Any, icon: str, countries: str = "", currencies: str = "") -> PaymentMethod:
    return PaymentMethod(code, name, icon, tuple(countries.split()), tuple(currencies.split()))


METHODS: dict[str, PaymentMethod] = {
    method.code: method
    for method in (
        # Cards
        _method("card", pgettext_lazy("payment method", "Credit or debit card"), "card"),
        _method("credit_card", pgettext_lazy("payment method", "Credit card"), "card"),
        _method("debit_card", pgettext_lazy("payment method", "Debit card"), "card"),
        _method("visa", "Visa", "card"),
        _method("mastercard", "Mastercard", "card"),
        _method("amex", "American Express", "card"),
        _method("diners", "Diners Club", "card"),
        _method("discover", "Discover", "card"),
        _method("jcb", "JCB", "card"),
        _method("unionpay", "UnionPay", "card"),
        _method("cartes_bancaires", "CB", "card", "FR", "EUR"),
        _method("dankort", "Dankort", "card", "DK", "DKK"),
        _method("elo", "Elo", "card", "BR", "BRL"),
        _method("hipercard", "Hipercard", "card", "BR", "BRL"),
        _method("rupay", "RuPay", "card", "IN", "INR"),
        _method("mada", "mada", "card", "SA", "SAR"),
        _method("meeza", "Meeza", "card", "EG", "EGP"),
        _method("knet", "KNET", "card", "KW", "KWD"),
        _method("benefit", "BENEFIT", "card", "BH", "BHD"),
        _method("omannet", "OmanNet", "card", "OM", "OMR"),
        # Bank accounts
        _method("bank_transfer", pgettext_lazy("payment method", "Bank transfer"), "bank"),
        _method("direct_debit", pgettext_lazy("payment method", "SEPA direct debit"), "bank", SEPA, "EUR"),
        _method("bank_link", pgettext_lazy("payment method", "Bank link"), "bank", "EE LT LV", "EUR"),
        _method(
            "virtual_account",
            pgettext_lazy("payment method", "Virtual account"),
            "bank",
            "ID KR VN",
            "IDR KRW VND",
        ),
        _method("ideal", "iDEAL | Wero", "bank", "NL", "EUR"),
        _method("wero", "Wero", "phone-pay", "BE DE FR LU NL", "EUR"),
        _method("bancontact", "Bancontact", "bank", "BE", "EUR"),
        _method("blik", "BLIK", "phone-pay", "PL SK", "EUR PLN"),
        _method("przelewy24", "Przelewy24", "bank", "PL", "EUR PLN"),
        _method("eps", "EPS", "bank", "AT", "EUR"),
        _method("twint", "TWINT", "phone-pay", "CH", "CHF"),
        _method("swish", "Swish", "phone-pay", "SE", "SEK"),
        _method("vipps", "Vipps", "phone-pay", "NO SE", "DKK EUR NOK SEK"),
        _method("mobilepay", "MobilePay", "phone-pay", "DK FI", "DKK EUR NOK SEK"),
        _method("multibanco", "Multibanco", "bank", "PT", "EUR"),
        _method("mb_way", "MB WAY", "phone-pay", "PT", "EUR"),
        _method("bizum", "Bizum", "phone-pay", "AD ES", "EUR"),
        _method("interac", "Interac", "bank", "CA", "CAD"),
        _method("payid", "PayID", "instant", "AU", "AUD"),
        _method("bpay", "BPAY", "bank", "AU", "AUD"),
        _method("pix", "Pix", "instant", "BR", "BRL"),
        _method("boleto", "Boleto", "invoice", "BR", "BRL"),
        _method("upi", "UPI", "instant", "IN", "INR"),
        _method("qris", "QRIS", "qr", "ID", "IDR"),
        # Wallets
        _method("paypal", "PayPal", "wallet"),
        _method("apple_pay", "Apple Pay", "phone-pay"),
        _method("google_pay", "Google Pay", "phone-pay"),
        _method(
            "mercado_pago", "Mercado Pago", "wallet", "AR BR CL CO MX PE UY", "ARS BRL CLP COP MXN PEN UYU"
        ),
        _method("picpay", "PicPay", "wallet", "BR", "BRL"),
        _method("alipay", "Alipay", "qr", "CN"),
        _method("wechat_pay", "WeChat Pay", "qr", "CN"),
        _method("paypay", "PayPay", "qr", "JP", "JPY"),
        _method("gopay", "GoPay", "wallet", "ID", "IDR"),
        _method("ovo", "OVO", "wallet", "ID", "IDR"),
        _method("dana", "DANA", "wallet", "ID", "IDR"),
        _method("linkaja", "LinkAja", "wallet", "ID", "IDR"),
        _method("shopeepay", "ShopeePay", "wallet", "ID MY PH SG TH VN", "IDR MYR PHP SGD THB VND"),
        _method("stc_pay", "STC Pay", "phone-pay", "SA", "SAR"),
        _method("vodafone_cash", "Vodafone Cash", "phone-pay", "EG", "EGP"),
        # Later, and in parts
        _method("invoice", pgettext_lazy("payment method", "Invoice"), "invoice"),
        _method("installments", pgettext_lazy("payment method", "Instalments"), "calendar"),
        _method("klarna", "Klarna", "calendar", KLARNA),
        _method("tamara", "Tamara", "calendar", "AE BH KW OM SA", "AED BHD KWD OMR SAR"),
        _method("tabby", "Tabby", "calendar", "AE KW SA", "AED KWD SAR"),
        # Cash and vouchers
        _method("cash_on_delivery", pgettext_lazy("payment method", "Cash on delivery"), "cash"),
        _method("pay_on_pickup", pgettext_lazy("payment method", "Payment on pick-up"), "shop"),
        _method(
            "konbini", pgettext_lazy("payment method", "Convenience store (konbini)"), "shop", "JP", "JPY"
        ),
        _method("indomaret", "Indomaret", "shop", "ID", "IDR"),
        _method("alfamart", "Alfamart", "shop", "ID", "IDR"),
        _method("fawry", "Fawry", "shop", "EG", "EGP"),
        _method("gift_card", pgettext_lazy("payment method", "Gift card"), "gift"),
    )
}


def payment_methods() -> dict[str, PaymentMethod]:
    """Return all methods by code: those shipped, and those that ``BADGES_PAYMENT_METHODS`` adds or renames.

    A renamed method keeps its countries and currencies. An icon that does not exist is replaced by the
    shipped one, else by a wallet.
    """
    own = trust_settings.badges_payment_methods
    return {**METHODS, **{code: _of_the_shop(code, name, icon) for code, (name, icon) in own.items()}}


def _find(code: str) -> PaymentMethod | None:
    own = trust_settings.badges_payment_methods
    return _of_the_shop(code, *own[code]) if code in own else METHODS.get(code)


def _of_the_shop(code: str, name: Any, icon: str) -> PaymentMethod:
    shipped = METHODS.get(code, PaymentMethod(code, code, DEFAULT_ICON))
    return replace(shipped, name=name or shipped.name, icon=icon if icon in ICONS else shipped.icon)


def method_name(code: str) -> str:
    """Return what shoppers call it, in the active language; of an unknown method, the code."""
    method = _find(code)
    return str(method.name) if method else code


def method_icon(code: str) -> str:
    """Return the name of its icon; of an unknown method, a wallet."""
    method = _find(code)
    return method.icon if method else DEFAULT_ICON


def method_choices() -> list[tuple[str, str]]:
    """Return (code, name in the active language) of all methods by name, for a form field."""
    named = [(method.code, str(method.name)) for method in payment_methods().values()]
    return sorted(named, key=lambda choice: choice[1].casefold())


def out_of_place(code: str, country: str) -> bool:
    """Whether nobody in ``country`` (ISO 3166-1 alpha-2) can pay that way: Pix in Estonia.

    False where either is unknown or empty.
    """
    method = _find(code)
    return bool(method and country and method.countries and country.upper() not in method.countries)


def methods_on(*, country: str = "", currency: str = "") -> frozenset[str]:
    """Return the codes of the methods that are switched on now, as the shop's adapter says.

    ``country`` (ISO 3166-1 alpha-2) and ``currency`` (ISO 4217) are empty for "anywhere" and "whatever". An
    adapter that fails or answers nonsense is logged (``django_trust``), and what it does not clearly say is
    not on: nobody is promised a way to pay. Raises ``ImproperlyConfigured`` when there is no adapter to ask.
    """
    adapter = get_adapter()
    try:
        answer = _entries(adapter.get_payment_methods(country=country.upper(), currency=currency.upper()))
    except Exception:
        logger.exception("The adapter could not say which payment methods are on; none is shown.")
        return frozenset()
    return frozenset(_code(entry) for entry in answer if isinstance(entry, str))


def methods_in(country: str) -> frozenset[str]:
    """Return the codes of the methods that are switched on in a country, whatever the currency."""
    return methods_on(country=country)


def _entries(answer: object) -> list[object]:
    """Return what an answer holds. Raises ``TypeError`` for what is no collection of codes.

    A mapping is none either: in ``{"pix": False}`` its keys would say the opposite.
    """
    if not isinstance(answer, Iterable) or isinstance(answer, str | bytes | Mapping):
        raise TypeError(f"get_payment_methods() must return a list of codes, not {answer!r:.60}")
    return list(answer)


def _code(entry: str) -> str:
    return entry.strip().lower()


def unknown_methods() -> list[str]:
    """Return what the adapter switches on although nobody has named it: codes, and ``repr`` of other things.

    Raises what the adapter raises, and ``TypeError`` for an answer that is no collection.
    """
    answer = _entries(get_adapter().get_payment_methods(country="", currency=""))
    codes = {_code(entry) if isinstance(entry, str) else repr(entry)[:60] for entry in answer}
    return sorted(codes - payment_methods().keys())


def check_payment_methods(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Report payment methods without a name, icons that do not exist, and an adapter that cannot answer."""
    return [*_check_adapter(), *_check_icons()]


def _check_adapter() -> Sequence[CheckMessage]:
    try:
        return [_unknown(code) for code in unknown_methods()]
    except (ImproperlyConfigured, DatabaseError):  # E003; or a shop that keeps its methods in a table
        return []
    except Exception as error:  # noqa: BLE001 - whatever the shop's code does, this check reports it
        text = f"The adapter cannot say which payment methods are on: {type(error).__name__}: {error}."
        hint = "Return a list of codes from get_payment_methods(). Until then no payment method is shown."
        return [Warning(text, hint=hint, id="trust.W012")]


def _unknown(code: str) -> CheckMessage:
    near = get_close_matches(code, payment_methods(), n=1)
    question = f"Did you mean {near[0]!r}? Otherwise name" if near else "Name"
    return Warning(
        f"The adapter switches on an unknown payment method: {code!r}.",
        hint=f'{question} it in DJANGO_TRUST["BADGES_PAYMENT_METHODS"].',
        id="trust.W012",
    )


def _check_icons() -> Sequence[CheckMessage]:
    own = trust_settings.badges_payment_methods
    return [
        Warning(
            f"DJANGO_TRUST['BADGES_PAYMENT_METHODS'] gives {code!r} an icon that does not exist: {icon!r}.",
            hint=f"The icons are {', '.join(ICONS)}.",
            id="trust.W012",
        )
        for code, (_name, icon) in own.items()
        if icon not in ICONS
    ]
