"""Tags for the library's own admin pages."""

from typing import Any

from django import template

from django_trust.reviews.admin import moderation_counters

register = template.Library()


@register.inclusion_tag("admin/trust/review/counters.html")
def trust_moderation_counters() -> dict[str, Any]:
    """Print how many reviews wait, are reported, are published."""
    return {"counters": moderation_counters()}
