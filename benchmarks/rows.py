"""The rows that the benchmark's reviews become in our tables, for ``COPY`` and ``executemany``."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from django.db import connection

from benchmarks.distribution import Written, email_of
from benchmarks.extras import CRITERIA
from django_trust.reviews.ratings import helpful_rank

Row = tuple[Any, ...]
PHOTO_SIZES = {"width": 1200, "height": 900, "thumbnail_width": 320, "thumbnail_height": 240}

rank = lru_cache(maxsize=None)(helpful_rank)


def reviews(batch: Iterable[Written]) -> Iterator[Row]:
    for written in batch:
        extras, moment = written.extras, _moment(written.created_at)
        yield (
            written.id, written.product, written.rating, written.title, written.body, "\n".join(extras.pros),
            "\n".join(extras.cons), extras.experienced_on, extras.variant, extras.incentive, written.author,
            "full", email_of(written.id), f"{written.id:032x}", f"{written.id:032x}", written.language,
            "invitation" if extras.invited else "web", "published", written.verified, True,
            extras.delivered_on, "", written.helpful, written.unhelpful,
            rank(written.helpful, written.unhelpful), 0, 0, json.dumps(gallery(written)), moment, None, "",
            moment, None,
        )  # fmt: skip


REVIEW_COLUMNS = (
    "id", "item_id", "rating", "title", "body", "pros", "cons", "experienced_on", "variant", "incentive",
    "author_name", "name_style", "email", "email_key", "device_key", "language", "source", "state",
    "verified", "email_confirmed", "delivered_on", "verified_by", "helpful_count", "unhelpful_count",
    "helpful_rank", "open_reports", "flag_weight", "gallery", "created_at", "pending_since", "rejected_for",
    "published_at", "edited_at",
)  # fmt: skip


def gallery(written: Written) -> list[dict[str, Any]]:
    """What ``Review.gallery`` holds of its photos; there are no files behind them."""
    return [
        {"image": _file(written.id, n), "thumbnail": _file(written.id, n + 10), **PHOTO_SIZES, "alt": alt}
        for n, alt in enumerate(written.extras.alts)
    ]


def _file(review: int, number: int) -> str:
    name = blake2b(f"{review} {number}".encode(), digest_size=16).hexdigest()
    return f"trust/reviews/{name[:2]}/{name}.webp"


def photos(batch: Iterable[Written]) -> Iterator[Row]:
    for written in batch:
        for entry in gallery(written):
            digest = blake2b(entry["image"].encode(), digest_size=32).hexdigest()
            moment = _moment(written.created_at)
            yield written.id, *entry.values(), digest, "published", "", moment


PHOTO_COLUMNS = (
    "review_id", "image", "thumbnail", *PHOTO_SIZES, "alt", "digest", "state", "reason", "created_at",
)  # fmt: skip


def criteria(batch: Iterable[Written]) -> Iterator[Row]:
    for written in batch:
        for code, stars in zip(CRITERIA, written.extras.criteria, strict=False):
            yield written.id, code, stars


def replies(batch: Iterable[Written]) -> Iterator[Row]:
    for written in batch:
        if written.reply is not None:
            yield written.id, written.reply, "Shop", written.language, _moment(written.created_at), None


def sketches(batch: Iterable[Written]) -> Iterator[Row]:
    """Four hashes for each review, of no text: as many as real ones, and no two alike.

    The texts themselves repeat; sketched for real, every review would have hundreds of twins.
    """
    for written in batch:
        for number in struct.unpack(">4Q", blake2b(str(written.id).encode(), digest_size=32).digest()):
            yield written.id, number >> 1


TABLES: tuple[tuple[str, tuple[str, ...], Callable[[Iterable[Written]], Iterator[Row]]], ...] = (
    ("trust_review", REVIEW_COLUMNS, reviews),
    ("trust_reply", ("review_id", "body", "author_name", "language", "created_at", "edited_at"), replies),
    ("trust_criterionrating", ("review_id", "criterion", "rating"), criteria),
    ("trust_reviewphoto", PHOTO_COLUMNS, photos),
    ("trust_reviewsketch", ("review_id", "phrase"), sketches),
)


def _moment(text: str) -> str:
    return f"{text}+00" if connection.vendor == "postgresql" else text
