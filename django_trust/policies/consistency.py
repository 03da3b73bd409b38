"""Whether all faces of a policy say the same: what each of them shows, against the facts computed afresh.

Templates can be overridden one at a time, and one that writes "14 days" by hand is wrong from the day the
term changes. So this reads what is rendered, not what should be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import override

from django_trust.policies.choices import RefundType, ReturnCategory, ReturnFees, ReturnStart
from django_trust.policies.faces import faces as rendered_faces
from django_trust.policies.facts import RateFacts, ReturnFacts, VersionFacts, row_for, rows_for
from django_trust.policies.lines import FactLine
from django_trust.policies.phrases import checkout_line, sections, short_line
from django_trust.policies.structured_data.vocabulary import SCHEMA
from django_trust.shop.places import countries_of, country_codes, is_within

# Marks of direction, which templates set around figures and codes.
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
VOID = frozenset("area br col embed hr img input link meta source track wbr".split())
CLOSED = -1  # the depth of an element that has ended
UNSEEN = frozenset({"script", "style", "template"})
WHOLE = ("block", "page")

Mismatch = tuple[str, str, str]  # fact, expected, found


@dataclass(frozen=True, slots=True)
class Difference:
    """A face that says something else than the facts. ``found`` is empty where it says nothing of a fact,
    ``expected`` where the facts have no such thing. ``country`` is empty for an unknown one."""

    face: str
    fact: str
    expected: str
    found: str
    language: str
    country: str


def differences(
    version: VersionFacts,
    language: str,
    country: str = "",
    faces: Mapping[str, str] | None = None,
) -> list[Difference]:
    """Return where faces of a version disagree with its facts, for readers of a language in a country.

    ``faces`` are rendered texts by name, by default all there are (see ``faces.faces``); those that are
    left out are not compared.
    """
    with override(language):
        lines = dict(_named_lines(version, country))
        if not lines:
            return []
        faces = rendered_faces(version, country) if faces is None else faces
        short, fuller = short_line(version, country), checkout_line(version, country)
        readers: dict[str, Callable[[str], Iterable[Mismatch]]] = {
            **dict.fromkeys(WHOLE, partial(_in_html, lines=lines)),
            "short": partial(_in_html, lines={short.name: short}),
            "checkout": partial(_in_html, lines={fuller.name: fuller}),
            "api": partial(_in_api, lines=lines),
            "mail": partial(_in_mail, lines=lines),
            "jsonld": partial(_in_jsonld, version=version),
        }
        found = [(name, miss) for name in sorted(faces) for miss in sorted(readers[name](faces[name]))]
    return [Difference(face, *miss, language, country) for face, miss in found]


def _named_lines(version: VersionFacts, country: str) -> Iterator[tuple[str, FactLine]]:
    for section in sections(version, country):
        for line in section.lines:
            yield f"{section.code}.{line.name}" if section.code else line.name, line


# Faces in HTML


@dataclass(slots=True)
class Marked:
    """An element that bears a fact, and the words in it."""

    name: str
    value: str
    depth: int
    words: list[str] = field(default_factory=list)


class FaceReader(HTMLParser):
    """Collects the marked facts of a face and the text that a reader sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts: list[Marked] = []
        self.words: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if "data-fact" in known:
            depth = CLOSED if tag in VOID else len(self.open)
            self.facts.append(Marked(known["data-fact"] or "", known.get("value") or "", depth))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]
        for marked in self.facts:
            if marked.depth >= len(self.open):
                marked.depth = CLOSED

    def handle_data(self, data: str) -> None:
        if not UNSEEN & {*self.open}:
            self.words.append(data)
            for marked in self.facts:
                if marked.depth != CLOSED:
                    marked.words.append(data)


def _in_html(html: str, lines: Mapping[str, FactLine]) -> Iterator[Mismatch]:
    reader = FaceReader()
    reader.feed(html)
    reader.close()
    yield from _values(((marked.name, marked.value) for marked in reader.facts), lines)
    whole = plain("".join(reader.words))
    said = {marked.name: plain("".join(marked.words)) for marked in reader.facts}
    for name, line in lines.items():
        own = said.get(name, "")
        if plain(line.text) not in (own or whole):
            yield name, line.text, own


def _values(found: Iterable[tuple[str, str]], lines: Mapping[str, FactLine]) -> Iterator[Mismatch]:
    """Compare machine values: each fact once, with its value, and no other."""
    seen = set()
    for name, value in found:
        seen.add(name)
        expected = lines[name].value if name in lines else ""
        if value != expected or name not in lines:
            yield name, expected, value
    for name in lines.keys() - seen:
        yield name, lines[name].value, ""


def plain(text: str) -> str:
    """Return a text as a reader takes it in: white space as one blank, without invisible characters."""
    return " ".join(INVISIBLE.sub("", text).split())


# Other faces


def _in_api(text: str, lines: Mapping[str, FactLine]) -> Iterator[Mismatch]:
    data = json.loads(text)
    data = data if isinstance(data, dict) else {}
    yield from _values(((name, str(value)) for name, value in data.get("facts", {}).items()), lines)
    for entry in data.get("lines", []):
        line = lines.get(entry["name"])
        if line is not None and line.text != entry["text"]:
            yield line.name, line.text, entry["text"]


