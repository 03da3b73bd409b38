"""Every face of one version in the active language, side by side, for the check that compares them."""

from __future__ import annotations

import json

from django_trust.policies.api_data import policy_data
from django_trust.policies.blocks import full_html, line_html, plain_text, summary_html
from django_trust.policies.book import PolicyBook
from django_trust.policies.facts import VersionFacts
from django_trust.policies.structured_data import organization_parts
from django_trust.policies.widgets import block_of


def faces(version: VersionFacts, country: str = "", base_url: str = "") -> dict[str, str]:
    """Return the text of each face: HTML, JSON or plain text."""
    block = block_of(version, country)
    return {
        "short": line_html(block),
        "block": full_html(block),
        "page": full_html(block, heading=False),
        "checkout": summary_html([block]),
        "jsonld": json.dumps(organization_parts(PolicyBook((version,)), base_url), ensure_ascii=False),
        "api": json.dumps(policy_data(block, base_url), ensure_ascii=False),
        "mail": plain_text(block),
    }
