"""The terms of one order as its buyer reads them, with a way to what has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.cache import caches
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from django_trust import __version__
from django_trust.conf import trust_settings
from django_trust.icons import icon_svg
from django_trust.l10n.formats import format_date, format_number
from django_trust.links import base_url
from django_trust.pages import frame
from django_trust.policies.blocks import with_figures
from django_trust.policies.book import LONGEST, PolicyBook, book, book_of
from django_trust.policies.facts import VersionFacts
from django_trust.policies.lines import FactLine
from django_trust.policies.models import PolicyPin, PolicyVersion
from django_trust.policies.phrases import short_line
from django_trust.policies.pins import in_order, versions_of
from django_trust.policies.rows import facts_of_frozen
from django_trust.policies.widgets import ICONS, policy_title
from django_trust.rendering import render_widget
from django_trust.shop.adapter import get_adapter
from django_trust.shop.models import Purchase
from django_trust.text import keyed_hash

Holder = HttpRequest | dict[str, Any]
PREFIX = f"django_trust:order_terms:{__version__}:"


@dataclass(frozen=True, slots=True)
class OrderTerm:
    """One policy of an order. ``line`` says what held on the day of the order.

    ``url`` leads to exactly that version; ``change_url`` to what is different today, and is empty where
    nothing is. Both are empty where the pages of policies are not included.
    """

    version: VersionFacts
    title: str
    icon: str
    line: FactLine
    url: str
    change_url: str


class Bought(NamedTuple):
    """What somebody bought under. A pin never changes, so this may be kept."""

    country: str
    placed_at: datetime
    versions: tuple[VersionFacts, ...]


def terms_of_order_html(holder: Holder, reference: object) -> SafeString:
    """Return the terms an order was placed under; nothing for an order nobody recorded or without terms.

    For pages that only the buyer sees. One query, none where the terms are kept.
    """
    bought, today = _bought(holder, str(reference))
    if bought is None:
        return SafeString("")
    context = {**frame(), "terms": [_entry(term) for term in order_terms(bought, today)]}
    return render_widget("django_trust/policies/order_terms.html", context)


def terms_of_order_text(purchase: Purchase) -> str:
    """Return the terms of an order as plain text in the active language, for mails: a sentence and a link
    for each policy. Empty where it has none. Two queries."""
    bought = Bought(purchase.country, purchase.placed_at, versions_of(purchase))
    base = base_url(get_adapter().get_shop().url)
    paragraphs = [
        "\n".join([f"{term.title}: {term.line.text}", *([base + term.url] if base and term.url else [])])
        for term in order_terms(bought, book() if bought.versions else PolicyBook())
    ]
    return "\n\n".join(paragraphs)


def order_terms(bought: Bought, today: PolicyBook) -> tuple[OrderTerm, ...]:
    """Return the terms of an order beside those of today, in the active language."""
    day = timezone.localtime(bought.placed_at).date()
    return tuple(
        OrderTerm(
            version=version,
            title=policy_title(version.kind),
            icon=ICONS[version.kind],
            line=short_line(version, bought.country, today=day),
            url=_url("trust:policy-version", version.id, country=bought.country),
            change_url=_change_url(version, today.find(version.kind, bought.country), bought.country),
        )
        for version in bought.versions
    )


def _change_url(then: VersionFacts, now: VersionFacts | None, country: str) -> str:
    if now is None or now.id == then.id:
        return ""
    if now.policy_id != then.policy_id:  # this market has terms of its own since
        return _url("trust:policy", now.kind, country=country)
    return _url("trust:policy-difference", then.id, now.id, country=country)


def _url(name: str, *arguments: object, country: str) -> str:
    try:
        url = reverse(name, args=arguments)
    except NoReverseMatch:  # not included (W002)
        return ""
    return f"{url}?{urlencode({'country': country})}" if country else url


def _entry(term: OrderTerm) -> dict[str, Any]:
    begins = term.version.effective_from
    return {
        "icon": icon_svg(term.icon),
        "title": term.title,
        "name": term.line.name,
        "value": term.line.value,
        "text": with_figures(term.line.text),
        "number": format_number(term.version.number),
        "begins": format_date(begins) if begins else "",
        "iso": begins.isoformat(timespec="seconds") if begins else "",
        "url": term.url,
        "change_url": term.change_url,
    }


# Reading


def _bought(holder: Holder, reference: str) -> tuple[Bought | None, PolicyBook]:
    """Return what an order was placed under, and what is in force now: one query for both."""
    alias = trust_settings.fragment_cache
    key = PREFIX + keyed_hash("order_terms", reference)
    if alias and (kept := caches[alias].get(key)):
        return Bought(*kept), book_of(holder)
    bought, today = _read(reference, timezone.now())
    if alias and bought:
        caches[alias].set(key, tuple(bought), LONGEST.total_seconds())
    return bought, today


def _read(reference: str, now: datetime) -> tuple[Bought | None, PolicyBook]:
    order = Purchase.objects.filter(reference=reference)
    pinned = Exists(PolicyPin.objects.filter(version=OuterRef("pk"), purchase__reference=reference))
    in_force = Q(pk__in=PolicyVersion.objects.in_force(now).values("pk"))
    rows: list[Any] = list(
        PolicyVersion.objects.published()
        .annotate(
            is_pinned=pinned,
            country=Subquery(order.values("country")[:1]),
            placed_at=Subquery(order.values("placed_at")[:1]),
            is_in_force=in_force,
        )
        .filter(Q(is_pinned=True) | in_force)
        .select_related("policy")
        .defer("texts")
        .order_by("policy__kind", "policy__market")
    )
    then = in_order(facts_of_frozen(row, {}) for row in rows if row.is_pinned)
    today = PolicyBook(tuple(facts_of_frozen(row, {}) for row in rows if row.is_in_force))
    return (Bought(rows[0].country, rows[0].placed_at, then) if then else None), today