def _in_mail(text: str, lines: Mapping[str, FactLine]) -> Iterator[Mismatch]:
    said = plain(text)
    return ((name, line.text, "") for name, line in lines.items() if plain(line.text) not in said)


# Structured data, which speaks of all countries at once


def _in_jsonld(text: str, version: VersionFacts) -> Iterator[Mismatch]:
    """Compare what schema.org has words for. Texts of people's languages are not in question here."""
    data = json.loads(text)
    yield from _in_return_policies(list(_nodes(data, "MerchantReturnPolicy")), version)
    yield from _in_shipping(list(_nodes(data, "ShippingConditions")), version)


def _nodes(data: Any, kind: str) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for entry in data:
            yield from _nodes(entry, kind)
    elif isinstance(data, dict):
        if data.get("@type") == kind:
            yield data
        for entry in data.values():
            yield from _nodes(entry, kind)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _in_return_policies(nodes: list[dict[str, Any]], version: VersionFacts) -> Iterator[Mismatch]:
    said = [(country, node) for node in nodes for country in _list(node.get("applicableCountry"))]
    for country, node in said:
        row = row_for(version.returns, country)
        if row is None or not is_within(country, version.market):
            yield f"{country}.applicableCountry", "", country
        elif _is_sayable(row):
            for name, expected in _return_terms(row).items():
                found = " ".join(sorted(str(entry).rpartition("/")[2] for entry in _list(node.get(name))))
                if found != expected:
                    yield f"{country}.{name}", expected, found
    named = countries_of(place for row in version.returns for place in row.countries)
    for country in {*named} & {*country_codes()} - {country for country, _node in said}:
        row = row_for(version.returns, country)
        if row is not None and is_within(country, version.market) and _is_sayable(row):
            yield f"{country}.applicableCountry", country, ""


def _is_sayable(row: ReturnFacts) -> bool:
    """Days that count from the order cannot be said: those of schema.org count from the delivery."""
    return _category(row) != ReturnCategory.FINITE or row.start != ReturnStart.CONTRACT


def _category(row: ReturnFacts) -> str:
    """A window of no days permits nothing."""
    no_days = row.category == ReturnCategory.FINITE and not row.days
    return ReturnCategory.NOT_PERMITTED.value if no_days else row.category


def _return_terms(row: ReturnFacts) -> dict[str, str]:
    """Return what a node says of a row: names of schema.org, sorted, and figures as text."""
    category = _category(row)
    said = {
        "returnPolicyCategory": SCHEMA[ReturnCategory].get(category, ""),
        "merchantReturnDays": str(row.days) if category == ReturnCategory.FINITE else "",
    }
    fees = [("itemDefectReturn", row.defect_fees, row.defect_amount)]
    if category != ReturnCategory.NOT_PERMITTED:
        fees.append(("customerRemorseReturn", row.remorse_fees, row.remorse_amount))
        types = {SCHEMA[RefundType][code] for code in row.refund_types if code in SCHEMA[RefundType]}
        said["refundType"] = " ".join(sorted(types))
    for prefix, code, amount in fees:
        if code != ReturnFees.FIXED:
            said[f"{prefix}Fees"] = SCHEMA[ReturnFees].get(code, "")
        elif amount and row.currency:
            said[f"{prefix}Fees"] = SCHEMA[ReturnFees][ReturnFees.FIXED]
    return said


def _in_shipping(nodes: list[dict[str, Any]], version: VersionFacts) -> Iterator[Mismatch]:
    said = set()
    for node in nodes:
        for rate in _list(node.get("shippingRate")):
            price = _price(rate.get("value"), rate.get("currency"))
            said.add(price)
            places = [place.get("addressCountry", "") for place in _list(node.get("shippingDestination"))]
            for country in places or [""]:
                known = _prices(version.rates, country)
                if price not in known:
                    yield f"{country}.shippingRate" if country else "shippingRate", ", ".join(known), price
    if not any(rate.does_not_ship for rate in version.rates):
        for number, row in enumerate(version.rates, start=1):
            if _is_plain(row, version.market) and _price(row.price, row.currency) not in said:
                yield f"rate-{number}.shippingRate", _price(row.price, row.currency), ""


def _prices(rates: Iterable[RateFacts], country: str) -> list[str]:
    """Return what delivery to a country may cost."""
    found = set()
    for rate in rows_for(rates, country):
        if not rate.does_not_ship:
            found.add(_price(rate.price, rate.currency))
            found |= {_price(0, rate.currency)} if rate.free_from is not None else set()
    return sorted(found)


def _is_plain(rate: RateFacts, market: str) -> bool:
    """Whether a rate is for whole countries and all orders, which structured data can say."""
    limits = (
        rate.regions,
        rate.postal_codes,
        rate.order_min,
        rate.order_max,
        rate.weight_min,
        rate.weight_max,
    )
    here = not rate.countries or any(is_within(country, market) for country in countries_of(rate.countries))
    return here and rate.price is not None and bool(rate.currency) and not any(limits)


def _price(value: Any, currency: Any) -> str:
    return f"{Decimal(str(value or 0)).normalize():f} {currency}"
