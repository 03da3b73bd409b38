"""The rules about what a badge may claim, one module for each group of them."""

from __future__ import annotations

from functools import lru_cache

from django_trust.badges.claim_rules import (
    approvals,
    durability,
    environment,
    marks,
    praise,
    rights,
    security,
)
from django_trust.badges.claim_rules.rule import Evidence, Ground, Rule, Severity
from django_trust.badges.claim_rules.wording import Meaning, Phrasebook

__all__ = ["RULES", "Evidence", "Ground", "Rule", "Severity", "phrasebook"]

RULES: tuple[Rule, ...] = (
    *security.RULES,
    *approvals.RULES,
    *marks.RULES,
    *rights.RULES,
    *environment.RULES,
    *durability.RULES,
    *praise.RULES,
)


@lru_cache(maxsize=1)
def phrasebook() -> Phrasebook:
    """Return the phrases of all rules; a meaning's ``rule`` is the place in ``RULES``."""
    book = Phrasebook()
    for number, rule in enumerate(RULES):
        for language, phrases in rule.wording.items():
            book.add(phrases, Meaning(number, language))
        for language, phrases in rule.excuses.items():
            book.add(phrases, Meaning(number, language, excuse=True))
    return book
