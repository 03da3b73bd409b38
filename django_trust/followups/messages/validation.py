"""What staff may write into a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils.translation import gettext as _

from django_trust.followups.choices import Event
from django_trust.followups.messages.variables import (
    UNSUBSCRIBE,
    VARIABLES,
    fill,
    stray_braces,
    variables_in,
)
from django_trust.text import is_blank, without_controls

if TYPE_CHECKING:
    from django_trust.followups.models import Step, StepText

__all__ = ["doubts", "fill", "validate_text", "variables_in"]

NAME_MAX = 40  # of a name that is repeated in an error
WEB_ADDRESS = re.compile(r"(?i)\b(https?|mailto):|\bwww\.")
# What is known only once something has happened.
KNOWN_AFTER = {
    "tracking_link": {Event.PLACED, Event.PAID},
    "new_date": set(Event) - {Event.DELAYED},
    "delay_reason": set(Event) - {Event.DELAYED},
}


def validate_text(text: StepText) -> None:
    """Raise ``ValidationError`` for an unknown variable, and marketing without a way to unsubscribe.

    Errors are by field, ``subject`` and ``body``: also braces that belong to nothing, a subject of more
    than one line or with a link, and a body without words.
    """
    errors = {
        "subject": [*_of_variables(text.subject), *_of_subject(text.subject)],
        "body": [*_of_variables(text.body), *_of_body(text.body, step_of(text))],
    }
    found = {field: problems for field, problems in errors.items() if problems}
    if found:
        raise ValidationError(found)


def doubts(text: StepText) -> list[str]:
    """Return in sentences what may be meant so, but will often stay empty."""
    step = step_of(text)
    if step is None:
        return []
    names = variables_in(f"{text.subject}\n{text.body}")
    sentence = _("{%(name)s} is often empty in this flow: nothing is known of it when the flow starts.")
    return [sentence % {"name": name} for name in names if step.flow.event in KNOWN_AFTER.get(name, ())]


def step_of(text: StepText) -> Step | None:
    """Return the step of a text, also of one that is not stored yet; None where there is none."""
    try:
        return text.step
    except ObjectDoesNotExist:
        return None


def _of_variables(words: str) -> Iterator[ValidationError]:
    for name in variables_in(words):
        if name not in VARIABLES:
            yield _unknown(name)
    strays = stray_braces(words)
    if strays:
        message = _("A %(brace)s stands alone. Write it twice where it is meant as a brace.")
        yield ValidationError(message, code="brace", params={"brace": strays[0]})


def _unknown(name: str) -> ValidationError:
    name = name[:NAME_MAX]
    near = get_close_matches(name.strip().lower(), VARIABLES, n=1)
    if near:
        message = _("There is no variable {%(name)s}. Did you mean {%(near)s}?")
        return ValidationError(message, code="variable", params={"name": name, "near": near[0]})
    message = _("There is no variable {%(name)s}. They are listed beside the texts.")
    return ValidationError(message, code="variable", params={"name": name})


def _of_subject(subject: str) -> Iterator[ValidationError]:
    plain = without_controls(subject)
    if "\n" in plain or plain != subject:
        yield ValidationError(_("A subject is one line of plain text."), code="line")
    variables = (VARIABLES.get(name) for name in variables_in(subject))
    if WEB_ADDRESS.search(subject) or any(each is not None and each.is_link for each in variables):
        yield ValidationError(_("A subject cannot hold a link. Put it into the text."), code="link")
    if "items" in variables_in(subject):
        yield ValidationError(_("{items} has several lines. Put it into the text."), code="line")
    if is_blank(subject):
        yield ValidationError(_("Please write a subject."), code="required")


def _of_body(body: str, step: Step | None) -> Iterator[ValidationError]:
    if is_blank(body):
        yield ValidationError(_("Please write a text."), code="required")
    if step is not None and step.is_marketing and UNSUBSCRIBE not in variables_in(body):
        message = _("Messages of this kind need a way to unsubscribe: please add {unsubscribe_link}.")
        yield ValidationError(message, code="unsubscribe")
