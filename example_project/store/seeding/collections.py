"""Collections of real reviews, read from a folder outside the project and written row by row."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from django.db import transaction
from django.utils import timezone

from django_trust.reviews.models import Review
from django_trust.reviews.services import publish_review, submit_review

from ..models import Product
from .catalogue import read_sample, seed_stand_ins
from .progress import progress

BATCH = 200
SPREAD_MINUTES = 425 * 24 * 60
STRIDE_MINUTES = 7919
TITLE_MAX = 150
BODY_MAX = 5000


class CollectionError(Exception):
    """The folder does not hold what was expected."""


@dataclass(frozen=True)
class Row:
    number: int
    stands_for: str
    rating: str
    title: str
    body: str


@dataclass(frozen=True)
class Result:
    key: str
    expected: int
    added: int
    present: int

    @property
    def is_complete(self) -> bool:
        return self.present == self.expected


def seed_collections(folder: Path, stream: TextIO) -> list[Result]:
    data = read_sample("collections.json")
    found = [(entry, list(_read(folder, entry))) for entry in data["collections"]]
    return [_seed(entry, rows, data["summary"], stream) for entry, rows in found]


def _read(folder: Path, collection: Mapping[str, Any]) -> Iterator[Row]:
    path = folder / "reviews" / collection["file"]
    if not path.is_file():
        raise CollectionError(f"There is no {path}.")
    columns = collection["columns"]
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter=collection["delimiter"]), 1):
            title = row[columns["title"]] if columns["title"] else ""
            yield Row(
                number=number,
                stands_for=row[columns["product"]],
                rating=row[columns["rating"]],
                title=title[:TITLE_MAX],
                body=row[columns["body"]][:BODY_MAX],
            )


def _seed(collection: dict[str, Any], rows: list[Row], summaries: dict[str, str], stream: TextIO) -> Result:
    products = seed_stand_ins(collection, summaries)
    if unknown := {row.stands_for for row in rows} - products.keys():
        raise CollectionError(f"No stand-in product for {', '.join(sorted(unknown))}.")
    written = Review.objects.published().filter(email__startswith=f"{collection['key']}-row-")
    known = set(written.values_list("email", flat=True))
    missing = [row for row in rows if _email(collection, row) not in known]
    now = timezone.now()
    for batch in _in_batches(progress(missing, collection["key"].capitalize(), stream)):
        with transaction.atomic():
            for row in batch:
                _write(row, products[row.stands_for], _email(collection, row), collection["language"], now)
    return Result(collection["key"], collection["rows"], len(missing), written.count())


def _in_batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _email(collection: Mapping[str, Any], row: Row) -> str:
    return f"{collection['key']}-row-{row.number}@example.test"


def _write(row: Row, product: Product, email: str, language: str, now: datetime) -> None:
    age = timedelta(minutes=row.number * STRIDE_MINUTES % SPREAD_MINUTES)
    review = submit_review(
        item=product,
        rating=row.rating,
        title=row.title,
        body=row.body,
        email=email,
        language=language,
        source="import",
        created_at=now - age,
    )
    publish_review(review=review)
