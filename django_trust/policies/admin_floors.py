"""What the law asks, beside each field of a draft, and where terms give less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from django_trust.conf import trust_settings
from django_trust.policies.admin_marks import marked
from django_trust.policies.facts import VersionFacts
from django_trust.policies.floors import floor_text, shortfalls
from django_trust.shop.places import is_within

MOST_MESSAGES = 10


@dataclass(frozen=True, slots=True)
class ShortfallLine:
    """A term below the law, in words for staff. Only a certain one needs a reason to be published."""

    certain: bool
    sentence: str
    source: str

    @property
    def mark(self) -> SafeString:
        if self.certain:
            return marked("hidden", "warning", pgettext("term below the law", "Below the law"))
        return marked("soon", "info", pgettext("term below the law", "Not certain, please check"))


def shortfall_lines(version: VersionFacts) -> list[ShortfallLine]:
    """Return where a version gives less than the law of ``MARKETS``, what is certain first."""
    return [
        ShortfallLine(
            one.is_certain,
            pgettext("term below the law", "%(market)s: %(message)s %(hint)s")
            % {"market": one.market, "message": one.message, "hint": one.hint},
            one.law,
        )
        for one in shortfalls(version, trust_settings.markets)
    ]


def tell_shortfalls(request: HttpRequest, version: VersionFacts) -> None:
    """Say after saving what is below the law. The draft is kept all the same."""
    text = pgettext("term below the law", "%(sentence)s (%(law)s)")
    for line in shortfall_lines(version)[:MOST_MESSAGES]:
        level = messages.ERROR if line.certain else messages.WARNING
        messages.add_message(request, level, text % {"sentence": line.sentence, "law": line.source})


def floor_lines(field: str, places: Iterable[str]) -> SafeString:
    """Return what the law asks of a column in the markets that a row for ``places`` covers; may be empty."""
    texts = dict.fromkeys(floor_text(market, field) for market in covered(places))
    return format_html_join("", '<span class="trust-floor">{}</span>', ((text,) for text in texts if text))


def covered(places: Iterable[str]) -> list[str]:
    """Return the markets, or countries in them, that a row for these places covers; empty is everywhere."""
    return list(dict.fromkeys(code for place in places for code in _covered_by(place)))


def _covered_by(place: str) -> Iterator[str]:
    for market in trust_settings.markets:
        if is_within(market, place):
            yield market
        elif is_within(place, market):
            yield place
