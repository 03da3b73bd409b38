"""What the page of a badge says besides its form."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from django_trust.badges.admin_columns import countries_text, placements_text, state_mark
from django_trust.badges.admin_history import history_context
from django_trust.badges.models import Badge
from django_trust.badges.phrases import check_label
from django_trust.badges.probes.targets import target_named
from django_trust.badges.remarks import warnings
from django_trust.l10n.formats import format_list
from django_trust.l10n.locales import current_language, direction, html_lang, language_name
from django_trust.shop import payments

# In the order in which a person thinks.
FIELDSETS: list[tuple[str | Promise, dict[str, Any]]] = [
    (
        pgettext_lazy("part of a form", "What is claimed"),
        {"fields": ["kind", "method", "claim", "statement", "scope"]},
    ),
    (
        pgettext_lazy("part of a form", "Evidence"),
        {
            "description": gettext_lazy(
                "What anybody can verify. A claim that nothing supports is not shown."
            ),
            "fields": [
                "issuer",
                "certificate_number",
                "scheme",
                "verify_url",
                "document",
                "document_public",
                ("document_date", "document_until"),
            ],
        },
    ),
    (
        pgettext_lazy("part of a form", "Automatic checks"),
        {"fields": ["checks", "host", "freshness_days"]},
    ),
    (
        pgettext_lazy("part of a form", "Where it is shown"),
        {"fields": ["enabled", "placements", "countries", "position"]},
    ),
    (
        pgettext_lazy("part of a form", "Look"),
        {"fields": ["icon", "artwork", "artwork_licence"]},
    ),
    (
        pgettext_lazy("part of a form", "Validity and owner"),
        {"fields": [("valid_from", "valid_until"), "owner"]},
    ),
]
# Read by those who may not change: codes and texts as words.
READ_ONLY = {
    "claim": "claim_read",
    "statement": "statement_read",
    "scope": "scope_read",
    "method": "method_read",
    "checks": "checks_read",
    "placements": "placements_read",
    "countries": "countries_read",
    "document": "document_read",
    "artwork": "artwork_read",
}


def badge_context(badge: Badge) -> dict[str, Any]:
    """Return the variables of a badge's page."""
    mark = state_mark(badge)
    return {
        "mark": mark,
        "remarks": warnings(badge),
        "checkable": bool(badge.checks or badge.names_method or badge.document),
        "contacted": contacted_sentence(badge),
        "check_url": reverse("admin:trust_badge_check", args=[badge.pk]),
        "preview_url": reverse("admin:trust_badge_preview", args=[badge.pk]),
        **history_context(badge),
    }


def contacted_sentence(badge: Badge) -> str:
    """Say which host a check contacts from the request it is asked in; empty where it contacts none."""
    target = target_named(badge.host) if badge.checks else None
    if target is None:
        return ""
    return _("This contacts %(host)s at once, so the page may take up to a minute.") % {"host": target.name}


class ReadColumns:
    """Mixin of the admin of badges: fields as words, for those who may look and not change."""

    @admin.display(description=pgettext_lazy("of a badge", "claim"))
    def claim_read(self, badge: Badge) -> SafeString | str:
        return _texts(badge.claim)

    @admin.display(description=pgettext_lazy("of a badge", "statement"))
    def statement_read(self, badge: Badge) -> SafeString | str:
        return _texts(badge.statement)

    @admin.display(description=pgettext_lazy("of a badge", "scope"))
    def scope_read(self, badge: Badge) -> SafeString | str:
        return _texts(badge.scope)

    @admin.display(description=pgettext_lazy("of a badge", "payment method"))
    def method_read(self, badge: Badge) -> str:
        return payments.method_name(badge.method) if badge.method else "–"

    @admin.display(description=pgettext_lazy("of a badge", "automatic checks"))
    def checks_read(self, badge: Badge) -> str:
        return format_list([check_label(name) for name in badge.checks]) or "–"

    @admin.display(description=pgettext_lazy("of a badge", "placements"))
    def placements_read(self, badge: Badge) -> str:
        return placements_text(badge)

    @admin.display(description=pgettext_lazy("of a badge", "countries"))
    def countries_read(self, badge: Badge) -> str:
        return countries_text(badge, most=len(badge.countries))

    @admin.display(description=pgettext_lazy("of a badge", "document"))
    def document_read(self, badge: Badge) -> SafeString | str:
        return _file(badge, "document")

    @admin.display(description=pgettext_lazy("of a badge", "official artwork"))
    def artwork_read(self, badge: Badge) -> SafeString | str:
        return _file(badge, "artwork")


def _texts(texts: dict[str, str]) -> SafeString | str:
    lines = (
        (language_name(code, current_language()), html_lang(code), direction(code), text)
        for code, text in texts.items()
    )
    return format_html_join("", '<p>{}: <span lang="{}" dir="{}">{}</span></p>', lines) or "–"


def _file(badge: Badge, name: str) -> SafeString | str:
    if not getattr(badge, name):
        return "–"
    url = reverse("admin:trust_badge_file", args=[badge.pk, name])
    return format_html('<a href="{}">{}</a>', url, _("Download the file"))
