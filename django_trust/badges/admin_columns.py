"""Columns of the list of badges, and how the admin shows a state: a shape and words, colour on top."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import pgettext, pgettext_lazy

from django_trust.badges.choices import Outcome, Placement, Reason
from django_trust.badges.findings import kept_findings
from django_trust.badges.models import Badge
from django_trust.badges.phrases import claim_of, last_day, state_sentence
from django_trust.badges.states import State, state_in_shop, state_of
from django_trust.icons import icon_svg
from django_trust.l10n.formats import format_date, format_list
from django_trust.l10n.locales import current_language, to_babel
from django_trust.shop import payments

MOST_CODES = 6
OUTCOME_ICONS = {Outcome.PASSED: "check", Outcome.WARNING: "warning", Outcome.FAILED: "cross"}
# Hidden because staff want it so, or because the shop does not take the payment method just now.
CALM = (Reason.OFF, Reason.EARLY)


@dataclass(frozen=True, slots=True)
class StateMark:
    """A state as staff see it. ``level`` is shown, soon, off or hidden."""

    level: str
    words: str
    sentence: str

    @property
    def shown(self) -> bool:
        return self.level in ("shown", "soon")

    @property
    def icon(self) -> SafeString:
        return icon_svg({"shown": "check", "soon": "clock", "off": "info", "hidden": "cross"}[self.level])


MethodsOn = Callable[[str], frozenset[str]]


def asked_once() -> MethodsOn:
    """Return ``methods_in`` for many badges at once: an adapter may ask the database."""
    return cache(payments.methods_in)


def state_mark(badge: Badge, now: datetime | None = None, ask: MethodsOn = payments.methods_in) -> StateMark:
    """Return what staff see of a badge at ``now``."""
    state = state_in_shop(badge, now, ask)
    words = _words(state)
    return StateMark(_level(state), capfirst(words), state_sentence(badge, state))


def _words(state: State) -> str:
    if state.reason == Reason.CURRENT:
        return pgettext("state of a badge", "shown")
    if state.reason == Reason.EXPIRING and state.ends_at is not None:
        ends = format_date(last_day(state.ends_at), style="medium")
        return pgettext("state of a badge", "shown, ends on %(date)s") % {"date": ends}
    return str(Reason(state.reason).label)


def _level(state: State) -> str:
    if state.shown:
        return "soon" if state.reason == Reason.EXPIRING else "shown"
    return "off" if state.reason in CALM else "hidden"


def marked(level: str, icon: SafeString, words: str | Promise) -> SafeString:
    """Return a shape with words beside it."""
    return format_html(
        '<span class="trust-state trust-state-{}">{}<span>{}</span></span>', level, icon, words
    )


def outcome_mark(outcome: str) -> SafeString:
    """Return what a check came to, as a shape with words."""
    if outcome not in Outcome.values:
        return format_html("{}", outcome)
    icon = OUTCOME_ICONS.get(Outcome(outcome), "info")
    return marked(outcome, icon_svg(icon), Outcome(outcome).label)


def placements_text(badge: Badge) -> str:
    labels = {str(place.value): str(place.label) for place in Placement}
    return format_list([labels.get(code, code) for code in badge.placements])


def countries_text(badge: Badge, *, most: int = MOST_CODES) -> str:
    """Return the countries of a badge: one by its name, more by their codes."""
    codes = badge.countries
    if not codes:
        return pgettext("countries of a badge", "everywhere")
    if len(codes) == 1:
        return str(to_babel(current_language()).territories.get(codes[0], codes[0]))
    return ", ".join(codes[:most]) + (" …" if len(codes) > most else "")


class BadgeList(ChangeList):
    """Gives each row of the page its ``mark``."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        ask = asked_once()
        for badge in self.result_list:
            badge.mark = state_mark(badge, ask=ask)


class BadgeColumns:
    """Mixin of the admin of badges, whose rows come with their ``mark``. No column asks the database."""

    @admin.display(description=pgettext_lazy("column", "state"))
    def state_column(self, badge: Badge) -> SafeString:
        mark: StateMark = badge.mark  # type: ignore[attr-defined]
        return marked(mark.level, mark.icon, mark.words)

    @admin.display(description=pgettext_lazy("column", "claim"))
    def claim_column(self, badge: Badge) -> SafeString:
        claim = claim_of(badge)
        return format_html(
            '<span class="trust-claim" lang="{}" dir="{}">{}</span> <small class="quiet">{}</small>',
            claim.lang,
            claim.dir,
            claim.text or pgettext("claim of a badge", "(no words)"),
            badge.get_kind_display(),
        )

    @admin.display(description=pgettext_lazy("column of badges", "where"))
    def place_column(self, badge: Badge) -> SafeString | str:
        places = placements_text(badge) or "–"
        if not badge.countries:
            return places
        return format_html('{}<br><small class="quiet">{}</small>', places, countries_text(badge))

    @admin.display(description=pgettext_lazy("column of badges", "dates"))
    def dates_column(self, badge: Badge) -> SafeString | str:
        """The last check, and the last day of the evidence."""
        last = max((dated.at for dated in kept_findings(badge.findings).values()), default=None)
        ends_at = state_of(badge).ends_at
        lines = [
            (pgettext("date of a badge", "Checked %(date)s"), last),
            (pgettext("date of a badge", "Ends %(date)s"), ends_at and last_day(ends_at)),
        ]
        texts = ((text % {"date": format_date(day, style="medium")},) for text, day in lines if day)
        return format_html_join("", '<div class="trust-date">{}</div>', texts) or "–"
