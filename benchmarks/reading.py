"""What a product page costs: the block of a hot and of a median product, kept, and a thousand pages on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.middleware.csrf import get_token
from django.test import override_settings
from django.utils import timezone

from benchmarks import floor
from benchmarks.arena import Arena, new_request
from benchmarks.distribution import email_of
from benchmarks.likeness import first_difference
from benchmarks.measuring import Candidate, alternate, count_queries
from benchmarks.report import Row
from benchmarks.shop.models import Product
from benchmarks.submissions import numbers
from django_trust.reviews.models import Review
from django_trust.reviews.paging import Cursor
from django_trust.reviews.services import submit_review
from django_trust.reviews.widgets import review_page

PAGE = 20
FAR = 1000
ADDED = (5, 4, 5, 4, 2)  # stars; a mean far from the product's would freeze it and queue the newcomers
WALKED = 1500  # reviews of the product that is walked through, if one has so few


def block(arena: Arena) -> list[Row]:
    """Goals 1 and 4: the block of 20 and what it costs on a product with many more reviews."""
    hot, median, former = arena.hottest, arena.median, arena.former_hit
    ours = arena.block(hot)
    queries = count_queries(ours)
    candidates = {
        "limit": arena.bare_block(hot),
        "floor": _floor(arena, hot),
        "ours": ours,
        "ours, median": arena.block(median),
        "floor, median": _floor(arena, median),
        "limit, median": arena.bare_block(median),
        "ours, former": arena.block(former),
        "floor, former": _floor(arena, former),
        "limit, former": arena.bare_block(former),
    }
    alike = all(_show_the_same(candidates, suffix) for suffix in ("", ", median", ", former"))
    times = alternate({**candidates, **arena.distant("block", product=hot.pk)})
    peer_median = alternate(arena.distant("block", product=median.pk)).get("peer")
    peer = times.get("peer")
    near = {
        suffix: {"<= 1.15x floor": times[f"ours{suffix}"] <= 1.15 * times[f"floor{suffix}"]}
        for suffix in ("", ", median", ", former")
    }
    goals = {"2 queries": queries == 2, **near[""], "same words": alike}
    if peer:
        goals[">= 50x faster than peer"] = peer >= 50 * times["ours"]
    flat = times["ours"] / times["ours, median"]
    former_flat = times["ours, former"] <= 1.15 * times["ours, median"]
    return [
        Row("1 block of 20, hottest", times["ours"], times["limit"], times["floor"], peer, "ms",
            queries, goals),
        Row("2 block of 20, median", times["ours, median"], times["limit, median"], times["floor, median"],
            peer_median, "ms", None, near[", median"]),
        Row("2b block of 20, former hit", times["ours, former"], times["limit, former"],
            times["floor, former"], None, "ms", None,
            {**near[", former"], "<= 1.15x median": former_flat}),
        Row(
            "8 hottest over median", flat, times["limit"] / times["limit, median"],
            times["floor"] / times["floor, median"],
            peer / peer_median if peer and peer_median else None, "x", None, {"<= 1.15": flat <= 1.15},
        ),
    ]  # fmt: skip


def _floor(arena: Arena, product: Product) -> Candidate:
    return Candidate(
        lambda request: floor.block(product, arena.content_type_id, request), lambda: new_request({})
    )


def _show_the_same(candidates: dict[str, Candidate], suffix: str) -> bool:
    """Compare what the three ways show of one product, word by word."""
    ours, *others = (candidates[name + suffix].result() for name in ("ours", "floor", "limit"))
    differences = [difference for html in others if (difference := first_difference(ours, html))]
    for difference in differences:
        print(f"    ours / by hand{suffix}: {difference}", flush=True)
    return not differences


def kept(arena: Arena) -> list[Row]:
    """Goal 3: the same block from a kept fragment."""
    with override_settings(DJANGO_TRUST={**settings.DJANGO_TRUST, "FRAGMENT_CACHE": "default"}):
        ours = arena.block(arena.hottest)
        queries = count_queries(ours)
        times = alternate({"limit": arena.bare_block(arena.hottest), "ours": ours})
    most = 1 if connection.vendor == "postgresql" else 2
    goals = {"1 query": queries == 1, f"<= {most}x limit": times["ours"] <= most * times["limit"]}
    return [Row("1b kept block, hottest", times["ours"], times["limit"], None, None, "ms", queries, goals)]


def far_page(arena: Arena) -> list[Row]:
    """Goal 11: page 1,000 by its key beside page 1 (or the last full page of a smaller shop)."""
    hot = arena.hottest
    page = min(FAR, Review.objects.filter(item_id=hot.pk).count() // PAGE - 1)
    cursor = _cursor_before_page(hot, page)
    moment = (
        cursor.created_at
        if connection.vendor == "postgresql"
        else str(cursor.created_at.replace(tzinfo=None))
    )
    times = alternate(
        {
            "first": arena.block(hot, {"trust_sort": "newest"}),
            "far": arena.block(hot, {"trust_sort": "newest", "trust_after": str(cursor)}),
            "others": arena.block(hot, {"trust_after": str(_end_of_own_language(hot))}),
            "limit": Candidate(
                lambda request: arena.limit.newest(hot.pk, get_token(request)), lambda: new_request({})
            ),
            "limit, far": Candidate(
                lambda request: arena.limit.newest_behind(hot.pk, moment, cursor.id, get_token(request)),
                lambda: new_request({}),
            ),
            **arena.distant("block", product=hot.pk, page=page),
        }
    )
    ratio = times["far"] / times["first"]
    return [
        Row(f"3 page {page}, hottest", times["far"], times["limit, far"], None, times.get("peer")),
        Row(
            f"3 page {page} over page 1", ratio, times["limit, far"] / times["limit"], None, None, "x", None,
            {"<= 1.15": ratio <= 1.15},
        ),
        Row("3 own language over, four others", times["others"]),
    ]  # fmt: skip


def _cursor_before_page(product: Product, page: int) -> Cursor:
    rows = Review.objects.filter(item_id=product.pk).order_by("-created_at", "-id")
    pk, rating, created_at = rows.values_list("id", "rating", "created_at")[(page - 1) * PAGE - 1]
    return Cursor(rating, created_at, pk)


def _end_of_own_language(product: Product) -> Cursor:
    """Behind the last review in the reader's language, which come first: the others are merged by date."""
    rows = Review.objects.filter(item_id=product.pk, language="en").order_by("created_at", "id")
    pk, created_at = rows.values_list("id", "created_at")[0]
    return Cursor(1, created_at, pk)


