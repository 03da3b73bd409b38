"""Whether a published version is still what was published: what no guard of Django's can stop shows here."""

from __future__ import annotations

from typing import Any

from django_trust.policies.models import PolicyVersion
from django_trust.policies.rows import digest_of, facts_of_draft, frozen_terms, frozen_texts


def is_untouched(version: PolicyVersion) -> bool:
    """Whether the digest of a published version fits what is frozen in it and the rows it was made of.

    Five queries at most. A draft bears no digest and is never untouched.
    """
    if not bears_its_digest(version):
        return False
    rows = facts_of_draft(version)
    return _same_terms(frozen_terms(rows), version.terms) and frozen_texts(rows) == version.texts


def bears_its_digest(version: PolicyVersion) -> bool:
    """Whether a version is published and its digest fits what is frozen in it. Asks no database."""
    return version.is_published and version.digest == digest_of(version, version.terms, version.texts)


def _same_terms(rows: dict[str, Any], frozen: dict[str, Any]) -> bool:
    """Whether rows say what is frozen. A column that is younger than the version was not promised in it."""
    return rows.keys() == frozen.keys() and all(
        len(rows[name]) == len(frozen[name])
        and all(
            {key: row.get(key) for key in kept} == kept
            for row, kept in zip(rows[name], frozen[name], strict=True)
        )
        for name in frozen
    )
