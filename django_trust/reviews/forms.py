"""Thin forms: they ask, show again what was typed, and leave all judging to the services."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from django_trust.conf import trust_settings
from django_trust.l10n.formats import format_number
from django_trust.reviews.cleaning import ReviewText
from django_trust.reviews.criteria import criterion_label
from django_trust.reviews.exceptions import ReviewError
from django_trust.reviews.models import Incentive, NameStyle, RejectionReason
from django_trust.text import without_controls

OPENED_SALT = "django_trust.review.opened"

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


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Any number of files, judged one by one when they are added: a bad one must not hold the words up."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        return data


class ReviewForm(forms.Form):
    """Write or change a review. ``criteria`` are those of the item; ``photos`` is how many may be added."""

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
    pros = PlainTextField(
        label=pgettext_lazy("form field", "Good points"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line."),
    )
    cons = PlainTextField(
        label=pgettext_lazy("form field", "Bad points"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line."),
    )
    experienced_on = PlainTextField(
        label=_("When did you use it?"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    variant = PlainTextField(label=_("Which size, colour or version?"), required=False)
    photos = PhotosField(
        label=pgettext_lazy("form field", "Photos"),
        required=False,
        widget=PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    incentive = forms.ChoiceField(
        label=_("What did you receive for this review?"),
        choices=Incentive.choices,
        required=False,
        help_text=_("Other shoppers see it with your review."),
    )
    author_name = PlainTextField(
        label=_("Your name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Leave it empty to stay anonymous."),
    )
    name_style = forms.ChoiceField(
        label=_("How your name is shown"), choices=NameStyle.choices, required=False
    )
    email = forms.CharField(
        label=_("Your e-mail address (required)"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("It is not shown. It tells us whether you bought here, and lets you change your review."),
    )
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    # Folded away: nobody needs them to say what they think.
    DETAILS = ("pros", "cons", "experienced_on", "variant")
    WORDS = (
        "rating",
        "title",
        "body",
        "pros",
        "cons",
        "experienced_on",
        "variant",
        "incentive",
        "author_name",
        "name_style",
        "email",
    )

    def __init__(
        self,
        *args: Any,
        user: Any = None,
        needs_email: bool = True,
        criteria: Iterable[str] = (),
        photos: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user if user is not None and user.is_authenticated else None
        self.criteria = list(criteria)
        for code in self.criteria:
            self.fields[f"criterion_{code}"] = criterion_field(code)
        if not needs_email or self.user is not None:
            del self.fields["email"]
        if photos:
            self.fields["photos"].help_text = photos_help(photos)
        else:
            del self.fields["photos"]
        self.initial.setdefault("opened", signing.dumps(int(time.time()), salt=OPENED_SALT))

    def clean(self) -> dict[str, Any]:
        """Ask the service's own rules now, so that all that is wrong is said at once."""
        data = super().clean() or {}
        words = {name: data.get(name, "") for name in self.WORDS}
        try:
            ReviewText.clean(user=self.user, known="email" not in self.fields, language="", **words)
        except ValidationError as error:
            for name, problem in error.error_dict.items():
                if name in self.fields and name not in self.errors:
                    self.add_error(name, problem)
        return data

    def words(self) -> dict[str, Any]:
        """Return what the services take, once the form is valid."""
        words = {name: self.cleaned_data[name] for name in self.WORDS if name in self.fields}
        if self.criteria:
            words["criteria"] = {code: self.cleaned_data[f"criterion_{code}"] for code in self.criteria}
        return {**words, "seconds_taken": self.seconds_taken}

    @property
    def seconds_taken(self) -> float | None:
        """How long the form was open; None when it does not say, or says what we did not sign."""
        try:
            opened = signing.loads(self.cleaned_data.get("opened", ""), salt=OPENED_SALT)
        except signing.BadSignature:
            return None
        return time.time() - float(opened)

    @property
    def says_something(self) -> bool:
        """Whether anything was filled in beyond what the form said when it was opened."""
        told = ("rating", "title", "body", "pros", "cons", "experienced_on", "incentive")
        names = (*told, *(f"criterion_{code}" for code in self.criteria))
        return any(self.data.get(self.add_prefix(name), "").strip() for name in names) or bool(
            self.chosen_photos
        )

    @property
    def chosen_photos(self) -> list[Any]:
        """The files that were sent along."""
        if "photos" not in self.fields or not isinstance(self.files, MultiValueDict):
            return []
        return list(self.files.getlist(self.add_prefix("photos")))

    @property
    def star_fields(self) -> list[forms.BoundField]:
        return [self[f"criterion_{code}"] for code in self.criteria]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """The fields in view, the stars apart."""
        apart = {"rating", "opened", *self.DETAILS, *(f"criterion_{code}" for code in self.criteria)}
        return [field for field in self if field.name not in apart]

    @property
    def detail_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.DETAILS]

    @property
    def details_open(self) -> bool:
        """Whether there is something to see behind the fold."""
        return any(field.errors or field.value() for field in self.detail_fields)

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


def criterion_field(code: str) -> forms.ChoiceField:
    """Return the stars of one criterion; nobody has to give them."""
    return forms.ChoiceField(
        label=criterion_label(code),
        choices=STAR_WORDS,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Please choose from 1 to 5 stars.")},
    )


def photos_help(number: int) -> str:
    return ngettext(
        "%(number)s photo at most, as JPEG, PNG or WebP, up to %(size)s MB. "
        "Place and camera data are removed; a moderator looks at it before it is shown.",
        "%(number)s photos at most, as JPEG, PNG or WebP, up to %(size)s MB each. "
        "Place and camera data are removed; a moderator looks at them before they are shown.",
        number,
    ) % {"number": format_number(number), "size": format_number(trust_settings.reviews_photo_megabytes)}


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with this review?"), choices=RejectionReason.choices, widget=forms.RadioSelect
    )
    details = PlainTextField(
        label=_("Details (optional)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    contact = forms.CharField(
        label=_("Your e-mail address, if you would like an answer (optional)"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Used for this answer only."),
    )


class AppealForm(forms.Form):
    text = PlainTextField(
        label=_("Why should your review be published?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
