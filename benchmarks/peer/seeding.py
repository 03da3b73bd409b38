"""The same reviews in Oscar's own tables."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.utils import DatabaseError
from oscar.core.loading import get_model

from benchmarks import databases, distribution
from benchmarks.bulk import Loader, secondary_indexes_off

TABLE = "reviews_productreview"
COLUMNS = (
    "id", "product_id", "score", "title", "body", "name", "email", "homepage", "status", "total_votes",
    "delta_votes", "date_created",
)  # fmt: skip


def seed(reviews: int) -> bool:
    """Fill Oscar's database; return False when it holds these reviews already."""
    if _is_seeded(reviews):
        return False
    connection.close()
    databases.recreate("_oscar")
    call_command("migrate", verbosity=0)
    _add_products()
    with secondary_indexes_off([TABLE]), transaction.atomic():
        loader = Loader()
        for batch in distribution.batches(reviews):
            loader.load(TABLE, COLUMNS, map(_row, batch))
    _finish(reviews)
    connection.close()  # and with it what made loading fast and unsafe
    return True


def _is_seeded(reviews: int) -> bool:
    if not databases.exists("_oscar"):
        return False
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT reviews, fingerprint FROM bench_ready")
            return cursor.fetchone() == (reviews, distribution.fingerprint())
    except DatabaseError:
        return False


def _add_products() -> None:
    kind = get_model("catalogue", "ProductClass").objects.create(name="Things")
    model = get_model("catalogue", "Product")
    model.objects.bulk_create(
        model(
            pk=n, title=name, slug=f"product-{n}", product_class=kind, structure="standalone", is_public=True
        )
        for n, name in enumerate(distribution.product_names(), 1)
    )


def _row(written: distribution.Written) -> tuple[Any, ...]:
    moment = f"{written.created_at}+00" if connection.vendor == "postgresql" else written.created_at
    return (
        written.id, written.product, written.rating, written.title or "Review", written.body,
        written.author or "Reader", distribution.email_of(written.id), "", 1,
        written.helpful + written.unhelpful, written.helpful - written.unhelpful, moment,
    )  # fmt: skip


def _finish(reviews: int) -> None:
    """Oscar's own ratings, sequences, statistics."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE catalogue_product SET rating = (SELECT AVG(score * 1.0) FROM {TABLE} r"
            " WHERE r.product_id = catalogue_product.id AND r.status = 1)"
        )
        if connection.vendor == "postgresql":
            for table in (TABLE, "catalogue_product"):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"
                )
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("ANALYZE")
        cursor.execute("CREATE TABLE bench_ready (reviews integer, fingerprint varchar(64))")
        cursor.execute("INSERT INTO bench_ready VALUES (%s, %s)", [reviews, distribution.fingerprint()])


def restore(reviews: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE id > {reviews}")
