"""Official artwork as HTML: shown as it was published, never redrawn and never too small to be read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from django_trust.l10n.formats import format_number
from django_trust.l10n.locales import current_language, html_lang, language_name, pick_language
from django_trust.pages import frame
from django_trust.policies.labels.addresses import LABEL_URL, notice_url, readable
from django_trust.policies.labels.validation import LABEL_LEAST, NOTICE_LEAST, Least
from django_trust.policies.models import DurabilityLabel, OfficialNotice
from django_trust.rendering import memo_of, render_widget
from django_trust.shop.adapter import get_adapter
from django_trust.shop.places import EEA_MEMBERS
from django_trust.shop.references import ItemReference

Holder = HttpRequest | dict[str, Any]
NOTICES_KEY, LABELS_KEY = "official_notices", "durability_labels"
TEMPLATE = "django_trust/policies/official.html"


def notice_html(holder: Holder, *, nested: bool = False, country: str = "") -> SafeString:
    """Return the harmonised notice on the legal guarantee, in the reader's language or the next best.

    ``nested`` shows a line that opens it. Empty where there is no file, and for shoppers who are known to
    be outside the European Economic Area: ``country``, by default what the adapter says of the request.
    One query for a page. Source: Directive 2011/83/EU, Art. 6(1)(l) and 22a.
    """
    if not country and isinstance(holder, HttpRequest):
        country = get_adapter().get_country(holder)
    if country and country.upper() not in EEA_MEMBERS:
        return SafeString("")
    notice = _best(_notices(holder))
    return SafeString("") if notice is None else _official(notice, nested, **_notice_words(notice))


def durability_label_html(holder: Holder, obj: Model, *, nested: bool = False) -> SafeString:
    """Return the GARAN label of a product, or an empty text where it has none.

    ``nested`` shows a line that opens it. One query for each product of a page. Raises ``TypeError`` for
    what is no model instance and ``ValueError`` for one that is not saved. Source: Directive 2011/83/EU,
    Art. 6(1)(la); Implementing Regulation (EU) 2025/1960, Annex II.
    """
    label = _label(holder, ItemReference.of(obj))
    return SafeString("") if label is None else _official(label, nested, **_label_words(label))


def _notices(holder: Holder) -> list[OfficialNotice]:
    memo = memo_of(holder)
    if NOTICES_KEY not in memo:
        memo[NOTICES_KEY] = [notice for notice in OfficialNotice.objects.all() if notice.file]
    return memo[NOTICES_KEY]  # type: ignore[no-any-return]


def _best(notices: list[OfficialNotice]) -> OfficialNotice | None:
    by_language = {notice.language: notice for notice in notices}
    picked = pick_language(by_language, current_language())
    return by_language.get(picked or "en", next(iter(notices), None))


def _label(holder: Holder, reference: ItemReference) -> DurabilityLabel | None:
    labels: dict[ItemReference, DurabilityLabel | None] = memo_of(holder).setdefault(LABELS_KEY, {})
    if reference not in labels:
        content_type, key = reference
        found = DurabilityLabel.objects.filter(item__content_type=content_type, item__object_id=key).first()
        labels[reference] = found if found and found.file and found.producer_gives else None
    return labels[reference]


def _notice_words(notice: OfficialNotice) -> dict[str, Any]:
    reader = current_language()
    same = notice.language == reader.split("-")[0]
    note = pgettext("official notice", "The picture is in this language: %(language)s.")
    return {
        "kind": "notice",
        "least": NOTICE_LEAST,
        "url": notice.url or notice_url(notice.language),
        "hreflang": html_lang(notice.language),
        "name": pgettext("official notice", "Your legal guarantee rights"),
        "alt": pgettext(
            "official notice",
            "Notice of the European Union on the legal guarantee: for at least two years the seller is "
            "liable for goods that are faulty or not as agreed. You can ask for repair or replacement free "
            "of charge, or else for a lower price or your money back. National law may give you longer.",
        ),
        "link": pgettext("official notice", "More about your rights"),
        "note": "" if same else note % {"language": language_name(notice.language, reader)},
    }


def _label_words(label: DurabilityLabel) -> dict[str, Any]:
    facts = {"years": _years(label.years), "brand": label.brand, "model": label.model}
    name = pgettext("durability label", "Durability guaranteed by the producer, in years: %(years)s")
    alt = pgettext(
        "durability label",
        "GARAN label of the European Union. %(brand)s, %(model)s. Durability guaranteed by the producer, in "
        "years: %(years)s.",
    )
    return {
        "kind": "label",
        "least": LABEL_LEAST,
        "url": LABEL_URL,
        "hreflang": "",
        "name": name % facts,
        "alt": alt % facts,
        "link": pgettext("durability label", "More about this guarantee"),
        "note": "",
    }


def _years(years: Decimal) -> str:
    return format_number(years, decimals=0 if years == int(years) else 1)


def _official(
    artwork: OfficialNotice | DurabilityLabel, nested: bool, *, least: Least, url: str, **words: Any
) -> SafeString:
    width, height = shown_size(artwork.width, artwork.height, least)
    context = {
        **frame(),
        **words,
        "nested": nested,
        "src": artwork.file.url,
        "width": width,
        "height": height,
        "url": iri_to_uri(url),
        "address": readable(url),
    }
    return render_widget(TEMPLATE, context)


def shown_size(width: int | None, height: int | None, least: Least) -> tuple[int | None, int | None]:
    """Return the least size, in CSS pixels, at which artwork may be shown; its proportions stay."""
    if not width or not height:
        return None, None
    scale = max(Decimal(least.width) / width, Decimal(least.height) / height)
    return round(width * scale), round(height * scale)
