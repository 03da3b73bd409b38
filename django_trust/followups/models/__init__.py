"""Flows and their steps, one row for each message to each order, consent, and what buyers answered."""

from django_trust.followups.models.answers import OrderAnswer, SurveyAnswer
from django_trust.followups.models.consents import Consent
from django_trust.followups.models.flows import Flow, SendingSwitch, Step, StepText
from django_trust.followups.models.followups import FollowUp

__all__ = [
    "Consent",
    "Flow",
    "FollowUp",
    "OrderAnswer",
    "SendingSwitch",
    "Step",
    "StepText",
    "SurveyAnswer",
]
