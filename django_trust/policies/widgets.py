"""The terms a shopper reads, as plain values for tags, pages, API, JSON-LD and mails. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, pgettext

from django_trust.policies.book import PolicyBook, book
from django_trust.policies.choices import PolicyKind
from django_trust.policies.delivery import delivery_estimate
from django_trust.policies.facts import Prose, VersionFacts
from django_trust.policies.lines import FactLine, Section
from django_trust.policies.markets import market_statements
from django_trust.policies.phrases import checkout_line, sections, short_line
from django_trust.policies.prose import prose_for
from django_trust.shop.adapter import get_adapter

__all__ = ["PolicyBlock", "check_kind", "delivery_estimate", "policy_block", "shopper_country"]

KINDS = tuple(PolicyKind.values)
LENGTH_OF_CODES = 2
# In the order in which a buyer wonders.
AT_CHECKOUT = (
    PolicyKind.SHIPPING,
    PolicyKind.RETURNS,
    PolicyKind.GUARANTEE,
    PolicyKind.PAYMENT,
    PolicyKind.PRIVACY,
)
ICONS: dict[str, str] = {
    PolicyKind.RETURNS: "return",
    PolicyKind.SHIPPING: "truck",
    PolicyKind.GUARANTEE: "shield",
    PolicyKind.PAYMENT: "card",
    PolicyKind.PRIVACY: "lock",
}


@dataclass(frozen=True, slots=True)
class PolicyBlock:
    """One policy for shoppers in one country, in the active language.

    ``country`` is empty where it is unknown. ``short`` is the one sentence beside a buy button, ``checkout``
    the fuller one before paying; ``sections`` hold every fact. ``statements`` are what the market's law
    wants said. ``prose`` is None where staff wrote none, or it was not asked for.
    """

    kind: PolicyKind
    version: VersionFacts
    country: str
    title: str
    icon: str
    short: FactLine
    checkout: FactLine
    sections: tuple[Section, ...]
    statements: tuple[str, ...]
    prose: Prose | None
    url: str
    history_url: str

    @property
    def facts(self) -> dict[str, str]:
        """Machine values by name; those of further sections bear the code of the section."""
        return dict(named_facts(self.sections))


def policy_block(
    kind: str,
    *,
    country: str = "",
    policies: PolicyBook | None = None,
    now: datetime | None = None,
) -> PolicyBlock | None:
    """Return what is in force for shoppers in ``country`` (ISO 3166-1 alpha-2), or None without terms.

    One query, none where the terms are kept or ``policies`` were read already. Raises ``ValueError`` for a
    kind that does not exist.
    """
    check_kind(kind)
    version = (policies or book(kind, now)).find(kind, country)
    return block_of(version, country) if version else None


def block_of(version: VersionFacts, country: str = "") -> PolicyBlock:
    """Return a version, in force or not, as shoppers in ``country`` read it."""
    return PolicyBlock(
        kind=version.kind,
        version=version,
        country=country,
        title=policy_title(version.kind),
        icon=ICONS[version.kind],
        short=short_line(version, country),
        checkout=checkout_line(version, country),
        sections=sections(version, country),
        statements=market_statements(version.kind, country or version.market),
        prose=prose_for(version),
        url=_url("trust:policy", version.kind),
        history_url=_url("trust:policy-history", version.policy_id),
    )


def check_kind(kind: object) -> None:
    """Raise ``ValueError``, with what there is, for a kind that does not exist."""
    if kind not in KINDS:
        raise ValueError(f"there is no policy {kind!r}; there are {', '.join(KINDS)}")


def policy_title(kind: str) -> str:
    """Return the heading of a policy, in the active language."""
    titles = {
        PolicyKind.RETURNS: pgettext("heading of a policy", "Returns and refunds"),
        PolicyKind.SHIPPING: pgettext("heading of a policy", "Delivery"),
        PolicyKind.GUARANTEE: pgettext("heading of a policy", "Guarantee"),
        PolicyKind.PAYMENT: pgettext("heading of a policy", "Payment"),
        PolicyKind.PRIVACY: pgettext("heading of a policy", "Privacy"),
    }
    return titles[PolicyKind(kind)]


def shopper_country(request: HttpRequest | None) -> str:
    """Return the shopper's country as the adapter knows it, in capitals; empty where unknown."""
    return get_adapter().get_country(request).upper() if request is not None else ""


def asked_country(request: HttpRequest) -> str:
    """Return the country a link asks for, else the shopper's; what is no code counts as nothing."""
    asked = request.GET.get("country", "")
    is_code = len(asked) == LENGTH_OF_CODES and asked.isascii() and asked.isalpha()
    return asked.upper() if is_code else shopper_country(request)


def named_facts(parts: tuple[Section, ...]) -> Iterator[tuple[str, str]]:
    """Yield (name, machine value) of every fact; names are unique within a policy."""
    for section in parts:
        prefix = f"{section.code}." if section.code else ""
        for line in section.lines:
            yield f"{prefix}{line.name}", line.value


def stale_note(prose: Prose) -> str:
    """Return what a reader of an outdated translation should know."""
    return gettext("This text translates an earlier wording. The facts above it are those of this version.")


def _url(name: str, argument: object) -> str:
    try:
        return reverse(name, args=[argument])
    except NoReverseMatch:  # not included (W002), or a draft that is not saved yet
        return ""
