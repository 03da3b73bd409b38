"""The box a checkout may put in its form."""

from django import forms
from django.utils.translation import override

from django_trust.followups.consent.forms import ObjectionField
from tests.markup import read


class CheckoutForm(forms.Form):
    objection = ObjectionField()


def test_the_box_is_empty_at_first_and_need_not_be_ticked():
    field = CheckoutForm()["objection"]
    assert "checked" not in read(str(field)).one("input").attributes
    assert field.label.startswith("Please do not write to me")
    assert "at any time" in field.help_text
    assert [CheckoutForm(data).is_valid() for data in ({}, {"objection": "on"})] == [True, True]
    sent = CheckoutForm({"objection": "on"})
    assert sent.is_valid()
    assert sent.cleaned_data == {"objection": True}


def test_a_shop_may_use_its_own_words():
    assert ObjectionField(label="No mail", help_text="").label == "No mail"


def test_the_words_are_looked_up_when_they_are_read():
    field = ObjectionField()
    with override("et"):
        assert str(field.label)
    assert not isinstance(field.label, str)
