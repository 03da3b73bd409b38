"""Short ways to drafts and published versions, for the tests of this folder."""

from datetime import date
from decimal import Decimal

from django_trust.policies.models import (
    GuaranteeTerms,
    PaymentTerms,
    PolicyTranslation,
    PolicyVersion,
    PrivacyPurpose,
    PrivacyTerms,
    ReturnTerms,
    SeasonalReturn,
    ShippingRate,
)
from django_trust.policies.services import publish_policy, start_draft


def returns_draft(days=30, market="", texts=None, **terms):
    """A draft of the return policy: the one row there is, changed, and texts by language."""
    draft = start_draft(kind="returns", market=market)
    row = draft.returnterms_rows.first() or ReturnTerms(version=draft)
    for name, value in {"days": days, "remorse_fees": "free", **terms}.items():
        setattr(row, name, value)
    row.save()
    for language, text in (texts or {}).items():
        write(draft, language, text)
    return draft


def published_returns(*args, effective_from=None, **kwargs):
    return publish_policy(version=returns_draft(*args, **kwargs), effective_from=effective_from)


def write(version, language, text, **values):
    """Write the text of a version in a language, new or again."""
    row = version.translations.filter(language=language).first()
    row = row or PolicyTranslation(version=version, language=language)
    for name, value in {"text": text, **values}.items():
        setattr(row, name, value)
    row.save()
    return row


def every_kind_of_row():
    """A published version of each kind; returns one row of every model that a version has."""
    drafts = {
        kind: start_draft(kind=kind) for kind in ("returns", "shipping", "guarantee", "payment", "privacy")
    }
    terms = ReturnTerms.objects.create(version=drafts["returns"], days=30, remorse_fees="free")
    rows = [
        terms,
        SeasonalReturn.objects.create(
            terms=terms, first_day=date(2026, 11, 1), last_day=date(2026, 12, 24), days=60
        ),
        write(drafts["returns"], "en", "Keep the receipt."),
        ShippingRate.objects.create(
            version=drafts["shipping"], name="Courier", price=Decimal("4.90"), currency="EUR", origin="EE"
        ),
        GuaranteeTerms.objects.create(version=drafts["guarantee"], legal_months=24),
        PaymentTerms.objects.create(version=drafts["payment"], currencies=["EUR"]),
        PrivacyTerms.objects.create(version=drafts["privacy"], answer_days=30),
        PrivacyPurpose.objects.create(version=drafts["privacy"], purpose="order", retention_months=24),
    ]
    for draft in drafts.values():
        publish_policy(version=draft)
    return [*rows, PolicyVersion.objects.get(pk=drafts["returns"].pk)]
