"""What stars and counts add to a listing of 48 products (goal 6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.template.loader import get_template

from benchmarks import floor
from benchmarks.arena import LISTED, Arena, new_request
from benchmarks.measuring import Candidate, count_queries, extra
from benchmarks.report import Row
from benchmarks.shop.models import Product
from django_trust.reviews import blocks
from django_trust.reviews.widgets import rating_summaries, with_ratings


def products() -> QuerySet[Product]:
    return Product.objects.filter(pk__in=LISTED).order_by("pk")


def listing(arena: Arena) -> list[Row]:
    """Each way beside the same listing without stars; the rows show the difference."""
    return [*_data(arena), *_rendered(arena)]


def _data(arena: Arena) -> list[Row]:
    ways = {
        "bare": Candidate(lambda _: list(products())),
        "annotated": Candidate(lambda _: list(with_ratings(products()))),
        "prefetched": Candidate(lambda _: rating_summaries(list(products()))),
    }
    queries = {name: count_queries(way) for name, way in ways.items()}
    more = extra(ways, "bare")
    most = 0.35 if connection.vendor == "postgresql" else 0.2
    goals = {
        f"<= +{most} ms": more["annotated"] <= most,
        "0 extra queries": queries["annotated"] == queries["bare"],
    }
    return [
        Row(
            "4 data of 48, with_ratings: extra", more["annotated"], queries=queries["annotated"], goals=goals
        ),
        Row("4 data of 48, prefetch: extra", more["prefetched"], queries=queries["prefetched"]),
    ]


def _rendered(arena: Arena) -> list[Row]:
    ways = {
        "bare": _page("listing_bare", lambda: list(products())),
        "annotated": annotated_page(),
        "prefetched": _page("listing_prefetch", lambda: list(products())),
        "first time": _page("listing_annotated", lambda: list(with_ratings(products())), forget=True),
        "floor": Candidate(
            lambda request: floor.listing(LISTED, arena.content_type_id, request), lambda: new_request({})
        ),
    }
    queries = {name: count_queries(way) for name, way in ways.items()}
    more = extra(ways, "bare")
    limit = extra(
        {
            "bare": Candidate(lambda _: arena.limit.listing(LISTED, stars=False)),
            "stars": Candidate(lambda _: arena.limit.listing(LISTED, stars=True)),
        },
        "bare",
    )["stars"]
    goals = {
        "<= +0.6 ms": more["annotated"] <= 0.6,
        "0 extra queries": queries["annotated"] == queries["bare"],
    }
    beside = {"limit": limit, "floor": more["floor"], "peer": _peer(arena)}
    name = "4 page of 48"
    return [
        Row(
            f"{name}, with_ratings: extra",
            more["annotated"],
            queries=queries["annotated"],
            goals=goals,
            **beside,
        ),
        Row(f"{name}, prefetch: extra", more["prefetched"], queries=queries["prefetched"], **beside),
        Row(f"{name}, stars never met before: extra", more["first time"], **beside),
    ]


def annotated_page() -> Candidate:
    return _page("listing_annotated", lambda: list(with_ratings(products())))


def _page(name: str, fetch: Callable[[], list[Product]], *, forget: bool = False) -> Candidate:
    template = get_template(f"benchmarks/{name}.html")

    def prepare() -> Any:
        if forget:
            blocks._stars_html.cache_clear()
        return new_request({})

    return Candidate(lambda request: template.render({"products": fetch()}, request), prepare)


def _peer(arena: Arena) -> float | None:
    if arena.peer is None:
        return None
    bare = arena.distant("listing", products=LISTED, stars=False)["peer"]
    return extra({"bare": bare, **arena.distant("listing", products=LISTED, stars=True)}, "bare")["peer"]
