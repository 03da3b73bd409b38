"""What a visitor chose to see, read from and written to the address of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from django_trust.l10n.locales import current_language
from django_trust.reviews.paging import Cursor, InvalidCursor, LanguageSplit, Sort, sort_in_force

ANCHOR = "trust-reviews"
PREFIX = "trust_"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor chose, as the address of the page says it. Nonsense in the address is ignored."""

    stars: int | None = None
    verified: bool | None = None
    language: str | None = None
    sort: str = ""  # nothing chosen: what a page begins with
    after: Cursor | None = None

    @classmethod
    def from_query(cls, query: QueryDict) -> Filters:
        stars, sort = query.get(f"{PREFIX}stars", ""), query.get(f"{PREFIX}sort", "")
        try:
            after = Cursor.parse(query.get(f"{PREFIX}after", ""))
        except InvalidCursor:
            after = None
        return cls(
            stars=int(stars) if stars in ("1", "2", "3", "4", "5") else None,
            verified=True if query.get(f"{PREFIX}verified") == "1" else None,
            language=query.get(f"{PREFIX}language", "")[:15].lower() or None,
            sort=sort if sort in Sort.values else "",
            after=after,
        )

    @property
    def narrowed(self) -> bool:
        """Whether not all reviews are in view."""
        return any(value is not None for value in (self.stars, self.verified, self.language))

    def sort_in_force(self, languages: Mapping[str, int] | None) -> Sort:
        """Return the order of the reviews in view, of an item with so many reviews per language."""
        split = LanguageSplit.of(languages or {}, current_language())
        return sort_in_force(self.sort, split, narrowed=self.narrowed)

    def sorts(self, languages: Mapping[str, int] | None) -> list[Sort]:
        """Return the orders to choose from: the own language first only where that changes something."""
        split = LanguageSplit.of(languages or {}, current_language())
        return [sort for sort in Sort if sort != Sort.YOURS or (split.matters and not self.narrowed)]


class Links:
    """Addresses of this page with another choice; what else the host keeps in the query stays."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query

    def to(self, **choice: Any) -> str:
        names = {PREFIX + name for name in ("after", *choice)}
        kept = [(name, value) for name, values in self.query.lists() if name not in names for value in values]
        chosen = [(PREFIX + name, str(value)) for name, value in choice.items() if value is not None]
        return f"?{urlencode(kept + chosen, encoding=self.query.encoding)}#{ANCHOR}"
