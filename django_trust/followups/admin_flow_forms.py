"""The forms of flows, steps and their texts."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from django_trust.followups.channels.registry import channel_paths, make_channel
from django_trust.followups.messages.validation import validate_text
from django_trust.followups.models import Flow, Step, StepText
from django_trust.l10n.locales import current_language, language_name
from django_trust.policies.admin_fields import WordsField
from django_trust.shop.places import UNIONS, country_codes

if TYPE_CHECKING:
    FlowModelForm = forms.ModelForm[Flow]
    StepModelForm = forms.ModelForm[Step]
    TextModelForm = forms.ModelForm[StepText]
    TextInlineFormSet = forms.BaseInlineFormSet[StepText, Step, Any]
else:
    FlowModelForm = StepModelForm = TextModelForm = forms.ModelForm
    TextInlineFormSet = forms.BaseInlineFormSet

Choices = list[tuple[str, Any]]
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
NOT_KNOWN = gettext_lazy("%(code)s (not known any more)")


class CountriesField(WordsField):
    """Codes of countries and unions, separated by spaces or commas."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(split="words", upper=True, required=False, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """Return the codes. Raises ``ValidationError`` that names the first one nobody knows."""
        codes: list[str] = super().clean(value) or []
        known = (*UNIONS, *country_codes())
        for code in codes:
            if code not in known:
                near = get_close_matches(code, known, n=1)
                text = _("There is no country or union %(code)s. Please write two letters, such as EE.")
                if near:
                    text = _("There is no country or union %(code)s. Did you mean %(near)s?")
                params = {"code": code[:20], "near": near[0] if near else ""}
                raise ValidationError(text, code="country", params=params)
        return codes


class FlowForm(FlowModelForm):
    countries = CountriesField(
        label=capfirst(pgettext_lazy("flow", "countries")),
        help_text=gettext_lazy("Codes of countries or unions such as EE or EU; empty for everywhere."),
    )

    class Meta:
        model = Flow
        fields = ["name", "code", "event", "countries", "is_active", "active_since"]


def channel_choices(stored: str = "") -> Choices:
    """Return the channels there are; what a step names and nobody knows stays a choice, to be seen."""
    choices: Choices = [(code, _channel_name(code)) for code in channel_paths()]
    if stored and stored not in dict(choices):
        choices.append((stored, str(NOT_KNOWN) % {"code": stored}))
    return choices


def _channel_name(code: str) -> str:
    try:
        return capfirst(str(make_channel(code).label or code))
    except (ImproperlyConfigured, ImportError):
        return code


def language_choices(stored: str = "") -> Choices:
    """Return the languages of the site by name; another one that a text is in stays a choice."""
    codes = [code.lower() for code, _name in settings.LANGUAGES]
    strangers = [stored] if stored and stored not in codes else []
    reader = current_language()
    return [(code, capfirst(language_name(code, reader))) for code in [*codes, *strangers]]


class StepForm(StepModelForm):
    """One step on its own page, together with its texts."""

    channel = forms.ChoiceField(label=capfirst(pgettext_lazy("step", "channel")), initial="email")

    class Meta:
        model = Step
        exclude: list[str] = ["flow"]
        widgets = {"send_from": CLOCK, "send_until": CLOCK}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "channel" in self.fields:
            self.fields["channel"].choices = channel_choices(self.instance.channel)  # type: ignore[attr-defined]
        if self.instance.pk and "code" in self.fields:
            self.fields["code"].disabled = True  # orders are planned by it


class StepRowForm(StepForm):
    """One step among those of its flow: its texts are on a page of their own and must still be right."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        purpose = self.cleaned_data.get("purpose")
        if self.instance.pk and purpose and "purpose" in self.changed_data:
            for problem in self._problems_as(purpose):
                self.add_error("purpose", problem)
        return cleaned

    def _problems_as(self, purpose: str) -> Iterator[str]:
        step = Step(flow=self.instance.flow, purpose=purpose)
        sentence = _("The text in %(language)s does not fit: %(problem)s")
        for text in self.instance.texts.all():
            text.step = step
            try:
                validate_text(text)
            except ValidationError as error:
                language = language_name(text.language, current_language())
                yield sentence % {"language": language, "problem": " ".join(error.messages)}


class TextForm(TextModelForm):
    language = forms.ChoiceField(label=capfirst(pgettext_lazy("text of a message", "language")))

    class Meta:
        model = StepText
        fields = ["language", "subject", "body"]
        widgets = {
            "subject": forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
            "body": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 12, "dir": "auto"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices(self.instance.language)  # type: ignore[attr-defined]


class TextFormSet(TextInlineFormSet):
    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        """Texts are judged by the step as it is typed, not as it is stored."""
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.instance.step = self.instance
        return form
