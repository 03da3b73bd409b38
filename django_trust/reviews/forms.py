"""Thin forms: they ask, show again what was typed, and leave all judging to the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from django_trust.conf import trust_settings
from django_trust.reviews.cleaning import ReviewText
from django_trust.reviews.exceptions import ReviewError
from django_trust.reviews.models import RejectionReason
from django_trust.text import without_controls

STAR_WORDS = [
    ("1", _("1 star: poor")),
    ("2", _("2 stars: below expectations")),
    ("3", _("3 stars: average")),
    ("4", _("4 stars: good")),
    ("5", _("5 stars: excellent")),
]


class PlainTextField(forms.CharField):
    """A text that comes back exactly as typed; control characters that sneaked in are no reason to refuse."""

    def to_python(self, value: Any) -> str:
        return super().to_python(without_controls(value) if isinstance(value, str) else value) or ""


class ReviewForm(forms.Form):
    rating = forms.ChoiceField(
        label=pgettext_lazy("form field", "Your rating (required)"),
        choices=STAR_WORDS,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose from 1 to 5 stars."),
            "invalid_choice": _("Please choose from 1 to 5 stars."),
        },
    )
    title = PlainTextField(label=_("Title of your review"), required=False)
    body = PlainTextField(
        label=pgettext_lazy("form field", "Your review"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What did you like, what not? Honest words help other shoppers, critical ones too."),
    )
    author_name = PlainTextField(
        label=_("Name shown with the review"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        help_text=_("Leave it empty to stay anonymous."),
    )
    email = forms.CharField(
        label=_("Your e-mail address (required)"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("It is not shown. It tells us whether you bought here, and lets you change your review."),
    )

    def __init__(self, *args: Any, user: Any = None, needs_email: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user if user is not None and user.is_authenticated else None
        if not needs_email or self.user is not None:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """Ask the service's own rules now, so that all that is wrong is said at once."""
        data = super().clean() or {}
        words = {name: data.get(name, "") for name in ("rating", "title", "body", "author_name", "email")}
        try:
            ReviewText.clean(user=self.user, language="", **words)
        except ValidationError as error:
            for name, problem in error.error_dict.items():
                if name in self.fields and name not in self.errors:
                    self.add_error(name, problem)
        return data

    @property
    def next_step(self) -> str:
        """What will happen after sending, said before."""
        if trust_settings.reviews_moderation == "before":
            return gettext(
                "A moderator reads every review before it is shown. Stars play no part in that decision."
            )
        return gettext("Your review is shown at once.")

    def add_service_error(self, error: ValidationError | ReviewError) -> None:
        """Show what a service refused at the field it is about."""
        if isinstance(error, ReviewError):
            self.add_error(None, str(error))
            return
        messages = error.error_dict if hasattr(error, "error_dict") else {None: error}
        for name, problem in messages.items():
            self.add_error(name if name in self.fields else None, problem)


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with this review?"), choices=RejectionReason.choices, widget=forms.RadioSelect
    )
    details = PlainTextField(
        label=_("Details (optional)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
