"""Explainable signals: local checks that point a moderator to a review and decide nothing."""

from django_trust.reviews.flagging.base import Finding, Submission
from django_trust.reviews.flagging.registry import examine, explain, signal_problems, signal_title
from django_trust.reviews.flagging.store import remember, store_findings, weight_of

__all__ = [
    "Finding",
    "Submission",
    "examine",
    "explain",
    "remember",
    "signal_problems",
    "signal_title",
    "store_findings",
    "weight_of",
]
