"""schema.org JSON-LD from the same facts as the sentences. Machine data: ASCII digits, a dot, codes."""

from django_trust.policies.structured_data.offers import (
    TYPES,
    offer_parts,
    organization_parts,
    policy_page_jsonld,
    shop_node,
)
from django_trust.policies.structured_data.returns import return_policies_jsonld
from django_trust.policies.structured_data.shipping import shipping_services_jsonld
from django_trust.policies.structured_data.vocabulary import SCHEMA

__all__ = [
    "SCHEMA",
    "TYPES",
    "offer_parts",
    "organization_parts",
    "policy_page_jsonld",
    "return_policies_jsonld",
    "shipping_services_jsonld",
    "shop_node",
]
