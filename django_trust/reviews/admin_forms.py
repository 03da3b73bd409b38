"""What a moderator fills in beside a decision."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.reviews.models import RejectionReason

REASON_MISSING = {"required": _("Please choose a reason from the list.")}


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note for colleagues"), required=False, max_length=1000)


class RejectForm(NoteForm):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=RejectionReason.choices,
        widget=forms.RadioSelect,
        error_messages=REASON_MISSING,
    )


class ReplyForm(forms.Form):
    body = forms.CharField(
        label=_("Public reply"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write a reply.")},
    )


class PhotoForm(forms.Form):
    """Which photo of the review is meant."""

    photo = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class RejectPhotoForm(PhotoForm):
    reason = forms.ChoiceField(
        label=pgettext_lazy("of rejecting a photo", "Reason"),
        choices=[("", pgettext_lazy("of rejecting a photo", "Reason …")), *RejectionReason.choices],
        error_messages=REASON_MISSING,
    )
