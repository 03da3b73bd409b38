"""What an offer and the shop itself say about the shop's terms."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.utils.safestring import SafeString

from django_trust.conf import trust_settings
from django_trust.jsonld import jsonld_script
from django_trust.l10n.translated import in_language
from django_trust.policies.book import PolicyBook
from django_trust.policies.choices import PolicyKind
from django_trust.policies.facts import VersionFacts, row_for
from django_trust.policies.structured_data.returns import return_policies_jsonld, return_references
from django_trust.policies.structured_data.shipping import shipping_references, shipping_services_jsonld
from django_trust.policies.structured_data.vocabulary import quantity, without_empty
from django_trust.shop.adapter import get_adapter

RETURNS, SHIPPING = "MerchantReturnPolicy", "ShippingService"
TYPES = frozenset({RETURNS, SHIPPING})
NOTHING: frozenset[str] = frozenset()


def offer_parts(
    book: PolicyBook, country: str, currency: str, base_url: str = "", exclude: frozenset[str] = NOTHING
) -> dict[str, Any]:
    """Return properties for an ``Offer`` in ``currency`` to shoppers in ``country`` (empty where unknown).

    Returns and delivery are named by the ``@id`` that the nodes have on the pages of the policies.
    """
    returns = [] if RETURNS in exclude else return_references(book, country, base_url)
    shipping = [] if SHIPPING in exclude else shipping_references(book, country, currency, base_url)
    return without_empty(
        {
            "hasMerchantReturnPolicy": returns[0] if len(returns) == 1 else returns,
            "shippingDetails": shipping[0] if len(shipping) == 1 else shipping,
            "warranty": _warranty(book, country),
        }
    )


def _warranty(book: PolicyBook, country: str) -> dict[str, Any]:
    """The commercial guarantee. Never the legal one: a right is no promise of the shop. To shoppers from
    anywhere, only one that is given everywhere."""
    version = book.find(PolicyKind.GUARANTEE, country)
    row = row_for(version.guarantees, country) if version else None
    if version is None or row is None or not row.commercial_months:
        return {}
    if not country and (version.market or row.countries):
        return {}
    node = {
        "@type": "WarrantyPromise",
        "durationOfWarranty": quantity("MON", row.commercial_months, row.commercial_months),
        "description": in_language(row.covers).text,
        "url": row.terms_url,
    }
    return without_empty(node)


def organization_parts(
    book: PolicyBook, base_url: str = "", exclude: frozenset[str] = NOTHING
) -> dict[str, Any]:
    """Return properties for the shop's own node: all terms of return and all ways of delivery."""
    return without_empty(
        {
            "hasMerchantReturnPolicy": [] if RETURNS in exclude else return_policies_jsonld(book, base_url),
            "hasShippingService": [] if SHIPPING in exclude else shipping_services_jsonld(book, base_url),
        }
    )


def shop_node(base_url: str = "") -> dict[str, Any]:
    """Return the shop as terms hang on it, with the ``@id`` that it has everywhere."""
    shop = get_adapter().get_shop()
    url = urljoin(base_url, shop.url)
    node = {"@type": "OnlineStore", "@id": f"{url}#organization", "name": shop.name, "url": url}
    return without_empty(node)


def policy_page_jsonld(book: PolicyBook, version: VersionFacts, base_url: str = "") -> SafeString:
    """Return the data block of a policy's page: the shop with the terms that the page is about, whose
    ``@id`` offers refer to. Empty for kinds that have no words in schema.org."""
    own = {PolicyKind.RETURNS: RETURNS, PolicyKind.SHIPPING: SHIPPING}.get(version.kind, "")
    excluded = trust_settings.jsonld_exclude
    parts = organization_parts(book, base_url, excluded | TYPES - {own})
    if not parts or "Organization" in excluded:
        return SafeString("")
    return jsonld_script({"@context": "https://schema.org", **shop_node(base_url), **parts})
