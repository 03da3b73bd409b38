"""The verbs of policies: begin a draft, publish it. The only code that writes versions.

``withdrawals.services`` holds those of withdrawals and returns.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import F, Max
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from django_trust import signals
from django_trust.l10n.formats import format_number
from django_trust.l10n.locales import current_language, language_name
from django_trust.l10n.translated import editing_languages
from django_trust.policies.choices import PolicyKind
from django_trust.policies.immutable import plain
from django_trust.policies.models import Policy, PolicyTranslation, PolicyVersion, ReturnTerms
from django_trust.policies.prose import source_of
from django_trust.policies.rows import (
    PARTS,
    digest_of,
    facts_of_draft,
    frozen_terms,
    frozen_texts,
    rows_of,
)
from django_trust.transactions import atomic_write

NAME_MAX = 150


@atomic_write
def start_draft(*, kind: str, market: str = "", copy: PolicyVersion | None = None) -> PolicyVersion:
    """Return a new draft of a policy, made the first time.

    It begins with the terms and texts of ``copy``, by default of the newest version, so that what nobody
    touches stays as it is; texts in languages the site no longer has stay behind. An open draft is returned
    as it stands: there is one at most. Raises ``ValueError`` for a kind that does not exist and for a copy of
    another kind, ``ValidationError`` for a market nobody knows.
    """
    if kind not in PolicyKind.values:
        raise ValueError(f"There is no kind of policy {kind!r}; there are {', '.join(PolicyKind.values)}.")
    if copy is not None and copy.policy.kind != kind:
        raise ValueError(f"A policy of the kind {kind!r} cannot begin as a copy of {copy.policy.kind!r}.")
    policy = _held_policy(kind, market)
    if open_draft := policy.versions.filter(published_at=None).first():
        return open_draft
    source = copy or policy.versions.order_by("-number").first()
    number = (policy.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    language = source_of(source) if source else settings.LANGUAGE_CODE.lower()
    draft = PolicyVersion.objects.create(policy=policy, number=number, source_language=language)
    if source:
        _copy_terms(source, draft)
        _copy_texts(source, draft)
    return draft


def _held_policy(kind: str, market: str) -> Policy:
    """Return the policy, locked: two people who begin a draft at the same moment get the same one."""
    policy = Policy(kind=kind, market=market)
    policy.full_clean(validate_unique=False, validate_constraints=False)
    same = plain(Policy).filter(kind=kind, market=policy.market)
    if not same.update(kind=kind):
        Policy.objects.get_or_create(kind=kind, market=policy.market)
        same.update(kind=kind)
    return same.get()


def _copy_terms(source: PolicyVersion, draft: PolicyVersion) -> None:
    for part in PARTS[PolicyKind(source.policy.kind)]:
        for row in rows_of(source, part):
            seasons = list(row.seasons.all()) if isinstance(row, ReturnTerms) else []
            row.pk, row._state.adding, row.version = None, True, draft
            row._prefetched_objects_cache = {}
            row.save()
            for season in seasons:
                season.pk, season._state.adding, season.terms = None, True, row
                season.save()


def _copy_texts(source: PolicyVersion, draft: PolicyVersion) -> None:
    rendered = source if source.is_published else None
    for text in source.translations.select_related("renders__policy").filter(
        language__in=editing_languages()
    ):
        PolicyTranslation(
            version=draft,
            renders=text.renders or rendered,
            **{name: getattr(text, name) for name in ("language", "title", "markup", "text")},
        ).save()


def publish_policy(
    *, version: PolicyVersion, by: Any = None, effective_from: datetime | None = None
) -> PolicyVersion:
    """Publish a draft and return it; from then on it never changes. Told twice, the first time counts.

    ``effective_from`` (aware) is when it comes into force: by default what the draft says, else now; never
    in the past. Raises ``ValidationError`` for terms that contradict themselves, where there are none, and
    for translations without their original; ``ValueError`` for a naive moment.
    """
    if effective_from is not None and timezone.is_naive(effective_from):
        raise ValueError(f"{effective_from!r} needs a time zone.")
    return _publish(version.pk, by, effective_from)


@atomic_write
def _publish(pk: int, by: Any, effective_from: datetime | None) -> PolicyVersion:
    stored = plain(PolicyVersion).filter(pk=pk)
    stored.update(number=F("number"))  # locks the draft: nobody publishes it or changes its rows meanwhile
    version = PolicyVersion.objects.select_related("policy").get(pk=pk)
    if version.is_published:
        return version
    _clean(version)
    now = timezone.now()
    version.effective_from = max(effective_from or version.effective_from or now, now)
    facts = facts_of_draft(version)
    terms, texts = frozen_terms(facts), frozen_texts(facts)
    stored.update(
        summary=version.summary,
        source_language=version.source_language,
        effective_from=version.effective_from,
        published_at=now,
        published_by=by if isinstance(by, models.Model) and by.pk else None,
        published_by_name=_name(by),
        terms=terms,
        texts=texts,
        digest=digest_of(version, terms, texts),
    )
    version.refresh_from_db()
    signals.policy_publishing.send(sender=PolicyVersion, version=version)
    signals.send_after_commit(signals.policy_published, PolicyVersion, version=version)
    return version


def _name(by: Any) -> str:
    """Who published, as text: the account may be deleted one day."""
    return "" if by is None or getattr(by, "is_anonymous", False) else str(by)[:NAME_MAX]


def _clean(version: PolicyVersion) -> None:
    """Bring a draft and its rows into the form that is frozen: some may have come by ``bulk_create``.

    Raises ``ValidationError`` when it has no terms at all, rows that contradict themselves or no original.
    """
    version.summary = version._meta.get_field("summary").clean(version.summary, version)
    version.source_language = source_of(version)
    version.clean()
    _clean_terms(version)
    _clean_texts(version)


def _clean_terms(version: PolicyVersion) -> None:
    parts = PARTS[PolicyKind(version.policy.kind)]
    rows = [numbered for part in parts for numbered in enumerate(rows_of(version, part), start=1)]
    if not rows:
        raise ValidationError(_("There are no terms yet: add at least one row."), code="empty")
    problems: list[str] = []
    for number, row in rows:
        for one in (row, *(row.seasons.all() if isinstance(row, ReturnTerms) else ())):
            try:
                one.full_clean()
                one.save()
            except ValidationError as error:
                problems += _in_row(number, one, error)
    if problems:
        raise ValidationError(problems)


def _in_row(number: int, row: models.Model, error: ValidationError) -> Iterator[str]:
    """Say in which row and column each problem is."""
    place = {"row": capfirst(str(row._meta.verbose_name)), "number": format_number(number)}
    for name, messages in error.message_dict.items():
        for message in messages:
            if name == NON_FIELD_ERRORS:
                yield _("%(row)s %(number)s: %(problem)s") % {**place, "problem": message}
            else:
                column = str(getattr(row._meta.get_field(name), "verbose_name", name))
                named = {**place, "column": column, "problem": message}
                yield _("%(row)s %(number)s, %(column)s: %(problem)s") % named


def _clean_texts(version: PolicyVersion) -> None:
    texts = list(version.translations.all())
    written = {text.language for text in texts if text.title.strip() or text.text.strip()}
    if written and version.source_language not in written:
        raise ValidationError(
            _("The original text in %(language)s is missing. Write it, or choose another original."),
            code="original",
            params={"language": language_name(version.source_language, current_language())},
        )
    for text in texts:
        text.save()  # cleans it
