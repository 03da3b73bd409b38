"""What is asked about an order. Only the answer itself must be given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.followups.answers.words import consequence, score_words
from django_trust.followups.choices import SCORES, AnswerKind, SurveyKind
from django_trust.l10n.formats import format_number
from django_trust.policies.withdrawals.forms import PlainField

CHOOSE = {
    "required": _("Please choose one of the answers."),
    "invalid_choice": _("Please choose one of the answers."),
}


class AnswerForm(forms.Form):
    """How an order is: one of ``kinds``, and words if somebody wants to write them."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("form field", "Your answer"),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    message = PlainField(
        label=pgettext_lazy("form field", "In your words (optional)"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, kinds: tuple[AnswerKind, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]

    @property
    def options(self) -> list[dict[str, Any]]:
        """The radio buttons, each with what will happen."""
        return [
            {"radio": radio, "consequence": consequence(AnswerKind(radio.data["value"]))}
            for radio in self["kind"]
        ]


class SurveyForm(forms.Form):
    """One question with its scale."""

    score = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect, error_messages=CHOOSE)
    comment = PlainField(
        label=pgettext_lazy("form field", "Would you like to say more? (optional)"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, kind: SurveyKind, question: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        score: Any = self.fields["score"]
        score.label, score.choices = question, [(each, format_number(each)) for each in SCORES[kind]]

    @property
    def options(self) -> list[dict[str, Any]]:
        """The radio buttons, each with the words of its number."""
        return [
            {"radio": radio, "words": score_words(self.kind, int(radio.data["value"]))}
            for radio in self["score"]
        ]
