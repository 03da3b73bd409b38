"""Tags for the library's own admin pages."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("admin/trust/review/counters.html")
def trust_moderation_counters() -> dict[str, Any]:
    """Print how many reviews wait, are reported, are published."""
    # Django imports every tag library of every app, in hosts without its admin too.
    from django_trust.reviews.admin import moderation_counters

    return {"counters": moderation_counters()}
