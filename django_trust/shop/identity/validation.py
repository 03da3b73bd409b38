"""Rules for what staff write about the shop. They normalise the instance and raise ``ValidationError``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from django_trust.shop.identity.channels import channel_url, compact_phone, is_language
from django_trust.shop.identity.models import ChannelKind
from django_trust.shop.identity.registrations import OTHER, SCHEMES, ascii_digits
from django_trust.text import clean_text

if TYPE_CHECKING:
    from django_trust.shop.identity.models import (
        ShopClosure,
        ShopProfile,
        ShopRegistration,
        SupportChannel,
    )

LINES = {"legal_name": 200, "street": 200, "postal_code": 20, "city": 100, "region": 100}
EXPECTED = {
    ChannelKind.EMAIL: _("Please write an e-mail address."),
    ChannelKind.PHONE: _("Please write the phone number with its country code, such as +372 5555 1234."),
    ChannelKind.CHAT: _("Please write an address that begins with https:// or http://."),
    ChannelKind.FORM: _("Please write an address that begins with https:// or http://."),
    ChannelKind.WHATSAPP: _(
        "Please write a phone number with its country code, or an address with https://."
    ),
    ChannelKind.TELEGRAM: _("Please write a name such as @myshop, or an address with https://."),
}


def validate_profile(profile: ShopProfile) -> None:
    """Clean the lines of the address; the time zone must be known and the founding not in the future."""
    problems: dict[str, ValidationError] = {}
    for name, length in LINES.items():
        try:
            text = clean_text(getattr(profile, name) or "", max_length=length, multiline=False)
        except ValidationError as error:
            problems[name] = error
        else:
            setattr(profile, name, text)
    if not profile.legal_name and "legal_name" not in problems:
        problems["legal_name"] = ValidationError(_("Please write the legal name."), code="required")
    if profile.time_zone and profile.time_zone not in available_timezones():
        problems["time_zone"] = ValidationError(
            _("This time zone is not known. Names look like Europe/Tallinn or America/Sao_Paulo."),
            code="time_zone",
        )
    if profile.founded is not None and profile.founded > datetime.now(tz=UTC).year:
        problems["founded"] = ValidationError(_("This year is yet to come."), code="future")
    if problems:
        raise ValidationError(problems)


def validate_registration(registration: ShopRegistration) -> None:
    """The number must be one that its scheme can have; one outside all schemes needs a label."""
    scheme = SCHEMES.get(registration.scheme)
    if scheme is None:
        raise ValidationError({"scheme": _("Please choose one of the kinds in the list.")}, code="scheme")
    number = ascii_digits(registration.number or "")
    registration.number = clean_text(number, max_length=60, multiline=False)
    registration.label = clean_text(registration.label or "", max_length=100, multiline=False)
    if scheme.code == OTHER and not registration.label:
        raise ValidationError(
            {"label": _("Please name the number, for it is not in the list.")}, code="label"
        )
    if not registration.number or not scheme.fits(registration.number):
        raise ValidationError({"number": _unlike(scheme.example)}, code="format")
    if not scheme.has_right_check_digits(registration.number):
        raise ValidationError(
            {"number": _("The check digits are wrong. Please compare the number with your document.")},
            code="check_digits",
        )


def _unlike(example: str) -> ValidationError:
    if not example:
        return ValidationError(_("Please write the number."))
    return ValidationError(
        _("Numbers of this kind are written otherwise. An example: %(example)s"), params={"example": example}
    )


def validate_channel(channel: SupportChannel) -> None:
    """The address must suit the kind of channel, and every language must be a known code."""
    channel.value = clean_text(channel.value or "", max_length=300, multiline=False)
    if channel.kind == ChannelKind.PHONE and compact_phone(channel.value):
        channel.value = ascii_digits(channel.value)
    problems: dict[str, ValidationError] = {}
    if channel.kind in EXPECTED and not channel_url(channel.kind, channel.value):
        problems["value"] = ValidationError(EXPECTED[ChannelKind(channel.kind)], code="address")
    try:
        channel.languages = cleaned_languages(channel.languages)
    except ValidationError as error:
        problems["languages"] = error
    if problems:
        raise ValidationError(problems)


def cleaned_languages(codes: object) -> list[str]:
    """Return language codes as Django spells them, each once. Raises ``ValidationError`` for others."""
    if not isinstance(codes, list | tuple) or not all(isinstance(code, str) for code in codes):
        raise ValidationError(_("This must be a list of language codes."), code="languages")
    lowered = list(dict.fromkeys(code.lower().replace("_", "-") for code in codes))
    if unknown := [code for code in lowered if not is_language(code)]:
        raise ValidationError(
            pgettext_lazy("languages spoken", "Not the code of a language: %(code)s"),
            code="languages",
            params={"code": unknown[0]},
        )
    return lowered


def validate_closure(closure: ShopClosure) -> None:
    """The last day must not be before the first."""
    if closure.first_day and closure.last_day and closure.last_day < closure.first_day:
        raise ValidationError({"last_day": _("The last day is before the first.")}, code="order")
