"""What a checkout needs so that a customer may object there: Directive 2002/58/EC, Art. 13(2)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy


class ObjectionField(forms.BooleanField):
    """A box, empty at first, for customers who do not want to be written to.

    Who ticks it is told to ``record_opt_out(email=..., source="checkout")``. Label and help are translated;
    both may be replaced.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "label",
            pgettext_lazy("checkout", "Please do not write to me about reviews, tips and offers."),
        )
        kwargs.setdefault(
            "help_text",
            pgettext_lazy(
                "checkout",
                "Otherwise we may ask you by e-mail how you like your order, and tell you of similar goods "
                "of ours. You can stop that at any time, at no cost, with the link in every message.",
            ),
        )
        super().__init__(**kwargs)
