"""Other days to return what was bought during a season."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import npgettext_lazy, pgettext, pgettext_lazy

from django_trust.l10n.formats import format_date
from django_trust.policies.facts import ReturnFacts, SeasonFacts
from django_trust.policies.lines import FactLine
from django_trust.policies.phrases.figures import say

# Translators: the placeholders are dates such as "December 24, 2026", in no particular case.
UNTIL = pgettext_lazy("season", "Bought from %(first)s to %(last)s: return until %(until)s.")
WITHIN = npgettext_lazy(
    "season",
    "Bought from %(first)s to %(last)s: return within %(number)s day.",
    "Bought from %(first)s to %(last)s: return within %(number)s days.",
    "n",
)
# Translators: the placeholder is a date such as "January 31, 2027", in no particular case.
NOW_UNTIL = pgettext_lazy("season", "What you buy today you may return until %(until)s.")
NOW_WITHIN = npgettext_lazy(
    "season",
    "What you buy today you may return within %(number)s day.",
    "What you buy today you may return within %(number)s days.",
    "n",
)


def season_lines(row: ReturnFacts) -> Iterator[FactLine]:
    """Yield a line for each season, numbered in their order."""
    for number, season in enumerate(row.seasons, start=1):
        if season.until or season.days:
            label = pgettext("returns", "Special period")
            yield FactLine(f"return_season_{number}", _value(season), label, _sentence(season))


def today_sentence(row: ReturnFacts, today: date) -> str:
    """Say what holds for goods bought today; nothing out of season."""
    season = row.season_on(today)
    if season is None:
        return ""
    if season.until:
        return say(NOW_UNTIL, until=format_date(season.until))
    return say(NOW_WITHIN, season.days) if season.days else ""


def _sentence(season: SeasonFacts) -> str:
    first, last = format_date(season.first_day), format_date(season.last_day)
    if season.until:
        return say(UNTIL, first=first, last=last, until=format_date(season.until))
    return say(WITHIN, season.days, first=first, last=last)


def _value(season: SeasonFacts) -> str:
    end = season.until.isoformat() if season.until else str(season.days)
    return f"{season.first_day.isoformat()}..{season.last_day.isoformat()} {end}"
