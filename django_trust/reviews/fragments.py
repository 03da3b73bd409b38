"""The first page of reviews as kept HTML: never stale, because its key names all it depends on."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf
from django.utils import timezone

from django_trust import __version__
from django_trust.conf import trust_settings
from django_trust.l10n.locales import current_language
from django_trust.rendering import find_template, template_hash
from django_trust.reviews.cards import RatingSummary
from django_trust.reviews.filters import Filters
from django_trust.shop.adapter import get_adapter


def may_keep(request: HttpRequest | None, filters: Filters) -> bool:
    """Only the page everybody sees first is kept: no stranger can fill the cache with combinations."""
    return (
        bool(trust_settings.fragment_cache) and (request is None or not request.GET) and filters == Filters()
    )


def fragment_key(summary: RatingSummary, request: HttpRequest | None) -> str:
    """Everything the block depends on: figures and reviews by version, reader, templates, settings."""
    parts = (
        summary.item_id,
        summary.version,
        summary.frozen_until,
        trust_settings.reviews_score,
        sorted(trust_settings.reviews_score_parameters.items()),
        current_language(),
        timezone.get_current_timezone_name(),
        get_script_prefix(),
        get_urlconf(),
        trust_settings.reviews_page_size,
        trust_settings.reviews_voting,
        sorted((code, str(label)) for code, label in trust_settings.reviews_criterion_labels.items()),
        get_adapter().get_shop().name,
        __version__,
        *(
            template_hash(find_template(f"django_trust/reviews/{name}.html"))
            for name in ("block", "summary", "list", "score")
        ),
    )
    return "django_trust:reviews:" + hashlib.sha256(repr(parts).encode()).hexdigest()
