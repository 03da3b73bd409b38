"""Form fields for columns that hold lists: boxes to tick for codes, one input for what is typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import DecimalField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from django_trust.l10n.formats import format_list
from django_trust.l10n.locales import current_language, to_babel
from django_trust.shop.identity.admin_forms import Choices, country_choices
from django_trust.shop.places import UNIONS
from django_trust.text import clean_text

SEPARATORS = {"words": r"[\s,;،؛]+", "phrases": r"[\n,;،؛]+", "lines": r"\n+"}
MOST_ENTRIES = 500
ENTRY_LENGTH = 200


class AmountField(forms.DecimalField):
    """A decimal that is not negative, without the zeros that only fill up the column."""

    @classmethod
    def of(cls, column: DecimalField[Any, Any]) -> AmountField:
        """Return the field of a column, with its words."""
        return cls(
            max_digits=column.max_digits,
            decimal_places=column.decimal_places,
            required=not column.blank,
            label=capfirst(column.verbose_name),
            help_text=column.help_text,
            widget=forms.NumberInput(attrs={"min": "0", "step": "any"}),
        )

    def prepare_value(self, value: Any) -> Any:
        return format(value.normalize(), "f") if isinstance(value, Decimal) else value


class CodesField(forms.TypedMultipleChoiceField):
    """Codes to tick. A stored code that nobody offers any more stays a choice, so that it can be seen and
    taken away."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, offered: Callable[[], Choices], coerce: Callable[[Any], Any] = str, **kwargs: Any):
        self.offered = offered
        super().__init__(coerce=coerce, empty_value=[], choices=offered, **kwargs)

    def offer_also(self, stored: Iterable[Any]) -> None:
        """Add what a row has and no choice offers."""
        choices = self.offered()
        known = {str(code) for code, _label in choices}
        strangers = [str(code) for code in stored if str(code) not in known]
        text = _("%(code)s (not known any more)")
        self.choices = [*choices, *((code, text % {"code": code}) for code in strangers)]

    def clean(self, value: Any) -> list[Any]:
        """Return the codes in the order of the choices, so that the same terms are the same data."""
        chosen = super().clean(value)
        order = [str(code) for code, _label in self.choices]  # type: ignore[union-attr, misc]
        return sorted(chosen, key=lambda code: order.index(str(code)))


class WordsField(forms.CharField):
    """A list typed into one input. ``split`` says what ends an entry: ``words`` end at spaces and commas,
    ``phrases`` at commas and line ends, ``lines`` at line ends alone."""

    def __init__(self, *, split: str = "words", upper: bool = False, rows: int = 1, **kwargs: Any) -> None:
        self.split, self.upper = split, upper
        if rows > 1:
            kwargs["widget"] = forms.Textarea(attrs={"rows": rows, "cols": 40})
        super().__init__(strip=True, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        between = "\n" if self.split == "lines" else ", "
        return between.join(map(str, value)) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        """Return the entries, each once. Raises ``ValidationError`` for too many and for one too long."""
        text = clean_text(str(super().to_python(value)), max_length=MOST_ENTRIES * ENTRY_LENGTH)
        parts = re.split(SEPARATORS[self.split], text)
        cleaned = (clean_text(part, max_length=ENTRY_LENGTH, multiline=False) for part in parts)
        found = [entry for entry in cleaned if entry]
        if len(found) > MOST_ENTRIES:
            raise ValidationError(_("This list is too long."), code="max_entries")
        return list(dict.fromkeys(entry.upper() if self.upper else entry for entry in found))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != list(initial or []))
        except ValidationError:
            return True


def market_choices() -> Choices:
    """Return what a policy can be for: everywhere, a union, a country."""
    return [
        ("", pgettext("market of a policy", "Everywhere no other policy of this kind is for")),
        *((union, f"{place_name(union)} ({union})") for union in UNIONS),
        *((code, f"{name} ({code})") for code, name in country_choices() if code),
    ]


def place_name(code: str) -> str:
    """Return the name of a country or union in the active language; empty is everywhere."""
    if not code:
        return pgettext("market of a policy", "everywhere")
    return str(to_babel(current_language()).territories.get(code, code))


def place_list(codes: Iterable[str]) -> str:
    """Return the names of several countries or unions; none is everywhere."""
    return format_list([place_name(code) for code in codes] or [place_name("")])


def weekday_choices() -> Choices:
    """Return the weekdays by name, Monday first, as ISO 8601 counts them."""
    names = to_babel(current_language()).days["stand-alone"]["wide"]
    return [(str(day), str(names[day - 1])) for day in range(1, 8)]


def labelled(choices: Iterable[tuple[Any, Any]]) -> Callable[[], Choices]:
    """Return the function a ``CodesField`` asks for its choices."""

    def offered() -> Choices:
        return list(_with_letters(choices))

    return offered


def _with_letters(choices: Iterable[tuple[Any, Any]]) -> Iterator[tuple[str, Any]]:
    """Exceptions are known by the letters of the directive: (c) for goods made to measure."""
    for code, label in choices:
        yield str(code), f"({code}) {label}" if len(str(code)) == 1 else label
