"""What a person typed, made fit to be stored, or refused in words that person understands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from django_trust.l10n.locales import current_language
from django_trust.reviews.models import (
    APPEAL_MAX,
    BODY_MAX,
    NAME_MAX,
    POINTS_MAX,
    TITLE_MAX,
    VARIANT_MAX,
    Incentive,
    NameStyle,
    RejectionReason,
)
from django_trust.text import clean_text, normalize_email

WHOLE_STARS = re.compile(r"[1-5](\.0+)?", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}", re.ASCII)
BULLET = re.compile(r"^\s*[-+*•–·]\s+")
MOST_POINTS = 8
OLDEST_EXPERIENCE = timedelta(days=20 * 366)
NOTE_MAX = 1000
EMAIL_MAX = 254


@dataclass(frozen=True, slots=True)
class ReviewText:
    """The checked words and stars of a review."""

    rating: int
    title: str
    body: str
    pros: str
    cons: str
    author_name: str
    name_style: str
    email: str
    language: str
    experienced_on: date | None
    variant: str
    incentive: str

    @classmethod
    def clean(cls, *, user: Any = None, known: bool = False, **raw: Any) -> ReviewText:
        """Check every field and raise one ``ValidationError`` that names all that is wrong.

        ``known``: the person is known by a purchase and needs no address.
        """
        if unknown := set(raw) - set(cls.__slots__):
            raise TypeError(f"A review has no {', '.join(sorted(unknown))}.")
        errors: dict[str, ValidationError] = {}

        def checked(field: str, check: Callable[[Any], Any]) -> Any:
            try:
                return check(raw.get(field, ""))
            except ValidationError as error:
                errors[field] = error
                return ""

        text = cls(
            rating=checked("rating", clean_rating),
            title=checked("title", lambda value: clean_text(value, max_length=TITLE_MAX, multiline=False)),
            body=checked("body", lambda value: clean_text(value, max_length=BODY_MAX)),
            pros=checked("pros", clean_points),
            cons=checked("cons", clean_points),
            author_name=checked("author_name", clean_author_name),
            name_style=checked("name_style", clean_name_style),
            email=checked("email", lambda value: clean_reviewer_email(value, user, known=known)),
            language=checked("language", clean_language),
            experienced_on=checked("experienced_on", clean_experienced_on),
            variant=checked("variant", lambda v: clean_text(str(v), max_length=VARIANT_MAX, multiline=False)),
            incentive=checked("incentive", clean_incentive),
        )
        if errors:
            raise ValidationError(errors)
        return text

    def as_fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def clean_rating(value: Any) -> int:
    """Return whole stars from 1 to 5. Takes ``5``, ``"5"``, ``5.0`` and ``Decimal(5)``; rounds nothing."""
    if isinstance(value, int | float | Decimal | str) and WHOLE_STARS.fullmatch(str(value)):
        return int(str(value)[0])  # str(True) is no number
    raise ValidationError(_("Please choose from 1 to 5 stars."), code="rating")


def clean_points(value: str | Iterable[str]) -> str:
    """Return pros or cons, one on each line, without the bullets people type. Takes a text or a list."""
    text = value if isinstance(value, str) else "\n".join(str(entry).replace("\n", " ") for entry in value)
    lines = (BULLET.sub("", line).strip() for line in clean_text(text, max_length=POINTS_MAX).split("\n"))
    points = [line for line in lines if line]
    if len(points) > MOST_POINTS:
        raise ValidationError(
            ngettext_lazy(
                "Please name at most %(limit)d point, one on each line.",
                "Please name at most %(limit)d points, one on each line.",
                MOST_POINTS,
            ),
            code="points",
            params={"limit": MOST_POINTS},
        )
    return "\n".join(points)


def clean_experienced_on(value: date | str | None) -> date | None:
    """Return the day somebody used what they review; it cannot lie in the future."""
    if not value:
        return None
    try:
        day = value.date() if isinstance(value, datetime) else value
        day = date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError:
        raise ValidationError(_("Please enter a date such as 2026-03-31."), code="date") from None
    today = timezone.localdate()
    if not today - OLDEST_EXPERIENCE <= day <= today + timedelta(days=1):  # it may be tomorrow elsewhere
        raise ValidationError(
            _("Please enter a date within the last 20 years, not in the future."), code="date"
        )
    return day


def clean_name_style(value: str) -> str:
    if value and value not in NameStyle.values:
        raise ValidationError(_("Please choose how your name is shown."), code="name_style")
    return value or NameStyle.FULL


def clean_incentive(value: str) -> str:
    if value not in Incentive.values:
        raise ValidationError(_("Please say what you received for this review."), code="incentive")
    return value


def clean_criteria(value: Mapping[str, Any] | None, allowed: Iterable[str]) -> dict[str, int]:
    """Return stars by criterion; those left out stay out. Raises ``ValidationError`` under ``criteria``."""
    given = {code: stars for code, stars in (value or {}).items() if stars not in ("", None)}
    try:
        if not set(given) <= set(allowed):
            raise ValidationError(_("This cannot be rated here."), code="criteria")
        return {code: clean_rating(stars) for code, stars in given.items()}
    except ValidationError as error:
        raise ValidationError({"criteria": error}) from None


def clean_author_name(value: str) -> str:
    name = clean_text(value, max_length=NAME_MAX, multiline=False)
    if "@" in name:
        raise ValidationError(
            _("This name would be public. Please do not use an e-mail address."), code="email_as_name"
        )
    return name


def clean_reviewer_email(value: str, user: Any = None, *, known: bool = False) -> str:
    """Return the address that stands for a person: that of the account, else the typed one.

    An account cannot borrow somebody else's address, and with it that person's purchases.
    """
    typed = clean_text(str(value), max_length=EMAIL_MAX, multiline=False)
    email = normalize_email((account_email(user) if user is not None else "") or typed)
    if email:
        validate_email(email)
    elif user is None and not known:
        raise ValidationError(_("Please enter your e-mail address. It is not shown."), code="required")
    return email


def account_email(user: Any) -> str:
    """Return a user's address, whatever the host's user model calls it; empty when it has none."""
    name = user.get_email_field_name() if hasattr(user, "get_email_field_name") else "email"
    return str(getattr(user, name, "") or "")


def clean_language(value: str) -> str:
    """Return a BCP 47 code as Django spells it; empty means the active language."""
    code = str(value or current_language()).lower().replace("_", "-")
    if not LANGUAGE.fullmatch(code) or len(code) > 15:
        raise ValidationError(_("This is not a language code."), code="language")
    return code


def clean_reason(value: str) -> str:
    if value not in RejectionReason.values:
        raise ValidationError({"reason": _("Please choose a reason from the list.")})
    return value


def clean_note(value: str) -> str:
    return clean_text(value, max_length=NOTE_MAX)


def clean_reply(value: str) -> str:
    body = clean_text(value, max_length=BODY_MAX)
    if not body:
        raise ValidationError({"body": _("Please write a reply.")})
    return body


def clean_appeal(value: str) -> str:
    text = clean_text(value, max_length=APPEAL_MAX)
    if not text:
        raise ValidationError({"text": _("Please say why your review should be published.")})
    return text


def clean_contact(value: str) -> str:
    """Return the address for an answer, or an empty text when none is wished."""
    email = normalize_email(clean_text(value, max_length=EMAIL_MAX, multiline=False))
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise ValidationError({"contact": error}) from None
    return email
