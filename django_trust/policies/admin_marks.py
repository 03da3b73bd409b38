"""How the admin of policies shows a state (a shape with words, colour on top) and a moment."""

from __future__ import annotations

from datetime import datetime

from babel import dates
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from django_trust.icons import icon_svg
from django_trust.l10n.formats import format_date, format_time
from django_trust.l10n.locales import current_language, to_babel


def marked(level: str, icon: str, words: str | Promise) -> SafeString:
    """Return a shape with words beside it. ``level`` is shown, soon, off or hidden."""
    return format_html(
        '<span class="trust-state trust-state-{}">{}<span>{}</span></span>', level, icon_svg(icon), words
    )


def moment_text(moment: datetime) -> str:
    """Return date and time for staff, in the current time zone."""
    local = timezone.localtime(moment)
    pattern = str(dates.get_datetime_format("medium", locale=to_babel(current_language()))).replace("'", "")
    return pattern.replace("{1}", format_date(local, style="medium")).replace("{0}", format_time(local))
