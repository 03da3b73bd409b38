"""Terms of delivery for tests, without a database."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django_trust.policies.choices import PolicyKind
from django_trust.policies.facts import RateFacts, VersionFacts

TALLINN = ZoneInfo("Europe/Tallinn")


def rate(**terms):
    """Terms of an Estonian shop that sends what is ordered before two o'clock the same day."""
    usual = {
        "origin": "EE",
        "time_zone": "Europe/Tallinn",
        "cutoff": time(14),
        "handling_min": 0,
        "handling_max": 1,
        "transit_min": 1,
        "transit_max": 2,
        "price": Decimal("4.90"),
        "currency": "EUR",
    }
    return RateFacts(**{**usual, **terms})


def version(*rates):
    return VersionFacts(
        id=1,
        policy_id=1,
        kind=PolicyKind.SHIPPING,
        market="",
        number=1,
        effective_from=datetime(2026, 1, 1, tzinfo=UTC),
        published_at=datetime(2026, 1, 1, tzinfo=UTC),
        rates=rates,
    )


def at(day, clock="10:48", zone=TALLINN, fold=0):
    """A moment of a day such as "2026-11-23"."""
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), zone).replace(fold=fold)
