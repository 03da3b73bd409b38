"""The limit: SQL written by hand for these very tables, sent through the bare driver, and f-strings.

What nobody would maintain in a shop, and nothing in Python can be much faster than.
"""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any

from benchmarks.databases import database, kind
from benchmarks.distribution import email_of
from benchmarks.markup import block_html, listing_line

SUMMARY = (
    "SELECT l.language, l.count, i.id, r.stars_5, r.stars_4, r.stars_3, r.stars_2, r.stars_1, r.count,"
    " r.total, r.verified_count FROM trust_item i JOIN trust_itemrating r ON r.item_id = i.id"
    " JOIN trust_itemlanguage l ON l.item_id = i.id"
    " WHERE i.content_type_id = %s AND i.object_id = %s ORDER BY l.count DESC"
)
COLUMNS = (
    "v.id, v.rating, v.title, v.body, v.author_name, v.language, v.verified, v.helpful_count, v.created_at,"
    " v.edited_at, p.body, p.language, p.created_at"
)
PAGE = (
    f"SELECT {COLUMNS} FROM trust_review v LEFT JOIN trust_reply p ON p.review_id = v.id"
    " WHERE v.item_id = %s AND v.state = 'published' {after} ORDER BY v.created_at DESC, v.id DESC LIMIT 21"
)
LISTING = "SELECT id, name, price FROM benchshop_product WHERE id IN ({marks}) ORDER BY id"
LISTING_STARS = (
    "SELECT b.id, b.name, b.price, r.count, r.total FROM benchshop_product b"
    " LEFT JOIN trust_item i ON i.content_type_id = %s AND i.object_id = CAST(b.id AS varchar(64))"
    " LEFT JOIN trust_itemrating r ON r.item_id = i.id WHERE b.id IN ({marks}) ORDER BY b.id"
)
INSERT = (
    "INSERT INTO trust_review (item_id, rating, title, body, author_name, email, email_key, device_key,"
    " language, source, state, verified, helpful_count, unhelpful_count, helpful_rank, open_reports,"
    " created_at, published_at)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, '', 'en', 'web', 'published', %s, 0, 0, 0, 0, %s, %s)"
)
COUNT = (
    "UPDATE trust_itemrating SET stars_5 = stars_5 + 1, count = count + 1, total = total + 5,"
    " version = version + 1 WHERE item_id = %s"
)
COUNT_LANGUAGE = "UPDATE trust_itemlanguage SET count = count + 1 WHERE item_id = %s AND language = 'en'"
BODY = "Does what it should, and the colour is exactly the one of the picture. " * 3


class Limit:
    """One connection of the bare driver, in autocommit."""

    def __init__(self, content_type_id: int) -> None:
        self.content_type_id = content_type_id
        self.sqlite = kind() == "sqlite"
        self.connection = _connect()
        self.cursor = self.connection.cursor()

    def rows(self, sql: str, values: Any) -> list[tuple[Any, ...]]:
        return self.cursor.execute(self._spelled(sql), values).fetchall()  # type: ignore[no-any-return]

    def change(self, sql: str, values: Any) -> None:
        self.cursor.execute(self._spelled(sql), values)

    def _spelled(self, sql: str) -> str:
        return sql.replace("%s", "?") if self.sqlite else sql

    def block(self, product: int, token: str) -> str:
        summary = self.rows(SUMMARY, (self.content_type_id, str(product)))
        page = self.rows(PAGE.format(after=""), (summary[0][2],))
        return block_html(summary, page, token)

    def page_behind(self, product: int, created_at: Any, pk: int, token: str) -> str:
        """The same behind a key. SQLite uses the index for two ranges, not for a pair of columns."""
        summary = self.rows(SUMMARY, (self.content_type_id, str(product)))
        after = "AND v.created_at <= %s AND (v.created_at < %s OR v.id < %s)"
        if not self.sqlite:
            page = self.rows(
                PAGE.format(after="AND (v.created_at, v.id) < (%s, %s)"), (summary[0][2], created_at, pk)
            )
        else:
            page = self.rows(PAGE.format(after=after), (summary[0][2], created_at, created_at, pk))
        return block_html(summary, page, token)

    def listing(self, keys: list[int], *, stars: bool) -> str:
        marks = ", ".join("%s" for _ in keys)
        if not stars:
            rows = self.rows(LISTING.format(marks=marks), keys)
            return "".join(
                f'<li><a href="/product/{pk}/">{escape(name)}</a> {price}</li>' for pk, name, price in rows
            )
        rows = self.rows(LISTING_STARS.format(marks=marks), (self.content_type_id, *keys))
        return "".join(listing_line(*row) for row in rows)

    def insert(self, product: int, number: int) -> None:
        """Store one review, not counting it."""
        now = datetime.now().astimezone() if not self.sqlite else str(datetime.utcnow())  # noqa: DTZ003
        key = f"limit{number:027x}"
        self.change(INSERT, (product, 5, "Good", BODY, "Mari", email_of(number), key, False, now, now))

    def insert_and_count(self, product: int, number: int) -> None:
        """Store one review and keep every counter exact, in one transaction."""
        self.change("BEGIN IMMEDIATE" if self.sqlite else "BEGIN", ())
        self.insert(product, number)
        self.change(COUNT, (product,))
        self.change(COUNT_LANGUAGE, (product,))
        self.change("COMMIT", ())


def _connect() -> Any:
    entry = database()
    if kind() == "sqlite":
        import sqlite3

        return sqlite3.connect(entry["NAME"], isolation_level=None, timeout=60)
    import psycopg

    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return psycopg.connect(autocommit=True, **{ours: entry[theirs] for ours, theirs in names.items()})
