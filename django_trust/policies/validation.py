"""What terms must be to be promised: checked by ``clean`` of the rows, for the admin as for code.

Rules of the law are not here: ``floors`` compares terms with the market. Here is what contradicts itself or
leaves a sentence without its end.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils.translation import gettext as _

from django_trust.policies.choices import ReturnCategory
from django_trust.policies.row_rules import RULES
from django_trust.policies.tidying import Problem, require_positive, tidy_place, tidy_places

if TYPE_CHECKING:
    from django_trust.policies.models import Policy, ReturnTerms, SeasonalReturn, Terms


def validate_terms(row: Terms) -> None:
    """Raise ``ValidationError`` by field for a row of a version.

    Codes are put into their usual form in place (capitals, no repetitions).
    """
    problems = [*tidy_places(row, "countries")]
    for rule in RULES[type(row)._meta.concrete_model]:
        problems += rule(row)
    raise_by_field(problems)


def validate_policy(policy: Policy) -> None:
    """Raise ``ValidationError`` for a market that is neither a country nor a union; empty is everywhere."""
    raise_by_field(tidy_place(policy, "market", unions=True))


def validate_season(season: SeasonalReturn) -> None:
    """Raise ``ValidationError`` by field for a season that cannot be."""
    raise_by_field([*_season_days(season), *_season_terms(season)])


def raise_by_field(problems: Iterable[Problem]) -> None:
    """Raise one ``ValidationError`` for all problems, if there are any."""
    by_field: dict[str, list[Any]] = {}
    for field, problem in problems:
        by_field.setdefault(field, []).append(problem)
    if by_field:
        raise ValidationError(by_field)


def _season_days(season: SeasonalReturn) -> Iterable[Problem]:
    first, last, until = season.first_day, season.last_day, season.until
    if _is_before(last, first):
        yield "last_day", _("This day is before the first one.")
    if (season.days is None) is (until is None):
        yield "days", _("Please give either a number of days or the last day.")
    yield from require_positive(season, "days", _("Please give one day at least."))
    if _is_before(until, last):
        yield "until", _("This day is before the season ends.")


def _is_before(day: object, other: object) -> bool:
    return isinstance(day, date) and isinstance(other, date) and day < other


def _season_terms(season: SeasonalReturn) -> Iterable[Problem]:
    terms = _terms_of(season)
    if terms is not None and terms.category != ReturnCategory.FINITE:
        yield (
            "first_day",
            _("A season changes a number of days, and these terms have none. Please remove the season."),
        )


def _terms_of(season: SeasonalReturn) -> ReturnTerms | None:
    try:
        return season.terms
    except ObjectDoesNotExist:
        return None
