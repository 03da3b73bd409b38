"""What happens in the policies room when something happens elsewhere."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_save, pre_delete

from django_trust import signals
from django_trust.policies.immutable import Guarded


def connect_guards() -> None:
    """Guard published rows against every way of deleting them, outdate kept copies, pin what is bought.

    To be called once the models are there; calling it again changes nothing.
    """
    from django_trust.policies.book import GENERATION
    from django_trust.policies.pins import pin_versions

    for model in apps.get_app_config("trust").get_models():
        if issubclass(model, Guarded):
            pre_delete.connect(refuse_deletion, sender=model, dispatch_uid="django_trust.policies.immutable")
    policy = apps.get_model("trust", "Policy")
    for signal in (post_save, post_delete):
        signal.connect(GENERATION.forget, sender=policy, dispatch_uid="django_trust.policies.kept")
    signals.policy_publishing.connect(GENERATION.forget, dispatch_uid="django_trust.policies.kept")
    signals.purchase_recording.connect(pin_versions, dispatch_uid="django_trust.policies.pins")


def refuse_deletion(instance: Guarded, using: str, **kwargs: Any) -> None:
    """Raise ``PublishedError`` for a row of a published version, whoever collected it for deletion."""
    instance.require_open(using)
