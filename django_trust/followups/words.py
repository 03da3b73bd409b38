"""What staff read about one message: why it went out, why it waits, why it never will. Whole sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, npgettext, pgettext

from django_trust.followups.choices import DelayUnit, Event, FollowUpState, Purpose, Reason
from django_trust.followups.consent.bases import basis_for
from django_trust.followups.facts import PurchaseFacts
from django_trust.followups.models import FollowUp, Step
from django_trust.followups.planning import NotStarted, not_started
from django_trust.l10n.formats import format_date, format_moment, format_number, format_time
from django_trust.shop.identity.zones import country_name

Said = Callable[[FollowUp, "PurchaseFacts | None"], str]
Sentence = str | Promise | Said


def verdict_words(row: FollowUp, facts: PurchaseFacts | None = None, now: datetime | None = None) -> str:
    """Return in a whole sentence where ``row`` (with its step) stands and why.

    ``facts`` of its purchase say more where the row alone does not know. Moments are shown in the current
    time zone. No query.
    """
    if row.state == FollowUpState.SENDING:
        return _("Being sent now.")
    if row.state == FollowUpState.WAITING and _is_due(row, now or timezone.now()):
        moment = format_moment(row.wake_at or row.due_at)
        return _("Due since %(moment)s: it goes out with the next run of the sender.") % {"moment": moment}
    sentence = SENTENCES.get((row.state, row.reason))
    if sentence is None:  # of a later version
        return f"{row.get_state_display()}: {row.get_reason_display()}"
    if callable(sentence):
        return sentence(row, facts)
    return str(sentence) % _facts(row)


def _is_due(row: FollowUp, now: datetime) -> bool:
    return row.wake_at is not None and row.wake_at <= now


def _facts(row: FollowUp) -> dict[str, str]:
    return {
        "moment": format_moment(row.wake_at or row.due_at),
        "due": format_moment(row.due_at),
        "purpose": str(Purpose(row.step.purpose).label),
        "detail": row.detail,
    }


def _sent(row: FollowUp, facts: PurchaseFacts | None) -> str:
    moment = format_moment(row.sent_at or row.changed_at)
    if row.opened_at is None:
        return _("Sent on %(moment)s.") % {"moment": moment}
    opened = format_moment(row.opened_at)
    return _("Sent on %(moment)s; a link in it was opened on %(opened)s.") % {
        "moment": moment,
        "opened": opened,
    }


def _retry(row: FollowUp, facts: PurchaseFacts | None) -> str:
    if row.detail:
        return _("Will be tried again on %(moment)s: the last attempt ended with “%(detail)s”.") % _facts(row)
    return _("Will be tried again on %(moment)s: the last attempt did not work.") % _facts(row)


def _by_staff(row: FollowUp, facts: PurchaseFacts | None) -> str:
    if row.attempts:
        return _retry(row, facts)
    return _("Waiting until %(moment)s: somebody of the shop wants it sent.") % _facts(row)


def _postponed(row: FollowUp, facts: PurchaseFacts | None) -> str:
    if facts is not None and facts.not_arrived_at is not None:
        words = {**_facts(row), "day": format_date(facts.not_arrived_at, style="medium")}
        return _("Waiting until %(moment)s: on %(day)s the buyer said that it has not arrived.") % words
    if facts is not None and facts.closed_at is not None:
        words = {**_facts(row), "day": format_date(facts.closed_at, style="medium")}
        return _("Waiting until %(moment)s: the buyer had a problem that was closed on %(day)s.") % words
    return _("Waiting until %(moment)s: the order was late, or the buyer has just had a problem.") % _facts(
        row
    )


def _no_consent(row: FollowUp, facts: PurchaseFacts | None) -> str:
    words = _facts(row)
    if facts is None or not facts.purchase.country:
        return _("Skipped: nobody has agreed to “%(purpose)s”.") % words
    country = facts.purchase.country
    words |= {"country": country_name(country), "basis": str(basis_for(row.step.purpose, country).label)}
    text = _("Skipped: “%(purpose)s” for buyers in %(country)s needs this, which is not there: %(basis)s.")
    return text % words


def _gave_up(row: FollowUp, facts: PurchaseFacts | None) -> str:
    words = {"number": format_number(row.attempts), "detail": row.detail}
    if row.detail:
        return (
            ngettext(
                "Failed after %(number)s attempt: %(detail)s",
                "Failed after %(number)s attempts: %(detail)s",
                row.attempts,
            )
            % words
        )
    return (
        ngettext("Failed after %(number)s attempt.", "Failed after %(number)s attempts.", row.attempts)
        % words
    )


def _refused(row: FollowUp, facts: PurchaseFacts | None) -> str:
    if row.detail:
        return _("Failed: it was refused for good: %(detail)s") % _facts(row)
    return _("Failed: it was refused for good.")


def _broken(row: FollowUp, facts: PurchaseFacts | None) -> str:
    if row.detail:
        return _("Failed: the message could not be written: %(detail)s") % _facts(row)
    return _("Failed: the message could not be written.")


WAITING, SENT, SKIPPED, CANCELLED, FAILED = (
    FollowUpState.WAITING,
    FollowUpState.SENT,
    FollowUpState.SKIPPED,
    FollowUpState.CANCELLED,
    FollowUpState.FAILED,
)
SENTENCES: dict[tuple[str, str], Sentence] = {
    (WAITING, Reason.DUE): gettext_lazy("Waiting until %(moment)s: its time has not come."),
    (WAITING, Reason.WINDOW): gettext_lazy("Waiting until %(moment)s, when the hours for sending begin."),
    (WAITING, Reason.POSTPONED): _postponed,
    (WAITING, Reason.CASE_OPEN): gettext_lazy("Waiting: the buyer has a problem, and its case is open."),
    (WAITING, Reason.CAP): gettext_lazy(
        "Waiting until %(moment)s: the buyer has had enough messages lately."
    ),
    (WAITING, Reason.RETRY): _retry,
    (WAITING, Reason.BY_STAFF): _by_staff,
    (SENT, Reason.SENT): _sent,
    (SKIPPED, Reason.TOO_LATE): gettext_lazy(
        "Skipped: it was due on %(due)s, and was no longer useful when it could be sent."
    ),
    (SKIPPED, Reason.NO_ADDRESS): gettext_lazy("Skipped: the order has no e-mail address."),
    (SKIPPED, Reason.NO_CONSENT): _no_consent,
    (SKIPPED, Reason.OPTED_OUT): gettext_lazy("Skipped: the buyer unsubscribed from “%(purpose)s”."),
    (SKIPPED, Reason.BOUNCED): gettext_lazy("Skipped: the e-mail address does not exist."),
    (SKIPPED, Reason.COMPLAINED): gettext_lazy("Skipped: the buyer marked a message as unwanted."),
    (SKIPPED, Reason.CAP): gettext_lazy(
        "Skipped: the buyer had enough messages lately, and later it would be too late."
    ),
    (SKIPPED, Reason.ANSWERED): gettext_lazy("Skipped: the buyer answered the survey already."),
    (SKIPPED, Reason.ORDERED_AGAIN): gettext_lazy("Skipped: the buyer has ordered again."),
    (SKIPPED, Reason.REVIEWED): gettext_lazy("Skipped: the buyer has written a review."),
    (SKIPPED, Reason.NOTHING_TO_SAY): gettext_lazy("Skipped: there was nothing to say."),
    (CANCELLED, Reason.ORDER_CANCELLED): gettext_lazy("Cancelled: the order was cancelled."),
    (CANCELLED, Reason.REFUNDED): gettext_lazy("Cancelled: everything in the order was refunded."),
    (CANCELLED, Reason.WITHDRAWN): gettext_lazy("Cancelled: the buyer returns the order."),
    (CANCELLED, Reason.ARRIVED): gettext_lazy("Cancelled: the order has arrived."),
    (CANCELLED, Reason.REVIEWED): gettext_lazy("Cancelled: the buyer has written a review."),
    (CANCELLED, Reason.REPLACED): gettext_lazy("Cancelled: newer news took its place."),
    (CANCELLED, Reason.SWITCHED_OFF): gettext_lazy("Cancelled: the flow or the step is switched off."),
    (CANCELLED, Reason.NOTHING_TO_SAY): gettext_lazy(
        "Cancelled: what it was about is no longer so. It may come back."
    ),
    (CANCELLED, Reason.BY_STAFF): gettext_lazy("Cancelled by somebody of the shop."),
    (FAILED, Reason.REFUSED): _refused,
    (FAILED, Reason.GAVE_UP): _gave_up,
    (FAILED, Reason.BROKEN): _broken,
}


# The plan of a step


def delay_words(step: Step) -> str:
    """Return when a step is due after its event: "After 3 days"."""
    if not step.delay:
        return pgettext("delay", "At once")
    words = {"number": format_number(step.delay)}
    if step.delay_unit == DelayUnit.HOURS:
        return npgettext("delay", "After %(number)s hour", "After %(number)s hours", step.delay) % words
    if step.delay_unit == DelayUnit.BUSINESS_DAYS:
        return (
            npgettext("delay", "After %(number)s business day", "After %(number)s business days", step.delay)
            % words
        )
    return npgettext("delay", "After %(number)s day", "After %(number)s days", step.delay) % words


def window_words(step: Step) -> str:
    """Return the hours for sending; empty where any hour is right."""
    if step.send_from is None or step.send_until is None:
        return ""
    words = {"start": format_time(step.send_from), "end": format_time(step.send_until)}
    return pgettext("hours for sending", "between %(start)s and %(end)s") % words


def not_started_words(facts: PurchaseFacts, step: Step) -> str:
    """Return why a step (with its flow) has planned nothing for a purchase, in a whole sentence."""
    why = not_started(facts, step)
    if why is None:
        return _("Not planned yet: the next run of the sender plans it.")
    started_at = facts.events.get(Event(step.flow.event), step.flow.active_since)
    return str(NOT_STARTED[why]) % {
        "event": str(Event(step.flow.event).label),
        "moment": format_moment(started_at),
        "since": format_moment(step.flow.active_since),
    }


NOT_STARTED: dict[NotStarted, Promise | str] = {
    NotStarted.FLOW_OFF: gettext_lazy("Not planned: the flow is switched off."),
    NotStarted.STEP_OFF: gettext_lazy("Not planned: the step is switched off."),
    NotStarted.OTHER_COUNTRY: gettext_lazy(
        "Not planned: the flow is not meant for the country of this order."
    ),
    NotStarted.NOT_HAPPENED: gettext_lazy("Not planned yet: this has not happened: “%(event)s”."),
    NotStarted.BEFORE: gettext_lazy(
        "Not planned: it happened on %(moment)s, and the flow is on since %(since)s."
    ),
}


__all__ = ["SENTENCES", "delay_words", "not_started_words", "verdict_words", "window_words"]
