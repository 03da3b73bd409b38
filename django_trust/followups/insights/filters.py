"""The form above the figures: period, language, country and item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import ngettext

from django_trust.followups.insights.scope import PRESETS, Scope, chosen_scope
from django_trust.l10n.formats import format_number
from django_trust.l10n.locales import current_language, language_name
from django_trust.policies.admin_fields import place_name
from django_trust.shop.models import Item
from django_trust.shop.places import country_codes
from django_trust.text import without_controls

MOST_MATCHES = 20
NAME_MAX = 255


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for. ``matches`` are the items a name could mean, where it means more than one."""

    scope: Scope
    item: Item | None
    typed: str
    matches: list[Item]

    @property
    def query(self) -> dict[str, str]:
        """The scope as the parameters of an address."""
        scope = self.scope
        chosen = {
            "from": scope.first.isoformat(),
            "to": scope.last.isoformat(),
            "language": scope.language,
            "country": scope.country,
            "item": str(scope.item or ""),
        }
        return {name: value for name, value in chosen.items() if value}

    def address(self, **changes: str) -> str:
        return f"?{urlencode({**self.query, **changes})}"


def chosen_filters(data: Mapping[str, str], today: date) -> Filters:
    """Read what a visitor asked for. An item may be named by its key, or by a part of its name, which
    counts where both are given and differ. One query at most for each."""
    scope = chosen_scope(data, today)
    typed = " ".join(without_controls(data.get("product", "")).split())[:NAME_MAX]
    item = Item.objects.filter(pk=scope.item).first() if scope.item is not None else None
    if item is not None and typed in ("", item.name) and ("product" not in data or typed):
        return Filters(scope, item, item.name, [])
    matches = (
        list(Item.objects.filter(name__icontains=typed).order_by("name", "pk")[:MOST_MATCHES])
        if typed
        else []
    )
    item = matches[0] if len(matches) == 1 else None
    scope = replace(scope, item=item.pk if item else None)
    return Filters(scope, item, item.name if item else typed, [] if item else matches)


def filter_context(filters: Filters, today: date) -> dict[str, Any]:
    """Return what the form shows, for the template."""
    scope = filters.scope
    return {
        "first": scope.first.isoformat(),
        "last": scope.last.isoformat(),
        "today": today.isoformat(),
        "presets": [_preset(filters, days, today) for days in PRESETS],
        "languages": [
            (code.lower(), capfirst(language_name(code, current_language())), code.lower() == scope.language)
            for code, _name in settings.LANGUAGES
        ],
        "countries": [(code, name, code == scope.country) for name, code in _countries()],
        "item": filters.item,
        "typed": filters.typed,
        "is_unknown": bool(filters.typed) and filters.item is None and not filters.matches,
        "matches": [
            {"name": item.name, "url": filters.address(item=str(item.pk))} for item in filters.matches
        ],
    }


def _countries() -> list[tuple[str, str]]:
    return sorted(((place_name(code), code) for code in country_codes()), key=lambda pair: pair[0].casefold())


def _preset(filters: Filters, days: int, today: date) -> dict[str, Any]:
    scope = filters.scope
    query = {name: value for name, value in filters.query.items() if name not in ("from", "to")}
    return {
        "label": ngettext("%(number)s day", "%(number)s days", days) % {"number": format_number(days)},
        "url": f"?{urlencode({'days': days, **query})}",
        "chosen": scope.last == today and (scope.last - scope.first).days + 1 == days,
    }
