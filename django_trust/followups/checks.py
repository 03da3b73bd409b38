"""System checks of the follow-ups room.

The one that reads the database runs only where that is allowed (``check --database default``, ``migrate``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, DatabaseError, transaction

from django_trust.conf import trust_settings
from django_trust.followups.channels.endpoints import webhook_problem
from django_trust.followups.channels.registry import channel_paths, make_channel
from django_trust.followups.models import Step
from django_trust.followups.plans import active_steps
from django_trust.shop.identity.models import ShopProfile

WEBHOOK = "webhook"


def check_channels(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Report channels of ``FOLLOWUPS_CHANNELS`` that cannot be made (``trust.E017``)."""
    found: list[CheckMessage] = []
    for code in trust_settings.followups_channels:
        try:
            make_channel(code)
        except ImproperlyConfigured as error:
            hint = "Correct the dotted path to a subclass of django_trust.followups.channels.base.Channel."
            found.append(Error(str(error), hint=hint, id="trust.E017"))
    return found


def check_webhook(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Report an address or secret of ``FOLLOWUPS_WEBHOOK`` that will not do (``trust.E020``)."""
    problem = webhook_problem() if trust_settings.followups_webhook else ""
    hint = "Use an https:// address, and whsec_ with base64 of 24 to 64 bytes."
    return [Error(problem, hint=hint, id="trust.E020")] if problem else []


def check_steps(
    app_configs: Any, databases: Collection[str] | None = None, **kwargs: Any
) -> Sequence[CheckMessage]:
    """Report steps that cannot send anything, and marketing that lacks what the law asks: see
    ``step_messages``."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    try:
        with transaction.atomic(using=DEFAULT_DB_ALIAS):
            return list(step_messages())
    except DatabaseError:  # the tables are not there yet
        return []


def step_messages() -> Iterator[CheckMessage]:
    """Yield what is wrong with the steps that are on, in English. Two queries.

    ``trust.E018`` an unknown channel, ``trust.E019`` a webhook without an address, ``trust.W016`` marketing
    of a shop whose postal address is not kept (US: CAN-SPAM, 15 USC 7704(a)(5)(A)(iii)).
    """
    steps = list(active_steps())
    for step in steps:
        yield from _of_channel(step)
    if any(step.is_marketing for step in steps) and not _has_postal_address():
        text = "Steps that send marketing are switched on, but the shop profile has no postal address."
        hint = "Fill in street and city of the shop profile in the admin: the law of many countries wants it."
        yield Warning(text, hint=hint, id="trust.W016")


def _of_channel(step: Step) -> Iterator[CheckMessage]:
    name = f"{step.flow.code}/{step.code}"
    known = channel_paths()
    if step.channel not in known:
        near = get_close_matches(step.channel, known, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"There are {', '.join(sorted(known))}."
        text = f"The step {name} names a channel that does not exist: {step.channel!r}."
        yield Error(text, hint=hint, id="trust.E018")
    elif step.channel == WEBHOOK and not trust_settings.followups_webhook:
        text = f"The step {name} goes to the webhook, but DJANGO_TRUST['FOLLOWUPS_WEBHOOK'] is empty."
        yield Error(text, hint="Set its url and secret, or choose another channel.", id="trust.E019")


def _has_postal_address() -> bool:
    profile = ShopProfile.objects.first()
    return profile is not None and bool(profile.street and profile.city)
