"""The limit: SQL written by hand for these very tables, sent through the bare driver, and f-strings.

What nobody would maintain in a shop, and nothing in Python can be much faster than.
"""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Any

from benchmarks.databases import database, kind
from benchmarks.markup import block_html, listing_line
from benchmarks.submissions import AUTHOR, CRITERIA_STARS, STARS, TITLE, Submission

SUMMARY = (
    "SELECT t.kind, t.key, t.count, t.total, i.id, r.stars_5, r.stars_4, r.stars_3, r.stars_2, r.stars_1,"
    " r.count, r.total, r.verified_count FROM trust_item i JOIN trust_itemrating r ON r.item_id = i.id"
    " JOIN trust_itemtally t ON t.item_id = i.id"
    " WHERE i.content_type_id = %s AND i.object_id = %s ORDER BY t.count DESC"
)
COLUMNS = (
    "v.id, v.rating, v.title, v.body, v.pros, v.cons, v.author_name, v.language, v.verified, v.source,"
    " v.incentive, v.variant, v.experienced_on, v.delivered_on, v.gallery, v.helpful_count, v.created_at,"
    " v.edited_at, p.body, p.language, p.created_at"
)
PAGE = (
    f"SELECT {COLUMNS} FROM trust_review v LEFT JOIN trust_reply p ON p.review_id = v.id"
    " WHERE v.item_id = %s AND v.state = 'published' {and_} ORDER BY {first} v.created_at DESC, v.id DESC"
    " LIMIT 21"
)
LISTING = "SELECT id, name, price FROM benchshop_product WHERE id IN ({marks}) ORDER BY id"
LISTING_STARS = (
    "SELECT b.id, b.name, b.price, r.count, r.total FROM benchshop_product b"
    " LEFT JOIN trust_item i ON i.content_type_id = %s AND i.object_id = CAST(b.id AS varchar(64))"
    " LEFT JOIN trust_itemrating r ON r.item_id = i.id WHERE b.id IN ({marks}) ORDER BY b.id"
)
INSERT = (
    "INSERT INTO trust_review (item_id, rating, title, body, pros, cons, variant, incentive, author_name,"
    " name_style, email, email_key, email_confirmed, device_key, language, source, state, verified,"
    " verified_by, helpful_count, unhelpful_count, helpful_rank, open_reports, flag_weight, gallery,"
    " rejected_for, created_at, published_at)"
    " VALUES (%s, %s, %s, %s, '', '', '', '', %s, 'full', %s, %s, %s, %s, 'en', 'web', 'published', %s, '',"
    " 0, 0, 0, 0, 0, '[]', '', %s, %s) RETURNING id"
)
INSERT_CRITERIA = "INSERT INTO trust_criterionrating (review_id, criterion, rating) VALUES {rows}"
INSERT_SKETCH = "INSERT INTO trust_reviewsketch (review_id, phrase) VALUES {rows}"
COUNT = (
    f"UPDATE trust_itemrating SET stars_{STARS} = stars_{STARS} + 1, count = count + 1,"
    f" total = total + {STARS}, version = version + 1 WHERE item_id = %s"
)
COUNT_TALLIES = (
    f"UPDATE trust_itemtally SET count = count + 1, total = total + {STARS} WHERE item_id = %s"
    " AND (kind = 'language' AND key = 'en' OR kind = 'criterion' AND key IN"
    f" ({', '.join(repr(code) for code in CRITERIA_STARS)}))"
)


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
        """The reader's language first, as our block begins."""
        summary = self.rows(SUMMARY, (self.content_type_id, str(product)))
        own = sum(row[2] for row in summary if row[:2] == ("language", "en"))
        if own > 20:
            order = PAGE.format(and_="AND v.language = 'en'", first="")
        else:
            order = PAGE.format(and_="", first="v.language = 'en' DESC,")
        return block_html(summary, self.rows(order, (summary[0][4],)), token)

    def newest(self, product: int, token: str) -> str:
        summary = self.rows(SUMMARY, (self.content_type_id, str(product)))
        page = self.rows(PAGE.format(and_="", first=""), (summary[0][4],))
        return block_html(summary, page, token)

    def newest_behind(self, product: int, created_at: Any, pk: int, token: str) -> str:
        """The same behind a key. SQLite uses the index for two ranges, not for a pair of columns."""
        summary = self.rows(SUMMARY, (self.content_type_id, str(product)))
        if self.sqlite:
            after = "AND v.created_at <= %s AND (v.created_at < %s OR v.id < %s)"
            values = (summary[0][4], created_at, created_at, pk)
        else:
            after = "AND (v.created_at, v.id) < (%s, %s)"
            values = (summary[0][4], created_at, pk)
        return block_html(summary, self.rows(PAGE.format(and_=after, first=""), values), token)

    def listing(self, keys: list[int], *, stars: bool) -> str:
        marks = ", ".join("%s" for _ in keys)
        if not stars:
            rows = self.rows(LISTING.format(marks=marks), keys)
            return "".join(
                f'<li><a href="/product/{pk}/">{escape(name)}</a> {price}</li>' for pk, name, price in rows
            )
        rows = self.rows(LISTING_STARS.format(marks=marks), (self.content_type_id, *keys))
        return "".join(listing_line(*row) for row in rows)

    def insert(self, product: int, sent: Submission) -> int:
        """Store one review, not counting it."""
        now = datetime.now().astimezone() if not self.sqlite else str(datetime.utcnow())  # noqa: DTZ003
        person = (AUTHOR, sent.email, sent.key, False, sent.key, False)
        ((pk,),) = self.rows(INSERT, (product, STARS, TITLE, sent.body, *person, now, now))
        return int(pk)

    def insert_and_count(self, product: int, sent: Submission) -> None:
        """Store one review with its parts and keep every counter exact, in one transaction."""
        self.change("BEGIN IMMEDIATE" if self.sqlite else "BEGIN", ())
        pk = self.insert(product, sent)
        criteria = [value for row in CRITERIA_STARS.items() for value in (pk, *row)]
        self.change(INSERT_CRITERIA.format(rows=", ".join(["(%s, %s, %s)"] * len(CRITERIA_STARS))), criteria)
        sketch = [value for phrase in sent.phrases for value in (pk, phrase)]
        self.change(INSERT_SKETCH.format(rows=", ".join(["(%s, %s)"] * len(sent.phrases))), sketch)
        self.change(COUNT, (product,))
        self.change(COUNT_TALLIES, (product,))
        self.change("COMMIT", ())


def _connect() -> Any:
    entry = database()
    if kind() == "sqlite":
        import sqlite3

        return sqlite3.connect(entry["NAME"], isolation_level=None, timeout=60)
    import psycopg

    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return psycopg.connect(autocommit=True, **{ours: entry[theirs] for ours, theirs in names.items()})
