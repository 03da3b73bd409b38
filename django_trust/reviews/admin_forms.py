"""What a moderator fills in beside a decision."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from django_trust.reviews.models import RejectionReason


class PublishForm(forms.Form):
    note = forms.CharField(label=_("Note for colleagues"), required=False, max_length=1000)


class RejectForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=RejectionReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a reason from the list.")},
    )
    note = forms.CharField(label=_("Note for colleagues"), required=False, max_length=1000)


class ReplyForm(forms.Form):
    body = forms.CharField(
        label=_("Public reply"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write a reply.")},
    )
