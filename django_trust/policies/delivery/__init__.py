"""What delivery costs, when it comes, and how often it came as promised."""

from django_trust.policies.delivery.widget import delivery_estimate

__all__ = ["delivery_estimate"]
