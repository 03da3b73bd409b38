"""What an exchange rate must be to be kept: checked by ``clean``, for the admin as for code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from django_trust.policies.tidying import Problem, number, tidy_currency
from django_trust.policies.validation import raise_by_field
from django_trust.text import clean_text

if TYPE_CHECKING:
    from django_trust.policies.models import ExchangeRate

SOURCE_MAX = 100


def validate_rate(row: ExchangeRate) -> None:
    """Raise ``ValidationError`` by field. Currency codes are put into capitals, the source is tidied."""
    raise_by_field([*_pair(row), *_figures(row), *_source(row)])


def _pair(row: ExchangeRate) -> Iterator[Problem]:
    for name in ("base", "quote"):
        yield from tidy_currency(row, name)
    if row.base and row.base == row.quote:
        yield "quote", _("These are one and the same currency.")


def _figures(row: ExchangeRate) -> Iterator[Problem]:
    if (number(row, "rate") or 0) <= 0:
        yield "rate", _("Please give a rate above zero.")
    moment = row.as_of
    if isinstance(moment, datetime) and timezone.is_aware(moment) and moment > timezone.now():
        yield "as_of", _("This moment is still to come.")


def _source(row: ExchangeRate) -> Iterator[Problem]:
    try:
        row.source = clean_text(str(row.source or ""), max_length=SOURCE_MAX, multiline=False)
    except ValidationError as error:
        yield "source", error
    else:
        if not row.source:
            yield "source", _("Please say who publishes this rate; shoppers read it.")
