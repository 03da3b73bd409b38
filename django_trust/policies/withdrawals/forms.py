"""The first page: it asks for what a statement needs, and for nothing else that must be given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from django_trust.l10n.formats import format_number
from django_trust.policies.choices import RequestKind, RequestReason
from django_trust.policies.withdrawals.declarations import Declaration, declare, line_name, lines_of
from django_trust.shop.models import Purchase, PurchaseLine
from django_trust.text import without_controls

MOST_LINES = 100
NO_REASON = ("", pgettext_lazy("reason of a return", "I would rather not say"))


class PlainField(forms.CharField):
    """A text that comes back exactly as typed, long or not; ``declare`` judges it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        return super().to_python(without_controls(value) if isinstance(value, str) else value) or ""


class WithdrawalForm(forms.Form):
    """The statement of a guest, or with ``purchase`` that of its proven buyer."""

    reference = PlainField(
        label=pgettext_lazy("form field", "Order number"),
        help_text=_("It is in the mail that confirmed your order."),
    )
    name = PlainField(
        label=pgettext_lazy("form field", "Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = PlainField(
        label=pgettext_lazy("form field", "Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send the acknowledgement there, with date and time."),
    )
    goods = PlainField(
        label=_("Which goods? (optional)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave it empty for the whole order."),
    )
    reason = forms.ChoiceField(
        label=_("Why do you return it? (optional)"),
        choices=[NO_REASON, *RequestReason.choices],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Please choose from the list.")},
    )
    message = PlainField(
        label=pgettext_lazy("form field", "Message (optional)"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, kind: str = RequestKind.WITHDRAWAL, purchase: Purchase | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.purchase = str(kind), purchase
        self.declaration: Declaration | None = None
        self.line_names: list[str] = []
        if kind == RequestKind.WITHDRAWAL:  # nobody who withdraws is asked why
            del self.fields["reason"], self.fields["message"]
        if purchase is not None:
            self._know(purchase)

    def _know(self, purchase: Purchase) -> None:
        """Ask by line where there is a choice; the number of the order is known."""
        del self.fields["reference"]
        lines = [line for line in lines_of(purchase) if line.refunded_quantity < line.quantity]
        if sum(line.quantity - line.refunded_quantity for line in lines) > 1 and len(lines) <= MOST_LINES:
            del self.fields["goods"]
            for line in lines:
                self.line_names.append(f"line_{line.pk}")
                self.fields[self.line_names[-1]] = line_field(line)
            self._start_from_chosen()
        elif len(lines) <= MOST_LINES:
            del self.fields["goods"]

    def _start_from_chosen(self) -> None:
        """Where some lines were chosen before, the others were not."""
        if any(name in self.initial for name in self.line_names):
            for name in self.line_names:
                self.initial.setdefault(name, 0)

    def clean(self) -> dict[str, Any]:
        """Check all by the service's own rules, so that everything wrong is said at once."""
        data = super().clean() or {}
        lines = {int(name.removeprefix("line_")): data.get(name) or 0 for name in self.line_names}
        if any(name in self.errors for name in self.line_names):
            lines = {}  # said already; what else is wrong is said with it
        words = {name: data.get(name, "") for name in ("reference", "name", "email", "goods")}
        extra = {name: data.get(name, "") for name in ("reason", "message") if name in self.fields}
        try:
            self.declaration = declare(kind=self.kind, lines=lines, purchase=self.purchase, **words, **extra)
        except ValidationError as error:
            self.add_problems(error)
        return data

    def add_problems(self, error: ValidationError) -> None:
        """Show what is wrong at the field it is about; of the lines, at the first one."""
        for name, problem in error.error_dict.items():
            field = self.line_names[0] if name == "lines" and self.line_names else name
            self.add_error(field if field in self.fields else None, problem)

    @property
    def line_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.line_names]


def line_field(line: PurchaseLine) -> forms.IntegerField:
    """Return the number of pieces of one line that go back: at first, all."""
    left = line.quantity - line.refunded_quantity
    most = ngettext("At most %(number)s piece.", "At most %(number)s pieces.", left)
    return forms.IntegerField(
        label=line_name(line),
        required=False,
        min_value=0,
        max_value=left,
        initial=left,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=most % {"number": format_number(left)},
    )


def initial_of(declaration: dict[str, Any]) -> dict[str, Any]:
    """Return what a form starts with, to change what was declared."""
    lines = declaration.get("lines") or {}
    chosen = {f"line_{pk}": number for pk, number in lines.items()}
    return {**declaration, **chosen}
