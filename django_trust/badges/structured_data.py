"""schema.org ``Certification`` from the same data as the visible page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django_trust.badges.cards import BadgeEvidence
from django_trust.badges.choices import BadgeKind
from django_trust.badges.models import Badge
from django_trust.badges.states import state_of
from django_trust.badges.widgets import badge_evidence
from django_trust.conf import trust_settings

MOST_CERTIFICATIONS = 10  # as Google reads of a product; more help nobody


def certification_jsonld(evidence: BadgeEvidence, base_url: str = "") -> dict[str, Any] | None:
    """Return the Certification node of a badge, or None where it is none, or not current.

    Only what somebody else has certified is one: without an issuer it is a claim of the shop.
    https://schema.org/Certification
    """
    card = evidence.card
    wanted = card.kind == BadgeKind.CERTIFICATION and card.issuer and evidence.shown
    if not wanted or "Certification" in trust_settings.jsonld_exclude:
        return None
    url = urljoin(base_url, card.url)
    node = {
        "@type": "Certification",
        "@id": f"{url}#certification",
        "name": card.claim.text,
        "inLanguage": card.claim.lang,
        "description": evidence.statement.text,
        "issuedBy": {"@type": "Organization", "name": card.issuer},
        "certificationIdentification": evidence.certificate_number,
        "certificationStatus": "https://schema.org/CertificationActive",
        "validFrom": evidence.valid_from and evidence.valid_from.isoformat(),
        "expires": card.valid_until and card.valid_until.isoformat(),
        "auditDate": evidence.document_date and evidence.document_date.isoformat(),
        "url": evidence.verify_url or url,
    }
    return {name: value for name, value in node.items() if value}


def certifications_jsonld(base_url: str = "") -> list[dict[str, Any]]:
    """Return the nodes of the shop's current certificates, for its Organization node. One query."""
    rows = Badge.objects.enabled().filter(kind=BadgeKind.CERTIFICATION).exclude(issuer="").in_order()
    nodes = (certification_jsonld(badge_evidence(row), base_url) for row in rows if state_of(row).shown)
    return [node for node in nodes if node][:MOST_CERTIFICATIONS]
