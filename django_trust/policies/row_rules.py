"""The rules for each kind of row: what is wrong with it, by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import is_currency
from django.db import models
from django.utils.translation import gettext as _

from django_trust.policies.choices import Charged, Conversion, Purpose, ReturnCategory, ReturnFees
from django_trust.policies.models import (
    GuaranteeTerms,
    PaymentTerms,
    PrivacyPurpose,
    PrivacyTerms,
    ReturnTerms,
    ShippingRate,
)
from django_trust.policies.models.terms import TERM_LISTS
from django_trust.policies.tidying import (
    Problem,
    lower,
    number,
    require_order,
    require_positive,
    tidy_codes,
    tidy_currency,
    tidy_list,
    tidy_names,
    tidy_place,
    tidy_places,
    tidy_weekdays,
    unknown,
    upper,
)
from django_trust.shop.payments import payment_methods
from django_trust.shop.places import UNIONS

Rule = Callable[[Any], Iterator[Problem]]

REASONS = ("remorse", "defect", "wrong_item")
RETURN_AMOUNTS = (*(f"{reason}_amount" for reason in REASONS), "restocking_amount")
SHIPPING_AMOUNTS = ("price", "free_from", "order_min", "order_max")
# The part of ISO 3166-2 behind the hyphen.
REGION = re.compile(r"[A-Z0-9]{1,3}")
POSTAL_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9 -]{0,10}[A-Z0-9])?")


# Returns


def _return_lists(row: ReturnTerms) -> Iterator[Problem]:
    for name in ("refund_types", "methods", "conditions"):
        yield from tidy_codes(row, name, TERM_LISTS[name].values, lower)
        if not getattr(row, name):
            yield name, _("Please choose at least one.")
    yield from tidy_codes(row, "exclusions", TERM_LISTS["exclusions"].values, lower)
    yield from tidy_places(row, "return_countries", unions=False)


def _return_days(row: ReturnTerms) -> Iterator[Problem]:
    if row.category == ReturnCategory.FINITE:
        if (number(row, "days") or 0) < 1:
            yield "days", _("Please say how many days there are, one at least.")
    elif row.days is not None:
        yield "days", _("Only returns within a number of days have one. Please leave this empty.")


def _return_fees(row: ReturnTerms) -> Iterator[Problem]:
    for reason in REASONS:
        name, amount = f"{reason}_amount", number(row, f"{reason}_amount")
        if getattr(row, f"{reason}_fees") == ReturnFees.FIXED:
            if amount is None or amount <= 0:
                yield name, _("Please give the amount that is deducted.")
        elif amount is not None:
            yield name, _("Only a fixed amount has one. Please leave this empty.")


def _restocking(row: ReturnTerms) -> Iterator[Problem]:
    for name in ("restocking_percent", "restocking_amount"):
        if number(row, name) == 0:
            setattr(row, name, None)
    if row.restocking_percent is not None and row.restocking_amount is not None:
        yield "restocking_amount", _("Please give the restocking fee in per cent or as an amount, not both.")


def _return_currency(row: ReturnTerms) -> Iterator[Problem]:
    yield from _currency_of(row, RETURN_AMOUNTS)


def _currency_of(row: Any, amounts: tuple[str, ...]) -> Iterator[Problem]:
    yield from tidy_currency(row)
    if not row.currency and any(getattr(row, name) is not None for name in amounts):
        yield "currency", _("Please name the currency of the amounts, such as EUR.")


# Delivery


def _delivery_places(row: ShippingRate) -> Iterator[Problem]:
    yield from tidy_list(row, "regions", lambda region: upper(region).rpartition("-")[2])
    yield from unknown("regions", row.regions, lambda region: bool(REGION.fullmatch(region)))
    yield from tidy_list(row, "postal_codes", upper)
    yield from unknown("postal_codes", row.postal_codes, lambda code: bool(POSTAL_CODE.fullmatch(code)))
    if len(row.countries) != 1 or row.countries[0] in UNIONS:
        for name in ("regions", "postal_codes"):
            if getattr(row, name):
                yield name, _("This is about one country. Please name exactly one above.")


def _delivery_price(row: ShippingRate) -> Iterator[Problem]:
    if row.does_not_ship:
        for name in ("price", "free_from"):
            if getattr(row, name) is not None:
                yield name, _("Where you do not deliver there is no price. Please leave this empty.")
    elif row.price is None:
        yield "price", _("Please give the price, or 0 where delivery is free.")
    elif number(row, "price") == 0 and row.free_from is not None:
        yield "free_from", _("It is free already. Please leave this empty.")
    yield from require_positive(row, "free_from", _("Please give an amount above zero, or leave this empty."))
    yield from _currency_of(row, SHIPPING_AMOUNTS)


def _delivery_bands(row: ShippingRate) -> Iterator[Problem]:
    yield from require_order(
        row, "order_min", "order_max", _("This must be more than the amount it begins with.")
    )
    yield from require_order(
        row, "weight_min", "weight_max", _("This must be more than the weight it begins with.")
    )


def _delivery_days(row: ShippingRate) -> Iterator[Problem]:
    for name in ("handling", "transit"):
        yield from require_order(
            row,
            f"{name}_min",
            f"{name}_max",
            _("This must not be less than the least number of days."),
            may_be_equal=True,
        )
        yield from tidy_weekdays(row, "handling_weekdays" if name == "handling" else "delivery_weekdays")


def _delivery_clock(row: ShippingRate) -> Iterator[Problem]:
    yield from tidy_place(row, "origin", unions=False)
    row.time_zone = str(row.time_zone or "").strip()
    if row.time_zone and not _is_zone(row.time_zone):
        yield "time_zone", _("This time zone is not known. Please use a name such as Europe/Tallinn.")


def _is_zone(name: str) -> bool:
    """``ZoneInfo`` opens a file of this name: a folder or a way out of it is an error of its own."""
    try:
        ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return False
    return True


# Guarantee


def _guarantee_months(row: GuaranteeTerms) -> Iterator[Problem]:
    for name in ("legal_months", "commercial_months", "repair_extension_months"):
        yield from require_positive(row, name, _("Please give one month at least, or leave this empty."))


def _guarantor(row: GuaranteeTerms) -> Iterator[Problem]:
    """Directive (EU) 2019/771, Art. 17(2)(b): a commercial guarantee names the guarantor and its address."""
    row.guarantor = str(row.guarantor or "").strip()
    if row.commercial_months is not None and not row.guarantor:
        yield "guarantor", _("Please give name and address of whoever gives the commercial guarantee.")
    if row.commercial_months is None and row.guarantor:
        yield "commercial_months", _("Please say how many months the commercial guarantee lasts.")


# Payment


def _payment_codes(row: PaymentTerms) -> Iterator[Problem]:
    yield from tidy_codes(row, "methods", payment_methods(), lower)
    yield from tidy_list(row, "currencies", upper)
    yield from unknown("currencies", row.currencies, is_currency)
    if row.conversion == Conversion.NONE and len(row.currencies) > 1:
        yield "conversion", _("There is more than one currency, so somebody converts. Please say who.")


def _invoice(row: PaymentTerms) -> Iterator[Problem]:
    if row.invoice_days is not None and row.charged != Charged.INVOICE and "invoice" not in row.methods:
        yield "invoice_days", _("Only an invoice has days to pay it. Please leave this empty.")


# Privacy


def _privacy_facts(row: PrivacyTerms) -> Iterator[Problem]:
    yield from tidy_codes(row, "rights", TERM_LISTS["rights"].values, lower)
    yield from require_positive(row, "answer_days", _("Please give one day at least."))
    row.authority = str(row.authority or "").strip()
    if row.authority_url and not row.authority:
        yield "authority", _("Please name the authority the link leads to.")


def _purpose_words(row: PrivacyPurpose) -> Iterator[Problem]:
    if row.purpose == Purpose.OTHER and not row.description:
        yield "description", _("Please say in a few words what the data is used for.")
    yield from require_positive(
        row, "retention_months", _("Please give one month at least, or say in words how long it is kept.")
    )
    if row.retention_months is None and not row.retention_note:
        yield "retention_months", _("Please say how long the data is kept, in months or in words.")
    yield from tidy_names(row, "processors")


RULES: dict[type[models.Model] | None, tuple[Rule, ...]] = {
    ReturnTerms: (_return_lists, _return_days, _return_fees, _restocking, _return_currency),
    ShippingRate: (_delivery_places, _delivery_price, _delivery_bands, _delivery_days, _delivery_clock),
    GuaranteeTerms: (_guarantee_months, _guarantor),
    PaymentTerms: (_payment_codes, _invoice),
    PrivacyTerms: (_privacy_facts,),
    PrivacyPurpose: (_purpose_words,),
}