def walk(arena: Arena) -> list[Row]:
    """Goal 11: every review that was there at the start is met exactly once, while others are added."""
    product, there = _walkable()
    rows = []
    for sort in ("yours", "newest", "helpful", "highest", "lowest"):
        seen = Counter(_walk(product, sort, lambda: _add(product)))
        missed, twice = len(there - seen.keys()), sum(1 for pk in there if seen[pk] > 1)
        goals = {"0 missed": missed == 0, "0 twice": twice == 0}
        rows.append(
            Row(
                f"3b walk of {len(there)}, {sort}: missed + twice",
                missed + twice,
                unit="reviews",
                goals=goals,
            )
        )
    return rows


def _walkable() -> tuple[Product, set[int]]:
    """The most reviewed product that has at most ``WALKED`` reviews, else the least reviewed one."""
    product = Product(pk=0)
    keys: set[int] = set()
    for product in Product.objects.order_by("pk"):
        keys = set(Review.objects.filter(item_id=product.pk)[: 5 * WALKED].values_list("pk", flat=True))
        if len(keys) <= WALKED:
            break
    return product, keys


def _walk(product: Product, sort: str, disturb: Callable[[], Any]) -> list[int]:
    seen, after = [], None
    while True:
        page = review_page(product, sort=sort, after=after)
        seen += [card.id for card in page.reviews]
        after = page.next
        if after is None:
            return seen
        disturb()


def _add(product: Product) -> None:
    """One review of today and one, as by an import, in the middle of the list."""
    middle = Review.objects.filter(item_id=product.pk).order_by("pk").first().created_at  # type: ignore[union-attr]
    for moment in (timezone.now(), middle + (timezone.now() - middle) / 2):
        number = next(numbers)
        submit_review(
            item=product,
            rating=ADDED[number % len(ADDED)],
            body="Added",
            email=email_of(number),
            language="en" if number % 2 else "et",
            created_at=moment,
        )
