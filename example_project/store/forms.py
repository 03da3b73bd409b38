from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from django_trust.followups.consent.forms import ObjectionField

from .cart import MAX_QUANTITY
from .countries import COUNTRIES


class QuantityForm(forms.Form):
    quantity = forms.IntegerField(min_value=0, max_value=MAX_QUANTITY)


class CheckoutForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Links a later review to this purchase. No message leaves this computer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )
    country = forms.ChoiceField(label=_("Country"), widget=forms.Select(attrs={"autocomplete": "country"}))
    objection = ObjectionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        by_name = sorted(COUNTRIES, key=lambda country: str(country[1]))
        self.fields["country"].choices = [("", _("Choose a country")), *by_name]
