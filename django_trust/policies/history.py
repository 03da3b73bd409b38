"""Since when and until when each version of a policy is in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import cast

from babel import dates
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.l10n.formats import format_date, format_number, format_time
from django_trust.l10n.locales import current_language, to_babel
from django_trust.l10n.translated import Words, in_language
from django_trust.policies.facts import Texts
from django_trust.policies.models import PolicyVersion


class Turn(StrEnum):
    """Where a published version stands in time."""

    PAST = "past"
    NOW = "now"
    COMING = "coming"
    NEVER = "never"  # another one for the same moment was published after it


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A published version in time. ``ends`` is None for the last one.

    ``predecessor`` is the key of the version it follows, None for the first one. ``exact`` says that
    another version begins on the same day, so that only the time tells them apart.
    """

    id: int
    number: int
    turn: Turn
    begins: datetime
    ends: datetime | None
    predecessor: int | None
    exact: bool
    summary: Texts

    def summary_words(self) -> Words:
        """Return what changed in this version, in the reader's language."""
        return in_language(self.summary)


def lives_of(policy_id: int, now: datetime | None = None) -> tuple[Life, ...]:
    """Return the published versions of a policy, the latest first. One query."""
    rows = PolicyVersion.objects.published().filter(policy=policy_id).order_by("effective_from", "number")
    return tuple(
        reversed(_lives(list(rows.only("number", "effective_from", "summary")), now or timezone.now()))
    )


def _lives(rows: Sequence[PolicyVersion], now: datetime) -> list[Life]:
    """Return lives in the order of time. Of several versions for one moment the last one counts."""
    turns = [list(group) for _moment, group in groupby(rows, key=_begins)]
    days = Counter(_day(_begins(row)) for row in rows)
    begun = sum(_begins(group[0]) <= now for group in turns)
    lives, before = [], None
    for place, group in enumerate(turns):
        following = _begins(turns[place + 1][0]) if place + 1 < len(turns) else None
        turn = Turn.COMING if place >= begun else Turn.NOW if place == begun - 1 else Turn.PAST
        for row in group:
            lives.append(
                Life(
                    id=row.pk,
                    number=row.number,
                    turn=turn if row is group[-1] else Turn.NEVER,
                    begins=_begins(row),
                    ends=following,
                    predecessor=before,
                    exact=days[_day(_begins(row))] > 1,
                    summary=row.summary,
                )
            )
        before = group[-1].pk
    return lives


def _begins(row: PolicyVersion) -> datetime:
    return cast(datetime, row.effective_from)  # a constraint: published versions have one


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


# In words


def life_sentence(life: Life) -> str:
    """Say when a version is in force."""
    begins = moment_words(life.begins, exact=life.exact)
    ends = moment_words(life.ends, exact=life.exact) if life.ends else ""
    match life.turn:
        case Turn.NEVER:
            return _("Another version replaced it before it came into force.")
        case Turn.COMING:
            return _("It comes into force on %(begins)s.") % {"begins": begins}
        case Turn.PAST:
            words = {"begins": begins, "ends": ends}
            return _("It was in force from %(begins)s until %(ends)s.") % words
    if ends:
        words = {"begins": begins, "ends": ends}
        return _("It is in force since %(begins)s. Another version begins on %(ends)s.") % words
    return _("It is in force since %(begins)s.") % {"begins": begins}


def moment_words(moment: datetime, *, exact: bool = False) -> str:
    """Return the day of a moment in the current time zone, with the time if that matters."""
    if not exact:
        return format_date(moment)
    pattern = str(dates.get_datetime_format("medium", locale=to_babel(current_language()))).replace("'", "")
    return pattern.replace("{1}", format_date(moment)).replace("{0}", format_time(moment))


def version_name(number: int) -> str:
    """Return "Version 3"."""
    return pgettext("of a policy", "Version %(number)s") % {"number": format_number(number)}
