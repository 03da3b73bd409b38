"""The public pages of policies: an address for each, and one in every language. GET never writes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from django_trust.l10n.locales import current_language, direction, html_lang, language_name
from django_trust.pages import framed_page
from django_trust.policies.blocks import full_html
from django_trust.policies.book import PolicyBook, book
from django_trust.policies.facts import VersionFacts
from django_trust.policies.structured_data import policy_page_jsonld
from django_trust.policies.widgets import KINDS, asked_country, block_of, policy_title
from django_trust.shop.identity.zones import country_name


@require_safe
def policy(request: HttpRequest, kind: str) -> HttpResponse:
    """Show a policy as it is in force now; ``?country=EE`` as it is in force there."""
    if kind not in KINDS:
        raise Http404
    return _page(request, kind)


@require_safe
def policy_in(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Show a policy in one language of the site, whatever the reader's is: to be linked and printed."""
    if kind not in KINDS or language.lower() not in site_languages():
        raise Http404
    with override(language.lower()):
        return _page(request, kind)


def site_languages() -> list[str]:
    return [code.lower() for code, _name in settings.LANGUAGES]


def _page(request: HttpRequest, kind: str) -> HttpResponse:
    policies = book(kind)
    country = asked_country(request)
    version = policies.find(kind, country)
    if version is None:
        raise Http404
    context = {
        "title": policy_title(kind),
        "policy_html": full_html(block_of(version, country), heading=False),
        "scope": scope_sentence(version, country),
        "places": _places(request, policies, kind, version),
        "languages": _languages(request, kind),
        "canonical_url": request.build_absolute_uri(reverse("trust:policy", args=[kind])),
        "jsonld": policy_page_jsonld(policies, version, request.build_absolute_uri("/")),
    }
    response = framed_page(request, "django_trust/policies/page.html", context)
    response["Content-Language"] = html_lang(current_language())
    return response


def scope_sentence(version: VersionFacts, country: str) -> str:
    """Say for whom these terms are."""
    if version.market:
        return _("For orders delivered to: %(place)s") % {"place": place_words(version.market)}
    if country:
        return _("For orders delivered to: %(place)s") % {"place": place_words(country)}
    return ""


def place_words(place: str) -> str:
    """Return the name of a country or union in the active language."""
    return country_name(place) or place


def _places(
    request: HttpRequest, policies: PolicyBook, kind: str, shown: VersionFacts
) -> list[dict[str, Any]]:
    """Links to the same policy for other markets."""
    others = [version for version in policies.of_kind(kind) if version.market]
    return [
        {
            "name": place_words(version.market),
            "url": f"{request.path}?country={version.market}",
            "current": version is shown,
        }
        for version in others
    ]


def _languages(request: HttpRequest, kind: str) -> list[dict[str, str]]:
    if len(site_languages()) < 2:
        return []
    return [
        {
            "lang": html_lang(code),
            "dir": direction(code),
            "name": language_name(code, code),
            "url": request.build_absolute_uri(reverse("trust:policy-in", args=[kind, code])),
            "current": "true" if code == current_language() else "",
        }
        for code in site_languages()
    ]
