"""System checks of approximate prices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from django_trust.policies.prices.provider import load_provider


def check_rates_provider(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Report a provider of exchange rates that cannot be imported or called."""
    try:
        load_provider()
    except ImproperlyConfigured as error:
        hint = "Write the dotted path of a function that takes two currency codes and returns a Rate or None."
        return [Error(str(error), hint=hint, id="trust.E016")]
    return []
