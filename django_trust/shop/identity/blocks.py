"""The support block and the block about the shop as HTML. Tags and Jinja2 globals are shells around these.

``holder`` is what the widgets of one page have in common: the request, or the template's own context.
Nothing here writes to the database or raises for the sake of data.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import pgettext

from django_trust.icons import icon_svg
from django_trust.l10n.formats import format_list
from django_trust.l10n.locales import current_language, language_name
from django_trust.pages import frame
from django_trust.rendering import memo_of, render_widget
from django_trust.shop.identity import phrases
from django_trust.shop.identity.channels import channel_url
from django_trust.shop.identity.models import ChannelKind
from django_trust.shop.identity.widgets import ChannelLine, shop_facts
from django_trust.shop.identity.widgets import support as support_block

Holder = HttpRequest | dict[str, Any]
LEFT_TO_RIGHT = (ChannelKind.EMAIL, ChannelKind.PHONE)
PARAGRAPHS = re.compile(r"\n\s*\n")


def support(holder: Holder, request: HttpRequest | None = None, now: datetime | None = None) -> SafeString:
    """Return how to reach the shop and when; nothing where the shop gave neither channels nor hours."""
    block = support_block(request, now, memo=memo_of(holder))
    if block is None:
        return SafeString("")
    status = phrases.status_of(block)
    closures = zip(block.closures, phrases.closure_words(block.closures), strict=True)
    context = {
        **frame(),
        "status": status,
        "status_icon": icon_svg(status.icon) if status else "",
        "channels": [_channel(line) for line in block.channels],
        "week": phrases.week_rows(block.week) if block.week else [],
        "zone": phrases.zone_sentence(block),
        "shop_week": phrases.week_rows(block.shop_week) if block.shop_week else [],
        "shop_zone": phrases.shop_zone_sentence(block.shop_week) if block.shop_week else "",
        "closures": [{"words": words, "reason": line.reason} for line, words in closures],
    }
    return render_widget("django_trust/shop/support.html", context)


def _channel(line: ChannelLine) -> dict[str, Any]:
    languages = [language_name(code, current_language()) for code in line.languages]
    facts = [
        phrases.answer_words(line.answer),
        capfirst(format_list(languages)) if languages else "",
        pgettext("opening hours", "Day and night") if line.always_open else "",
    ]
    return {
        "icon": icon_svg(line.icon),
        "label": line.label,
        "value": line.value if line.kind in (*LEFT_TO_RIGHT, ChannelKind.VISIT) else "",
        "url": line.url,
        "ltr": line.kind in LEFT_TO_RIGHT,
        "facts": [fact for fact in facts if fact],
        "note": line.note,
    }


def shop(holder: Holder, request: HttpRequest | None = None) -> SafeString:
    """Return who the shop is; nothing where staff wrote nothing yet."""
    facts = shop_facts(memo_of(holder))
    if facts is None:
        return SafeString("")
    context = {
        **frame(),
        "facts": facts,
        "since": phrases.since_words(facts.founded),
        "paragraphs": [part.strip() for part in PARAGRAPHS.split(facts.story.text) if part.strip()],
        "mailto": channel_url(ChannelKind.EMAIL, facts.email),
        "external": icon_svg("external"),
    }
    return render_widget("django_trust/shop/about.html", context)
