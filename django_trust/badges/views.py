"""The public pages of badges. GET never writes."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from django_trust.badges.blocks import evidence_context
from django_trust.badges.cards import BadgeEvidence
from django_trust.badges.choices import Reason
from django_trust.badges.models import Badge
from django_trust.badges.structured_data import certification_jsonld
from django_trust.badges.widgets import badge_evidence
from django_trust.jsonld import jsonld_script
from django_trust.pages import framed_page
from django_trust.rendering import render_widget

# Badges that shoppers may have seen: whoever kept the link learns that the claim is not current.
LAPSED = frozenset(
    {
        Reason.EXPIRED,
        Reason.DOCUMENT_EXPIRED,
        Reason.CHECK_EXPIRED,
        Reason.STALE,
        Reason.FAILED,
        Reason.METHOD_OFF,
    }
)
GONE = 410


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what stands behind a badge; 410 once the evidence has ended, 404 if it was never shown."""
    evidence = public_evidence(pk)
    node = certification_jsonld(evidence, request.build_absolute_uri("/"))
    context = {
        "title": pgettext("badge", "What stands behind this badge"),
        "evidence_html": render_widget("django_trust/badges/evidence.html", evidence_context(evidence)),
        "json_url": reverse("trust:api-badge", args=[pk]),
        "jsonld": jsonld_script({"@context": "https://schema.org", **node}) if node else SafeString(""),
        "shown": evidence.shown,
    }
    status = 200 if evidence.shown else GONE
    return framed_page(request, "django_trust/badges/page.html", context, status=status)


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """Hand out the document of a badge that is shown, if shoppers may read it."""
    evidence = public_evidence(pk)
    if not (evidence.shown and evidence.document_url):
        raise Http404
    stored = Badge.objects.get(pk=pk).document
    try:
        response = FileResponse(
            stored.open("rb"), as_attachment=True, filename=_filename(pk, str(stored.name))
        )
    except FileNotFoundError as error:
        raise Http404 from error
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def public_evidence(pk: int) -> BadgeEvidence:
    """Return what strangers may know of a badge. Raises ``Http404`` for one they never saw."""
    badge = Badge.objects.filter(pk=pk).first()
    evidence = badge_evidence(badge) if badge else None
    if evidence is None or not (evidence.shown or evidence.reason in LAPSED):
        raise Http404
    return evidence


def _filename(pk: int, stored: str) -> str:
    return f"badge-{pk}.{stored.rpartition('.')[2]}"
