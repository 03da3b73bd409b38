"""Markets: what the law of a place asks of a shop, as data with source, date and certainty."""

from django_trust.policies.markets.profiles import Fact, Market, known_markets, market, profile_for
from django_trust.policies.markets.statements import market_statements, statement

__all__ = ["Fact", "Market", "known_markets", "market", "market_statements", "profile_for", "statement"]
