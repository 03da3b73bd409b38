"""What a person typed, made fit to be stored, or refused in words that person understands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from django_trust.l10n.locales import current_language
from django_trust.reviews.models import BODY_MAX, NAME_MAX, TITLE_MAX, RejectionReason
from django_trust.text import clean_text, normalize_email

WHOLE_STARS = re.compile(r"[1-5](\.0+)?", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}", re.ASCII)
NOTE_MAX = 1000
EMAIL_MAX = 254


@dataclass(frozen=True, slots=True)
class ReviewText:
    """The checked words and stars of a review."""

    rating: int
    title: str
    body: str
    author_name: str
    email: str
    language: str

    @classmethod
    def clean(cls, *, user: Any = None, **raw: Any) -> ReviewText:
        """Check every field and raise one ``ValidationError`` that names all that is wrong."""
        errors: dict[str, ValidationError] = {}

        def checked(field: str, check: Callable[[Any], Any]) -> Any:
            try:
                return check(raw[field])
            except ValidationError as error:
                errors[field] = error
                return ""

        text = cls(
            rating=checked("rating", clean_rating),
            title=checked("title", lambda value: clean_text(value, max_length=TITLE_MAX, multiline=False)),
            body=checked("body", lambda value: clean_text(value, max_length=BODY_MAX)),
            author_name=checked("author_name", clean_author_name),
            email=checked("email", lambda value: clean_reviewer_email(value, user)),
            language=checked("language", clean_language),
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


def clean_author_name(value: str) -> str:
    name = clean_text(value, max_length=NAME_MAX, multiline=False)
    if "@" in name:
        raise ValidationError(
            _("This name would be public. Please do not use an e-mail address."), code="email_as_name"
        )
    return name


def clean_reviewer_email(value: str, user: Any = None) -> str:
    """Return the address that stands for a person: that of the account, else the typed one.

    An account cannot borrow somebody else's address, and with it that person's purchases.
    """
    typed = clean_text(str(value), max_length=EMAIL_MAX, multiline=False)
    email = normalize_email((account_email(user) if user is not None else "") or typed)
    if email:
        validate_email(email)
    elif user is None:
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
