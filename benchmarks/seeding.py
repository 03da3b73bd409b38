"""Filling the benchmark shop: products, items, reviews with all their parts, and the counters."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError

from benchmarks import databases, distribution, rows
from benchmarks.bulk import Loader, secondary_indexes_off
from benchmarks.extras import CRITERIA
from benchmarks.shop.models import Product, Seed
from django_trust.reviews.models import ItemRating, ItemTally
from django_trust.shop.models import Item

KEPT = ("trust_itemrating", "trust_itemtally")  # what write cases change, besides adding reviews
PARTS = (
    "trust_reply", "trust_criterionrating", "trust_reviewphoto", "trust_reviewsketch", "trust_reviewflag",
    "trust_moderationevent",
)  # fmt: skip


def seed(reviews: int) -> bool:
    """Fill the database with so many reviews; return False when it already holds them."""
    if is_seeded(reviews):
        return False
    connection.close()
    databases.recreate()
    call_command("migrate", run_syncdb=True, verbosity=0)
    _add_products()
    counters = _Counters()
    with secondary_indexes_off([table for table, _, _ in rows.TABLES]):
        _load(reviews, counters)
    counters.save()
    _check()
    for table in KEPT:
        _execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")
    _settle(reviews)
    Seed.objects.create(reviews=reviews, fingerprint=_fingerprint())
    connection.close()  # and with it what made loading fast and unsafe
    return True


def is_seeded(reviews: int) -> bool:
    if not databases.exists():
        return False
    try:
        return Seed.objects.filter(reviews=reviews, fingerprint=_fingerprint()).exists()
    except DatabaseError:
        return False


def _fingerprint() -> str:
    return distribution.fingerprint(Path(rows.__file__), databases.ROOT / "django_trust" / "migrations")


@transaction.atomic
def restore(reviews: int) -> None:
    """Undo what write cases left: reviews beyond the seeded ones, and the counters they changed."""
    _execute("DELETE FROM trust_ratingfreeze")
    for table in PARTS:
        _execute(f"DELETE FROM {table} WHERE review_id > {reviews}")
    _execute(f"DELETE FROM trust_review WHERE id > {reviews}")
    for table in KEPT:
        _execute(f"DELETE FROM {table}")
        _execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")


def _add_products() -> None:
    names = distribution.product_names()
    Product.objects.bulk_create(Product(pk=n, name=name, price="19.90") for n, name in enumerate(names, 1))
    kind = ContentType.objects.get_for_model(Product)
    Item.objects.bulk_create(
        Item(pk=n, content_type=kind, object_id=str(n), name=name, url=f"/product/{n}/")
        for n, name in enumerate(names, 1)
    )


@transaction.atomic
def _load(reviews: int, counters: _Counters) -> None:
    loader = Loader()
    for batch in distribution.batches(reviews):
        counters.add(batch)
        for table, columns, make in rows.TABLES:
            loader.load(table, columns, make(batch))


class _Counters:
    """What the reviews add up to, counted while they pass by."""

    def __init__(self) -> None:
        self.stars: Counter[tuple[int, int]] = Counter()
        self.verified: Counter[int] = Counter()
        self.tallies: Counter[tuple[int, str, str]] = Counter()
        self.totals: Counter[tuple[int, str, str]] = Counter()

    def add(self, batch: list[distribution.Written]) -> None:
        self.stars.update((row.product, row.rating) for row in batch)
        self.verified.update(row.product for row in batch if row.verified)
        for row in batch:
            self._tally((row.product, "language", row.language), row.rating)
            for criterion, stars in zip(CRITERIA, row.extras.criteria, strict=False):
                self._tally((row.product, "criterion", criterion), stars)

    def _tally(self, of: tuple[int, str, str], stars: int) -> None:
        self.tallies[of] += 1
        self.totals[of] += stars

    def save(self) -> None:
        ItemRating.objects.bulk_create(self._rating(pk) for pk in range(1, distribution.PRODUCTS + 1))
        ItemTally.objects.bulk_create(
            ItemTally(item_id=pk, kind=kind, key=key, count=number, total=self.totals[pk, kind, key])
            for (pk, kind, key), number in sorted(self.tallies.items())
        )

    def _rating(self, pk: int) -> ItemRating:
        stars = {number: self.stars[pk, number] for number in distribution.STARS}
        return ItemRating(
            item_id=pk,
            count=sum(stars.values()),
            total=sum(number * count for number, count in stars.items()),
            verified_count=self.verified[pk],
            version=1,
            **{f"stars_{number}": count for number, count in stars.items()},
        )


def _check() -> None:
    """Compare every counter with the reviews themselves."""
    stars = ", ".join(f"SUM(CASE WHEN rating = {n} THEN 1 ELSE 0 END)" for n in range(1, 6))
    wrong = _execute(
        f"SELECT item_id, {stars}, COUNT(*), SUM(rating), SUM(CASE WHEN verified THEN 1 ELSE 0 END)"
        " FROM trust_review WHERE state = 'published' GROUP BY item_id EXCEPT"
        " SELECT item_id, stars_1, stars_2, stars_3, stars_4, stars_5, count, total, verified_count"
        " FROM trust_itemrating"
    )
    wrong += _execute(
        "SELECT item_id, 'language', language, COUNT(*), SUM(rating) FROM trust_review"
        " WHERE state = 'published' GROUP BY item_id, language UNION ALL"
        " SELECT v.item_id, 'criterion', c.criterion, COUNT(*), SUM(c.rating) FROM trust_criterionrating c"
        " JOIN trust_review v ON v.id = c.review_id WHERE v.state = 'published'"
        " GROUP BY v.item_id, c.criterion EXCEPT SELECT item_id, kind, key, count, total FROM trust_itemtally"
    )
    if wrong:
        raise AssertionError(f"{len(wrong)} counters differ from their reviews, for example {wrong[0]}")


def _settle(reviews: int) -> None:
    """Leave the tables as a shop's housekeeping would: sequences, statistics, visibility map."""
    if connection.vendor == "postgresql":
        for table in ("trust_review", "trust_item", "benchshop_product"):
            _execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))")
        _execute("VACUUM ANALYZE")
    else:
        _execute("ANALYZE")


def _execute(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []
