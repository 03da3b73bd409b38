"""A message that is only looked at, or sent to staff as a test: no row is written, nothing counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from email.utils import make_msgid

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from django_trust.followups.channels.base import PermanentFailure, TemporaryFailure
from django_trust.followups.channels.registry import make_channel
from django_trust.followups.choices import Event
from django_trust.followups.facts import MOMENTS
from django_trust.followups.messages.compose import compose
from django_trust.followups.messages.job import Job, Message, jobs_for
from django_trust.followups.messages.validation import validate_text
from django_trust.followups.models import FollowUp, Step, StepText
from django_trust.links import base_url
from django_trust.shop.adapter import get_adapter
from django_trust.shop.models import Purchase
from django_trust.text import without_controls


class NotWritten(Exception):
    """There is nothing to show; the text of the exception says why, and what staff can do."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A message made for looking at it, with the order it is about."""

    job: Job
    message: Message

    @property
    def purchase(self) -> Purchase:
        return self.job.purchase


def order_numbered(reference: str) -> Purchase:
    """Return an order. Raises ``NotWritten`` for a number nobody knows."""
    purchase = Purchase.objects.filter(reference=without_controls(reference)).first()
    if purchase is None:
        raise NotWritten(_("There is no order with this number."))
    return purchase


def latest_order(event: str) -> Purchase:
    """Return the latest order to which ``event`` has happened, else the latest one. Raises ``NotWritten``."""
    orders = Purchase.objects.order_by("-pk")
    field = MOMENTS.get(Event(event), "")
    fitting = None
    if field in {column.name for column in Purchase._meta.fields}:
        fitting = orders.exclude(**{field: None}).first()
    found = fitting or orders.first()
    if found is None:
        raise NotWritten(_("There is no order yet to show the message with."))
    return found


def sample(step: Step, purchase: Purchase, *, language: str, text: StepText | None = None, to: str) -> Sample:
    """Write the message of ``step`` about a real order for ``to``, in ``language``.

    ``text`` takes the place of the stored words. The buyer's address is replaced by ``to``, so that links
    to unsubscribe in it concern ``to`` and nobody else. Raises ``NotWritten``.
    """
    base = base_url(get_adapter().get_shop().url)  # within ``links.serving``, that of the request else
    now = timezone.now()
    row = FollowUp(purchase=purchase, step=step, started_at=now, due_at=now, language=language)
    job = jobs_for([row], base)[0]
    job.purchase.email, job.purchase.language = to, language
    if text is not None:
        _require_right(text)
        job = replace(job, texts={language: text})
    try:
        message = compose(job)
    except (ImproperlyConfigured, ValueError) as error:
        raise NotWritten(_("The message cannot be written: %(problem)s") % {"problem": error}) from error
    if message is None:
        raise NotWritten(_("There is nothing to say about this order: no message would be sent."))
    return Sample(job, message)


def _require_right(text: StepText) -> None:
    try:
        validate_text(text)
    except ValidationError as error:
        raise NotWritten(" ".join(error.messages)) from error


def send_test(shown: Sample) -> None:
    """Send a sample by e-mail, marked as a test. Raises ``NotWritten`` where the mail server refuses."""
    message = shown.message
    with override(message.language):
        subject = _("Test: %(subject)s") % {"subject": message.subject}
    headers = {name: value for name, value in message.headers.items() if not name.startswith("List-")}
    test = replace(message, subject=subject, headers=headers, message_id=make_msgid())
    try:
        with make_channel("email") as channel:
            channel.send(shown.job, test)
    except (PermanentFailure, TemporaryFailure) as error:
        raise NotWritten(_("The mail server did not take it: %(problem)s") % {"problem": error}) from error
