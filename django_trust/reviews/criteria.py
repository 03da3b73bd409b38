"""What besides the whole can be rated: quality, fit, delivery. Which of them, the shop says."""

from __future__ import annotations

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from django_trust.conf import trust_settings
from django_trust.shop.adapter import get_adapter
from django_trust.shop.models import Item

LABELS: dict[str, str | Promise] = {
    "as_described": pgettext_lazy("criterion", "As described"),
    "quality": pgettext_lazy("criterion", "Quality"),
    "value": pgettext_lazy("criterion", "Value for money"),
    "delivery": pgettext_lazy("criterion", "Delivery"),
    "packaging": pgettext_lazy("criterion", "Packaging"),
    "fit": pgettext_lazy("criterion", "Fit"),
    "comfort": pgettext_lazy("criterion", "Comfort"),
    "ease_of_use": pgettext_lazy("criterion", "Ease of use"),
    "durability": pgettext_lazy("criterion", "Durability"),
    "service": pgettext_lazy("criterion", "Service"),
}


def criteria_for(obj: Model | None) -> list[str]:
    """Return the criteria of a host object (or ``Item``) by its category in ``REVIEWS_CRITERIA``."""
    by_category = trust_settings.reviews_criteria
    if not by_category:
        return []
    if isinstance(obj, Item):
        obj = obj.host_object()
    category = get_adapter().get_category(obj) if obj is not None and not isinstance(obj, Item) else ""
    return by_category.get(category, by_category.get("", []))


def criterion_label(code: str) -> str:
    """Return what shoppers call a criterion, in the active language."""
    label = trust_settings.reviews_criterion_labels.get(code) or LABELS.get(code)
    return str(label) if label else code.replace("_", " ").capitalize()
