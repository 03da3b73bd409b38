"""Stored terms as facts, and back: the only place where columns and frozen JSON meet the dataclasses."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import models

from django_trust.policies.choices import PolicyKind
from django_trust.policies.facts import (
    Facts,
    GuaranteeFacts,
    PaymentFacts,
    PrivacyFacts,
    Prose,
    PurposeFacts,
    RateFacts,
    ReturnFacts,
    SeasonFacts,
    VersionFacts,
)
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
    Terms,
)


class Part(NamedTuple):
    """A kind of rows of a version: the name in ``VersionFacts`` and in frozen ``terms``."""

    name: str
    model: type[Terms]
    facts: type[Any]


PARTS: dict[PolicyKind, tuple[Part, ...]] = {
    PolicyKind.RETURNS: (Part("returns", ReturnTerms, ReturnFacts),),
    PolicyKind.SHIPPING: (Part("rates", ShippingRate, RateFacts),),
    PolicyKind.GUARANTEE: (Part("guarantees", GuaranteeTerms, GuaranteeFacts),),
    PolicyKind.PAYMENT: (Part("payments", PaymentTerms, PaymentFacts),),
    PolicyKind.PRIVACY: (
        Part("privacy", PrivacyTerms, PrivacyFacts),
        Part("purposes", PrivacyPurpose, PurposeFacts),
    ),
}
ALL_PARTS = {part.name: part for parts in PARTS.values() for part in parts}


def rows_of(version: PolicyVersion, part: Part) -> models.QuerySet[Any]:
    """Return the stored rows of one part of a version, in order."""
    rows: models.QuerySet[Any] = part.model._default_manager.filter(version=version)
    rows = rows.order_by("position", "pk")
    return rows.prefetch_related("seasons") if part.model is ReturnTerms else rows


def facts_of_row(row: Terms) -> Facts:
    """Return one stored row (saved or not) as facts."""
    part = next(part for part in ALL_PARTS.values() if part.model is type(row))
    values: dict[str, Any] = {name: getattr(row, name) for name in _columns(part.facts)}
    if isinstance(row, ReturnTerms):
        seasons = row.seasons.all() if row.pk else ()
        return ReturnFacts(**_frozen(values), seasons=tuple(season_of_row(season) for season in seasons))
    facts: Facts = part.facts(**_frozen(values))
    return facts


def season_of_row(season: SeasonalReturn) -> SeasonFacts:
    return SeasonFacts(
        first_day=season.first_day, last_day=season.last_day, days=season.days, until=season.until
    )


def sentence_of(row: Terms) -> str:
    """Return what a row says in one sentence of the active language, for lists of staff."""
    from django_trust.policies.phrases import row_sentence

    return row_sentence(facts_of_row(row))


def facts_of_draft(version: PolicyVersion) -> VersionFacts:
    """Return a version as its stored rows say it now. Four queries at most."""
    kind = PolicyKind(version.policy.kind)
    parts = {part.name: tuple(facts_of_row(row) for row in rows_of(version, part)) for part in PARTS[kind]}
    translations = list(
        version.translations.select_related("renders")
        .prefetch_related("renders__translations")
        .order_by("language")
    )
    return version_facts(
        version, parts, {row.language: _prose(row, version, translations) for row in translations}
    )


def _prose(row: PolicyTranslation, version: PolicyVersion, all_rows: list[PolicyTranslation]) -> Prose:
    from django_trust.policies.prose import is_stale

    return Prose(
        language=row.language,
        title=row.title,
        html=row.html,
        renders=row.renders.number if row.renders else None,
        stale=is_stale(row, version, all_rows),
    )


def facts_of_version(version: PolicyVersion) -> VersionFacts:
    """Return a published version as it was frozen, a draft as its rows are. None to four queries."""
    return facts_of_frozen(version) if version.is_published else facts_of_draft(version)


def facts_of_frozen(version: PolicyVersion, texts: Mapping[str, Any] | None = None) -> VersionFacts:
    """Return a published version. ``texts`` stand for its own where the query left those out."""
    parts = {
        name: tuple(facts_from_json(ALL_PARTS[name], row) for row in rows)
        for name, rows in version.terms.items()
        if name in ALL_PARTS
    }
    texts = version.texts if texts is None else texts
    prose = {language: Prose(language=language, **entry) for language, entry in texts.items()}
    return version_facts(version, parts, prose)


def version_facts(version: PolicyVersion, parts: dict[str, Any], prose: dict[str, Prose]) -> VersionFacts:
    """Return what a version says of itself, with these rows (by name) and texts (by language)."""
    return VersionFacts(
        id=version.pk,
        policy_id=version.policy_id,
        kind=PolicyKind(version.policy.kind),
        market=version.policy.market,
        number=version.number,
        effective_from=version.effective_from,
        published_at=version.published_at,
        source_language=version.source_language,
        summary=version.summary,
        prose=prose,
        digest=version.digest,
        **parts,
    )


# Frozen JSON


def frozen_terms(facts: VersionFacts) -> dict[str, Any]:
    """Return the terms of a version as JSON: numbers as texts, so that no digit is lost."""
    return {part.name: [to_json(row) for row in getattr(facts, part.name)] for part in PARTS[facts.kind]}


def frozen_texts(facts: VersionFacts) -> dict[str, Any]:
    """Return the prose of a version as JSON."""
    return {
        language: {"title": prose.title, "html": prose.html, "renders": prose.renders, "stale": prose.stale}
        for language, prose in facts.prose.items()
    }


def digest_of(version: PolicyVersion, terms: Any, texts: Any) -> str:
    """Return the SHA-256 of all a version promises, over its canonical JSON (sorted keys, UTF-8)."""
    effective = version.effective_from
    whole = {
        "kind": version.policy.kind,
        "market": version.policy.market,
        "number": version.number,
        "effective_from": effective.timestamp() if effective else None,
        "source_language": version.source_language,
        "summary": version.summary,
        "terms": terms,
        "texts": texts,
    }
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def to_json(facts: Any) -> dict[str, Any]:
    """Return facts as JSON values."""
    return {entry.name: _plain(getattr(facts, entry.name)) for entry in fields(facts)}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, SeasonFacts):
        return to_json(value)
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    return dict(value) if isinstance(value, Mapping) else value


def facts_from_json(part: Part, stored: Mapping[str, Any]) -> Any:
    """Return what ``to_json`` has written. Names that are not known any more are left out."""
    known = {name: _typed(part.model, name, stored[name]) for name in _columns(part.facts) if name in stored}
    if "seasons" in stored:
        known["seasons"] = tuple(
            SeasonFacts(**{name: _typed(SeasonalReturn, name, value) for name, value in season.items()})
            for season in stored["seasons"]
        )
    return part.facts(**_frozen(known))


def _typed(model: type[models.Model], name: str, value: Any) -> Any:
    return None if value is None else model._meta.get_field(name).to_python(value)  # type: ignore[union-attr]


def _columns(facts: type[Any]) -> Iterable[str]:
    return [entry.name for entry in fields(facts) if entry.name != "seasons"]


def _frozen(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
