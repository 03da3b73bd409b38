"""Terms of the sample shop, from store/sample/policies.json, through the same doors as everybody's."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from django_trust.policies.choices import PolicyKind
from django_trust.policies.models import ExchangeRate, Policy, PolicyTranslation, PolicyVersion
from django_trust.policies.rows import ALL_PARTS
from django_trust.policies.services import publish_policy, start_draft

from ..models import CURRENCY
from .catalogue import read_sample

Entry = Mapping[str, Any]
SOURCE_LANGUAGE = "en"


@transaction.atomic
def seed_policies(by: User) -> int:
    """Publish the sample terms unless there are any; return how many policies were published."""
    if Policy.objects.exists():
        return 0
    sample = read_sample("policies.json")
    for entry in sample["policies"]:
        publish_policy(version=_draft(entry), by=by)
        if "then" in entry:
            publish_policy(version=_next_draft(entry), by=by)
    _seed_rates(sample["rates"])
    return len(sample["policies"])


def _draft(entry: Entry) -> PolicyVersion:
    draft = start_draft(kind=PolicyKind(entry["kind"]))
    draft.source_language = SOURCE_LANGUAGE
    draft.save()
    for terms in entry["terms"]:
        values = {name: value for name, value in terms.items() if name != "part"}
        row = ALL_PARTS[terms["part"]].model(version=draft, **values, **entry.get("origin", {}))
        row.full_clean()
        row.save()
    for language, text in entry.get("texts", {}).items():
        PolicyTranslation(version=draft, language=language, **text).save()
    return draft


def _next_draft(entry: Entry) -> PolicyVersion:
    """A second version, so that there is something to compare."""
    draft = start_draft(kind=PolicyKind(entry["kind"]))
    draft.summary = entry["then"]["summary"]
    draft.save()
    for row in draft.returnterms_rows.all():
        for name, value in entry["then"]["change"].items():
            setattr(row, name, value)
        row.save()
    return draft


def _seed_rates(sample: Entry) -> None:
    for quote, value in sample["values"].items():
        rate = ExchangeRate(
            base=CURRENCY,
            quote=quote,
            rate=Decimal(value),
            source=sample["source"],
            as_of=timezone.now(),
        )
        rate.full_clean()
        rate.save()
