"""What a floor is: one demand of a market on one column of the terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import ngettext, pgettext

from django_trust.l10n.formats import format_number
from django_trust.policies.choices import ReturnCategory
from django_trust.policies.facts import ReturnFacts


@dataclass(frozen=True, slots=True)
class Rule:
    """One demand of a law on one column of the terms.

    ``part`` names the rows of a ``VersionFacts``, ``fact`` the fact of the profile that demands. All
    functions get the fact's value, which is neither None nor, for a list, empty: ``demands`` says whether
    it asks for anything, ``is_broken`` whether a row gives less. ``floor``, ``given`` and ``fix`` are words
    for staff in the active language: what the law asks for, what the row says, and what to do.
    """

    part: str
    field: str
    fact: str
    demands: Callable[[Any], bool]
    is_broken: Callable[[Any, Any], bool]
    floor: Callable[[Any], str]
    given: Callable[[Any], str]
    fix: Callable[[Any], str]


def always(value: Any) -> bool:
    return True


def is_free(value: Any) -> bool:
    return bool(value == "free")


def is_positive(value: Any) -> bool:
    return bool(value > 0)


def takes_back(row: ReturnFacts) -> bool:
    """Whether goods go back for a change of mind; where they do not, only the category is objected to."""
    return row.category != ReturnCategory.NOT_PERMITTED


def label(choices: type[TextChoices], code: str) -> str:
    """Return what staff call a code; an unknown one as it is."""
    return str(choices(code).label) if code in choices.values else code


def day_words(days: int | None) -> str:
    """Return a number of days in words; None counts as none."""
    return ngettext("%(number)s day", "%(number)s days", days or 0) % {"number": format_number(days or 0)}


def month_words(months: int | None) -> str:
    return ngettext("%(number)s month", "%(number)s months", months or 0) % {
        "number": format_number(months or 0)
    }


def days_at_least(days: int) -> str:
    text = ngettext("at least %(number)s day", "at least %(number)s days", days)
    return text % {"number": format_number(days)}


def days_at_most(days: int) -> str:
    if not days:
        return pgettext("legal limit", "immediately")
    text = ngettext("at most %(number)s day", "at most %(number)s days", days)
    return text % {"number": format_number(days)}


def months_at_least(months: int) -> str:
    text = ngettext("at least %(number)s month", "at least %(number)s months", months)
    return text % {"number": format_number(months)}
