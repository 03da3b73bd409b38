"""The admin of the room."""

from __future__ import annotations

from django_trust.followups.admin_answers import OrderAnswerAdmin, SurveyAnswerAdmin
from django_trust.followups.admin_consents import ConsentAdmin
from django_trust.followups.admin_flows import FlowAdmin
from django_trust.followups.admin_rows import FollowUpAdmin
from django_trust.followups.admin_steps import StepAdmin

__all__ = [
    "ConsentAdmin",
    "FlowAdmin",
    "FollowUpAdmin",
    "OrderAnswerAdmin",
    "StepAdmin",
    "SurveyAnswerAdmin",
]
