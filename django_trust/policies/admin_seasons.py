"""Seasons of return terms inside the form of these terms: a small table instead of one more page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field as ModelField
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from django_trust.l10n.formats import format_number
from django_trust.policies.facts import SeasonFacts
from django_trust.policies.models import ReturnTerms, SeasonalReturn
from django_trust.rendering import render_widget

COLUMNS = ("first_day", "last_day", "days", "until")
TYPES = {"days": "number"}  # all others are dates
BLANK_ROWS = 2
MOST_ROWS = 40
Row = dict[str, Any]

SeasonForm = forms.modelform_factory(SeasonalReturn, fields=COLUMNS)


class SeasonsInput(forms.Widget):
    """A line of inputs for each season and two for new ones; an emptied line is a season less."""

    template_name = "admin/trust/policyversion/seasons.html"
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Row]:
        """Return what was typed, as it was typed."""
        rows = [
            {column: data.get(f"{name}-{index}-{column}", "") for column in COLUMNS}
            for index in range(MOST_ROWS)
        ]
        return [row for row in rows if any(text.strip() for text in row.values())]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def id_for_label(self, id_: str) -> str:
        return ""  # a fieldset has no single input to point to

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        rows = [*(value or []), *({} for _blank in range(BLANK_ROWS))][:MOST_ROWS]
        identifier = (attrs or {}).get("id", f"id_{name}")
        context = {
            "headings": [_label(column) for column in COLUMNS],
            "rows": [
                _inputs(row, f"{name}-{index}", f"{identifier}-{index}") for index, row in enumerate(rows)
            ],
        }
        return render_widget(self.template_name, context)


def _inputs(row: Row, name: str, identifier: str) -> list[dict[str, str]]:
    return [
        {
            "name": f"{name}-{column}",
            "id": f"{identifier}-{column}",
            "type": TYPES.get(column, "date"),
            "label": _label(column),
            "text": "" if row.get(column) is None else str(row.get(column, "")),
        }
        for column in COLUMNS
    ]


def _label(column: str) -> str:
    field = SeasonalReturn._meta.get_field(column)
    return capfirst(str(field.verbose_name)) if isinstance(field, ModelField) else column


class SeasonsField(forms.Field):
    """All seasons of one row of return terms: a list of dictionaries with the columns of a season."""

    widget = SeasonsInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            label=pgettext_lazy("returns", "Seasons"),
            help_text=gettext_lazy(
                "Other days for goods bought during a season, such as more time for presents. Say how many "
                "days, or until which day. To remove a season, empty its line."
            ),
            **kwargs,
        )

    def clean(self, value: Any) -> list[Row]:
        """Return the seasons. Raises ``ValidationError`` with the number of each line that is wrong."""
        seasons, problems = [], []
        for number, row in enumerate(value or [], start=1):
            form = SeasonForm(row)
            problems += _problems(form, number)
            seasons.append({column: form.cleaned_data.get(column) for column in COLUMNS})
        if problems:
            raise ValidationError(problems)
        return sorted(seasons, key=lambda season: season["first_day"])

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(data) != (initial or [])
        except ValidationError:
            return True


def _problems(form: forms.ModelForm[SeasonalReturn], number: int) -> list[str]:
    text, whole = _("Season %(number)s, %(column)s: %(problem)s"), _("Season %(number)s: %(problem)s")
    facts = {"number": format_number(number)}
    return [
        text % {**facts, "column": _label(column), "problem": message}
        if column in COLUMNS
        else whole % {**facts, "problem": message}
        for column, messages in form.errors.items()
        for message in messages
    ]


def seasons_of(terms: ReturnTerms) -> list[Row]:
    """Return the stored seasons of a row as the field has them."""
    stored = terms.seasons.all() if terms.pk else ()
    return [{column: getattr(season, column) for column in COLUMNS} for season in stored]


def store_seasons(terms: ReturnTerms, seasons: Iterable[Row]) -> None:
    """Make these the seasons of stored terms of a draft."""
    SeasonalReturn.objects.filter(terms=terms).delete()
    SeasonalReturn.objects.bulk_create([SeasonalReturn(terms=terms, **season) for season in seasons])


def season_facts(seasons: Iterable[Row]) -> tuple[SeasonFacts, ...]:
    """Return typed seasons as facts."""
    return tuple(SeasonFacts(**season) for season in seasons)
