"""The badges API: read only, the same evidence as on the pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.http import Http404
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from django_trust.badges.cards import BadgeCard, BadgeEvidence
from django_trust.badges.views import GONE, public_evidence
from django_trust.badges.widgets import badges
from django_trust.l10n.translated import Words
from django_trust.shop.api import TrustAPIView


class BadgeList(TrustAPIView):
    """``GET ?placement=&kind=&country=&currency=``: the badges that are current."""

    def get(self, request: Request) -> Response:
        query = request.query_params
        try:
            cards = badges(
                query.get("placement", "")[:20],
                kind=query.get("kind", "")[:20],
                country=query.get("country", "")[:20],
                currency=query.get("currency", "")[:20],
            )
        except ValueError as error:
            raise exceptions.ParseError(str(error)) from None
        base = request.build_absolute_uri("/")
        return Response({"results": [_card(card, base) for card in cards]})


class BadgeDetail(TrustAPIView):
    """``GET``: the evidence page as data. 410 once the evidence has ended."""

    def get(self, request: Request, pk: int) -> Response:
        try:
            evidence = public_evidence(pk)
        except Http404:
            raise exceptions.NotFound from None
        base = request.build_absolute_uri("/")
        status = 200 if evidence.shown else GONE
        return Response(_evidence(evidence, base), status=status)


def _card(card: BadgeCard, base: str) -> dict[str, Any]:
    return {
        "id": card.id,
        "kind": card.kind,
        "claim": _words(card.claim),
        "issuer": card.issuer,
        "checked_on": card.checked_on and card.checked_on.isoformat(),
        "valid_until": card.valid_until and card.valid_until.isoformat(),
        "icon": card.icon,
        "artwork_url": urljoin(base, card.artwork_url) if card.artwork_url else "",
        "url": urljoin(base, card.url),
    }


def _evidence(evidence: BadgeEvidence, base: str) -> dict[str, Any]:
    head = {**_card(evidence.card, base), "current": evidence.shown}
    if not evidence.shown:
        return {**head, "ended_on": evidence.ended_on and evidence.ended_on.isoformat()}
    return {
        **head,
        "speaker": evidence.speaker,
        "statement": _words(evidence.statement),
        "scope": _words(evidence.scope),
        "certificate_number": evidence.certificate_number,
        "scheme": evidence.scheme,
        "verify_url": evidence.verify_url,
        "document_url": urljoin(base, evidence.document_url) if evidence.document_url else "",
        "document_date": evidence.document_date and evidence.document_date.isoformat(),
        "document_until": evidence.document_until and evidence.document_until.isoformat(),
        "valid_from": evidence.valid_from and evidence.valid_from.isoformat(),
        "checks": [
            {
                "check": line.name,
                "outcome": line.outcome,
                "result": line.sentence,
                "host": line.host,
                "checked_at": line.checked_at.isoformat(),
            }
            for line in evidence.checks
        ],
    }


def _words(words: Words) -> dict[str, str] | None:
    return {"text": words.text, "language": words.lang} if words.text else None
