"""Versions made of facts, and laws as a test needs them."""

from contextlib import contextmanager
from datetime import date
from unittest import mock

from django_trust.policies.choices import PolicyKind
from django_trust.policies.facts import ReturnFacts, VersionFacts
from django_trust.policies.markets import Fact, Market
from django_trust.policies.phrases import sections

OUT_OF_SEASON = date(2026, 6, 15)


def version(kind, *, market="", **rows):
    return VersionFacts(
        id=1,
        policy_id=1,
        kind=PolicyKind(kind),
        market=market,
        number=1,
        effective_from=None,
        published_at=None,
        **rows,
    )


def returns(market="", **terms):
    """A version with one row of return terms."""
    return version("returns", market=market, returns=(ReturnFacts(**terms),))


def lines(facts, country=""):
    """The lines of the only section, by name."""
    [section] = sections(facts, country)
    return {line.name: line for line in section.lines}


@contextmanager
def law(certainty="H", **facts):
    """Let the law be the same everywhere: facts of a profile by name."""
    rows = {name: Fact(value, "A law", date(2026, 1, 1), certainty) for name, value in facts.items()}
    with mock.patch("django_trust.policies.phrases.law.profile_for", lambda place: Market(place, facts=rows)):
        yield
