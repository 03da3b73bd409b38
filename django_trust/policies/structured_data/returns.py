"""``MerchantReturnPolicy``. https://developers.google.com/search/docs/appearance/structured-data/return-policy"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django_trust.policies.book import PolicyBook
from django_trust.policies.choices import (
    ItemCondition,
    LabelSource,
    PolicyKind,
    RefundType,
    ReturnCategory,
    ReturnFees,
    ReturnMethod,
    ReturnStart,
)
from django_trust.policies.facts import ReturnFacts, SeasonFacts, row_for
from django_trust.policies.structured_data.scopes import Area, areas, single_countries
from django_trust.policies.structured_data.vocabulary import (
    ANCHOR,
    CURRENCY,
    money,
    plain,
    policy_page,
    term,
    terms,
    without_empty,
)

MOST_COUNTRIES = 50  # of one policy, as Google reads it


class Place(NamedTuple):
    """One node: the terms, and the countries where they are in force (none: those nobody has named)."""

    anchor: str
    row: ReturnFacts
    countries: tuple[str, ...]

    @property
    def is_spoken(self) -> bool:
        """Whether schema.org can say these terms: its days count from the delivery, not from the order."""
        from_order = self.row.start == ReturnStart.CONTRACT and category_of(self.row) == ReturnCategory.FINITE
        return bool(self.countries) and not from_order


def category_of(row: ReturnFacts) -> str:
    """Return the category; a window of no days permits nothing, as the sentences say, too."""
    if row.category == ReturnCategory.FINITE and not row.days:
        return ReturnCategory.NOT_PERMITTED.value
    return row.category


def return_policies_jsonld(book: PolicyBook, base_url: str = "") -> list[dict[str, Any]]:
    """Return the nodes of all return terms: no country is in two of them.

    Terms that schema.org cannot say are a link to the page that says them.
    """
    page = policy_page(PolicyKind.RETURNS, base_url)
    return [node for place in return_places(book) if (node := _node(place, page))]


def return_references(book: PolicyBook, country: str, base_url: str = "") -> list[dict[str, str]]:
    """Return the ``@id`` of the terms for a country; of all terms, which name their countries, where that
    country is unknown or has none. Nodes that are mere links are left out: offers cannot have those."""
    page = policy_page(PolicyKind.RETURNS, base_url)
    spoken = [place for place in return_places(book) if place.is_spoken] if page else []
    fitting = [place for place in spoken if country in place.countries]
    return [{"@id": f"{page}#{place.anchor}"} for place in fitting or spoken]


def return_places(book: PolicyBook) -> list[Place]:
    """Return where each row is in force, the terms for shoppers from anywhere first.

    The first one is named ``#policy``, another one by its only country, else by its number.
    """
    found = [part for area in areas(book, PolicyKind.RETURNS, "returns") for part in _parts(area)]
    return [Place(_anchor(number, places), row, places) for number, (row, places) in enumerate(found)]


def _parts(area: Area) -> Iterator[tuple[ReturnFacts, tuple[str, ...]]]:
    """Yield the rows of a version with their countries, at most fifty at a time: the first row wins."""
    default, left, elsewhere = row_for(area.version.returns, ""), set(area.countries), area.elsewhere
    found = []
    for row in area.version.returns:
        mine = left & set(single_countries(row.countries)) if row.countries else set(left)
        left -= mine
        if mine or (elsewhere and not row.countries):
            found.append((row, sorted(mine)))
        elsewhere = elsewhere and bool(row.countries)
    for row, countries in sorted(found, key=lambda part: part[0] is not default):
        for start in range(0, len(countries) or 1, MOST_COUNTRIES):
            yield row, tuple(countries[start : start + MOST_COUNTRIES])


def _anchor(number: int, countries: tuple[str, ...]) -> str:
    if not number:
        return ANCHOR
    return f"{ANCHOR}-{countries[0] if len(countries) == 1 else number + 1}"


def _node(place: Place, page: str) -> dict[str, Any]:
    if not (page or place.is_spoken):
        return {}
    head = {
        "@type": "MerchantReturnPolicy",
        "@id": f"{page}#{place.anchor}" if page else "",
        "applicableCountry": list(place.countries),
    }
    said = _said(place.row) if place.is_spoken else {}
    return without_empty({**head, **said, "merchantReturnLink": page})


def _said(row: ReturnFacts) -> dict[str, Any]:
    category = category_of(row)
    always = {
        "returnPolicyCategory": term(ReturnCategory, category),
        **_fees("itemDefectReturn", row.defect_fees, row.defect_amount, row.currency),
    }
    if category == ReturnCategory.NOT_PERMITTED:
        return always
    return {
        **always,
        "merchantReturnDays": row.days if category == ReturnCategory.FINITE else None,
        **_fees("return", row.remorse_fees, row.remorse_amount, row.currency),
        **_fees("customerRemorseReturn", row.remorse_fees, row.remorse_amount, row.currency),
        "returnMethod": terms(ReturnMethod, row.methods),
        "returnLabelSource": term(LabelSource, row.label_source) if ReturnMethod.MAIL in row.methods else "",
        "refundType": terms(RefundType, row.refund_types),
        "restockingFee": _restocking(row),
        "itemCondition": terms(ItemCondition, row.conditions),
        "returnPolicyCountry": list(single_countries(row.return_countries)[:MOST_COUNTRIES]),
        "returnPolicySeasonalOverride": [_season(season) for season in row.seasons if _is_season(season)],
    }


def _fees(prefix: str, fees: str, amount: Decimal | None, currency: str) -> dict[str, Any]:
    """Who pays for one reason, as ``phrases.fees`` says it: nothing deducted is free, a deduction nobody has
    named is left to the carrier. An amount stands beside ``ReturnShippingFees`` only, and is never 0; where
    it has no currency, nothing is said."""
    if fees == ReturnFees.FIXED and not amount:
        fees = ReturnFees.CUSTOMER if amount is None else ReturnFees.FREE
    node = {f"{prefix}Fees": term(ReturnFees, fees)}
    if fees != ReturnFees.FIXED or amount is None:
        return node
    if not CURRENCY.fullmatch(currency):
        return {}
    return {**node, f"{prefix}ShippingFeesAmount": money(currency, value=amount)}


def _restocking(row: ReturnFacts) -> Any:
    """A number is per cent of the price paid, an amount is fixed."""
    fees: list[Any] = [plain(row.restocking_percent)] if row.restocking_percent else []
    if row.restocking_amount and CURRENCY.fullmatch(row.currency):
        fees.append(money(row.currency, value=row.restocking_amount))
    return fees[0] if len(fees) == 1 else fees


def _is_season(season: SeasonFacts) -> bool:
    return season.first_day <= season.last_day and bool(season.days or season.until)


def _season(season: SeasonFacts) -> dict[str, Any]:
    days = season.until.isoformat() if season.until else season.days
    return {
        "@type": "MerchantReturnPolicySeasonalOverride",
        "startDate": season.first_day.isoformat(),
        "endDate": season.last_day.isoformat(),
        "returnPolicyCategory": term(ReturnCategory, ReturnCategory.FINITE),
        "merchantReturnDays": days,
    }
