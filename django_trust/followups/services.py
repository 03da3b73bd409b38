"""The verbs of the room."""

from __future__ import annotations

from django_trust.followups.answers.services import answer_order, answer_survey, close_answer
from django_trust.followups.consent.rekeying import rekey_ledger
from django_trust.followups.consent.services import (
    record_bounce,
    record_complaint,
    record_opt_in,
    record_opt_out,
    record_restored,
    record_soft_opt_in,
)
from django_trust.followups.flows import load_flows
from django_trust.followups.plans import schedule_followups
from django_trust.followups.sending.control import (
    cancel_followup,
    pause_sending,
    resume_sending,
    retry_followup,
    send_now,
)
from django_trust.followups.sending.engine import send_due
from django_trust.followups.sending.report import SendReport

__all__ = [
    "SendReport",
    "answer_order",
    "answer_survey",
    "cancel_followup",
    "close_answer",
    "load_flows",
    "pause_sending",
    "record_bounce",
    "record_complaint",
    "record_opt_in",
    "record_opt_out",
    "record_restored",
    "record_soft_opt_in",
    "rekey_ledger",
    "resume_sending",
    "retry_followup",
    "schedule_followups",
    "send_due",
    "send_now",
]
