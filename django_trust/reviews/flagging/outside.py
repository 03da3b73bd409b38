"""Signals of the shop's own: callables named in ``SIGNALS``, trusted with nothing but their opinion.

Whatever they do, the review goes on. What they say is made to fit a flag.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import islice
from typing import Any

from django.db import connections, router, transaction
from django.utils.module_loading import import_string

from django_trust.reviews.flagging.base import Finding, Submission
from django_trust.reviews.models import RejectionReason, Review
from django_trust.text import SURROGATES, without_controls

logger = logging.getLogger("django_trust")

Classifier = Callable[[Submission], Finding | Iterable[Finding] | None]

NAME = re.compile(r"[a-z][a-z0-9_.-]{0,59}")
NAME_MAX, SENTENCE_MAX, DETAIL_MAX = 60, 300, 200
MOST_FINDINGS = 10
MOST_DETAILS = 20


def load(path: str) -> Classifier:
    """Return the callable a dotted path names. Raises ``ImportError`` or ``TypeError``."""
    classifier = import_string(path)
    if not callable(classifier):
        raise TypeError(f"{path} is not callable")
    return classifier  # type: ignore[no-any-return]


def ask(path: str, submission: Submission, taken: Iterable[str]) -> list[Finding]:
    """Return what a classifier finds, or nothing when it fails; ``taken`` are names it may not use."""
    try:
        classifier = load(path)
    except Exception:
        logger.exception("The signal %s cannot be imported and is skipped.", path)
        return []
    try:
        with _savepoint():
            found = list(islice(_as_findings(classifier(submission)), MOST_FINDINGS))
            return [_validated(finding, path, taken) for finding in found]
    except Exception:
        logger.exception("The signal %s failed; the review goes on without it.", path)
        return []


def _savepoint() -> AbstractContextManager[Any]:
    """Keep a failed query from spoiling a transaction that the shop opened around us."""
    alias = router.db_for_write(Review)
    return transaction.atomic(using=alias) if connections[alias].in_atomic_block else nullcontext()


def _as_findings(answer: Any) -> Iterator[Finding]:
    if answer is None:
        return
    for finding in [answer] if isinstance(answer, Finding) else answer:
        if not isinstance(finding, Finding):
            raise TypeError(f"a signal returns Finding, not {type(finding).__name__}")
        yield finding


def _validated(finding: Finding, path: str, taken: Iterable[str]) -> Finding:
    """Return the finding as it can be stored. Raises ``TypeError`` or ``ValueError`` for no number."""
    reason = str(finding.reason or "")
    if reason and reason not in RejectionReason.values:
        logger.warning(
            "The signal %s gave %r, which is no RejectionReason; it counts for nothing.", path, reason
        )
        reason = ""
    return replace(
        finding,
        signal=_name(finding.signal, path, taken),
        weight=max(1, min(round(float(finding.weight)), 100)),
        reason=reason,
        details=_storable(finding.details),
        sentence=_storable_text(finding.sentence, SENTENCE_MAX),
    )


def _name(given: Any, path: str, taken: Iterable[str]) -> str:
    """Return the name a finding gives itself, unless it is unfit or one of ours; then the dotted path."""
    name = str(given or "").lower()
    return name if NAME.fullmatch(name) and name not in taken else path.lower()[-NAME_MAX:]


def _storable(details: Any) -> dict[str, int | float | str | bool]:
    """Return the numbers and short texts of the details: JSON that every database takes."""
    if not isinstance(details, Mapping):
        return {}
    kept: dict[str, int | float | str | bool] = {}
    for key, value in islice(details.items(), MOST_DETAILS):
        if isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
            kept[_storable_text(key, NAME_MAX)] = value
        elif value is not None:
            kept[_storable_text(key, NAME_MAX)] = _storable_text(value, DETAIL_MAX)
    return kept


def _storable_text(value: Any, limit: int) -> str:
    return without_controls(SURROGATES.sub("", str(value)))[:limit]
