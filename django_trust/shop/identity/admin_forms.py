"""Forms of the page on which staff say who the shop is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from django_trust.l10n.locales import current_language, language_name, to_babel
from django_trust.shop.identity.channels import known_languages
from django_trust.shop.identity.models import ShopProfile, ShopRegistration, SupportChannel
from django_trust.shop.identity.registrations import OTHER, SCHEMES
from django_trust.shop.identity.zones import country_name

if TYPE_CHECKING:
    ProfileModelForm = forms.ModelForm[ShopProfile]
    RegistrationModelForm = forms.ModelForm[ShopRegistration]
    ChannelModelForm = forms.ModelForm[SupportChannel]
else:
    ProfileModelForm = RegistrationModelForm = ChannelModelForm = forms.ModelForm

Choices = list[tuple[str, Any]]
NOT_COUNTRIES = frozenset("EU EZ QO UN XA XB ZZ".split())  # in CLDR's list beside them


def country_choices() -> Choices:
    """Return all countries by name, in the active language."""
    names = to_babel(current_language()).territories
    codes = [str(code) for code in names]
    countries = [(code, str(names[code])) for code in codes if len(code) == 2 and code not in NOT_COUNTRIES]
    return [("", "—"), *sorted(countries, key=lambda entry: entry[1])]


def time_zone_choices() -> Choices:
    """Return all time zones, grouped by area, behind the one of ``TIME_ZONE``."""
    default = _("As in the settings: %(zone)s") % {"zone": settings.TIME_ZONE}
    rest = pgettext("group of time zones", "Others")
    groups = groupby(_time_zones(), key=lambda key: key.partition("/")[0] if "/" in key else "")
    return [("", default), *((area or rest, [(key, key) for key in keys]) for area, keys in groups)]


@lru_cache(maxsize=1)
def _time_zones() -> tuple[str, ...]:
    """Those without an area come last."""
    return tuple(sorted(available_timezones(), key=lambda key: ("/" not in key, key)))


def scheme_choices() -> Choices:
    """Return the kinds of numbers, grouped by country."""
    everywhere = pgettext("registration", "Everywhere")
    grouped: dict[str, Choices] = {}
    for scheme in SCHEMES.values():
        area = country_name(scheme.area) if scheme.area else everywhere
        if scheme.code != OTHER:
            grouped.setdefault(area, []).append((scheme.code, str(scheme.name)))
    groups = sorted(grouped.items(), key=lambda entry: (entry[0] == everywhere, entry[0]))
    return [("", "—"), *groups, (OTHER, str(SCHEMES[OTHER].name))]


def language_choices(present: tuple[str, ...] = ()) -> Choices:
    """Return languages by name: those of the shop and of the row first, then all that Django knows.

    Of these without regional variants: nobody says that they speak Australian English.
    """
    first = list(dict.fromkeys([*(code.lower() for code, _name in settings.LANGUAGES), *present]))
    others = known_languages(
        [code for code in LANG_INFO if code not in first and code.partition("-")[0] in (code, "zh")]
    )
    return [*_named(first), *sorted(_named(others), key=lambda entry: entry[1])]


def _named(codes: Any) -> Iterator[tuple[str, str]]:
    reader = current_language()
    return ((code, language_name(code, reader)) for code in codes)


class ProfileForm(ProfileModelForm):
    country = forms.ChoiceField(
        label=capfirst(pgettext_lazy("postal address", "country")), choices=country_choices, required=False
    )
    time_zone = forms.ChoiceField(
        label=capfirst(pgettext_lazy("of a shop", "time zone")),
        choices=time_zone_choices,
        required=False,
        help_text=gettext_lazy(
            "Opening hours are times of this zone. Shoppers elsewhere see them in theirs."
        ),
    )


class RegistrationForm(RegistrationModelForm):
    scheme = forms.ChoiceField(
        label=capfirst(pgettext_lazy("registration", "kind of number")), choices=scheme_choices
    )


class ChannelForm(ChannelModelForm):
    languages = forms.MultipleChoiceField(
        label=capfirst(pgettext_lazy("of a channel", "languages spoken")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only those in which an answer comes without a translation program."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        present = known_languages(self.initial.get("languages"))
        self.initial["languages"] = list(present)
        self.fields["languages"].choices = language_choices(present)  # type: ignore[attr-defined]
